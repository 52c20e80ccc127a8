"""Machines of the province read the figures with a key, and nothing else."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from openapi_spec_validator import validate
from sqlalchemy import select

from marketplace.audit.models import AuditEntry
from marketplace.reports.feed import keys, queries
from marketplace.reports.models import FeedToken
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
RECENTLY = date(2025, 3, 1)


@pytest.fixture
def market(session, freeze):
    freeze(NOW)
    return Market(session)


@pytest.fixture
def key(session, market):
    made = keys.make(session, "IOC tỉnh Lào Cai", actor_id=None, now=NOW)
    session.flush()
    return {"Authorization": f"Bearer {made}"}


def test_without_a_key_nothing_is_told(client, market):
    for address in ("/api/v1/figures", "/api/v1/figures/I1", "/api/v1/rows/products"):
        for headers in ({}, {"Authorization": "Bearer ocop_wrong"}, {"Authorization": "Basic x"}):
            answer = client.get(address, headers=headers)

            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")
            assert answer.content_type == "application/problem+json"


def test_a_key_opens_the_figures_of_any_day(client, market, key):
    listed = market.product(issued_on=RECENTLY)
    market.live(listed)
    market.product(issued_on=RECENTLY)

    answer = client.get("/api/v1/figures/I1?day=2026-10-31", headers=key)

    assert answer.json["value"] == {"part": 1, "whole": 2, "percent": "50.0"}
    assert answer.json["day"] == "2026-10-31"
    whole = client.get("/api/v1/figures?day=2026-10-31", headers=key).json
    assert whole["figures"]["I1"]["value"] == answer.json["value"]


def test_the_rows_name_products_and_nobodys_data(client, session, market, key):
    producer = market.producer("HTX Hoa Lợi")
    producer.phone, producer.tax_code = "+84912345678", "5300123456"
    market.product("Chè Shan", producer, RECENTLY)

    told = client.get("/api/v1/rows/producers", headers=key)

    assert [row["name"] for row in told.json["producers"]] == ["HTX Hoa Lợi"]
    assert "912345678" not in told.text
    assert "5300123456" not in told.text


def test_who_has_it_already_gets_no_bytes(client, market, key):
    first = client.get("/api/v1/figures", headers=key)
    again = client.get("/api/v1/figures", headers=key | {"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    market.product(issued_on=RECENTLY)
    changed = client.get("/api/v1/figures", headers=key | {"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/figures/I99", 404),
        ("/api/v1/rows/users", 404),
        ("/api/v1/nothing", 404),
        ("/api/v1/figures?day=2999-01-01", 422),
        ("/api/v1/figures?day=hom-nay", 422),
        ("/api/v1/figures/I1?date=2025-12-12", 422),
        ("/api/v1/figures?day=2026-10-31&known_on=x", 422),
    ],
)
def test_a_wrong_question_is_told_what_is_wrong(client, market, key, address, status):
    answer = client.get(address, headers=key)

    assert answer.status_code == status


def test_a_revoked_key_opens_nothing(client, session, market, key, anh_tung):
    token = session.scalars(select(FeedToken)).one()

    anh_tung.client.post(f"/can-bo/khoa-du-lieu/{token.id}/thu-hoi")

    assert client.get("/api/v1/figures", headers=key).status_code == 401
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "feed_key.revoked")).one()
    assert entry.actor_id == anh_tung.user.id


def test_the_use_of_a_key_is_noted(client, session, market, key, freeze):
    client.get("/api/v1/figures", headers=key)
    session.expire_all()

    assert session.scalars(select(FeedToken)).one().last_used_at == NOW


def test_too_many_questions_have_to_wait(client, session, market, key, freeze):
    other = {"Authorization": f"Bearer {keys.make(session, 'Sở', actor_id=None, now=NOW)}"}
    session.flush()

    answers = [client.get("/api/v1/rows/nothing", headers=key) for _ in range(61)]

    assert [answer.status_code for answer in answers[:60]] == [404] * 60
    assert answers[60].status_code == 429
    assert answers[60].headers["Retry-After"] == "60"
    assert answers[60].content_type == "application/problem+json"
    assert client.get("/api/v1/rows/nothing", headers=other).status_code == 404
    freeze(NOW + timedelta(minutes=1))
    assert client.get("/api/v1/rows/nothing", headers=key).status_code == 404


def test_a_key_is_shown_once_and_kept_as_a_hash(session, anh_tung):
    page = anh_tung.client.post("/can-bo/khoa-du-lieu", data={"name": "IOC tỉnh"})

    token = session.scalars(select(FeedToken)).one()
    made = page.text.split('<code id="key">')[1].split("</code>")[0]
    assert queries.opens(session, made) is token
    assert made not in token.token_hash
    assert page.headers["Cache-Control"] == "no-store"
    index = anh_tung.client.get("/can-bo/khoa-du-lieu").text
    assert "IOC tỉnh" in index
    assert made not in index


def test_a_key_belongs_to_somebody(anh_tung):
    page = anh_tung.client.post("/can-bo/khoa-du-lieu", data={"name": "  "})

    assert page.status_code == 422


def test_the_description_is_sound_and_names_every_address(client, app):
    told = client.get("/api/v1/openapi.json").json

    validate(told)
    served = {
        rule.rule.removeprefix("/api/v1").replace("<", "{").replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("feed.")
    }
    assert set(told["paths"]) == served
    assert told["servers"] == [{"url": "http://localhost/api/v1"}]


def test_every_figure_is_told_as_described(client, market, key):
    market.live(market.product(issued_on=RECENTLY))
    described = client.get("/api/v1/openapi.json").json["components"]["schemas"]

    told = json.loads(client.get("/api/v1/figures", headers=key).data)

    assert set(told) == set(described["Figures"]["required"])
    for figure in told["figures"].values():
        assert set(figure) == set(described["Figure"]["required"])
        assert set(figure["breakdowns"]) <= set(
            described["Figure"]["properties"]["breakdowns"]["propertyNames"]["enum"]
        )
