"""What published figures say, and what is wrong with them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.reports.declared.rules.checks import check
from marketplace.reports.declared.rules.flags import FlagKind
from marketplace.reports.declared.rules.numbers import (
    percent_of,
    read_count,
    read_parts,
    read_percent,
)
from marketplace.reports.declared.rules.rows import Column, Fault, FaultKind, read_row
from marketplace.reports.declared.rules.times import read_time
from marketplace.reports.models import DeclaredKind
from tests.reports.market import LONG_AGO
from tests.reports.published import said

CERTIFIED = "certified OCOP products by star"
TARGET = "target: subjects with a digital storefront and an e-payment account"


def flagged(*figures):
    """The kinds of flags of each figure, in the order given."""
    found = check(figures)
    return [[flag.kind for flag in found.get(figure.id, ())] for figure in figures]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022-12", "2022-12-01", "2022-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2022-07-20", "2022-07-20", "2022-07-20"),
        ("20/07/2022", "2022-07-20", "2022-07-20"),
        ("2022 (target)", "2022-01-01", "2022-12-31"),
        ("2022 round 2", "2022-01-01", "2022-12-31"),
        ("2022 đợt 2", "2022-01-01", "2022-12-31"),
        ("2025 (plan)", "2025-01-01", "2025-12-31"),
        ("2022-2023", "2022-01-01", "2023-12-31"),
        ("từ 2022 đến 2023", "2022-01-01", "2023-12-31"),
        ("2022-11 - 2023-02", "2022-11-01", "2023-02-28"),
        ("01-06/2022", "2022-01-01", "2022-06-30"),
        ("9 tháng đầu năm 2022", "2022-01-01", "2022-09-30"),
        ("quý III/2022", "2022-07-01", "2022-09-30"),
        ("tháng 12 năm 2022", "2022-12-01", "2022-12-31"),
    ],
)
def test_a_stated_time_means_days(text, first, last):
    span = read_time(text)

    assert (span.first, span.last) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text", ["", "soon", "2022-13", "2022-02-30", "2023-2022", "2022 12", "1022", "06-01/2022"]
)
def test_what_names_no_day_is_no_time(text):
    assert read_time(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("139", 139), ("6.200", 6200), ("6,200", 6200), (">6200", None), ("~1000 / >600", None),
     ("hơn 6.200", None), ("100+", None)],
)  # fmt: skip
def test_a_count_keeps_its_words(text, value):
    count = read_count(text)

    assert (count.text, count.value) == (text, value)


@pytest.mark.parametrize("text", ["", "many", "12.5", "-5", ">", "139a", "1e5", "9" * 16])
def test_what_is_no_count_is_not_guessed(text):
    assert read_count(text) is None


def test_percents_and_sums_are_read_as_printed():
    assert read_percent("98,6 %") == read_percent("98.6") == Decimal("98.6")
    assert read_percent("98.642") is None
    assert read_parts("26 + 1.144") == [26, 1144]
    assert read_parts("26") is None
    assert read_parts("26+many") is None


def test_a_row_is_refused_with_every_column_that_cannot_be_read():
    read = read_row(
        7,
        {
            Column.PROVINCE: " ",
            Column.TIME: "2022-13",
            Column.INDICATOR: "x" * 201,
            Column.NUMERATOR: "many",
            Column.DENOMINATOR: ">9",
            Column.KIND: "guess",
            Column.PARTS: "1",
        },
    )

    assert set(read) == {
        Fault(7, Column.PROVINCE, FaultKind.MISSING),
        Fault(7, Column.TIME, FaultKind.NO_TIME, "2022-13"),
        Fault(7, Column.INDICATOR, FaultKind.TOO_LONG, "x" * 201),
        Fault(7, Column.NUMERATOR, FaultKind.NO_NUMBER, "many"),
        Fault(7, Column.DENOMINATOR, FaultKind.NO_NUMBER, ">9"),
        Fault(7, Column.KIND, FaultKind.NO_KIND, "guess"),
        Fault(7, Column.PARTS, FaultKind.NO_SUM, "1"),
    }


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"percent": "50", "time": "2022 (target)"}, DeclaredKind.TARGET),
        ({"numerator": "139", "parts": "24+115"}, DeclaredKind.SUM),
        ({"numerator": "137", "denominator": "139"}, DeclaredKind.RATIO),
        ({"percent": "100"}, DeclaredKind.PERCENT_ONLY),
        ({"numerator": ">6200"}, DeclaredKind.LOWER_BOUND),
        ({"numerator": "607"}, DeclaredKind.COUNT),
    ],
)
def test_a_row_without_a_kind_shows_what_it_is(facts, kind):
    assert said("products", **facts).kind is kind


def test_parts_that_do_not_add_up_are_flagged():
    wrong = said(CERTIFIED, "163", parts="26+144", time="2023")
    right = said("certified OCOP products by district", "163", parts="37+8+118", time="2023")

    assert flagged(wrong, right) == [[FlagKind.PARTS], []]
    [flag] = check([wrong])[wrong.id]
    assert flag.data == {"parts": "26+144", "computed": 170, "stated": 163}


@pytest.mark.parametrize(
    ("part", "whole", "percent", "kinds"),
    [
        ("137", "139", "98.6", []),
        ("13", "14", "93", []),
        ("13", "14", "93.0", [FlagKind.PERCENT]),  # 92,9: published with a decimal, it is wrong
        ("42", "143", "29.7", [FlagKind.PERCENT]),
        ("42", "143", "29,4 %", []),
        ("1761", "1966", "89.5", [FlagKind.TRUNCATED]),
        ("6", "13", "46.1", [FlagKind.TRUNCATED]),
        ("9", "13", "70", [FlagKind.PERCENT]),
        ("0", "13", "0", []),
    ],
)
def test_percents_are_computed_anew(part, whole, percent, kinds):
    assert flagged(said("tasks done", part, whole, percent)) == [kinds]


def test_what_was_computed_is_told():
    figure = said("digital tasks not done", "42", "143", "29.7")

    [flag] = check([figure])[figure.id]

    assert flag.data["computed"] == Decimal("29.4")


@pytest.mark.parametrize(("part", "whole"), [("5", ""), ("", "7"), ("5", "0"), (">5", "7")])
def test_a_ratio_without_both_numbers_cannot_be_checked(part, whole):
    figure = said("tasks done", part, whole, "50", kind="ratio")

    assert flagged(figure) == [[FlagKind.NOT_CHECKABLE]]


def test_only_results_of_a_plan_pass_one_hundred_percent():
    plan = said("new products against the year plan", "57", "30", "190")
    share = said("share of products on sale", "57", "30", "190")
    alone = said("share of producers with an account", percent="101")

    assert flagged(plan, share, alone) == [
        [],
        [FlagKind.ABOVE_HUNDRED],
        [FlagKind.ABOVE_HUNDRED],
    ]


def test_two_totals_in_one_month_contradict_each_other():
    one = said(CERTIFIED, "139", parts="24+115")
    other = said(f"{CERTIFIED} (other source)", "142", parts="29+113")

    assert flagged(one, other) == [[FlagKind.TOTALS], [FlagKind.TOTALS]]
    [flag] = check([one, other])[one.id]
    assert (flag.other_id, flag.data["value"], flag.data["parts"]) == (other.id, "142", "29+113")


def test_another_total_within_a_longer_time_may_be_of_another_day():
    year = said(f"{CERTIFIED}, 94 subjects", "205", parts="10+195", time="2024")
    day = said(CERTIFIED, "212", parts="202+8+2", time="2024-11-05")

    assert flagged(year, day) == [[FlagKind.TOTALS_IN_TIME], [FlagKind.TOTALS_IN_TIME]]
    assert not any(flag.is_fault for flags in check([year, day]).values() for flag in flags)


def test_two_days_of_one_month_may_differ():
    one = said(CERTIFIED, "139", parts="24+115", time="2022-09-05")
    other = said(CERTIFIED, "142", parts="27+115", time="2022-09-28")

    assert flagged(one, other) == [[FlagKind.TOTALS_IN_TIME], [FlagKind.TOTALS_IN_TIME]]


def test_one_total_with_other_parts_contradicts_itself():
    one = said(CERTIFIED, "268", parts="28+240", time="2025-02")
    other = said(f"{CERTIFIED} (other source)", "268", parts="25+243", time="2025")

    assert flagged(one, other) == [[FlagKind.BREAKDOWN], [FlagKind.BREAKDOWN]]


def test_two_targets_contradict_each_other_and_no_result():
    half = said(TARGET, percent="50", time="2022 (target)", kind="target")
    whole = said(f"{TARGET} (other source)", percent="100", time="2022 (target)", kind="target")
    result = said(TARGET.removeprefix("target: "), percent="72", time="2022")

    assert flagged(half, whole, result) == [[FlagKind.PERCENTS], [FlagKind.PERCENTS], []]


def test_a_part_and_the_rest_must_make_a_hundred():
    done = said("digital tasks done", "101", "143", "70.6")
    open_ = said("digital tasks not done", "42", "143", "29.7")

    assert flagged(done, open_) == [
        [FlagKind.COMPLEMENT],
        [FlagKind.PERCENT, FlagKind.COMPLEMENT],
    ]


def test_a_part_and_the_rest_must_make_the_whole():
    done = said("tasks done", "17", "22", "77.3")
    open_ = said("tasks not done", "4", "22", "18.2")

    assert [FlagKind.COMPLEMENT_COUNTS in kinds for kinds in flagged(done, open_)] == [True, True]


def test_rounding_explains_a_tenth_too_much():
    one = said("tasks done", "1411", "2000", "70.6")  # 70,55
    other = said("tasks not done", "589", "2000", "29.5")  # 29,45

    assert flagged(one, other) == [[], []]


@pytest.mark.parametrize(
    "changes",
    [
        {"province": "Yên Bái"},
        {"time": "2023-01"},
        {"indicator": "newly approved products by star"},
    ],
    ids=["another-province", "another-time", "another-thing"],
)
def test_other_things_contradict_nobody(changes):
    facts = {"indicator": CERTIFIED, "numerator": "142", "parts": "29+113"} | changes

    assert flagged(said(CERTIFIED, "139", parts="24+115"), said(**facts)) == [[], []]


def test_led_by_is_no_breakdown():
    women = said("subjects led by women", "56", "128", time="2025-05-20")
    minorities = said("subjects led by ethnic-minority people", "59", "128", time="2025-05-20")

    assert flagged(women, minorities) == [[], []]


def test_a_withdrawn_figure_contradicts_nobody():
    one, other = said(CERTIFIED, "139", parts="24+115"), said(CERTIFIED, "142", parts="29+113")

    other.withdrawn_at = LONG_AGO

    assert flagged(one, other) == [[], []]


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 2))
def test_what_is_rounded_right_is_never_flagged(part, whole, places):
    exact = Decimal(100 * part) / whole
    published = exact.quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP")

    if published <= Decimal("9999.99"):
        assert flagged(said("result against the plan", str(part), str(whole), str(published))) == [
            []
        ]
    if places == 1:
        assert percent_of(part, whole) == published
