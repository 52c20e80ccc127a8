"""The kinds of file, and the writer of each."""

from __future__ import annotations

from pathlib import Path

from flask_babel import lazy_gettext as _l

from marketplace.reports import csv_file, json_file, pdf_file, xlsx_file
from marketplace.reports.exports.asked import Asked, FileFormat
from marketplace.reports.paper import Paper

MIME_TYPES = {
    FileFormat.XLSX: xlsx_file.MIME_TYPE,
    FileFormat.CSV: csv_file.MIME_TYPE,
    FileFormat.PDF: pdf_file.MIME_TYPE,
    FileFormat.JSON: json_file.MIME_TYPE,
}
TITLES = {
    FileFormat.XLSX: _l("Excel (.xlsx), as an office prints it"),
    FileFormat.CSV: _l("CSV, one plain table"),
    FileFormat.PDF: _l("PDF on A4, ready to print"),
    FileFormat.JSON: _l("JSON, for other programs"),
}


def write(paper: Paper, asked: Asked, path: Path) -> None:
    """Write the file asked for."""
    match asked.format:
        case FileFormat.XLSX:
            xlsx_file.write(paper, path)
        case FileFormat.CSV:
            csv_file.write(paper, path, asked.separator)
        case FileFormat.PDF:
            pdf_file.write(paper, path)
        case FileFormat.JSON:
            json_file.write(paper, path)
