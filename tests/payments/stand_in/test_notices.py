"""What the stand-in tells the shop, and how stubbornly."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import stripe

from marketplace.payments.stand_in import couriers, provider
from tests.payments.conftest import PAYS, SECRET, wait_until
from tests.payments.stripe_words import complaints


def test_a_payment_is_told_in_a_notice_that_stripes_library_accepts(buyer, page, shop):
    buyer.pay(PAYS)

    ((body, signature),) = shop.wait_for(1)

    event = stripe.Webhook.construct_event(body, signature, SECRET)
    assert event.type == "checkout.session.completed"
    assert complaints(event.to_dict(), stripe.Event) == []
    assert event.data.object.id == page.id
    assert event.data.object.payment_status == "paid"


def test_our_own_door_reads_the_notice(buyer, page, shop, gateway):
    buyer.pay(PAYS)

    ((body, signature),) = shop.wait_for(1)

    event = gateway.read_webhook(body, signature, datetime.now(UTC))
    assert (event.session_id, event.reference) == (page.id, "CP-2611-0001-1")


@pytest.fixture
def impatient(monkeypatch):
    """Repeats follow at once."""
    monkeypatch.setattr(provider, "BACK_OFF_SECONDS", (0.01,) * 4)
    monkeypatch.setattr(couriers, "PULSE_SECONDS", 0.02)


@pytest.mark.usefixtures("impatient")
def test_a_notice_is_repeated_until_the_shop_takes_it(buyer, shop, client):
    shop.answers = [500, 302, 404]

    buyer.pay(PAYS)

    assert len({body for body, _signature in shop.wait_for(4)}) == 1
    wait_until(lambda: client.v1.events.list().data[0].pending_webhooks == 0)


@pytest.mark.usefixtures("impatient")
def test_a_shop_that_never_listens_is_told_five_times(buyer, shop, stand_in):
    shop.answers = [500] * 100

    buyer.pay(PAYS)

    shop.wait_for(5)
    wait_until(lambda: not stand_in.provider.store.deliveries_due(float("inf")))
    assert len(shop.notices) == 5


def test_waits_between_repeats_grow():
    waits = provider.BACK_OFF_SECONDS

    assert len(waits) == 4
    assert list(waits) == sorted(set(waits))


def test_notices_can_come_twice_for_tests(buyer, shop, stand_in):
    stand_in.faults.choose("duplicate_webhooks", seconds=0)

    buyer.pay(PAYS)

    first, second = shop.wait_for(2)
    assert first[0] == second[0]


@pytest.mark.usefixtures("impatient")
def test_notices_can_be_lost_for_tests(buyer, shop, stand_in):
    stand_in.faults.choose("no_webhooks", seconds=0)

    buyer.pay(PAYS)

    wait_until(lambda: not stand_in.provider.store.deliveries_due(float("inf")))
    assert shop.notices == []


def test_what_happened_can_be_listed(client, buyer, page, paid_intent):
    client.v1.refunds.create({"payment_intent": paid_intent})

    listed = client.v1.events.list({"limit": 1})

    assert [event.type for event in listed.data] == ["charge.refunded"]
    assert listed.has_more
    paid = client.v1.events.list({"type": "checkout.session.completed"})
    assert [event.data.object.id for event in paid.data] == [page.id]
    assert client.v1.events.retrieve(paid.data[0].id).type == "checkout.session.completed"
