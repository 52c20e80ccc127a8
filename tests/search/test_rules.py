"""How a question is cut into words, and a listing into terms."""

from datetime import date

from marketplace.search.documents import StarPeriod
from marketplace.search.rules import Field, terms, typed_words
from tests.search.goods import goods


def test_a_question_is_cut_into_words_with_and_without_accents():
    typed = typed_words("  Mật ONG, 5%  Hoà")

    assert [(word.exact, word.folded) for word in typed] == [
        ("mật", "mat"), ("ong", "ong"), ("5", "5"), ("hòa", "hoa"),
    ]  # fmt: skip
    assert [word.has_accent for word in typed] == [True, False, False, True]


def test_a_long_question_is_cut_short():
    assert len(typed_words("mật ong " * 100)) == 12
    assert len(typed_words("a" * 1000)[0].folded) == 40
    assert typed_words("x" * 199 + " y z") == typed_words("x" * 199)


def test_a_question_of_signs_has_no_words():
    assert typed_words("!?* () ~^ \u200b\x00") == ()


def test_a_listing_is_found_under_its_words_pairs_and_first_letters():
    found = terms(goods(1, "Mật ong rừng", producer="HTX Tả Phìn", story="Ong đi lấy mật."))

    assert set(found[Field.WORD]) == {"mat", "ong", "rung", "htx", "ta", "phin"}
    assert set(found[Field.EXACT]) == {"mật", "ong", "rừng", "htx", "tả", "phìn"}
    assert set(found[Field.NAME]) == {"mat", "ong", "rung"}
    assert set(found[Field.PAIR]) == {"matong", "ongrung", "htxta", "taphin"}
    assert set(found[Field.WHOLE]) == {"matongrung"}
    assert {"m", "ma", "mat", "o", "on", "ong", "r", "ru", "run"} == set(found[Field.START])
    assert set(found[Field.STORY]) == {"ong", "đi", "di", "lấy", "lay", "mật", "mat"}


def test_words_of_the_name_count_more_than_those_of_the_producer_and_place():
    found = terms(goods(1, "Chè", producer="Hợp tác xã Bản Liền", places=("Xã Bắc Hà",)))

    impact = found[Field.WORD]
    assert impact["che"] > impact["lien"] > 0
    assert impact["che"] > impact["bac"] > 0
    assert all(1 <= n <= 255 for field in Field for n in found[field].values())


def test_a_word_counts_more_in_a_short_name():
    short, long = goods(1, "Cá hồi"), goods(2, "Ruốc cá hồi vị rong biển đặc biệt hộp lớn")

    assert terms(short)[Field.NAME]["hoi"] > terms(long)[Field.NAME]["hoi"]


def test_choices_are_terms_too():
    star = StarPeriod(4, date(2025, 1, 1), date(2027, 12, 31))
    found = terms(goods(1, "Chè", group_no=11, commune_code="02647", stars=(star,)))

    assert set(found[Field.CHOICE]) == {
        "group:11", "commune:02647", "in_stock", "stars:4:2025-01-01:2027-12-31",
    }  # fmt: skip
    assert not terms(goods(1, "Chè", in_stock=False))[Field.CHOICE]
