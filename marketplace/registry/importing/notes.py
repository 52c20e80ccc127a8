"""What the column of notes says about dates, where the date column means something else."""

from __future__ import annotations

import re

from marketplace.registry.importing.cells import Period, as_period
from marketplace.text import fold

_DATE = r"(?:thang |nam |ngay )*((?:\d{1,2}[/.-]){0,2}\d{4})\b"
_DUE = re.compile(rf"\bden han danh gia lai {_DATE}")
_RECOGNISED = re.compile(rf"\bcong nhan {_DATE}")
_WHY_REVOKED = re.compile(r"(?i)\bthu\s+hồi[^;]*?:\s*([^;]+)")


def due(note: str) -> Period | None:
    """When a certificate is due for re-assessment: "đã công nhận, đến hạn đánh giá lại 2024".

    The date of such a row is the end of a certificate, not its beginning.
    """
    return _found(_DUE, note)


def recognised(note: str) -> Period | None:
    """When a revoked product had been recognised: "... giải thể; công nhận 2020"."""
    return _found(_RECOGNISED, note)


def why_revoked(note: str) -> str:
    """The reason in "THU HỒI giấy chứng nhận (QĐ ...): dừng sản xuất; ...", else the whole note."""
    match = _WHY_REVOKED.search(note)
    return match[1].strip() if match else note


def _found(pattern: re.Pattern[str], note: str) -> Period | None:
    match = pattern.search(fold(note))
    return as_period(match[1]) if match else None
