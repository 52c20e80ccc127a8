"""What the files read: the log itself, and the rows of long reports, one by one."""
