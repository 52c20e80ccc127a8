"""Near spellings of a word."""

import pytest

from marketplace.search.spelling import near

KNOWN = {"mat", "ong", "rung", "xi", "si", "tra", "cha", "ly", "li", "gao", "trung", "giay", "day"}


def known(word: str) -> bool:
    return word in KNOWN


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("rugn", "rung"), ("runng", "rung"), ("rng", "rung"), ("rumg", "rung"), ("chung", "trung"),
        ("si", "xi"), ("xi", "si"), ("li", "ly"), ("cha", "tra"), ("day", "giay"), ("gaoo", "gao"),
    ],
)  # fmt: skip
def test_one_slip_or_one_sound_leads_to_the_word(typed, meant):
    assert meant in near(typed, known)


def test_a_word_is_not_its_own_neighbour():
    assert "rung" not in near("rung", known)


def test_words_of_two_letters_have_only_neighbours_of_sound():
    assert near("on", known) == []


def test_very_long_words_cost_nothing():
    assert near("a" * 200, known) == []


def test_there_are_only_a_few_neighbours():
    assert len(near("bab", lambda word: len(word) == 3)) == 8
