"""What of the register a row may be about."""

from __future__ import annotations

import random
import re

import pytest

from marketplace.admin_units.queries import gazetteer
from marketplace.producers.rules import producer_key
from marketplace.registry.importing.places import Atlas, Where
from marketplace.registry.matching import (
    Described,
    Verdict,
    Why,
    certificate,
    find_matches,
    find_producers,
    product_code,
)
from marketplace.registry.matching.queries import described_products, product_keys
from marketplace.registry.models import Decision
from marketplace.registry.rules import name_key
from marketplace.text import fold
from tests.registry.registers import SHIPPED, take
from tests.reports.market import Market

HONEY, COOP = "Mật ong bạc hà", "HTX Mật ong Bát Xát"


class Register(Market):
    """Products with the keys that the register gives them."""

    def producer(self, name=COOP, **facts):
        made = super().producer(name, **facts)
        made.name_key = producer_key(name)
        return made

    def product(self, name=HONEY, producer=None, **facts):
        made = super().product(name, producer, **facts)
        made.name_key = name_key(name)
        self.session.flush()
        return made

    def place(self, scheme, code):
        """The columns of a place: of a commune of before July 2025, or of today."""
        unit = self.unit(scheme, code)
        today = unit.merged_into if scheme == "63" else unit
        old_id = unit.id if scheme == "63" else None
        return {"province_id": today.parent_id, "unit_id": today.id, "old_unit_id": old_id}


@pytest.fixture
def register(session):
    return Register(session)


@pytest.fixture
def atlas(session):
    return Atlas(gazetteer(session))


@pytest.fixture
def where(register, atlas):
    """A place as a row states it, by scheme and code."""

    def stated(scheme, code):
        facts = register.place(scheme, code)
        return atlas.of_ids(facts["province_id"], facts["unit_id"], facts["old_unit_id"], "")

    return stated


@pytest.fixture
def match(session, atlas):
    def find(**facts):
        (found,) = find_matches(session, atlas, [Described(**facts)])
        return found

    return find


def test_the_same_product_is_sure_under_the_old_and_the_new_name_of_its_commune(
    register, match, where
):
    known = register.product(HONEY, register.producer(), **register.place("63", "02719"))

    for place in (where("63", "02719"), where("34", "02725")):
        found = match(name="MAT ONG BAC HA", producer="Hợp tác xã Mật ong Bát Xát", where=place)
        assert (found.verdict, found.best.id) == (Verdict.SURE, known.id)


def test_a_product_of_another_commune_or_province_is_not_sure(register, match, where):
    register.product(HONEY, register.producer(), **register.place("63", "02719"))

    elsewhere = match(name=HONEY, producer=COOP, where=where("34", "02647"))
    far_away = match(name=HONEY, producer=COOP, where=where("34", "00004"))

    assert elsewhere.verdict is Verdict.UNSURE
    assert Why.OTHER_PLACE in elsewhere.best.whys
    assert far_away.verdict is Verdict.NEW


@pytest.mark.parametrize(
    ("name", "producer", "verdict"),
    [
        ("Mật ong bạc hà Mường Vi", COOP, Verdict.UNSURE),
        (HONEY, "", Verdict.UNSURE),
        (HONEY, "Công ty TNHH Mật ong Bát Xát", Verdict.UNSURE),
        (HONEY, "HTX Hoa Lợi", Verdict.NEW),
        ("Mật ong hoa nhãn", COOP, Verdict.NEW),
        ("Phấn hoa", COOP, Verdict.NEW),
    ],
)
def test_what_is_less_than_sure_waits_or_is_new(register, match, where, name, producer, verdict):
    register.product(HONEY, register.producer(), **register.place("63", "02719"))

    found = match(name=name, producer=producer, where=where("34", "02725"))

    assert found.verdict is verdict


def test_of_two_that_fit_equally_none_is_sure(register, match, where):
    coop = register.producer()
    for code in ("02719", "02716"):
        register.product(HONEY, coop, **register.place("63", code))
    province = register.unit("34", "15")
    vague = Where(province=where("34", "02725").province, text=province.name)

    found = match(name=HONEY, producer=COOP, where=vague)

    assert found.verdict is Verdict.UNSURE
    assert len(found.candidates) == 2
    assert all(Why.SEVERAL_FIT in one.whys for one in found.candidates)
    assert match(name=HONEY, producer=COOP, where=where("63", "02716")).verdict is Verdict.SURE


