"""What can go wrong with the index. The page never shows it: it asks the database instead."""

from __future__ import annotations


class IndexUnavailable(Exception):
    """There is no index to read now: not built yet, damaged, or written by another version."""


class IndexBusy(IndexUnavailable):
    """Another process has been writing for too long; try again later."""
