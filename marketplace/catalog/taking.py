"""A platform's list of products: what stands there is recorded, or looked at again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace import db
from marketplace.catalog import queries
from marketplace.catalog.models import Platform
from marketplace.catalog.rules.platforms import is_web_address
from marketplace.catalog.taking_rows import SeenThere, Settling
from marketplace.clock import day_in_vietnam
from marketplace.intake.kinds import (
    Field,
    FileFacts,
    FileRow,
    Handling,
    Outcome,
    OutcomeKind,
    PlainHandling,
    PlainTaker,
    Remark,
    RemarkKind,
    Words,
)
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.text import fold, words

_DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y")


class PlatformListTaker(PlainTaker):
    """Lists as platforms give them out, or as somebody wrote them down."""

    name = "platform-list"
    title = _l("List of products on a platform")
    sentences: ClassVar[Mapping[str, Words]] = {
        "name_missing": _l("Enter the name of the product."),
        "platform_missing": _l("Say which platform the list is from."),
        "platform_unknown": _l('No platform is called "%(text)s". Add it to the platforms first.'),
        "listed_here": _l("This market knows its own listings: they are not taken from a file."),
        "url_bad": _l("Give the whole address of the product, beginning with https://"),
        "day_bad": _l('"%(text)s" is no day. Write it like 31/12/2022.'),
        "day_outside": _l("%(text)s has not come yet, or is too long ago."),
        "no_product": _l("No such product is in the register: it is not taken."),
        "not_ours": _l("Somebody decided that it is no product of the register."),
        "recorded": _l("On sale there: %(product)s."),
        "checked": _l("Seen there again: %(product)s."),
        "address": _l('Address "%(before)s" becomes "%(after)s".'),
        "other_address": _l(
            "%(product)s was seen at another address in this time. That one stays."
        ),
        "seen_later": _l(
            "%(product)s was first seen there on %(day)s: an older list adds nothing."
        ),
        "gone_later": _l("%(product)s is recorded as gone from there since %(day)s."),
    }

    @property
    def fields(self) -> Sequence[Field]:
        """The columns; the platforms to choose from are those of today."""
        platforms = queries.outside_platforms(db.session())
        return (
            Field(
                "name",
                _l("Name of the product"),
                ("tên sản phẩm", "sản phẩm", "tên hàng", "tên hàng hóa", "product name", "tên"),
                is_required=True,
                longest=200,
            ),
            Field(
                "producer",
                _l("Seller"),
                ("người bán", "nhà bán hàng", "gian hàng", "tên gian hàng", "chủ thể", "shop"),
                longest=200,
            ),
            Field(
                "url",
                _l("Address of the product there"),
                ("đường dẫn", "link", "url", "liên kết", "địa chỉ sản phẩm", "link sản phẩm"),
                is_required=True,
                longest=500,
                looks_like=is_web_address,
            ),
            Field(
                "seen_on",
                _l("Seen on"),
                ("ngày thấy", "ngày kiểm tra", "ngày xem", "ngày", "ngày cập nhật"),
                for_file=True,
            ),
            Field(
                "platform",
                _l("Platform"),
                ("sàn", "tên sàn", "sàn TMĐT", "sàn thương mại điện tử"),
                is_required=True,
                for_file=True,
                choices=tuple((one.code, one.name) for one in platforms),
            ),
        )

    def begin(self, session: Session, file: FileFacts) -> Handling:
        """Get the platforms ready, which every row needs."""
        return _Handling(session, file)


@dataclass(slots=True)
class _Reading:
    """What is wrong with a row, gathered."""

    row: FileRow
    faults: list[Remark] = field(default_factory=list)

    def text(self, name: str) -> str:
        return self.row.cells.get(name, "")

    def fault(self, code: str, column: str, **data: str) -> None:
        self.faults.append(Remark(RemarkKind.FAULT, code, column, data))


class _Handling(PlainHandling):
    def __init__(self, session: Session, file: FileFacts) -> None:
        super().__init__(session, file)
        self.today = day_in_vietnam(file.now)
        self.platforms = {
            _key(called): one
            for one in queries.platforms(session)
            for called in (one.name, one.code, one.name.split("(")[0])
        }

    def check(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """What would be recorded."""
        return self._handle(rows, is_taking=False)

    def take(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """Record it."""
        self.say_why()
        return self._handle(rows, is_taking=True)

    def _handle(self, rows: Sequence[FileRow], *, is_taking: bool) -> list[Outcome]:
        refused: list[Outcome] = []
        seen: list[SeenThere] = []
        for row in rows:
            read = self._read(row)
            if isinstance(read, SeenThere):
                seen.append(read)
            else:
                refused.append(read)
        return [*refused, *Settling(self.session, self.file, seen).outcomes(is_taking=is_taking)]

    def _read(self, row: FileRow) -> SeenThere | Outcome:
        reading = _Reading(row)
        if not reading.text("name"):
            reading.fault("name_missing", "name")
        platform, seen_on = self._platform(reading), self._day(reading)
        url = reading.text("url")
        if not is_web_address(url):
            reading.fault("url_bad", "url")
        if reading.faults or platform is None or seen_on is None:
            return Outcome(
                row.line, OutcomeKind.REFUSED, reading.text("name")[:200], reading.faults
            )
        return SeenThere(row, platform, url, seen_on)

    def _platform(self, reading: _Reading) -> Platform | None:
        text = reading.text("platform")
        platform = self.platforms.get(_key(text))
        if not text:
            reading.fault("platform_missing", "platform")
        elif platform is None:
            reading.fault("platform_unknown", "platform", text=text)
        elif platform.is_here:
            reading.fault("listed_here", "platform")
        return platform

    def _day(self, reading: _Reading) -> date | None:
        """The day on which it was seen there: today when the list does not say."""
        text = reading.text("seen_on")
        day = _day_of(text) if text else self.today
        if day is None:
            reading.fault("day_bad", "seen_on", text=text)
        elif not PROGRAMME_BEGAN <= day <= self.today:
            reading.fault("day_outside", "seen_on", text=text)
        return day


def _day_of(text: str) -> date | None:
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(text.split(" ")[0], form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _key(text: str) -> str:
    return " ".join(words(fold(text)))


platform_list = PlatformListTaker()
