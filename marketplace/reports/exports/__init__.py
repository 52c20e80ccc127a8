"""Files of the figures: what can be asked for, the job that makes it, the log of who took what."""
