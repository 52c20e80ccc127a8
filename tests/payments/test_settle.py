"""Money settles a purchase once, whatever comes, in whatever order, however often."""

from __future__ import annotations

import itertools
import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from marketplace import db
from marketplace.audit.models import AuditEntry
from marketplace.catalog.models import Listing
from marketplace.orders import actions as orders
from marketplace.orders.models import OrderState
from marketplace.outbox.models import OutboxMessage
from marketplace.payments import flows
from marketplace.payments.errors import NotPayable, ProviderRefused, ProviderUnavailable
from marketplace.payments.models import AttemptState, PaymentAttempt, ProviderEvent
from tests.catalog.goods import NOW, make_listing
from tests.fakes import FakeGateway, sign
from tests.payments.purchases import make_purchase

WEBHOOK = "/thanh-toan/thong-bao/stripe"


@pytest.fixture
def gateway(app, monkeypatch, freeze):
    """The provider, in memory; the market's clock stands still."""
    freeze(NOW)
    fake = FakeGateway()
    monkeypatch.setitem(app.extensions, "card_gateway", fake)
    return fake


@pytest.fixture
def browser(app, session):
    """A browser of the buyer."""
    return app.test_client()


@pytest.fixture
def listing(session, chi_lan):
    return make_listing(session, chi_lan.producer, stock=10)


@pytest.fixture
def purchase(session, listing):
    """Two boxes for 360.000 đ, waiting for money."""
    made = make_purchase(session, {listing: 2}, now=NOW)
    session.commit()
    return made


@pytest.fixture
def attempt(session, gateway, purchase, browser):
    """A page of the provider on which the purchase can be paid."""
    browser.post(f"/thanh-toan/{purchase.secret}")
    return session.scalars(select(PaymentAttempt)).one()


def states(purchase) -> set[OrderState]:
    return {order.state for order in purchase.orders}


def mails(session, template: str) -> int:
    return sum(
        message.payload.get("template") == template
        for message in session.scalars(select(OutboxMessage))
    )


def test_the_buyer_is_sent_to_the_provider_with_the_exact_sum(gateway, purchase, browser):
    answer = browser.post(f"/thanh-toan/{purchase.secret}")

    [request] = gateway.requests.values()
    assert (answer.status_code, answer.location) == (
        303,
        f"http://127.0.0.1:1/pay/{next(iter(gateway.sessions))}",
    )
    assert request.amount_vnd == 360_000
    assert [(line.unit_amount_vnd, line.quantity) for line in request.lines] == [(180_000, 2)]
    assert request.order_number == purchase.number


def test_asking_again_leads_to_the_same_page(gateway, purchase, browser, session):
    first = browser.post(f"/thanh-toan/{purchase.secret}").location
    second = browser.post(f"/thanh-toan/{purchase.secret}").location

    assert first == second
    assert session.scalar(select(func.count()).select_from(PaymentAttempt)) == 1


def test_the_return_page_asks_the_provider_and_settles(gateway, purchase, attempt, browser):
    gateway.pay(attempt.session_id)

    answer = browser.get(f"/thanh-toan/{purchase.secret}/ve")

    assert answer.location == f"/don-mua/{purchase.secret}"
    assert states(purchase) == {OrderState.PAID}
    assert purchase.paid_at == NOW
    assert attempt.state is AttemptState.PAID


def test_coming_back_without_paying_changes_nothing(gateway, purchase, attempt, browser):
    browser.get(f"/thanh-toan/{purchase.secret}/ve")

    assert states(purchase) == {OrderState.AWAITING_PAYMENT}
    assert attempt.state is AttemptState.OPEN


def test_a_notice_alone_settles(gateway, purchase, attempt, browser):
    gateway.pay(attempt.session_id)
    body, signature = gateway.notice("checkout.session.completed", attempt.session_id, NOW)

    answer = browser.post(WEBHOOK, data=body, headers={"Stripe-Signature": signature})

    assert answer.status_code == 200
    assert states(purchase) == {OrderState.PAID}


def test_a_notice_is_a_reason_to_ask_never_a_proof(gateway, purchase, attempt, browser):
    body, signature = gateway.notice("checkout.session.completed", attempt.session_id, NOW)

    browser.post(WEBHOOK, data=body, headers={"Stripe-Signature": signature})

    assert states(purchase) == {OrderState.AWAITING_PAYMENT}


