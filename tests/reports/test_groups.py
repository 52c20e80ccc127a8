"""Figures by star, legal kind and commune."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.producers.models import EPaymentKind, ProducerKind
from marketplace.reports.groups import groupings
from marketplace.reports.rows import Figures, Place, ProducerRow, ProductRow
from marketplace.reports.rules import IndicatorResult

DAY = date(2022, 12, 31)

places = st.builds(
    Place,
    commune=st.sampled_from(["Xã Y Tý", "Xã Bát Xát", "Phường Lào Cai", "Xã Ân Thi", None]),
    old_district=st.none(),
    as_written=st.just(""),
)
products = st.builds(
    ProductRow,
    id=st.integers(1),
    name=st.just("Chè"),
    producer_id=st.none(),
    producer=st.none(),
    place=places,
    stars=st.sampled_from([3, 4, 5, None]),
    certificate=st.none(),
    decision=st.none(),
    valid_until=st.just(DAY),
    is_live_here=st.booleans(),
    platforms=st.sampled_from([(), ("Postmart",), ("Postmart", "Voso")]),
)
producers = st.builds(
    ProducerRow,
    id=st.integers(1),
    name=st.just("HTX"),
    kind=st.sampled_from([*ProducerKind, None]),
    place=places,
    products=st.just(1),
    accounts=st.sampled_from([(), (EPaymentKind.BANK,)]),
)


@pytest.fixture(scope="module", autouse=True)
def _in_a_request(app):
    with app.test_request_context():
        yield


@given(st.lists(products), st.lists(producers))
def test_the_lines_of_a_grouping_add_up_to_its_figure(product_rows, producer_rows):
    figures = Figures(
        DAY,
        IndicatorResult(DAY, tuple(product_rows)),
        IndicatorResult(DAY, tuple(producer_rows)),
        (),
    )
    wholes = {"I1": figures.listing.share, "I2": figures.e_payment.share}

    for grouping in groupings(figures):
        shares = [share for _words, share in grouping.lines]
        whole = wholes[grouping.definition.code]
        assert sum(share.part for share in shares) == whole.part
        assert sum(share.whole for share in shares) == whole.whole
        assert all(share.percent <= 100 for share in shares)


def product(stars, commune):
    return ProductRow(
        id=1,
        name="Chè",
        producer_id=None,
        producer=None,
        place=Place(commune, None, ""),
        stars=stars,
        certificate=None,
        decision=None,
        valid_until=DAY,
        is_live_here=True,
        platforms=(),
    )


def test_groups_stand_in_the_order_in_which_staff_read_them():
    rows = [product(3, "Xã Y Tý"), product(None, None), product(5, "Xã Ân Thi"), product(4, "Xã B")]
    producer_rows = [
        ProducerRow(1, "HTX", kind, Place(None, None, ""), 1, ())
        for kind in (None, ProducerKind.FARM, ProducerKind.COOPERATIVE)
    ]
    figures = Figures(
        DAY, IndicatorResult(DAY, tuple(rows)), IndicatorResult(DAY, tuple(producer_rows)), ()
    )

    by_star, by_commune, by_kind, _by_commune = (
        [words for words, _share in grouping.lines] for grouping in groupings(figures)
    )

    assert by_star == ["5 sao", "4 sao", "3 sao", "Chưa rõ hạng sao"]
    assert by_commune == ["Xã Ân Thi", "Xã B", "Xã Y Tý", "Chưa rõ xã"]
    assert by_kind == ["Hợp tác xã", "Trang trại", "Chưa rõ loại hình"]
