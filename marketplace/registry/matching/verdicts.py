"""How well what a source says fits something of the register, and what follows from it."""

from __future__ import annotations

import enum
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from marketplace.registry.importing.places import Atlas, Where
from marketplace.registry.matching.likeness import compare_names
from marketplace.registry.matching.makers import MakerLikeness, compare_makers, read_maker
from marketplace.registry.matching.names import read_name
from marketplace.registry.matching.reasons import Why
from marketplace.text import clean_line, fold, words

SURE_FROM = 92
UNSURE_FROM = 60
_SURE_NAME = 96  # below, the names differ by more than their spelling
_CODE_OUTWEIGHS = 60  # the same product code makes names sure that are at least so alike


class Verdict(enum.StrEnum):
    """What a row is, seen from the register."""

    SURE = "sure"  # it is about the best candidate
    UNSURE = "unsure"  # a person has to decide
    NEW = "new"  # about nothing known


NOWHERE = Where()
Paper = tuple[str, str]  # the number of a certificate, the key of its decision


@dataclass(frozen=True, slots=True)
class Described:
    """A product, or a producer, as a source or the register describes it; "" where it is silent.

    ``name`` is the product's; a producer alone has none.
    """

    name: str = ""
    producer: str = ""
    where: Where = NOWHERE
    product_codes: frozenset[str] = frozenset()
    certificates: frozenset[Paper] = frozenset()
    tax_code: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """Something known that a row may be about: how well it fits, 0 to 100, and why."""

    id: int
    score: int
    verdict: Verdict
    whys: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """What a row is, and what it may be about, best first."""

    verdict: Verdict
    candidates: tuple[Likeness, ...] = ()

    @property
    def best(self) -> Likeness | None:
        """What fits best."""
        return self.candidates[0] if self.candidates else None


def certificate(number: str | None, decision: str | None) -> frozenset[Paper]:
    """What tells a certificate: its number within its decision; a number alone tells nothing."""
    if not number or not decision:
        return frozenset()
    return frozenset({(clean_line(number), " ".join(words(fold(decision))))})


def product_code(code: str | None) -> frozenset[str]:
    """A product code as it may be compared: "15-02647-01-2026" without its dashes' spelling."""
    numbers = re.findall(r"\d+", code or "")
    return frozenset({"-".join(numbers)}) if len(numbers) >= 4 else frozenset()


def compare_products(row: Described, known: Described, known_id: int, atlas: Atlas) -> Likeness:
    """How well a row fits a product of the register."""
    maker, maker_whys = _makers(row, known)
    is_one_maker = maker in (MakerLikeness.SAME, MakerLikeness.ALIKE)
    names = compare_names(
        row.name,
        known.name,
        places=(_place_words(row.where), _place_words(known.where)),
        producer=read_maker(known.producer).own if is_one_maker else (),
    )
    place_score, place_whys = _places(row.where, known.where, atlas)
    whys = (*names.whys, *maker_whys, *place_whys)
    score = min(names.score - _MAKER_COSTS[maker] - place_score, _MAKER_AT_MOST.get(maker, 100))
    if Why.OTHER_PROVINCE in place_whys:
        score = min(score, 30)
    is_nobodys = not row.producer and not known.producer and _is_local(row.where)
    sure_maker = maker is MakerLikeness.SAME or (is_nobodys and Why.SAME_PLACE in place_whys)
    if is_nobodys and sure_maker:
        score += _MAKER_COSTS[MakerLikeness.UNKNOWN]
    likeness = _judged(known_id, score, whys, is_sure=names.score >= _SURE_NAME and sure_maker)
    return _with_codes(likeness, row, known, names.score, maker)


_MAKER_COSTS = {
    MakerLikeness.SAME: 0,
    MakerLikeness.ALIKE: 8,
    MakerLikeness.UNKNOWN: 15,
    MakerLikeness.OTHER: 40,
}
_MAKER_AT_MOST = {MakerLikeness.OTHER: 40}
_PRODUCER_AT_MOST = {MakerLikeness.SAME: 100, MakerLikeness.ALIKE: 84}
_SAME_DISTRICT_FOR_PRODUCERS = 6
_OTHER_PROVINCE = 40
_MAKER_WHYS = {
    MakerLikeness.SAME: Why.SAME_PRODUCER,
    MakerLikeness.ALIKE: Why.ALIKE_PRODUCER,
    MakerLikeness.UNKNOWN: Why.UNKNOWN_PRODUCER,
    MakerLikeness.OTHER: Why.OTHER_PRODUCER,
}


