"""The sentences one says in the meeting are right for none, one and many, in both languages."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest
from flask_babel import force_locale

from marketplace.reports.dashboard import sentences
from marketplace.reports.figures import Figure
from marketplace.reports.rules import Count, Flow, Indicator, Sales, Share
from marketplace.web.filters import NBSP

DAY = date(2022, 12, 31)
BEFORE = date(2021, 12, 31)


@pytest.fixture(params=["vi", "en"])
def locale(request, app):
    with app.test_request_context(), force_locale(request.param):
        yield request.param


def figure(indicator, value, names=()):
    rows = [SimpleNamespace(id=at, name=name) for at, name in enumerate(names)]
    return Figure(indicator, value, {}, rows, lambda _row: False)


def said(indicator, value, names=(), before=None):
    compared = (BEFORE, before) if before else None
    text = sentences.of_figure(figure(indicator, value, names), DAY, compared)
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("share", "names", "spoken"),
    [
        pytest.param(
            Share(137, 139),
            ["Miến đao", "Chè Shan"],
            {
                "vi": "137 trong 139 sản phẩm OCOP (98,6 %) đã lên sàn tính đến 31/12/2022. "
                "Còn thiếu 2 sản phẩm OCOP là Chè Shan và Miến đao.",
                "en": "137 of 139 OCOP products (98.6 %) are on sale online as of 31 Dec 2022. "
                "Still missing: 2 OCOP products, namely Chè Shan and Miến đao.",
            },
            id="many",
        ),
        pytest.param(
            Share(1, 1),
            [],
            {
                "vi": "1 trong 1 sản phẩm OCOP (100,0 %) đã lên sàn tính đến 31/12/2022.",
                "en": "1 of 1 OCOP product (100.0 %) is on sale online as of 31 Dec 2022.",
            },
            id="one-and-all",
        ),
        pytest.param(
            Share(0, 5),
            ["A", "B", "C", "D", "E"],
            {
                "vi": "0 trong 5 sản phẩm OCOP (0,0 %) đã lên sàn tính đến 31/12/2022. "
                "Còn thiếu 5 sản phẩm OCOP.",
                "en": "0 of 5 OCOP products (0.0 %) are on sale online as of 31 Dec 2022. "
                "Still missing: 5 OCOP products.",
            },
            id="none-of-some",
        ),
        pytest.param(
            Share(0, 0),
            [],
            {
                "vi": "Không có số liệu tính đến 31/12/2022: chưa có gì để đếm.",
                "en": "No figures as of 31 Dec 2022: there is nothing to count.",
            },
            id="nothing-to-count",
        ),
    ],
)
def test_a_share_is_said(locale, share, names, spoken):
    assert said(Indicator.LISTING, share, names) == spoken[locale]


@pytest.mark.parametrize(
    ("before", "spoken"),
    [
        (Share(125, 130), {"vi": ", thêm 12 so với cuối năm 2021.", "en": ", 12 more than"}),
        (Share(138, 139), {"vi": ", bớt 1 so với cuối năm 2021.", "en": ", 1 fewer than"}),
        (Share(137, 150), {"vi": ", bằng cuối năm 2021.", "en": ", as many as at the end of 2021"}),
    ],
)
def test_a_share_is_compared_with_the_end_of_the_year_before(locale, before, spoken):
    assert spoken[locale] in said(Indicator.LISTING, Share(137, 137), before=before)


def test_a_year_in_which_nothing_could_be_counted_is_no_comparison(locale):
    assert "2021" not in said(Indicator.LISTING, Share(137, 137), before=Share(0, 0))


@pytest.mark.parametrize("indicator", list(sentences.SHARES))
@pytest.mark.parametrize("share", [Share(0, 2), Share(1, 2), Share(2, 2)])
def test_every_share_has_a_sentence_of_its_own(locale, indicator, share):
    text = said(indicator, share)

    assert text.endswith(".")
    assert f"{share.part} " in text
    assert "%(" not in text


@pytest.mark.parametrize(
    "indicator",
    [Indicator.PRODUCTS, Indicator.PRODUCERS, Indicator.NO_LONGER_IN_FORCE, Indicator.TRAINED],
)
@pytest.mark.parametrize("number", [0, 1, 1234])
def test_every_count_has_a_sentence_of_its_own(locale, indicator, number):
    shown = {"vi": f"{number:,}".replace(",", "."), "en": f"{number:,}"}[locale]

    assert said(indicator, Count(number)).startswith(shown)


def test_sales_and_figures_that_cannot_be_told_have_sentences(locale):
    assert "410" in said(Indicator.SALES, Sales(410, 12_000_000))
    assert said(Indicator.PROMOTED, None) == sentences.no_figures(DAY)


@pytest.mark.parametrize(
    ("until", "spoken"),
    [
        (None, {"vi": "Năm 2025: 62 sản phẩm mới, 10 đánh giá lại", "en": "2025: new 62"}),
        (DAY, {"vi": "Năm 2025, tính đến 31/12/2022: 62", "en": "2025 up to 31 Dec 2022: new 62"}),
    ],
)
def test_a_year_is_said(locale, until, spoken):
    text = sentences.of_year("2025", Flow(62, 10, 3, 1), until=until)

    assert text.startswith(spoken[locale])


@pytest.mark.parametrize(
    ("ends", "spoken"),
    [
        ([0, 0], {"vi": "không có giấy chứng nhận nào hết hạn", "en": "No certificate ends"}),
        ([0, 1], {"vi": "có 1 giấy chứng nhận hết hạn, vào tháng 02/2023.",
                  "en": "1 certificate ends in these 12 months, in 02/2023."}),
        ([3, 1], {"vi": "nhiều nhất vào tháng 01/2023 (3).", "en": "the most in 01/2023 (3)."}),
    ],
)  # fmt: skip
def test_the_ends_to_come_are_said(locale, ends, spoken):
    months = [date(2023, 1, 1), date(2023, 2, 1)]

    assert spoken[locale] in sentences.of_ends(list(zip(months, ends, strict=True)))


def test_a_trend_is_said_from_the_first_day_that_counts(locale):
    days = [(BEFORE, Share(0, 0)), (date(2022, 6, 30), Share(1, 2)), (DAY, Share(3, 4))]
    text = sentences.of_trend(days).replace(NBSP, " ")

    assert (
        text
        == {
            "vi": "Từ 1/2 = 50,0 % ngày 30/06/2022 đến 3/4 = 75,0 % ngày 31/12/2022.",
            "en": "From 1/2 = 50.0 % on 30 Jun 2022 to 3/4 = 75.0 % on 31 Dec 2022.",
        }[locale]
    )
    assert sentences.of_trend(days[:1]) == sentences.no_figures(BEFORE)
