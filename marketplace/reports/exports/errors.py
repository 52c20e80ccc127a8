"""Refusals and interruptions of making a file."""

from __future__ import annotations

from marketplace.errors import Refusal


class Stopped(Refusal):
    """A person stopped the job."""


class StillRunning(Refusal):
    """Another worker makes this file, and was seen alive a moment ago."""
