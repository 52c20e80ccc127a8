"""A forgotten password is replaced by its owner, and by nobody else."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from marketplace.accounts import actions, rules
from marketplace.audience import Audience

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
EMAIL, OLD, NEW = "hoa@example.com", "măng khô mùa đông", "lúa mới tháng mười"


@pytest.fixture
def clock(freeze):
    return freeze(NOW)


@pytest.fixture
def account(session, clock):
    user = actions.open_account(
        session, name="Cô Hoa", email=EMAIL, password=OLD, audience=Audience.BUYER, now=NOW
    )
    session.commit()
    return user


@pytest.fixture
def link(client, account, deliver_mail):
    """The path in the mail that arrived."""
    client.post("/quen-mat-khau", data={"email": EMAIL})
    [mail] = deliver_mail(NOW)
    assert mail["To"] == EMAIL
    return re.search(r"http://localhost(/mat-khau-moi/\S+)", mail.get_content())[1]


def log_in(client, password):
    return client.post("/dang-nhap", data={"email": EMAIL, "password": password}).status_code


def test_the_link_chooses_a_new_password(client, link):
    answer = client.post(link, data={"password": NEW})

    assert answer.status_code == 303
    client.post("/dang-xuat")
    assert log_in(client, OLD) == 422
    assert log_in(client, NEW) == 303


def test_a_link_works_once(app, client, link):
    client.post(link, data={"password": NEW})

    again = app.test_client().post(link, data={"password": "another password"})

    assert again.location == "/quen-mat-khau"
    assert log_in(app.test_client(), NEW) == 303


def test_a_link_works_for_an_hour(client, link, clock, monkeypatch):
    monkeypatch.setattr(rules, "RESET_LIFE", timedelta(seconds=-1))

    assert client.get(link).location == "/quen-mat-khau"


@pytest.mark.parametrize("token", ["x", "a.b.c", "WzEsImFiYyJd.abc.def"])
def test_a_made_up_link_opens_nothing(client, account, token):
    assert client.get(f"/mat-khau-moi/{token}").location == "/quen-mat-khau"


def test_nobody_learns_who_has_an_account(client, account, deliver_mail):
    known = client.post("/quen-mat-khau", data={"email": EMAIL}).get_data(as_text=True)
    unknown = client.post("/quen-mat-khau", data={"email": "x@example.com"}).get_data(as_text=True)

    assert known == unknown
    assert len(deliver_mail(NOW)) == 1


def test_the_link_leads_to_our_own_address_whatever_host_asked(app, account, deliver_mail):
    app.test_client().post(
        "/quen-mat-khau", data={"email": EMAIL}, headers={"X-Forwarded-Host": "evil.example"}
    )

    assert "evil.example" not in deliver_mail(NOW)[0].get_content()


def test_changing_the_password_logs_other_devices_out(app, client, account):
    other = app.test_client()
    log_in(client, OLD)
    log_in(other, OLD)

    answer = client.post("/tai-khoan/mat-khau", data={"old": OLD, "password": NEW})

    assert answer.status_code == 303
    assert client.get("/tai-khoan").status_code == 200
    assert other.get("/tai-khoan").status_code == 302


def test_the_old_password_is_asked_for(client, account):
    log_in(client, OLD)

    answer = client.post("/tai-khoan/mat-khau", data={"old": "wrong", "password": NEW})

    assert answer.status_code == 422
    assert log_in(client, OLD) == 303
