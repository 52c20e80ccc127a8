"""People log in, out, and cannot guess."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace import clock
from marketplace.accounts import actions, rules
from marketplace.accounts.models import LoginFailure
from marketplace.audience import Audience

EMAIL, PASSWORD = "hoa@example.com", "măng khô mùa đông"
LOGIN = "/dang-nhap"


@pytest.fixture
def account(session):
    user = actions.open_account(
        session,
        name="Cô Hoa",
        email=EMAIL,
        password=PASSWORD,
        audience=Audience.BUYER,
        now=clock.now(),
    )
    session.commit()
    return user


def log_in(client, email=EMAIL, password=PASSWORD, **more):
    return client.post(LOGIN, data={"email": email, "password": password, **more})


def is_logged_in(client) -> bool:
    return client.get(LOGIN).status_code == 302


def test_the_right_password_opens_the_market(client, account):
    answer = log_in(client)

    assert (answer.status_code, answer.location) == (303, "/")
    assert is_logged_in(client)


def test_an_address_is_found_however_it_is_typed(client, account):
    assert log_in(client, email="  HOA@Example.com ").status_code == 303


def test_a_person_returns_to_the_page_they_wanted(client, account):
    assert log_in(client, next="/gioi-thieu").location == "/gioi-thieu"


def test_a_person_is_never_sent_to_another_site(client, account):
    assert log_in(client, next="//evil.example").location == "/"


@pytest.mark.parametrize(
    ("email", "password"), [(EMAIL, "wrong password"), ("nobody@example.com", PASSWORD)]
)
def test_what_was_wrong_is_not_said(client, account, email, password):
    answer = log_in(client, email=email, password=password)

    assert answer.status_code == 422
    assert not is_logged_in(client)
    page = answer.get_data(as_text=True)
    assert "Thư điện tử hoặc mật khẩu chưa đúng" in page
    assert email in page  # what was typed stays
    assert password not in page


def test_guessing_one_account_is_stopped_before_the_password_is_looked_at(
    client, account, monkeypatch
):
    for _ in range(rules.MOST_FAILURES_PER_ACCOUNT):
        log_in(client, password="wrong password")
    monkeypatch.setattr(rules, "is_password", lambda *_: pytest.fail("a hash was computed"))

    answer = log_in(client)

    assert answer.status_code == 429


def test_guessing_many_accounts_from_one_address_is_stopped(session, client, account):
    for number in range(rules.MOST_FAILURES_PER_ADDRESS):
        actions.note_failure(
            session, email=f"{number}@example.com", address="127.0.0.1", now=clock.now()
        )
    session.commit()

    assert log_in(client).status_code == 429


def test_after_a_while_one_may_try_again(session, client, account):
    earlier = clock.now() - rules.GUESSING_WINDOW - timedelta(seconds=1)
    for _ in range(rules.MOST_FAILURES_PER_ACCOUNT):
        session.add(LoginFailure(key_hash=rules.digest(f"account:{EMAIL}"), at=earlier))
    session.commit()

    assert log_in(client).status_code == 303


def test_a_copied_cookie_is_worthless_after_logging_out(app, client, account):
    log_in(client)
    thief = app.test_client()
    with client.session_transaction() as cookie:
        stolen = dict(cookie)
    with thief.session_transaction() as cookie:
        cookie.update(stolen)
    assert is_logged_in(thief)

    client.post("/dang-xuat")

    assert not is_logged_in(client)
    assert not is_logged_in(thief)


def test_logging_in_begins_a_new_session(client, account):
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"

    log_in(client)

    with client.session_transaction() as cookie:
        assert "planted" not in cookie


def test_a_log_in_ends_by_itself(client, account, freeze):
    log_in(client)

    freeze(clock.now() + rules.SESSION_LIFE + timedelta(seconds=1))

    assert not is_logged_in(client)


@pytest.mark.parametrize("page", ["/", "/gio-hang/", "/don-mua/"])
def test_on_every_screen_there_is_a_way_to_the_account_and_out(client, account, page):
    log_in(client)

    assert 'href="/tai-khoan"' in client.get(page).get_data(as_text=True)
    assert 'action="/dang-xuat"' in client.get("/tai-khoan").get_data(as_text=True)
