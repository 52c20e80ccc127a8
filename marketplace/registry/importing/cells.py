"""What one cell says: stars, dates, states, groups. Nothing is guessed; what is odd is refused."""

from __future__ import annotations

import enum
import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache

from marketplace import clock
from marketplace.producers.rules import PROGRAMME_BEGAN
from marketplace.registry import rules
from marketplace.registry.importing.outcomes import BadCell, Field, Reason
from marketplace.registry.models import Precision, SetAsideReason
from marketplace.text import fold, words


class Standing(enum.StrEnum):
    """What a source says a product is."""

    RECOGNISED = "recognised"
    STARS_NOT_STATED = "recognised_star_not_stated"
    EXPIRED = "expired"
    REVOKED = "revoked"


_STANDINGS: dict[Standing | SetAsideReason, tuple[str, ...]] = {
    Standing.RECOGNISED: (
        "recognised",
        "recognized",
        "công nhận",
        "đã công nhận",
        "được công nhận",
        "đã được công nhận",
        "còn hiệu lực",
    ),
    Standing.STARS_NOT_STATED: (
        "recognised_star_not_stated",
        "công nhận không ghi sao",
        "công nhận chưa rõ sao",
        "đã công nhận không ghi sao",
        "đã công nhận chưa rõ sao",
    ),
    Standing.EXPIRED: ("expired", "hết hạn", "đã hết hạn", "hết hiệu lực"),
    Standing.REVOKED: ("revoked", "thu hồi", "đã thu hồi", "bị thu hồi"),
    SetAsideReason.CANDIDATE: (
        "candidate",
        "tiềm năng",
        "dự kiến",
        "đăng ký",
        "kế hoạch",
        "đề nghị công nhận",
        "chưa công nhận",
        "chưa được công nhận",
    ),
    SetAsideReason.PRESS_MENTION: ("reported", "báo chí", "báo chí nêu", "bài báo"),
    SetAsideReason.PRICE_LIST: ("price_only", "giá tham khảo", "bảng giá", "chỉ có giá"),
    SetAsideReason.FAILED_REASSESSMENT: (
        "failed_reassessment",
        "đánh giá lại không đạt",
        "không đạt đánh giá lại",
        "không đạt",
    ),
}


def _key(text: str) -> str:
    return " ".join(words(fold(text)))


_STANDING_BY_WORDS = {_key(text): kind for kind, texts in _STANDINGS.items() for text in texts}
_STAR_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6}
_NO_STARS = {"chua ro", "khong ro", "khong ghi", "chua phan hang", "khong xac dinh"}
_STAR_SIGNS = re.compile(r"[★⭐*✩☆\uFE0F]+")
_STAR_NUMBER = re.compile(r"(?:hang |ocop |dat )*(\d+)(?:[.,]0+)?(?: sao)?")


def standing(text: str) -> Standing | SetAsideReason:
    """What the status column says.

    Raises:
        BadCell: a status that we do not know, or none.
    """
    if not text:
        raise BadCell(Reason.STATUS_MISSING, Field.STATUS)
    found = _STANDING_BY_WORDS.get(_key(text))
    if found is None:
        raise BadCell(Reason.STATUS_UNKNOWN, Field.STATUS, text=text)
    return found


def looks_like_stars(text: str) -> bool:
    """Whether a cell holds the stars of a certificate."""
    return _star_number(text) in rules.STARS_WITH_CERTIFICATE


def stars(text: str) -> int | None:
    """3, 4 or 5 ("3", "3.0", "3 sao", "★★★", "ba sao"); None when the source does not say.

    Raises:
        BadCell: anything else; 1 and 2 stars carry no certificate.
    """
    if not text or _key(text) in _NO_STARS:
        return None
    number = _star_number(text)
    if number in (1, 2):
        raise BadCell(Reason.STARS_WITHOUT_CERTIFICATE, Field.STARS, text=text)
    if number not in rules.STARS_WITH_CERTIFICATE:
        raise BadCell(Reason.STARS_UNKNOWN, Field.STARS, text=text)
    return number


