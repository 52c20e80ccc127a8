"""Who may do what to an order, and when."""

from itertools import product

import pytest

from marketplace.config import ROOT
from marketplace.orders.commands import document
from marketplace.orders.errors import NotAllowed
from marketplace.orders.mails import SUBJECTS
from marketplace.orders.models import OrderState
from marketplace.orders.rules.life import (
    TRANSITIONS,
    Action,
    Actor,
    PurchaseState,
    Stock,
    possible,
    purchase_state,
    shows_buyer,
    transition,
)

AWAITING, PAID, PACKED, SENT, EXPIRED, CANCELLED = (
    OrderState.AWAITING_PAYMENT,
    OrderState.PAID,
    OrderState.PACKED,
    OrderState.SENT,
    OrderState.EXPIRED,
    OrderState.CANCELLED,
)
# Written out a second time, by hand: everything that is not here is refused.
ALLOWED = {
    (None, Action.PLACE, Actor.BUYER): AWAITING,
    (AWAITING, Action.PAY, Actor.PROVIDER): PAID,
    (AWAITING, Action.EXPIRE, Actor.CLOCK): EXPIRED,
    (AWAITING, Action.CANCEL, Actor.BUYER): CANCELLED,
    (PAID, Action.PACK, Actor.PRODUCER): PACKED,
    (PACKED, Action.SEND, Actor.PRODUCER): SENT,
}
EVERY = list(product([None, *OrderState], Action, Actor))


@pytest.mark.parametrize(("state", "action", "actor"), EVERY)
def test_every_state_action_and_actor(state, action, actor):
    expected = ALLOWED.get((state, action, actor))

    if expected is None:
        with pytest.raises(NotAllowed):
            transition(state, action, actor)
    else:
        assert transition(state, action, actor).after is expected


def test_the_table_holds_each_case_once():
    assert len({(row.before, row.action, row.actor) for row in TRANSITIONS}) == len(TRANSITIONS)


@pytest.mark.parametrize("state", OrderState)
@pytest.mark.parametrize("actor", Actor)
def test_the_buttons_are_what_is_allowed(state, actor):
    allowed = {action for before, action, who in ALLOWED if (before, who) == (state, actor)}

    assert possible(state, actor) == allowed


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: str(row.action))
def test_pieces_go_back_exactly_when_an_order_ends_unpaid(row):
    assert (row.stock is Stock.RETURNED) is (row.after in (EXPIRED, CANCELLED))
    assert (row.stock is Stock.TAKEN) is (row.before is None)


@pytest.mark.parametrize("row", TRANSITIONS, ids=lambda row: str(row.action))
def test_every_mail_of_the_table_is_written(row):
    for template in row.mail:
        assert template in SUBJECTS
        assert (ROOT / "templates" / "emails" / f"{template}.txt").is_file()


def test_an_order_always_comes_to_an_end():
    ways = {
        state: {row.after for row in TRANSITIONS if row.before is state} for state in OrderState
    }

    def ends(state, seen=()):
        assert state not in seen
        return all(ends(after, (*seen, state)) for after in ways[state])

    assert ends(AWAITING)


@pytest.mark.parametrize(
    ("orders", "expected"),
    [
        ([AWAITING, AWAITING], PurchaseState.AWAITING_PAYMENT),
        ([EXPIRED], PurchaseState.EXPIRED),
        ([CANCELLED, CANCELLED], PurchaseState.CANCELLED),
        ([PAID], PurchaseState.PAID),
        ([PACKED, PACKED], PurchaseState.PAID),
        ([PAID, PACKED], PurchaseState.PAID),
        ([SENT, PAID], PurchaseState.PARTLY_SENT),
        ([PACKED, SENT], PurchaseState.PARTLY_SENT),
        ([SENT, SENT], PurchaseState.SENT),
    ],
)
def test_the_state_of_a_purchase_follows_from_its_orders(orders, expected):
    assert purchase_state(orders) is expected
    assert purchase_state(reversed(orders)) is expected


@pytest.mark.parametrize("state", OrderState)
def test_a_producer_reads_who_buys_once_it_is_paid(state):
    assert shows_buyer(state) is (state in (PAID, PACKED, SENT))


def test_the_document_says_what_the_table_says():
    written = (ROOT / "docs" / "orders.md").read_text()

    assert written == document(), "run: flask orders doc > docs/orders.md"


def test_the_document_is_printed(app):
    printed = app.test_cli_runner().invoke(args=["orders", "doc"])

    assert printed.output == document()
