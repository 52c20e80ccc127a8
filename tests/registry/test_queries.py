"""Which certificate holds on a day, and with which stars."""

from datetime import date

import pytest
from sqlalchemy import select

from marketplace.registry import queries
from marketplace.registry.models import Certificate, Evidence, Precision, Product
from tests.people import LONG_AGO

LAST_DAY = date(2026, 12, 28)


def make_product(session, *certificates):
    product = Product(
        name="Quế điếu", name_key="que dieu", created_at=LONG_AGO, certificates=list(certificates)
    )
    session.add(product)
    session.flush()
    return product


def make_certificate(
    issued=date(2023, 12, 28), until=LAST_DAY, stars=4, evidence=Evidence.DECISION, **facts
):
    return Certificate(
        stars=stars,
        issued_from=issued,
        issued_to=issued,
        issued_precision=Precision.DAY,
        valid_until=until,
        evidence=evidence,
        **facts,
    )


def stars_by_product(session, product_ids, day):
    """The stars each product may show; those of unknown stars are left out."""
    found = queries.certificates_in_force(session, product_ids, day)
    return {number: held.proven_stars for number, held in found.items() if held.proven_stars}


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        pytest.param(date(2023, 12, 27), False, id="day-before"),
        pytest.param(date(2023, 12, 28), True, id="first-day"),
        pytest.param(LAST_DAY, True, id="last-day-counts"),
        pytest.param(date(2026, 12, 29), False, id="day-after"),
    ],
)
def test_a_certificate_holds_to_its_last_day(session, day, holds):
    product = make_product(session, make_certificate())

    assert bool(queries.certificate_in_force(session, product.id, day)) is holds
    assert stars_by_product(session, [product.id], day) == ({product.id: 4} if holds else {})
    assert product.certificates[0].is_in_force_on(day) is holds
    assert (product.id in session.scalars(queries.products_in_force(day)).all()) is holds


@pytest.mark.parametrize(("day", "holds"), [(date(2024, 5, 31), True), (date(2024, 6, 1), False)])
def test_on_the_day_of_revocation_it_is_over(session, day, holds):
    product = make_product(session, make_certificate(revoked_on=date(2024, 6, 1)))

    assert bool(queries.certificate_in_force(session, product.id, day)) is holds
    assert product.certificates[0].is_in_force_on(day) is holds


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        pytest.param(date(2021, 6, 1), False, id="may-not-be-issued-yet"),
        pytest.param(date(2021, 12, 31), True, id="surely-issued"),
        pytest.param(date(2024, 1, 1), True, id="surely-not-ended"),
        pytest.param(date(2024, 1, 2), False, id="may-have-ended"),
    ],
)
def test_a_certificate_dated_to_the_year_holds_only_when_it_surely_does(session, day, holds):
    certificate = Certificate(
        stars=3,
        issued_from=date(2021, 1, 1),
        issued_to=date(2021, 12, 31),
        issued_precision=Precision.YEAR,
        valid_until=date(2024, 1, 1),
    )
    product = make_product(session, certificate)

    assert bool(queries.certificate_in_force(session, product.id, day)) is holds
    assert certificate.is_in_force_on(day) is holds


def test_a_certificate_without_dates_is_never_in_force(session):
    product = make_product(session, Certificate(stars=5))

    assert queries.certificate_in_force(session, product.id, date(2024, 1, 1)) is None


def test_of_two_certificates_the_latest_issued_counts(session):
    newer = make_certificate(date(2025, 1, 1), date(2028, 1, 1), stars=5)
    product = make_product(session, newer, make_certificate())

    assert queries.certificate_in_force(session, product.id, date(2026, 1, 1)) is newer
    assert stars_by_product(session, [product.id], date(2026, 1, 1)) == {product.id: 5}
    assert stars_by_product(session, [product.id], date(2024, 6, 1)) == {product.id: 4}


def test_unknown_stars_show_no_badge_even_when_older_ones_were_known(session):
    newer = make_certificate(date(2025, 1, 1), date(2028, 1, 1), stars=None)
    product = make_product(session, make_certificate(), newer)

    assert stars_by_product(session, [product.id], date(2026, 1, 1)) == {}


@pytest.mark.parametrize(
    ("evidence", "is_in_force", "stars"),
    [
        (Evidence.DECISION, True, 4),
        (Evidence.PRESS, True, None),
        (Evidence.BEFORE, False, None),
        (Evidence.PRODUCER, False, None),
    ],
)
def test_only_a_decision_makes_a_star(session, evidence, is_in_force, stars):
    product = make_product(session, make_certificate(evidence=evidence))

    assert (product.id in session.scalars(queries.products_in_force(LAST_DAY)).all()) is is_in_force
    assert product.certificates[0].proven_stars == stars
    assert session.scalar(select(Certificate.proven_stars)) == stars


def test_of_two_records_of_one_day_the_decision_speaks(session):
    decision = make_certificate()
    product = make_product(session, decision, make_certificate(evidence=Evidence.PRESS))

    assert queries.certificate_in_force(session, product.id, LAST_DAY) is decision


def test_stars_of_many_products_take_one_statement(session, statements):
    products = [make_product(session, make_certificate()) for _ in range(5)]
    statements.clear()

    found = stars_by_product(session, [product.id for product in products], date(2025, 1, 1))

    assert len(found) == 5
    assert len(statements) == 1


def test_the_condition_fits_into_any_select(session):
    make_product(session, make_certificate())

    found = session.scalars(
        select(Product.name)
        .join(Certificate)
        .where(queries.in_force_on(LAST_DAY), Product.name_key == "que dieu")
    ).all()

    assert found == ["Quế điếu"]
