"""Telex and VNI keys that a keyboard left in the text are undone."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.search.keystrokes import undo
from marketplace.text import fold, fold_exact, words
from tests.search.goods import DATA


@pytest.mark.parametrize(
    ("keys", "word"),
    [
        ("maatj", "mật"), ("mat65", "mật"), ("ma65t", "mật"), ("traf", "trà"), ("tra2", "trà"),
        ("dduwowng", "đương"), ("tuowi", "tươi"), ("tuo7i", "tươi"), ("nuwowcs", "nước"),
        ("giuwx", "giữ"), ("gif", "gì"), ("quys", "quý"), ("hoaf", "hòa"), ("ddaf", "đà"),
        ("d9o6ng", "đông"), ("chuo6i1", "chuối"), ("nghieejp", "nghiệp"), ("muwa", "mưa"),
        ("hojc", "học"), ("dangd", "đang"), ("yeen", "yên"), ("khuyur", "khuỷu"), ("a1", "á"),
    ],
)  # fmt: skip
def test_keys_give_the_syllable_they_were_meant_for(keys, word):
    assert undo(keys) == word


@pytest.mark.parametrize(
    "word",
    [
        "mat", "ong", "trà", "st25", "omega3", "500g", "tea", "coffee", "website", "actiso", "w",
        "s", "aaa", "a12", "mat55", "mat0", "", "bb", "xyz", "tress", "ab" * 40, "sapa", "kg",
    ],
)  # fmt: skip
def test_other_words_are_left_alone(word):
    assert undo(word) is None


def test_real_names_typed_with_the_keyboard_off_are_read_back():
    with (DATA / "typed.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"].endswith("_raw")]

    for row in rows:
        read = [undo(word) or word for word in words(fold_exact(row["typed"]))]
        assert read == words(fold_exact(row["meant"]))
    assert len(rows) > 150


@given(st.text("abcdeghiklmnopqrstuvxyzwfj0123456789", max_size=14))
def test_what_is_undone_is_a_word_with_accents(keys):
    word = undo(keys)

    assert word is None or (word != fold(word) and word.isalpha())
