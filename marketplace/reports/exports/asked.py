"""What somebody asks for: a report, a kind of file and what narrows it, as the log keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol

from marketplace.reports.csv_file import Separator
from marketplace.reports.office import Office, read_office

KEPT_FOR = timedelta(days=7)  # then the file is deleted; the line of the log stays


class ReportName(StrEnum):
    """The reports there are. The value is also their name in addresses and in the log."""

    FIGURES = "figures"
    FIGURE_CHANGES = "figure-changes"
    CHANGES = "changes"
    ORDERS = "orders"
    REGISTER = "register"


class FileFormat(StrEnum):
    """The kinds of file, by the ending of their names."""

    XLSX = "xlsx"
    CSV = "csv"
    PDF = "pdf"
    JSON = "json"


class Logged(Protocol):
    """A row that keeps what was asked for: a file of the log, or a schedule."""

    report: str
    format: str
    filters: dict[str, Any]
    locale: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One file asked for. Two that are equal give the same bytes from the same data.

    ``day`` is the day counted, or the last day of the period that begins on ``first_day``.
    ``known_on`` leaves out what was recorded after that day. ``narrow`` holds what the figures
    are narrowed to. ``since_id`` and ``until_id`` bound the history of changes.
    """

    report: ReportName
    format: FileFormat
    day: date
    locale: str = "vi"
    office: Office = field(default_factory=Office)
    separator: Separator = Separator.COMMA
    known_on: date | None = None
    first_day: date | None = None
    since_id: int | None = None
    until_id: int | None = None
    narrow: dict[str, Any] = field(default_factory=dict)

    @property
    def filters(self) -> dict[str, Any]:
        """What the log keeps beside report, format and language."""
        plain = {
            "day": self.day.isoformat(),
            "office": self.office.as_plain(),
            "separator": self.separator.value if self.format is FileFormat.CSV else None,
            "known_on": self.known_on and self.known_on.isoformat(),
            "first_day": self.first_day and self.first_day.isoformat(),
            "since_id": self.since_id,
            "until_id": self.until_id,
            "narrow": self.narrow or None,
        }
        return {key: value for key, value in plain.items() if value is not None}

    @property
    def file_name(self) -> str:
        """The name under which the browser keeps the file."""
        return f"ocop-{self.report.value}-{self.day.isoformat()}.{self.format.value}"


def read(logged: Logged) -> Asked:
    """What the log keeps, as it was asked for."""
    kept = logged.filters
    return Asked(
        report=ReportName(logged.report),
        format=FileFormat(logged.format),
        locale=logged.locale,
        day=date.fromisoformat(kept["day"]),
        office=read_office(kept.get("office", {})),
        separator=Separator(kept.get("separator", Separator.COMMA)),
        known_on=_day(kept.get("known_on")),
        first_day=_day(kept.get("first_day")),
        since_id=kept.get("since_id"),
        until_id=kept.get("until_id"),
        narrow=kept.get("narrow", {}),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