def test_the_paper_outweighs_the_spelling(register, match, session):
    known = register.product(HONEY, register.producer(), issued_on=None)
    decision = Decision(number="12/QĐ-UBND")
    session.add(decision)
    session.flush()
    register.certificate(known, None, product_code="15-02725-01-2026", decision_id=decision.id)
    number = known.certificates[0].number

    for papers in (
        {"product_codes": product_code("15-02725-01-2026")},
        {"certificates": certificate(number, "12/qd-ubnd")},
    ):
        renamed = match(name="Mật ong bạc hà Mường Vi", producer=COOP, **papers)
        strange = match(name="Rượu ngô", producer=COOP, **papers)
        assert (renamed.verdict, renamed.best.id) == (Verdict.SURE, known.id)
        assert (strange.verdict, strange.best.id) == (Verdict.UNSURE, known.id)
    other = match(name=HONEY, producer=COOP, product_codes=product_code("15-02725-02-2026"))
    assert other.verdict is Verdict.UNSURE
    assert Why.OTHER_CODE in other.best.whys


def test_a_tax_code_finds_a_producer_of_another_name(register, match, session, atlas):
    coop = register.producer(tax_code="5300712345")
    known = register.product(HONEY, coop)
    row = Described(name=HONEY, producer="HTX Ong Việt", tax_code="5300712345")

    (by_product,) = find_matches(session, atlas, [row])
    (by_producer,) = find_producers(session, atlas, [row])

    assert by_product.best.id == known.id
    assert (by_producer.verdict, by_producer.best.id) == (Verdict.SURE, coop.id)
    other = Described(producer=COOP, tax_code="5300799999")
    assert find_producers(session, atlas, [other])[0].verdict is Verdict.NEW


def test_merged_products_and_producers_are_no_candidates(register, match, session, atlas):
    coop, second = register.producer(), register.producer()
    kept = register.product(HONEY, coop)
    register.product(HONEY, second, merged_into_id=kept.id)
    second.merged_into_id = coop.id
    session.flush()

    found = match(name=HONEY, producer=COOP)

    assert [one.id for one in found.candidates] == [kept.id]
    (maker,) = find_producers(session, atlas, [Described(producer=COOP)])
    assert [one.id for one in maker.candidates] == [coop.id]


def test_the_register_is_asked_no_more_often_for_more_rows(register, session, atlas, statements):
    coop = register.producer()
    for number in range(30):
        register.product(f"{HONEY} {number}", coop)
    rows = [Described(name=f"{HONEY} {number}", producer=COOP) for number in range(30)]

    statements.clear()
    find_matches(session, atlas, rows[:1])
    few = len(statements)
    statements.clear()
    matches = find_matches(session, atlas, rows)

    assert len(statements) == few
    assert {match.verdict for match in matches} == {Verdict.SURE}


def test_every_shipped_product_is_found_again_however_it_is_spelt(session, atlas):
    take(session, SHIPPED)
    session.flush()
    ids = [product.id for product in product_keys(session, nobodys_only=False)]
    known = described_products(session, ids, atlas)
    plain = {one: find_matches(session, atlas, [known[one]])[0] for one in ids}
    sure = [one for one in ids if plain[one].verdict is Verdict.SURE]

    respelt = [_respelt(known[one]) for one in sure]
    found = find_matches(session, atlas, respelt)

    assert len(sure) >= 0.9 * len(ids)
    assert [match.best.id for match in found] == sure
    assert {match.verdict for match in found} == {Verdict.SURE}


def _respelt(row: Described) -> Described:
    """The same product as another office would write it."""
    dice = random.Random(row.name)
    name = dice.choice([fold, str.upper, lambda name: f"{name} (hộp 200g)"])(row.name)
    maker = re.sub("^Hợp tác xã ", "HTX ", row.producer)
    return Described(name=name, producer=dice.choice([str.upper, str])(maker), where=row.where)
