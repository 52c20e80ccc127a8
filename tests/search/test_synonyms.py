"""Words for the same thing."""

import csv

from marketplace.search import synonyms
from marketplace.search.rules import typed_words
from marketplace.text import clean_line, fold_exact

TABLE = synonyms.from_rows([["chè", "trà"], ["vừng", "mè"], ["htx", "hợp tác xã"]])


def test_the_longest_phrase_counts():
    assert TABLE.starting(typed_words("hợp tác xã An Bình")) == (3, (("htx",),))


def test_words_without_accents_mean_any_of_their_words():
    assert TABLE.starting(typed_words("che shan")) == (1, (("trà",),))


def test_words_with_accents_mean_themselves():
    assert TABLE.starting(typed_words("mẹ")) == (0, ())
    assert TABLE.starting(typed_words("mè")) == (1, (("vừng",),))


def test_unknown_words_have_no_equals():
    assert TABLE.starting(typed_words("mật ong")) == (0, ())
    assert TABLE.starting(()) == (0, ())


def test_the_shipped_table_is_clean():
    with synonyms.TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    for row in rows:
        phrases = row["same"].split("|")
        assert len(set(map(fold_exact, phrases))) == len(phrases) > 1
        assert all(phrase == clean_line(phrase) for phrase in phrases)
        assert row["note"]
    assert synonyms.shipped().longest >= 3