@pytest.mark.parametrize(
    "order", list(itertools.permutations(["notice", "return", "again", "clock"]))
)
def test_in_any_order_the_money_counts_once(gateway, purchase, attempt, browser, session, order):
    gateway.pay(attempt.session_id)
    body, signature = gateway.notice("checkout.session.completed", attempt.session_id, NOW)
    steps = {
        "notice": lambda: browser.post(WEBHOOK, data=body, headers={"Stripe-Signature": signature}),
        "return": lambda: browser.get(f"/thanh-toan/{purchase.secret}/ve"),
        "again": lambda: browser.post(WEBHOOK, data=body, headers={"Stripe-Signature": signature}),
        "clock": lambda: flows.close_overdue(gateway, purchase.pay_by + timedelta(minutes=1)),
    }

    for step in order:
        steps[step]()

    session.expire_all()
    assert states(purchase) == {OrderState.PAID}
    assert mails(session, "order_paid") == 1
    assert session.scalar(select(func.count()).select_from(ProviderEvent)) == 1


@pytest.mark.parametrize(
    "lie",
    [
        {"amount": 359_999},
        {"amount": 360_001},
        {"amount": 36_000_000},
        {"currency": "usd"},
        {"reference": "another-order-1"},
        {"reference": None},
        {"livemode": True},
    ],
)
def test_money_that_is_not_ours_pays_nothing_and_raises_an_alarm(
    gateway, purchase, attempt, browser, session, lie
):
    gateway.pay(attempt.session_id)
    gateway.change(attempt.session_id, **lie)

    browser.get(f"/thanh-toan/{purchase.secret}/ve")

    assert states(purchase) == {OrderState.AWAITING_PAYMENT}
    assert attempt.state is AttemptState.MISMATCH
    assert next(iter(lie)) in attempt.problem
    alarms = select(AuditEntry).where(AuditEntry.action == "payment.put_aside")
    assert session.scalars(alarms).one().subject_id == attempt.id


def test_after_an_expired_page_a_new_one_opens(gateway, purchase, attempt, browser, session):
    gateway.expire(attempt.session_id)

    answer = browser.post(f"/thanh-toan/{purchase.secret}")

    first, second = session.scalars(select(PaymentAttempt).order_by(PaymentAttempt.position))
    assert first.state is AttemptState.EXPIRED
    assert second.state is AttemptState.OPEN
    assert answer.location == second.url
    assert first.idempotency_key != second.idempotency_key


def test_a_provider_that_is_away_leaves_the_order_payable(gateway, purchase, browser, session):
    gateway.trouble = ProviderUnavailable("timeout")
    answer = browser.post(f"/thanh-toan/{purchase.secret}")
    assert answer.location == f"/don-mua/{purchase.secret}"
    gateway.trouble = None

    browser.post(f"/thanh-toan/{purchase.secret}")

    [attempt] = session.scalars(select(PaymentAttempt))
    assert attempt.state is AttemptState.OPEN
    assert len(gateway.requests) == 1


def test_a_refused_page_makes_room_for_another(gateway, purchase, browser, session):
    gateway.trouble = ProviderRefused("amount too small")
    browser.post(f"/thanh-toan/{purchase.secret}")
    gateway.trouble = None

    answer = browser.post(f"/thanh-toan/{purchase.secret}")

    assert answer.location.startswith("http://127.0.0.1:1/pay/")


def test_an_unpaid_purchase_ends_and_its_pieces_go_back(
    gateway, purchase, attempt, listing, session
):
    stock = listing.stock

    flows.close_overdue(gateway, purchase.pay_by)

    session.expire_all()
    assert states(purchase) == {OrderState.EXPIRED}
    assert session.get_one(Listing, listing.id).stock == stock + 2
    assert gateway.sessions[attempt.session_id].status == "expired"


def test_before_its_time_nothing_ends(gateway, purchase, attempt, session):
    flows.close_overdue(gateway, purchase.pay_by - timedelta(seconds=1))

    session.expire_all()
    assert states(purchase) == {OrderState.AWAITING_PAYMENT}


def test_a_page_paid_at_the_last_moment_settles_instead_of_ending(
    gateway, purchase, attempt, session
):
    gateway.pay(attempt.session_id)

    flows.close_overdue(gateway, purchase.pay_by)

    session.expire_all()
    assert states(purchase) == {OrderState.PAID}


def test_while_the_provider_is_away_nothing_is_given_back(gateway, purchase, attempt, session):
    gateway.trouble = ProviderUnavailable("timeout")

    flows.close_overdue(gateway, purchase.pay_by)

    session.expire_all()
    assert states(purchase) == {OrderState.AWAITING_PAYMENT}


def test_a_purchase_that_never_saw_the_provider_ends_too(gateway, purchase, session):
    flows.close_overdue(gateway, purchase.pay_by)

    session.expire_all()
    assert states(purchase) == {OrderState.EXPIRED}
    assert gateway.calls == []


