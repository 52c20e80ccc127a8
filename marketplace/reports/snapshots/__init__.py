"""Figures frozen with a checksum: what they were, what they are now, which rows differ and why."""
