"""What people really type for the names of a real register."""

from __future__ import annotations

import csv
from collections import Counter

import pytest

from marketplace.search.local_index import LocalIndex
from marketplace.text import fold_exact
from tests.search.conftest import KEY
from tests.search.goods import DATA, ask, found, register


@pytest.fixture(scope="module")
def market(tmp_path_factory: pytest.TempPathFactory) -> LocalIndex:
    """The whole register, as if all of it were on sale."""
    engine = LocalIndex(tmp_path_factory.mktemp("index"), KEY)
    engine.rebuild(register())
    return engine


NAMES = {document.listing_id: fold_exact(document.name) for document in register()}


@pytest.mark.parametrize(
    "kind", ["no_diacritics", "telex_raw", "vni_raw", "tone_placement", "unicode_nfd"]
)
def test_every_way_of_typing_a_name_finds_it_among_the_first_five(market, kind):
    with (DATA / "typed.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == kind]

    missed = [
        row["typed"]
        for row in rows
        if fold_exact(row["meant"]) not in [NAMES[n] for n in found(market, row["typed"], limit=5)]
    ]

    assert rows
    assert missed == []


def test_a_letter_lost_or_wrong_still_finds_the_name(market):
    tries: Counter[bool] = Counter()
    for listing_id, name in list(NAMES.items())[::5]:
        middle = len(name) // 2
        for typed in (name[:middle] + name[middle + 1 :], name[:middle] + "q" + name[middle + 1 :]):
            names = [NAMES[n] for n in found(market, typed, limit=5)]
            tries[NAMES[listing_id] in names] += 1

    assert tries[True] / tries.total() > 0.95


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Sapa", "sa pa"), ("atiso", "actiso"), ("lạp xưởng", "lạp sườn"), ("Mương Lo", "mường lò"),
        ("lạp xường", "lạp sườn"), ("miến dong", "miến đao"), ("Hoà Cuông", "hòa cuông"),
    ],
)  # fmt: skip
def test_two_ways_to_write_a_thing_find_both(market, typed, meant):
    assert any(meant in NAMES[n] for n in found(market, typed, limit=100))


def test_the_first_twenty_are_about_what_was_asked(market):
    for typed, word in (("mật ong", "ong"), ("gạo", "gạo"), ("quế", "quế"), ("rượu", "rượu")):
        first = [NAMES[n] for n in found(market, typed, limit=20)]
        right = sum(word in name for name in first)
        assert right >= min(len(first), 20) * 0.9, typed


def test_all_products_of_a_producer_are_found(market):
    assert ask(market, "Phong Hải danh trà").total >= 2
