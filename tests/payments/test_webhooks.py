"""Notices of the provider: who may send them, and what is read in them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stripe

from marketplace.payments.errors import ForgedWebhook
from marketplace.payments.webhooks import read_signed
from tests.fakes import sign
from tests.payments.conftest import SECRET

NOW = datetime(2026, 3, 1, 5, 0, tzinfo=UTC)
SESSION = {
    "id": "cs_test_1",
    "object": "checkout.session",
    "client_reference_id": "CP-1-1",
    "payment_intent": "pi_1",
}


def notice(**changes: Any) -> bytes:
    fields = {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "created": int(NOW.timestamp()),
        "livemode": False,
        "data": {"object": SESSION},
    }
    return json.dumps(fields | changes).encode()


def test_a_signed_notice_is_read():
    event = read_signed(notice(), sign(notice(), SECRET, NOW), [SECRET], NOW)

    assert (event.id, event.kind) == ("evt_1", "checkout.session.completed")
    assert (event.session_id, event.payment_intent_id) == ("cs_test_1", "pi_1")
    assert (event.reference, event.livemode, event.created_at) == ("CP-1-1", False, NOW)


def test_stripes_own_signature_is_accepted():
    body = notice()
    seconds = int(NOW.timestamp())
    signature = stripe.WebhookSignature.generate_signature_header(body.decode(), SECRET, seconds)

    assert read_signed(body, signature, [SECRET], NOW).id == "evt_1"


def test_one_of_several_secrets_is_enough_on_either_side():
    old, new = (sign(notice(), secret, NOW) for secret in ("whsec_old", "whsec_new"))
    both = f"{new},{old.split(',')[1]}"

    assert read_signed(notice(), old, ["whsec_new", "whsec_old"], NOW).id == "evt_1"
    assert read_signed(notice(), both, ["whsec_old"], NOW).id == "evt_1"


@pytest.mark.parametrize("seconds", [-300, 0, 300])
def test_clocks_may_differ_by_five_minutes(seconds):
    signed_at = NOW + timedelta(seconds=seconds)

    assert read_signed(notice(), sign(notice(), SECRET, signed_at), [SECRET], NOW).id == "evt_1"


@pytest.mark.parametrize(
    "signed_at",
    [
        pytest.param(NOW - timedelta(seconds=301), id="stale"),
        pytest.param(NOW - timedelta(days=3), id="days-old"),
        pytest.param(NOW + timedelta(seconds=301), id="from-the-future"),
        pytest.param(NOW + timedelta(days=3650), id="ten-years-ahead"),
    ],
)
def test_a_signature_of_another_time_is_refused(signed_at):
    with pytest.raises(ForgedWebhook, match="seconds ago"):
        read_signed(notice(), sign(notice(), SECRET, signed_at), [SECRET], NOW)


GOOD = sign(notice(), SECRET, NOW)
HEX = GOOD.split("v1=")[1]


@pytest.mark.parametrize(
    "signature",
    [
        *("", "t=", "v1=", "t=,v1=", ",", "=", "t=1", f"v1={HEX}", "\u0111", "t=\u0661,v1=a"),
        pytest.param(sign(notice(), "whsec_other", NOW), id="another-secret"),
        pytest.param(sign(notice(), "", NOW), id="empty-secret"),
        pytest.param(sign(notice() + b" ", SECRET, NOW), id="another-body"),
        pytest.param(GOOD.replace("v1=", "v0="), id="another-scheme"),
        pytest.param(GOOD[:-1], id="cut-off"),
        pytest.param(GOOD.replace("t=", "t=0"), id="another-spelling-of-the-time"),
        pytest.param(f"t=99999999999999999999,v1={HEX}", id="absurd-time"),
        pytest.param(f"t=-1,v1={HEX}", id="before-all-time"),
        pytest.param(f"{GOOD[:-1]}\u0111", id="not-ascii"),
    ],
)
def test_any_other_signature_is_refused(signature):
    with pytest.raises(ForgedWebhook):
        read_signed(notice(), signature, [SECRET], NOW)


def test_one_byte_more_breaks_the_signature():
    with pytest.raises(ForgedWebhook):
        read_signed(notice() + b" ", GOOD, [SECRET], NOW)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"null", b"[]", b"1", b'"x"', b"{}", b"\xff\xfe", b"[" * 100_000),
        notice().decode().encode("utf-16"),
        notice(object="v2.core.event"),
        notice(id=None),
        notice(id="evt_\ud800"),
        notice(id="evt_\x00"),
        notice(id="e" * 121),
        notice(type=["x"]),
        notice(type="x" * 81),
        notice(created="now"),
        notice(created=10**20),
        notice(data=None),
        notice(data={"object": "cs_1"}),
        notice(data={"object": {**SESSION, "id": None}}),
    ],
)
def test_a_signed_body_that_is_no_notice_is_refused(body):
    with pytest.raises(ForgedWebhook, match="not a readable notice"):
        read_signed(body, sign(body, SECRET, NOW), [SECRET], NOW)


@pytest.mark.parametrize(
    ("about", "session_id", "intent_id"),
    [
        pytest.param({"object": "balance"}, None, None, id="no-id"),
        pytest.param({"object": "payment_intent", "id": "pi_9"}, None, "pi_9", id="intent"),
        pytest.param(
            {"object": "charge", "id": "ch_1", "payment_intent": "pi_9"}, None, "pi_9", id="charge"
        ),
        pytest.param(
            {**SESSION, "client_reference_id": "Đơn số 1", "payment_intent": None},
            "cs_test_1",
            None,
            id="session-of-another-shop",
        ),
    ],
)
def test_notices_about_other_things_are_read_as_far_as_they_go(about, session_id, intent_id):
    body = notice(type="something.new", data={"object": about})

    event = read_signed(body, sign(body, SECRET, NOW), [SECRET], NOW)

    assert (event.session_id, event.payment_intent_id) == (session_id, intent_id)
    assert event.reference is None


@pytest.mark.parametrize("livemode", [True, None, 0, "false"])
def test_only_a_plain_no_means_play_money(livemode):
    body = notice(livemode=livemode)

    assert read_signed(body, sign(body, SECRET, NOW), [SECRET], NOW).livemode
