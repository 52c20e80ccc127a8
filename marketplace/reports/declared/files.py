"""Where the shipped file of published figures is, and how any file of them is opened."""

from __future__ import annotations

from pathlib import Path

from marketplace.config import ROOT
from marketplace.reports.declared.errors import BadFile, FileFault
from marketplace.reports.declared.reading import MAX_BYTES, ReadFile, read_file

SHIPPED = ROOT / "marketplace" / "data" / "published_statistics.csv"


def open_file(path: Path) -> ReadFile:
    """Read a file of published figures from a disk.

    Raises:
        BadFile: it is missing, or no such file as a whole.
    """
    try:
        with path.open("rb") as file:
            return read_file(file.read(MAX_BYTES + 1))
    except OSError as error:
        raise BadFile(FileFault.NOT_FOUND, [str(path)]) from error
