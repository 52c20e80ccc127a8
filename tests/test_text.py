"""Vietnamese text is cleaned, folded, split and sorted in one way."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.text import (
    clean_line,
    clean_text,
    fold,
    fold_exact,
    nfc,
    skeleton,
    sort_key,
    words,
)

TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
VOWELS = "aăâeêioôơuưy"
LETTERS = [nfc(vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
ACCENTED = [letter for letter in LETTERS if not letter.isascii()]
ACCENTED += [letter.upper() for letter in ACCENTED]
PLAIN = dict(zip(VOWELS, "aaaeeiooouuy", strict=True)) | {"đ": "d"}

anything = st.text(st.characters(codec=None), max_size=60)
vietnamese = st.text(alphabet="bcdghklmnpqrstvxy " + "".join(LETTERS), max_size=40)


def test_there_are_134_accented_letters():
    assert len(set(ACCENTED)) == 134


@pytest.mark.parametrize("letter", ACCENTED)
def test_each_accented_letter_folds_to_its_plain_one(letter):
    without_tone = "".join(
        mark for mark in unicodedata.normalize("NFD", letter.lower()) if mark not in TONES
    )

    assert fold(letter) == PLAIN[nfc(without_tone)]
    assert fold(unicodedata.normalize("NFD", letter)) == fold(letter)
    assert fold_exact(letter) == letter.lower()


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Mật Ong  Hoà\u00a0Bình", "mat ong hoa binh"),
        ("ĐẶC SẢN", "dac san"),
        ("\u00d0ặc sản", "dac san"),
        ("\u0189ặc sản", "dac san"),
        ("Mật\u200bong\u202e", "matong"),
        ("ＣＨÈ ①", "che 1"),
        ("", ""),
    ],
)
def test_folding_takes_away_accents_and_keeps_words(written, folded):
    assert fold(written) == folded


@pytest.mark.parametrize(
    ("one", "other", "exact"),
    [
        ("Hoà", "Hòa", "hòa"),
        ("khoẻ", "khỏe", "khỏe"),
        ("Thuý", "Thúy", "thúy"),
        ("hòan", "hoàn", "hoàn"),
        ("qúy", "quý", "quý"),
        ("gìa", "già", "già"),
        ("cuả", "của", "của"),
        ("thủơ", "thuở", "thuở"),
        ("qủa", "quả", "quả"),
        ("ngòai", "ngoài", "ngoài"),
    ],
)
def test_two_places_of_a_tone_are_one_spelling(one, other, exact):
    assert fold_exact(one) == fold_exact(other) == exact


@pytest.mark.parametrize(
    "word", ["chuối", "nước", "giếng", "gì", "uyển", "khuỷu", "mía", "jalapeño"]
)
def test_words_spelt_as_usual_stay_as_they_are(word):
    assert fold_exact(word.upper()) == word


def test_words_keep_single_letters_digits_and_apostrophes():
    assert words("Rau cải Y Can, 5 ở\tH'Mông – 500g") == [
        "Rau", "cải", "Y", "Can", "5", "ở", "HMông", "500g",
    ]  # fmt: skip
    assert words(unicodedata.normalize("NFD", "Cốm nếp")) == ["Cốm", "nếp"]


def test_words_sort_as_in_a_dictionary():
    in_order = [
        "a",
        "á",
        "ă",
        "ẵ",
        "â",
        "ba",
        "Ba",
        "bà",
        "bả",
        "bã",
        "bá",
        "bạ",
        "ba ba",
        "bà con",
    ]
    in_order += ["da", "đa", "e", "ê", "o", "ô", "ơ", "u", "ư"]
    shuffled = random.Random(7).sample(in_order, len(in_order))

    assert sorted(shuffled, key=sort_key) == in_order


def test_a_stored_line_has_no_hidden_characters():
    assert clean_line("  Mật\u200b ong\u0000\r\nrừng\u202e\ud800 ") == "Mật ong rừng"
    assert clean_line(unicodedata.normalize("NFD", "Cốm")) == "Cốm"


def test_stored_text_keeps_its_paragraphs():
    assert clean_text("\nMột \u200bhai\r\n\r\n\r\n\r\nba\x07\n") == "Một hai\n\nba"


@pytest.mark.parametrize(
    "imitation",
    [
        "Ðặc sản OCOP",
        "Ɖặc sản ОСОР",
        "Đặc\u200b sản Ο\u200fCOP",
        "đặc  sản ocop.",
        "Đặc sản ＯＣＯＰ",
    ],
)
def test_names_that_look_alike_share_a_skeleton(imitation):
    assert skeleton(imitation) == skeleton("Đặc sản OCOP")


def test_names_with_other_accents_are_other_names():
    assert skeleton("Mật ong") != skeleton("Mắt ong")
    assert skeleton("Hộ số 011") != skeleton("Hộ số 012")


@given(anything)
def test_no_text_is_refused_and_twice_is_as_good_as_once(text):
    for form in (fold, fold_exact, clean_line, clean_text, skeleton):
        assert form(form(text)) == form(text)
    assert all(words(text))


@given(anything)
def test_cleaned_text_can_be_stored(text):
    clean_line(text).encode()
    clean_text(text).encode()


@given(vietnamese)
def test_decomposed_text_is_the_same_text(text):
    decomposed = unicodedata.normalize("NFD", text)

    for form in (fold, fold_exact, clean_line, sort_key, skeleton):
        assert form(decomposed) == form(text)


@given(vietnamese)
def test_the_exact_form_folds_to_the_folded_form(text):
    assert fold(fold_exact(text)) == fold(text)
    assert words(fold(text)) == [fold(word) for word in words(text)]


@given(st.lists(vietnamese, max_size=6))
def test_sorting_gives_one_order_whatever_the_start(names):
    backwards = names[::-1]

    names.sort(key=lambda name: (sort_key(name), name))
    backwards.sort(key=lambda name: (sort_key(name), name))

    assert names == backwards
