"""What a file really is: that decides how it is read, not its name."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from marketplace.intake.errors import BadFile, FileFault
from marketplace.intake.reading import workbooks
from marketplace.intake.reading.rows import Sheet
from marketplace.intake.reading.texts import Rate, encoding_of, text_sheet

MAX_BYTES = 30 * 1024 * 1024
_SIGNS: tuple[tuple[bytes, FileFault], ...] = (
    (b"\x89PNG", FileFault.PICTURE),
    (b"\xff\xd8\xff", FileFault.PICTURE),
    (b"GIF8", FileFault.PICTURE),
    (b"II*\x00", FileFault.PICTURE),
    (b"MM\x00*", FileFault.PICTURE),
    (b"RIFF", FileFault.PICTURE),
    (b"%PDF", FileFault.PDF),
    (b"\xd0\xcf\x11\xe0", FileFault.OLD_EXCEL),
    (b"Rar!", FileFault.ARCHIVE),
    (b"7z\xbc\xaf", FileFault.ARCHIVE),
    (b"\x1f\x8b", FileFault.ARCHIVE),
)


@contextmanager
def open_source(path: Path, name: str, rate: Rate) -> Iterator[Iterator[Sheet]]:
    """The sheets of a file, CSV or XLSX. ``name`` is what its owner calls it.

    Raises:
        BadFile: it is no such file, or not a whole one.
    """
    if _is_workbook(path, name):
        with workbooks.open_sheets(path) as sheets:
            yield sheets
    else:
        with path.open(encoding=encoding_of(path), newline="") as file:
            yield iter([text_sheet(file, rate)])


def _is_workbook(path: Path, name: str) -> bool:
    """Look at how the file begins.

    Raises:
        BadFile: it is missing, empty, too large, or plainly another kind of file.
    """
    start = _beginning(path)
    for sign, fault in _SIGNS:
        if start.startswith(sign):
            raise BadFile(fault)
    is_zip = start.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if name.lower().endswith((".xlsx", ".xlsm")) and not is_zip:
        raise BadFile(FileFault.NOT_EXCEL)
    return is_zip


def _beginning(path: Path) -> bytes:
    if not path.exists():
        raise BadFile(FileFault.NOT_FOUND, path=str(path))
    if not path.is_file():
        raise BadFile(FileFault.NOT_A_FILE, path=str(path))
    try:
        with path.open("rb") as file:
            start = file.read(64 * 1024)
    except OSError as error:
        raise BadFile(FileFault.UNREADABLE, path=str(path)) from error
    if not start.strip():
        raise BadFile(FileFault.EMPTY)
    if path.stat().st_size > MAX_BYTES:
        raise BadFile(FileFault.TOO_LARGE, megabytes=MAX_BYTES // 1024 // 1024)
    return start
