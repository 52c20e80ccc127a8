"""What every search engine of the market must do."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from marketplace.money import Vnd
from marketplace.search.documents import StarPeriod
from marketplace.search.engine import Facets, Filters, Match, Query, SearchEngine, Sort
from tests.search.goods import TODAY, ask, found, goods

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)

# --- Words ---


@pytest.fixture
def stall(engine: SearchEngine) -> SearchEngine:
    """A few products whose names differ by their accents."""
    engine.rebuild(
        [
            goods(1, "Mật ong rừng", producer="HTX Bản Liền", places=("Xã Bắc Hà", "Lào Cai")),
            goods(2, "Mắt ống tre", producer="Tổ hợp tác Đồng Tuyển"),
            goods(3, "Mat ong hoa nhan", producer="HTX Suoi Giang"),
            goods(4, "Chè Shan tuyết Suối Giàng", producer="HTX chế biến nông sản"),
            goods(5, "Đông trùng hạ thảo Sapa"),
            goods(6, "Quả su su Sa Pa", story="Trồng trong sương, không phun thuốc."),
            goods(7, "Lạp sườn hun khói"),
            goods(8, "Rau cải mơ Y Can", places=("Xã Y Can", "Huyện Trấn Yên", "Tỉnh Yên Bái")),
        ]
    )
    return engine


@pytest.mark.parametrize("text", ["mat ong", "MAT  ONG", "mat, ong!", "ong mat", "Mat\u00a0ong"])
def test_words_without_accents_find_all_spellings(stall, text):
    assert set(found(stall, text)) == {1, 2, 3}
    assert ask(stall, text).match is Match.ALL


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_with_accents_find_them_first(stall, form):
    ids = found(stall, unicodedata.normalize(form, "mật ong"))

    assert ids[0] == 1
    assert set(ids) == {1, 2, 3}


@pytest.mark.parametrize("text", ["Đông trùng", "dong trung", "Ðông trùng", "ĐÔNG TRÙNG"])
def test_every_d_with_a_stroke_is_found(stall, text):
    assert found(stall, text) == [5]


def test_a_word_with_accents_is_not_another_word_of_the_producer(stall):
    assert found(stall, "chè") == [4]
    assert found(stall, "chế biến") == [4]
    assert found(stall, "chế") == [4]


def test_all_words_must_be_there(stall):
    assert found(stall, "mật ong bản liền") == [1]


def test_when_nothing_has_all_words_what_has_most_is_shown_and_said(stall):
    result = ask(stall, "mật ong rừng tràm u minh")

    assert result.match is Match.ANY
    assert result.listing_ids[0] == 1


@pytest.mark.parametrize("text", ["sapa", "sa pa", "Sa Pa", "SaPa"])
def test_a_name_written_as_one_word_or_two_is_one_name(stall, text):
    assert set(found(stall, text)) == {5, 6}


@pytest.mark.parametrize(
    ("text", "meant"),
    [("maatj ong rungwf", 1), ("mat65 ong ru7ng2", 1), ("che2 shan", 4), ("ddoong trungf", 5)],
)
def test_keys_of_a_keyboard_that_was_off_are_understood(stall, text, meant):
    assert found(stall, text)[0] == meant


@pytest.mark.parametrize(
    ("text", "meant", "instead"),
    [
        ("mat ong rugn", 1, "mật ong rừng"),
        ("dong tung ha thao", 5, "đông trùng hạ thảo"),
        ("lạp sườnn", 7, "lạp sườn"),
        ("chè shin tuyết", 4, "chè shan tuyết"),
    ],
)
def test_a_slip_of_the_finger_is_mended_and_said(stall, text, meant, instead):
    result = ask(stall, text)

    assert result.listing_ids[0] == meant
    assert result.match is Match.CORRECTED
    assert result.instead == instead


@pytest.mark.parametrize(
    ("text", "meant"), [("trà shan", 4), ("lạp xưởng", 7), ("hợp tác xã bản liền", 1), ("htx", 1)]
)
def test_other_words_for_the_same_thing_find_it(stall, text, meant):
    assert meant in found(stall, text)


@pytest.mark.parametrize("text", ["y can", "tran yen", "yên bái", "huyện Trấn Yên"])
def test_places_find_what_comes_from_there_under_old_names_too(stall, text):
    assert found(stall, text) == [8]


def test_the_story_is_searched_last(stall):
    stall.update([goods(9, "Sương"), goods(10, "Miến", story="Phơi sương đêm.")])

    assert found(stall, "sương")[0] == 9
    assert set(found(stall, "sương")) == {6, 9, 10}


@pytest.mark.parametrize("text", ["m", "ma", "mat o", "mật on", "lap su", "dong trung ha th", "đô"])
def test_the_last_word_may_be_unfinished(stall, text):
    assert ask(stall, text, completing=True).total > 0


def test_words_of_stories_are_not_suggested(stall):
    assert found(stall, "thuốc", completing=True) == []
    assert found(stall, "thuốc") == [6]


def test_a_name_that_is_just_the_words_comes_first(stall):
    stall.update([goods(11, "Chả mật ong đặc biệt"), goods(12, "Mật ong")])

    assert found(stall, "mật ong")[0] == 12
    assert found(stall, "mat ong")[0] == 12


# --- Filters, counts, order, pages ---


@pytest.fixture
def shelf(engine: SearchEngine) -> SearchEngine:
    """Six products that differ in everything but their kind."""
    star = StarPeriod(4, date(2024, 1, 1), date(2026, 11, 23))
    later = StarPeriod(5, date(2026, 11, 24), date(2029, 1, 1))
    engine.rebuild(
        [
            goods(1, "Chè Ô Long", group_no=11, price_vnd=Vnd(50_000), stars=(star, later)),
            goods(2, "Chè ăn liền", group_no=11, price_vnd=Vnd(120_000), commune_code="02647"),
            goods(3, "Chè đen", group_no=12, price_vnd=Vnd(80_000), stars=(star,)),
            goods(4, "Chè ấm", group_no=12, price_vnd=Vnd(700_000), commune_code="02647"),
            goods(5, "Chè áp", group_no=None, price_vnd=Vnd(200_000), in_stock=False),
            goods(6, "Rượu", group_no=14, price_vnd=Vnd(200_000), stars=(later,)),
        ]
    )
    return engine


def test_without_words_everything_is_found_newest_first(engine):
    days = {1: 5, 2: 9, 3: 1}
    engine.rebuild(
        goods(number, "Chè", published_at=NEW_YEAR + timedelta(days=day))
        for number, day in days.items()
    )

    assert found(engine) == [2, 1, 3]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(stars=frozenset({4})), {1, 3}),
        (Filters(stars=frozenset({3, 4, 5})), {1, 3}),
        (Filters(groups=frozenset({11})), {1, 2}),
        (Filters(groups=frozenset({11, 12})), {1, 2, 3, 4}),
        (Filters(commune="02647"), {2, 4}),
        (Filters(commune="99999"), set()),
        (Filters(in_stock=True), {1, 2, 3, 4}),
        (Filters(price_from=Vnd(80_000), price_to=Vnd(200_000)), {2, 3, 5}),
        (Filters(price_to=Vnd(50_000)), {1}),
        (Filters(price_from=Vnd(200_001)), {4}),
        (Filters(price_from=Vnd(300), price_to=Vnd(200)), set()),
        (Filters(stars=frozenset({4}), groups=frozenset({12})), {3}),
    ],
)
def test_filters_narrow_what_was_found(shelf, filters, ids):
    result = ask(shelf, "chè", filters=filters)

    assert set(result.listing_ids) == ids
    assert result.total == len(ids)


def test_a_star_counts_on_the_days_on_which_it_holds(shelf):
    def starred(day: date, stars: int) -> set[int]:
        return set(
            shelf.search(Query(day=day, filters=Filters(stars=frozenset({stars})))).listing_ids
        )

    assert starred(TODAY, 4) == {1, 3}
    assert starred(TODAY, 5) == set()
    assert starred(TODAY + timedelta(days=1), 4) == set()
    assert starred(TODAY + timedelta(days=1), 5) == {1, 6}


def test_every_choice_says_how_many_it_gives(shelf):
    assert ask(shelf, "chè").facets == Facets(
        stars={4: 2},
        groups={11: 2, 12: 2},
        communes={"02647": 2},
        prices=(1, 2, 2, 1, 1),
        in_stock=4,
    )


def test_counts_leave_out_the_filter_of_their_own_kind(shelf):
    chosen = Filters(groups=frozenset({11}), in_stock=True)

    facets = ask(shelf, "chè", filters=chosen).facets

    assert facets.groups == {11: 2, 12: 2}
    assert facets.in_stock == 2
    assert facets.stars == {4: 1}


@pytest.mark.parametrize(
    ("sort", "ids"),
    [
        (Sort.CHEAPEST, [1, 3, 2, 5, 4]),
        (Sort.DEAREST, [4, 5, 2, 3, 1]),
        (Sort.NAME, [5, 2, 4, 3, 1]),
        (Sort.NEWEST, [5, 4, 3, 2, 1]),
    ],
)
def test_results_come_in_the_order_asked_for(shelf, sort, ids):
    assert found(shelf, "chè", sort=sort) == ids


@pytest.mark.parametrize("sort", Sort)
@pytest.mark.parametrize("text", ["", "chè", "che shan"])
def test_pages_put_together_are_the_whole_list(engine, sort, text):
    engine.rebuild(goods(n, "Chè Shan", price_vnd=Vnd(1000 * (n % 3 + 1))) for n in range(1, 40))
    engine.update([goods(n, "Chè Shan", price_vnd=Vnd(9000)) for n in range(30, 70)])

    pages = [found(engine, text, sort=sort, offset=at, limit=7) for at in range(0, 80, 7)]

    assert [n for page in pages for n in page] == found(engine, text, sort=sort, limit=100)
    assert sorted(n for page in pages for n in page) == list(range(1, 70))


# --- Changes ---


def test_a_changed_listing_is_found_as_it_is_now(shelf):
    shelf.update([goods(1, "Gạo Séng Cù", price_vnd=Vnd(30_000))])

    assert found(shelf, "gạo") == [1]
    assert 1 not in found(shelf, "chè")
    assert ask(shelf).total == 6


def test_a_removed_listing_is_not_found(shelf):
    shelf.update([], removed=[1, 3, 999])

    assert set(found(shelf)) == {2, 4, 5, 6}
    assert ask(shelf).facets.stars == {}


def test_the_last_word_on_a_listing_counts(shelf):
    shelf.update([goods(1, "Đầu"), goods(1, "Cuối")])
    for name in ("Một", "Hai", "Ba"):
        shelf.update([goods(2, name)])

    assert found(shelf, "cuối") == [1]
    assert found(shelf, "ba") == [2]
    assert ask(shelf).total == 6


def test_many_changes_leave_what_was_said_last(engine):
    random = Random(3)
    expected = {}
    for _ in range(60):
        batch = {random.randint(1, 30): random.choice(("gạo", "chè", "mật")) for _ in range(3)}
        gone = {random.randint(1, 30)} - set(batch)
        engine.update([goods(number, name) for number, name in batch.items()], removed=gone)
        expected = {n: w for n, w in (expected | batch).items() if n not in gone}

    for word in ("gạo", "chè", "mật"):
        assert set(found(engine, word, limit=100)) == {n for n, w in expected.items() if w == word}
    assert set(engine.fingerprints()) == set(expected)


def test_rebuilding_forgets_what_was_there(shelf):
    assert shelf.rebuild([goods(7, "Nước mắm")]) == 1

    assert found(shelf) == [7]


def test_fingerprints_tell_what_is_indexed(shelf):
    one = goods(1, "Chè", story="cũ")
    shelf.rebuild([one, goods(2, "Gạo")])
    assert shelf.fingerprints()[1] == one.fingerprint

    shelf.update([goods(1, "Chè", story="mới")], removed=[2])

    assert shelf.fingerprints() == {1: goods(1, "Chè", story="mới").fingerprint}


# --- Anything people type ---


@pytest.mark.parametrize(
    "text",
    [
        "*a* OR *b* OR *c*", "[a TO z]", "NOT NOT a", "(" * 4000, "a" * 40_000, "a " * 20_000,
        "\x00", "\ud800\udfff", "name:chè", "chè~9", "chè^99", '"', "'", "\\", "%", "_", "🍵", "℅",
        "ﷺ" * 500, "a\u0301" * 300, "ổ" * 300, "-", "AND", "١٢٣", "-" * 100, "'a'b'c'", "\u202e",
    ],
)  # fmt: skip
def test_whatever_is_typed_is_answered(stall, text):
    for completing in (False, True):
        result = ask(stall, text, completing=completing)
        assert result.total >= len(result.listing_ids)


@given(st.text(st.characters(codec=None), max_size=300), st.sampled_from(Sort), st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_no_text_is_an_error(stall, text, sort, completing):
    result = ask(stall, text, sort=sort, completing=completing)

    assert set(result.listing_ids) <= set(range(1, 13))


MIXED = ["chè", "mật", "ong", "gạo", "ma0t5", "sapa", "y", "o", "htx", "mat", "rugn"]


@given(st.lists(st.sampled_from(MIXED), max_size=14))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_mix_of_words_is_answered(stall, typed):
    ask(stall, " ".join(typed), completing=True)


def test_any_product_can_be_indexed(engine):
    odd = ["\x00", "", "*" * 300, "𝕸ật", "a" * 70_000, "ﷺ", "\udcff", "x\u0301" * 999, "5 %", "ở"]

    engine.update([goods(n, text, producer=text, story=text) for n, text in enumerate(odd, 1)])

    assert ask(engine).total == len(odd)
    assert 10 in found(engine, "ở")