def _star_number(text: str) -> int | None:
    compact = "".join(text.split())
    if _STAR_SIGNS.fullmatch(compact):
        return sum(sign in "★⭐*" for sign in compact)
    folded = fold(text).rstrip("★⭐* ")
    if match := _STAR_NUMBER.fullmatch(folded):
        return int(match[1]) if len(match[1]) < 4 else None
    return _STAR_WORDS.get(folded.removesuffix(" sao"))


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a stated date can mean: one day, a month or a year."""

    first: date
    last: date
    precision: Precision

    def holds(self, other: Period) -> bool:
        """Whether the other says the same, at least as exactly."""
        return self.first <= other.first and other.last <= self.last

    @property
    def text(self) -> str:
        """The date as it was stated: "2021", "10/2022" or "28/12/2023"."""
        pattern = {Precision.YEAR: "%Y", Precision.MONTH: "%m/%Y", Precision.DAY: "%d/%m/%Y"}
        return self.first.strftime(pattern[self.precision])

    def months_earlier(self, months: int) -> Period:
        """The same, some months before: a year stays a year."""
        last = clock.add_months(self.last + timedelta(days=1), -months) - timedelta(days=1)
        return Period(clock.add_months(self.first, -months), last, self.precision)


_NO_DATE = {"chua ro", "khong ro", "khong ghi", "khong xac dinh"}
_DAY_ZERO_OF_EXCEL = date(1899, 12, 30)
_SERIAL = re.compile(r"4\d{4}|5\d{4}")  # 2009 to 2064: a date in a cell that shows a number
_DATE_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})",
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})",
        r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})",
        r"(?P<m>\d{1,2})[-/.](?P<y>\d{4})",
        r"(?P<d>\d{1,2})[-/.](?P<m>\d{1,2})[-/.](?P<y>\d{4})",
    )
)
_WORDS_OF_DATES = re.compile(r"\b(?:ngay|thang|nam)\b")
_MIDNIGHT = re.compile(r"[t ]00:00(?::00(?:\.0+)?)?$")


def stated_period(text: str) -> Period | None:
    """A date as sources write it: a day, a month or a year; None when the cell is empty.

    Raises:
        BadCell: it is no date, or a day that does not exist.
    """
    found = as_period(text)
    if text and found is None and _key(text) not in _NO_DATE:
        raise BadCell(Reason.DATE_UNKNOWN, Field.RECOGNISED_ON, text=text)
    return found


def checked_period(found: Period | None, text: str, today: date) -> Period | None:
    """The period of a recognition, when it can be one.

    Raises:
        BadCell: it is before OCOP, or after ``today``.
    """
    if found is None:
        return None
    if found.first > today:
        raise BadCell(Reason.DATE_IN_FUTURE, Field.RECOGNISED_ON, text=text)
    if found.last < PROGRAMME_BEGAN:
        raise BadCell(
            Reason.DATE_TOO_EARLY, Field.RECOGNISED_ON, text=text, year=PROGRAMME_BEGAN.year
        )
    return found


@lru_cache(maxsize=1024)
def as_period(text: str) -> Period | None:
    """The days that a text means, or None when it is no date."""
    if _SERIAL.fullmatch(text):
        shown = _DAY_ZERO_OF_EXCEL + timedelta(days=int(text))
        return Period(shown, shown, Precision.DAY)
    plain = _MIDNIGHT.sub("", fold(text))
    plain = "/".join(_WORDS_OF_DATES.sub(" ", plain).split())
    for form in _DATE_FORMS:
        if match := form.fullmatch(plain):
            year, month, day = (match.groupdict().get(part) for part in "ymd")
            return period_of(int(year or 0), _number(month), _number(day))
    return None


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def period_of(year: int, month: int | None = None, day: int | None = None) -> Period | None:
    """The period of a year, a month or a day; None when there is no such day."""
    try:
        first = date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if month is None:
        return Period(first, date(first.year, 12, 31), Precision.YEAR)
    if day is None:
        last_day = monthrange(first.year, month)[1]
        return Period(first, first.replace(day=last_day), Precision.MONTH)
    return Period(first, first, Precision.DAY)


def group(text: str) -> tuple[str | None, int | None]:
    """The sector and the set of criteria that a text names; both None when it names neither.

    A sector with a single set (tourism) gives that set; "Thực phẩm" alone gives no set.
    """
    return _groups_by_words().get(_key(text), (None, None))


_SECTOR_NAMES = {
    "I": ("thực phẩm",),
    "II": ("đồ uống",),
    "III": ("dược liệu", "thảo dược", "dược liệu và sản phẩm từ dược liệu"),
    "IV": ("thủ công mỹ nghệ", "hàng thủ công mỹ nghệ", "lưu niệm nội thất trang trí"),
    "V": ("sinh vật cảnh",),
    "VI": ("dịch vụ du lịch", "du lịch", "du lịch cộng đồng", "dịch vụ du lịch cộng đồng"),
}


@cache
def _groups_by_words() -> dict[str, tuple[str | None, int | None]]:
    found: dict[str, tuple[str | None, int | None]] = {}
    by_name: dict[str, set[int]] = {}
    for row in rules.groups():
        for name in {row.group, row.subgroup or row.group, row.label, str(row.no)}:
            by_name.setdefault(_key(name), set()).add(row.no)
    for name, numbers in by_name.items():
        sector = rules.group(min(numbers)).sector
        found[name] = (sector, numbers.pop() if len(numbers) == 1 else None)
    for sector, names in _SECTOR_NAMES.items():
        sets = [row.no for row in rules.groups() if row.sector == sector]
        for name in (*names, rules.sector_names()[sector], sector):
            found[_key(name)] = (sector, sets[0] if len(sets) == 1 else None)
    return found
