"""The stand-in as a process: its state, its port, its command."""

from __future__ import annotations

import subprocess
import sys

import pytest
import requests
from click.testing import CliRunner

from marketplace.config import ROOT
from marketplace.payments.stand_in.command import stand_in as command
from marketplace.payments.stand_in.server import StandIn
from tests.payments.conftest import KEY, PAYS, SECRET, Buyer, form_of, make_request, post, running


def test_what_was_paid_survives_a_restart(tmp_path, shop):
    state = tmp_path / "var" / "stand-in.sqlite3"
    request = make_request()
    with running(StandIn("127.0.0.1", 0, SECRET, shop.url, state)) as first:
        page = post(first, "checkout/sessions", form_of(request), repeat="k").json()
        Buyer(page["url"]).pay(PAYS)
        shop.wait_for(1)

    with running(StandIn("127.0.0.1", 0, SECRET, shop.url, state)) as second:
        again = post(second, "checkout/sessions", form_of(request), repeat="k")
        told = requests.get(
            f"{second.url}/v1/checkout/sessions/{page['id']}",
            headers={"Authorization": f"Bearer {KEY}"},
            timeout=5,
        ).json()

    assert again.json()["id"] == page["id"]
    assert told["payment_status"] == "paid"
    assert len(shop.notices) == 1


def test_a_notice_that_was_not_taken_is_told_after_a_restart(tmp_path, shop, ticker):
    state = tmp_path / "stand-in.sqlite3"
    shop.answers = [503]
    with running(StandIn("127.0.0.1", 0, SECRET, shop.url, state)) as first:
        page = post(first, "checkout/sessions", form_of(make_request())).json()
        Buyer(page["url"]).pay(PAYS)
        shop.wait_for(1)

    ticker.ahead = 200
    with running(StandIn("127.0.0.1", 0, SECRET, shop.url, state, now=ticker)):
        bodies = [body for body, _signature in shop.wait_for(2)]

    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "::", "shop.example", ""])
def test_other_machines_cannot_reach_it(host):
    with pytest.raises(ValueError, match=r"127\.0\.0\.1 only"):
        StandIn(host, 0, SECRET, None)


def test_a_taken_port_gets_a_plain_sentence(stand_in):
    port = stand_in.url.rsplit(":", 1)[1]

    told = CliRunner().invoke(command, ["--port", port, "--secret", SECRET])

    assert told.exit_code == 1
    assert told.output == f"Error: Port {port} is taken. Choose another with --port.\n"


def test_a_damaged_state_file_gets_a_plain_sentence(tmp_path):
    state = tmp_path / "stand-in.sqlite3"
    state.write_bytes(b"not a database" * 100)

    told = CliRunner().invoke(command, ["--port", "0", "--secret", SECRET, "--state", str(state)])

    assert told.exit_code == 1
    assert "is damaged. Move it away" in told.output


def test_the_command_does_not_start_without_a_secret(monkeypatch):
    monkeypatch.delenv("STRIPE_WEBHOOK_SECRET", raising=False)

    assert CliRunner().invoke(command, ["--port", "0"]).exit_code == 2


def test_nobody_can_make_it_misbehave_unless_it_was_started_so(shop):
    with running(StandIn("127.0.0.1", 0, SECRET, shop.url)) as provider:
        answer = requests.post(f"{provider.url}/_control", json={"mode": "500"}, timeout=5)

    assert answer.status_code == 404


def test_tests_can_make_it_misbehave(stand_in):
    control = f"{stand_in.url}/_control"

    assert requests.post(control, json={"mode": "500"}, timeout=5).json() == {"mode": "500"}
    assert post(stand_in, "refunds", {}, repeat="k").status_code == 500
    assert requests.post(control, json={"mode": "sulk"}, timeout=5).status_code == 400
    assert requests.get(control, timeout=5).json() == {
        "mode": "500",
        "requests": [["POST", "/v1/refunds", "k"]],
    }


def test_the_market_lists_the_command_without_loading_the_provider():
    look = (
        "import sys, marketplace.payments.stand_in.command;"
        "print([name for name in sys.modules if 'stand_in.' in name or name == 'stripe'])"
    )

    loaded = subprocess.run(
        [sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert loaded.stdout.strip() == "['marketplace.payments.stand_in.command']"
