"""What stands above a register, and between its rows: a decision, stars, a sector, a place."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from marketplace.registry.importing import cells
from marketplace.registry.importing.decisions import StatedDecision, find_decision
from marketplace.registry.importing.outcomes import Field
from marketplace.text import clean_line, fold

_STARS = re.compile(r"\b([3-5]|ba|bon|nam) sao\b")
_NUMBERS = {"ba": "3", "bon": "4", "nam": "5"}
_PROVINCE = re.compile(
    r"(?:\btỉnh|\bubnd thành phố|^thành phố)\s+([^\W\d_]+(?:[ \-–][^\W\d_]+){0,4})", re.IGNORECASE
)
_AFTER_PROVINCE = re.compile(r"\s+(?:năm|đợt|về|được|đạt|giai|ngày|cộng|công|ban|theo|-|–).*", re.I)
_LEADING = re.compile(r"^(?:[IVX]{1,5}|[A-H]|\d{1,2}(?:\.\d+)*)\s*[.)/:]\s*", re.IGNORECASE)
_COUNT = re.compile(r"\s*[:(–-]*\s*\(?\s*\d+\s*(?:sản phẩm|sp|chủ thể)\b.*$", re.IGNORECASE)
_IDLE = re.compile(r"^(?:ngành hàng|nhóm ngành|nhóm sản phẩm|nhóm|ngành|lĩnh vực)\s*:?\s+", re.I)
_PLACES = (
    (Field.COMMUNE, re.compile(r"(?:ubnd )?(?:xa|phuong|thi tran) \w")),
    (Field.DISTRICT, re.compile(r"(?:ubnd )?(?:huyen|thi xa|thanh pho|tp\.?|quan) ?\w")),
    (Field.PROVINCE, re.compile(r"(?:ubnd )?tinh \w")),
)
_LONGEST_SECTION = 12  # words; what is longer is a sentence


def of_file(lines: Sequence[str]) -> dict[str, str]:
    """What the lines above a register say of all of it."""
    text = " ".join(lines)
    said: dict[str, str] = {}
    if decision := find_decision(text):
        said |= _of_decision(decision)
    stars = set(_STARS.findall(fold(text)))
    if len(stars) == 1:
        said[Field.STARS] = _star(stars.pop())
    if province := _province(said.get(Field.ISSUING_BODY, ""), *lines):
        said[Field.PROVINCE] = province
    if status := _status(fold(text), has_decision=Field.DECISION in said):
        said[Field.STATUS] = status
    return said


def of_section(text: str) -> Mapping[str, str]:
    """What a heading between rows says of the rows below it; nothing when it is no heading."""
    heading = _COUNT.sub("", _LEADING.sub("", clean_line(text))).strip(" :.-–")
    if decision := find_decision(heading):
        return _of_decision(decision)
    folded = fold(heading)
    if not heading or len(folded.split()) > _LONGEST_SECTION:
        return {}
    if match := _STARS.search(folded):
        return {Field.STARS: _star(match[1])}
    sector = _IDLE.sub("", heading)
    if cells.group(sector)[0] is not None:
        return {Field.GROUP: sector}
    place = next((field for field, form in _PLACES if form.match(folded)), None)
    return {place: re.sub(r"(?i)^ubnd\s+", "", heading)} if place else {}


def _of_decision(decision: StatedDecision) -> dict[str, str]:
    said = {
        Field.DECISION: decision.number,
        Field.RECOGNISED_ON: decision.day,
        Field.ISSUING_BODY: decision.body,
    }
    return {field: text for field, text in said.items() if text}


def _star(text: str) -> str:
    return _NUMBERS.get(text, text)


def _province(*texts: str) -> str:
    for text in texts:
        if match := _PROVINCE.search(text):
            return _AFTER_PROVINCE.sub("", clean_line(match[1])).title()
    return ""


def _status(folded: str, *, has_decision: bool) -> str:
    """What a list with such a title lists; a decision that revokes says so."""
    if "thu hoi" in folded:
        return "thu hồi"
    if has_decision or "duoc cong nhan" in folded or "dat ocop" in folded:
        return "công nhận"
    if any(words in folded for words in ("tiem nang", "du kien", "dang ky tham gia", "de nghi")):
        return "tiềm năng"
    return "công nhận" if "cong nhan" in folded else ""
