"""What a market knows survives the migrations, and means the same afterwards."""

from datetime import UTC, date, datetime

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import MetaData, Table, insert, select

from marketplace.db import db
from tests.conftest import market

SEEN = date(2026, 10, 1)
THEN = datetime(2026, 10, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def old_market(databases, tmp_path):
    """A market with the first tables and a few rows in them."""
    url = databases.create()
    with market(url, tmp_path) as app, app.app_context():
        upgrade(revision="2026_11_23")
        fill()
        yield app
    databases.drop(url)


def table(name):
    return Table(name, MetaData(), autoload_with=db.engine)


def add(name, /, **columns):
    with db.engine.begin() as connection:
        return connection.execute(insert(table(name)).values(**columns)).inserted_primary_key[0]


def fill():
    add("platforms", id=1, code="postmart", name="Postmart", is_counted=True)
    add("platforms", id=2, code="facebook", name="Facebook", is_counted=False)
    add("decisions", id=1, number="4261/QĐ-UBND")
    product = {"name_key": "che", "place_text": "", "created_at": THEN}
    add("products", id=1, name="Chè", **product)
    dated = {"issued_from": date(2024, 2, 1), "issued_to": date(2024, 2, 1)}
    rest = {"valid_until": date(2027, 2, 1), "source": "", "note": "", "product_id": 1}
    add("certificates", id=1, decision_id=1, **dated, **rest)
    add("certificates", id=2, source="", note="", product_id=1)
    add(
        "outside_listings",
        id=1,
        product_id=1,
        platform_id=1,
        url="https://vidu.vn/1",
        seen_on=SEEN,
        recorded_at=THEN,
    )
    add(
        "registry_imports",
        id=1,
        file_name="dot-2.csv",
        file_hash="0" * 64,
        imported_at=THEN,
        counts={"added": 1},
    )


def rows(name, *columns):
    found = table(name)
    with db.engine.connect() as connection:
        chosen = select(*(found.c[column] for column in columns)).order_by(found.c.id)
        return [tuple(row) for row in connection.execute(chosen)]


def test_what_was_counted_goes_on_counting(old_market):
    upgrade()

    assert rows("platforms", "code", "counted_from", "stale_after_days") == [
        ("postmart", date(2018, 5, 7), 90),
        ("facebook", None, 90),
    ]
    assert rows("outside_checks", "listing_id", "checked_on", "stale_on") == [
        (1, SEEN, date(2026, 12, 30))
    ]


def test_certificates_learn_what_they_rest_on(old_market):
    upgrade()

    assert rows("certificates", "evidence", "programme") == [
        ("decision", "148/2023"),
        ("press", None),
    ]


def test_imports_are_remembered(old_market):
    upgrade()

    assert rows("intake_runs", "kind", "file_name", "state", "counts") == [
        ("register", "dot-2.csv", "done", {"added": 1})
    ]


def test_the_way_back_keeps_them_too(old_market):
    upgrade()
    downgrade(revision="2026_11_23")

    assert rows("platforms", "code", "is_counted") == [("postmart", True), ("facebook", False)]
    assert rows("registry_imports", "file_name", "counts") == [("dot-2.csv", {"added": 1})]
    assert len(rows("certificates", "id")) == 2
