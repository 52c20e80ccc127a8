"""Both sides of a case: what the row says, and what the register says of each candidate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace.catalog.queries import tray as queries
from marketplace.catalog.tray import wording
from marketplace.intake.kinds import Taker
from marketplace.intake.models import MatchCase
from marketplace.producers.models import Producer
from marketplace.producers.wording import PRODUCER_KINDS
from marketplace.registry.importing.cells import as_period
from marketplace.registry.importing.recognitions import period_of
from marketplace.registry.look_alikes import KIND as LOOK_ALIKE
from marketplace.registry.matching import Why
from marketplace.registry.models import Certificate, Product
from marketplace.text import fold, words

ABOUT_PRODUCTS = frozenset({"register", "platform-list", LOOK_ALIKE})
_OTHER_PLACE = frozenset({Why.OTHER_PLACE, Why.OTHER_PROVINCE, Why.SAME_DISTRICT})
_MASK = "•••"
Values = Sequence[str]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something of the register that a row may be about."""

    id: int
    name: str
    score: int
    whys: tuple[str, ...]  # in words


@dataclass(frozen=True, slots=True)
class Line:
    """One fact: what the row says, and what each candidate is known for."""

    label: str
    said: str
    known: tuple[str, ...]
    differs: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Sides:
    """A case laid out for a person to decide."""

    is_about_products: bool
    candidates: Sequence[Candidate]
    lines: Sequence[Line]
    others: Sequence[tuple[str, str]]  # what else the row says


def _spelling(text: str) -> str:
    return " ".join(words(fold(text)))


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _period(text: str) -> str:
    period = as_period(text)
    return period.text if period is not None else text


@dataclass(frozen=True, slots=True)
class _Fact:
    """``plain`` is what two ways of saying the same have in common."""

    label: Any
    fields: tuple[str, ...]
    known: Callable[[Any], Values]
    plain: Callable[[str], str] = _spelling


def _certified(value: Callable[[Certificate], object]) -> Callable[[Product], Values]:
    """What a product's certificates say, each thing once."""

    def values(product: Product) -> Values:
        said = (value(certificate) for certificate in product.certificates)
        return list(dict.fromkeys(str(one) for one in said if one))

    return values


def _place(thing: Product | Producer) -> Values:
    names = [thing.unit.name if thing.unit else "", thing.place_text]
    if thing.unit is None and not thing.place_text and thing.province is not None:
        names.append(thing.province.name)
    return [name for name in names if name]


def _issued(certificate: Certificate) -> str:
    period = period_of(certificate)
    return period.text if period is not None else ""


_PLACE = _Fact(_l("Place"), ("address", "commune", "new_commune", "district", "province"), _place)
_PRODUCT = (
    _Fact(_l("OCOP product"), ("name",), lambda product: [product.name]),
    _Fact(
        _l("Producer"),
        ("producer",),
        lambda product: [product.producer.name] if product.producer else [],
    ),
    _PLACE,
    _Fact(_l("Stars"), ("stars",), _certified(lambda one: one.stars), _digits),
    _Fact(
        _l("Decision"), ("decision",), _certified(lambda one: one.decision and one.decision.number)
    ),
    _Fact(_l("Recognised on"), ("recognised_on",), _certified(_issued), _period),
    _Fact(_l("Certificate"), ("certificate_number",), _certified(lambda one: one.number)),
    _Fact(_l("Product code"), ("product_code",), _certified(lambda one: one.product_code)),
)
_PRODUCER = (
    _Fact(_l("Producer"), ("name",), lambda producer: [producer.name]),
    _Fact(
        _l("Legal kind"),
        ("producer_kind",),
        lambda producer: [str(PRODUCER_KINDS[producer.kind])] if producer.kind else [],
    ),
    _Fact(_l("Tax code"), ("tax_code",), lambda producer: [producer.tax_code or ""]),
    _PLACE,
)


def lay_out(session: Session, case: MatchCase, takers: Mapping[str, Taker]) -> Sides:
    """Both sides of a case. What was merged since stands there as what it became."""
    is_about_products = case.kind in ABOUT_PRODUCTS
    ids = [one["id"] for one in case.candidates]
    load: Callable[..., Mapping[int, Any]] = (
        queries.products if is_about_products else queries.producers
    )
    known = load(session, ids)
    rated = [one for one in case.candidates if one["id"] in known]
    things = [known[one["id"]] for one in rated]
    facts = _PRODUCT if is_about_products else _PRODUCER
    said = _said_of(session, case, facts)
    lines = [_line(fact, said[fact.label], things, rated) for fact in facts]
    return Sides(
        is_about_products,
        [_candidate(thing, one) for thing, one in zip(things, rated, strict=True)],
        [line for line in lines if line.said or any(line.known)],
        _others(case, takers.get(case.kind), facts),
    )


def _said_of(session: Session, case: MatchCase, facts: Iterable[_Fact]) -> dict[Any, Values]:
    if case.kind == LOOK_ALIKE:
        product_id = case.row["product_id"]
        product = queries.products(session, [product_id])[product_id]
        return {fact.label: fact.known(product) for fact in facts}
    return {
        fact.label: [case.row[name] for name in fact.fields if case.row.get(name)] for fact in facts
    }


def _candidate(thing: Product | Producer, rated: Mapping[str, Any]) -> Candidate:
    whys = tuple(wording.why(code) for code in rated["why"])
    return Candidate(thing.id, thing.name, rated["score"], whys)


def _line(
    fact: _Fact, said: Values, things: Sequence[Any], rated: Sequence[Mapping[str, Any]]
) -> Line:
    known = [fact.known(thing) for thing in things]
    if fact is _PLACE:
        differs = [bool(_OTHER_PLACE & set(one["why"])) for one in rated]
    else:
        differs = [_differ(fact, said, values) for values in known]
    return Line(str(fact.label), ", ".join(said), tuple(map(", ".join, known)), tuple(differs))


def _differ(fact: _Fact, said: Values, known: Values) -> bool:
    """Whether both say something, and nothing that is the same but for its spelling."""
    mine, theirs = ({fact.plain(one) for one in side if one} for side in (said, known))
    return bool(mine and theirs) and not mine & theirs


def _others(
    case: MatchCase, taker: Taker | None, facts: Iterable[_Fact]
) -> Sequence[tuple[str, str]]:
    if taker is None:
        return []
    shown = {name for fact in facts for name in fact.fields}
    return [
        (str(field.label), _MASK if field.is_secret else case.row[field.name])
        for field in taker.fields
        if field.name in case.row and field.name not in shown
    ]
