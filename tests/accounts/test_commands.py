"""Staff and producers' people get their accounts from the command line."""

from __future__ import annotations

import re

import pytest

from marketplace.accounts import queries
from marketplace.audience import Audience
from marketplace.producers.queries import producer_of_user

EMAIL, PASSWORD = "mai@example.vn", "lúa mới tháng mười"


@pytest.fixture
def run(app, session):
    """Runs a command; what it changed is seen by the test."""

    def run(*words):
        session.commit()
        done = app.test_cli_runner().invoke(args=words)
        session.expire_all()
        return done

    return run


def open_account(run, audience):
    return run("accounts", "open", EMAIL, "--name", "Chị Mai", "--for", audience)


def test_staff_get_a_link_with_which_they_choose_a_password(run, client, session):
    done = open_account(run, "staff")

    path = re.search(r"http://localhost(/mat-khau-moi/\S+)", done.output)[1]
    client.post(path, data={"password": PASSWORD})
    assert client.get("/can-bo/").status_code == 200
    assert queries.find_user_by_email(session, EMAIL).audience is Audience.STAFF


def test_an_address_has_one_account(run):
    open_account(run, "staff")

    again = open_account(run, "producer")

    assert again.exit_code == 1
    assert "đã có tài khoản" in again.output


def test_a_person_joins_a_producers_shop(run, session, chi_lan):
    open_account(run, "producer")

    done = run("producers", "join", EMAIL, chi_lan.producer.slug)

    assert done.exit_code == 0, done.output
    user = queries.find_user_by_email(session, EMAIL)
    assert producer_of_user(session, user.id).id == chi_lan.producer.id


@pytest.mark.parametrize(
    ("email", "slug"), [("nobody@example.vn", None), (EMAIL, "no-such-shop"), (None, None)]
)
def test_nobody_joins_by_mistake(run, session, chi_lan, co_hoa, email, slug):
    open_account(run, "producer")

    done = run("producers", "join", email or co_hoa.user.email, slug or chi_lan.producer.slug)

    assert done.exit_code == 1