def test_before_a_cancellation_the_page_is_closed(gateway, purchase, attempt, browser, session):
    browser.post(f"/don-mua/{purchase.secret}/huy")

    session.expire_all()
    assert states(purchase) == {OrderState.CANCELLED}
    assert gateway.sessions[attempt.session_id].status == "expired"


def test_what_was_paid_a_moment_ago_is_not_cancelled(gateway, purchase, attempt, browser, session):
    gateway.pay(attempt.session_id)

    browser.post(f"/don-mua/{purchase.secret}/huy")

    session.expire_all()
    assert states(purchase) == {OrderState.PAID}


def test_while_the_provider_is_away_nothing_is_cancelled(
    gateway, purchase, attempt, browser, session
):
    gateway.trouble = ProviderUnavailable("timeout")

    browser.post(f"/don-mua/{purchase.secret}/huy")

    session.expire_all()
    assert states(purchase) == {OrderState.AWAITING_PAYMENT}


def test_money_after_a_cancellation_is_put_aside_for_people(
    gateway, purchase, attempt, browser, session
):
    with db.transaction() as current:
        orders.cancel(current, purchase, NOW)
    gateway.pay(attempt.session_id)

    browser.get(f"/thanh-toan/{purchase.secret}/ve")

    session.expire_all()
    assert states(purchase) == {OrderState.CANCELLED}
    assert attempt.state is AttemptState.MISMATCH


def test_a_closed_purchase_is_not_paid_again(gateway, purchase, attempt, browser):
    gateway.pay(attempt.session_id)
    browser.get(f"/thanh-toan/{purchase.secret}/ve")

    assert browser.post(f"/thanh-toan/{purchase.secret}").location == f"/don-mua/{purchase.secret}"
    with pytest.raises(NotPayable):
        flows.start(gateway, purchase.id, page_url="", return_url="", now=NOW)


@pytest.mark.parametrize("secret", ["x", "a" * 43, "../../etc"])
def test_an_unknown_order_is_not_found(gateway, browser, secret):
    assert browser.post(f"/thanh-toan/{secret}").status_code == 404
    assert browser.get(f"/thanh-toan/{secret}/ve").status_code == 404


# --- Notices ---


def notice(**changes) -> bytes:
    event = {
        "id": "evt_1",
        "object": "event",
        "type": "invoice.created",
        "created": int(NOW.timestamp()),
        "livemode": False,
        "data": {"object": {"id": "in_1", "object": "invoice"}},
    }
    return json.dumps({**event, **changes}).encode()


def deliver(browser, body: bytes, signature: str):
    return browser.post(WEBHOOK, data=body, headers={"Stripe-Signature": signature})


def test_an_unknown_kind_is_kept_and_welcome(gateway, browser, session):
    answer = deliver(browser, notice(), sign(notice(), gateway.secret, NOW))

    assert answer.status_code == 200
    assert session.get_one(ProviderEvent, "evt_1").handled_at == NOW


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "t=1,v1=abc",
        sign(notice(), "whsec_wrong", NOW),
        sign(notice(), "whsec_tests", NOW - timedelta(seconds=301)),
        sign(notice(), "whsec_tests", NOW + timedelta(seconds=301)),
        sign(notice(livemode=True), "whsec_tests", NOW),
    ],
)
def test_a_forged_notice_is_refused_and_leaves_no_trace(gateway, browser, session, signature):
    assert deliver(browser, notice(), signature).status_code == 400
    assert session.scalar(select(func.count()).select_from(ProviderEvent)) == 0


def test_a_notice_that_could_not_be_followed_is_sent_again(
    gateway, purchase, attempt, browser, session
):
    gateway.pay(attempt.session_id)
    body, signature = gateway.notice("checkout.session.completed", attempt.session_id, NOW)
    gateway.trouble = ProviderUnavailable("timeout")
    assert deliver(browser, body, signature).status_code == 503
    gateway.trouble = None

    assert deliver(browser, body, signature).status_code == 200

    assert states(purchase) == {OrderState.PAID}


def test_a_notice_about_a_page_we_never_opened_does_nothing(gateway, purchase, browser):
    stranger = notice(
        type="checkout.session.completed",
        data={"object": {"id": "cs_test_stranger", "object": "checkout.session"}},
    )

    assert deliver(browser, stranger, sign(stranger, gateway.secret, NOW)).status_code == 200
    assert gateway.calls == []


def test_a_huge_notice_is_not_read(gateway, browser):
    body = b"x" * (256 * 1024 + 1)

    assert deliver(browser, body, sign(body, gateway.secret, NOW)).status_code == 413