def _makers(row: Described, known: Described) -> tuple[MakerLikeness, tuple[Why, ...]]:
    """Who makes both; a tax code outweighs a spelling."""
    if row.tax_code and known.tax_code:
        if row.tax_code == known.tax_code:
            return MakerLikeness.SAME, (Why.SAME_TAX_CODE,)
        if row.tax_code[:10] != known.tax_code[:10]:
            return MakerLikeness.OTHER, (Why.OTHER_TAX_CODE,)
    maker = compare_makers(row.producer, known.producer)
    return maker, (_MAKER_WHYS[maker],)


def _places(one: Where, other: Where, atlas: Atlas) -> tuple[int, tuple[Why, ...]]:
    """What the places take away, and why."""
    if not (one.province or one.text) or not (other.province or other.text):
        return 4, (Why.UNKNOWN_PLACE,)
    if one.same_as(other):
        return 0, (Why.SAME_PLACE,)
    if atlas.agree(one, other):
        return (2, (Why.LESS_EXACT_PLACE,)) if one.province == other.province else (6, ())
    if one.province and other.province and one.province != other.province:
        return _OTHER_PROVINCE, (Why.OTHER_PROVINCE,)
    if atlas.same_district(one, other):
        return 12, (Why.SAME_DISTRICT,)
    return 25, (Why.OTHER_PLACE,)


def _judged(known_id: int, score: int, whys: Sequence[Why], *, is_sure: bool) -> Likeness:
    score = max(0, min(100, score))
    if is_sure and score >= SURE_FROM:
        verdict = Verdict.SURE
    else:
        verdict = Verdict.UNSURE if score >= UNSURE_FROM else Verdict.NEW
    return Likeness(known_id, score, verdict, tuple(whys))


def _with_codes(
    likeness: Likeness, row: Described, known: Described, names: int, maker: MakerLikeness
) -> Likeness:
    """What the paper says outweighs how the name is spelt."""
    for why, mine, theirs in (
        (Why.SAME_CODE, row.product_codes, known.product_codes),
        (Why.SAME_CERTIFICATE, row.certificates, known.certificates),
    ):
        if mine & theirs:
            is_sure = names >= _CODE_OUTWEIGHS and maker is not MakerLikeness.OTHER
            score = max(likeness.score, 97 if is_sure else 75)
            return _judged(likeness.id, score, (why, *likeness.whys), is_sure=is_sure)
    if _years(row.product_codes) & _years(known.product_codes):
        whys = (Why.OTHER_CODE, *likeness.whys)
        return _judged(likeness.id, min(likeness.score, 80), whys, is_sure=False)
    return likeness


def _years(codes: frozenset[str]) -> set[str]:
    return {code.rsplit("-", 1)[1] for code in codes}


@lru_cache(maxsize=16384)
def _place_words(where: Where) -> frozenset[str]:
    """The words a place is called by, today and before: they may stand in a product's name."""
    places = (where.province, where.unit, where.old)
    named = {place.short_name for place in places if place is not None}
    return frozenset(word for name in named | where.parts for word in read_name(name).words)


def _is_local(where: Where) -> bool:
    """A province alone is no place for telling nobody's products apart."""
    return where.is_found or len(where.parts) > 1


def compare_producers(row: Described, known: Described, known_id: int, atlas: Atlas) -> Likeness:
    """How well a row fits a producer of the register.

    A producer may work in several communes of a district; elsewhere the same name is another one.
    """
    maker, whys = _makers(row, known)
    cost, place_whys = _places(row.where, known.where, atlas)
    if Why.SAME_TAX_CODE in whys:
        cost = 0
    elif Why.SAME_DISTRICT in place_whys:
        cost = _SAME_DISTRICT_FOR_PRODUCERS
    score = min(100 - cost, _PRODUCER_AT_MOST.get(maker, 30))
    if cost >= _OTHER_PROVINCE:
        score = min(score, 30)
    is_sure = maker is MakerLikeness.SAME
    return _judged(known_id, score, (*whys, *place_whys), is_sure=is_sure)


def judge(candidates: Sequence[Likeness]) -> Match:
    """What follows from all candidates of a row: of two that fit equally well none is sure."""
    fitting = sorted(
        (one for one in candidates if one.verdict is not Verdict.NEW),
        key=lambda one: (one.verdict is not Verdict.SURE, -one.score, one.id),
    )[:5]
    if not fitting:
        return Match(Verdict.NEW)
    best = fitting[0]
    if best.verdict is Verdict.SURE and _has_rival(fitting):
        return Match(Verdict.UNSURE, tuple(map(_one_of_several, fitting)))
    return Match(best.verdict, tuple(fitting))


def _has_rival(fitting: Sequence[Likeness]) -> bool:
    return any(one.verdict is Verdict.SURE and one.score == fitting[0].score for one in fitting[1:])


def _one_of_several(one: Likeness) -> Likeness:
    return replace(one, verdict=Verdict.UNSURE, whys=(*one.whys, Why.SEVERAL_FIT))
