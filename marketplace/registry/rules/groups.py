"""The OCOP product groups, and what a product's name tells of them."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from marketplace.text import fold, fold_exact, words

STARS_WITH_CERTIFICATE = (3, 4, 5)  # 1 and 2 stars get no decision and no certificate

_GROUPS_FILE = Path(__file__).resolve().parents[2] / "data" / "ocop_groups.json"


@dataclass(frozen=True, slots=True)
class Group:
    """One of the 26 sets of criteria of Decision 26/2026, Annex I."""

    no: int
    sector: str  # "I" to "VI"
    sector_name: str
    group: str
    subgroup: str | None
    label: str  # a few words for a shop: "Chè", "Mật ong"
    label_en: str

    def label_in(self, locale: str) -> str:
        """The words of the shop in the language of the page."""
        return self.label_en if locale == "en" else self.label


@cache
def groups() -> tuple[Group, ...]:
    """All 26, in the order of the decision."""
    return tuple(Group(**row) for row in json.loads(_GROUPS_FILE.read_text(encoding="utf-8")))


def group(no: int) -> Group:
    """The set of criteria with this number, 1 to 26."""
    return groups()[no - 1]


def sector_names() -> dict[str, str]:
    """The six sectors by their Roman number."""
    return {row.sector: row.sector_name for row in groups()}


def name_key(name: str) -> str:
    """What two spellings of one product's name share: no accents, no punctuation."""
    return " ".join(words(fold(name)))


# The first line with a phrase of the name decides; ".." stands for words between.
_HINTS = (
    (26, "du lịch", "homestay", "farmstay", "famstay", "không gian văn hóa", "làng văn hóa"),
    (22, "khăn", "váy", "áo", "túi thổ cẩm", "vải", "tơ lụa", "may mặc"),
    (21, "thổ cẩm", "trang trí", "thủ công mỹ nghệ", "đèn lồng", "mây tre", "cói", "tượng"),
    (19, "súc miệng", "xà phòng", "dầu gội", "sữa tắm", "mỹ phẩm", "son dưỡng"),
    (13, "cà phê", "ca cao"),
    (18, "viên hoàn", "viên nang", "cao", "đông trùng hạ thảo", "thực phẩm bảo vệ sức khỏe"),
    (20, "tinh dầu", "xịt", "ngâm chân", "tắm"),
    (14, "rượu trắng", "rượu gạo", "rượu thóc", "rượu ngô", "rượu men lá", "rượu nếp"),
    (15, "rượu"),
    (9, "tương ớt", "dấm", "giấm", "nước mắm", "mắm ruốc", "mắm tôm", "mắm cáy"),
    (16, "nước .. đóng chai", "nước .. tinh khiết", "nước khoáng"),
    (3, "gạo tẻ", "gạo nếp"),
    (8, "lạp sườn", "lạp xưởng", "lạp xường", "ruốc", "xúc xích", "giò", "chả", "khẩu nhục"),
    (8, "thịt .. sấy", "cá .. sấy", "ếch .. sấy", "hun khói", "thịt chua", "thịt chưng", "bì trâu"),
    (8, "ba chỉ", "cá rô lọc xương", "mắm tép"),
    (12, "trà túi lọc", "trà viên", "trà phun sương", "trà hoa hồng", "trà quế", "chè dây"),
    (12, "trà táo mèo", "trà đại bi", "trà gừng", "giảo cổ lam", "nụ vối", "cà gai leo", "actiso"),
    (11, "trà", "chè"),
    (4, "mật ong", "mật hoa", "phấn hoa", "sữa ong chúa"),
    (10, "quế", "thảo quả", "mắc khén", "hạt dổi", "gia vị", "bột nghệ", "tiêu"),
    (6, "bánh", "bún", "phở", "cốm", "mỳ", "quẩy"),
    (7, "sấy dẻo", "sấy", "miến", "măng", "mứt", "kẹo", "muối", "dầu lạc", "dầu vừng", "dầu đỗ"),
    (3, "gạo", "lạc", "ngô", "ngũ cốc", "đậu", "vừng"),
    (2, "thịt", "trứng", "cá", "ếch", "nhung hươu", "gà", "vịt"),
    (24, "cây cảnh", "đào cảnh"),
    (23, "hoa", "địa lan"),
    (1, "quả", "rau", "cải", "bưởi", "cam", "quýt", "mận", "lê", "nhãn", "chuối", "ổi", "hồng"),
    (1, "su su", "khoai", "dưa", "nấm", "thanh long", "đào", "ớt", "gừng", "xoài", "hành"),
)


def suggest_group(name: str) -> int | None:
    """The group a product's name hints at: to prefill a form or file it in a shop, no more.

    The register itself takes a group only from a source that states it.
    """
    text = " ".join(words(fold_exact(name)))
    return next((no for no, hint in _hints() if hint.search(text)), None)


@cache
def _hints() -> tuple[tuple[int, re.Pattern[str]], ...]:
    return tuple((int(no), re.compile("|".join(map(_pattern, phrases)))) for no, *phrases in _HINTS)


def _pattern(phrase: object) -> str:
    parts = (rf"\b{re.escape(fold_exact(part))}\b" for part in str(phrase).split(" .. "))
    return ".*".join(parts)
