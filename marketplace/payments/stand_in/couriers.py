"""Telling the shop: signed notices, repeated with growing waits until one arrives."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import logging
import sqlite3
import threading
from urllib.parse import urlsplit

from marketplace.payments.stand_in.faults import Faults
from marketplace.payments.stand_in.provider import Provider
from marketplace.payments.stand_in.store import Document

TIMEOUT_SECONDS = 10
# How often the clock is looked at when nothing happens.
PULSE_SECONDS = 0.5

log = logging.getLogger(__name__)


def sign(body: bytes, secret: str, now: int) -> str:
    """The signature header for a notice sent at ``now``."""
    mac = hmac.new(secret.encode(), f"{now}.".encode() + body, hashlib.sha256)
    return f"t={now},v1={mac.hexdigest()}"


class Courier(threading.Thread):
    """The background thread that delivers notices and expires sessions on time."""

    def __init__(self, provider: Provider, faults: Faults, webhook_url: str, secret: str) -> None:
        super().__init__(name="stand-in-courier", daemon=True)
        self._provider = provider
        self._faults = faults
        self._webhook_url = webhook_url
        self._secret = secret
        self._stopped = threading.Event()

    def run(self) -> None:
        """Work until stopped."""
        while not self._stopped.is_set():
            self._provider.news.wait(PULSE_SECONDS)
            self._provider.news.clear()
            try:
                self._make_a_round()
            except sqlite3.Error:  # a full disk, say: the next round may find room again
                log.exception("the round was cut short")

    def stop(self) -> None:
        """Finish the delivery under way, then end."""
        self._stopped.set()
        self._provider.news.set()
        self.join(TIMEOUT_SECONDS + 1)

    def _make_a_round(self) -> None:
        self._provider.sweep()
        for notice, event in self._provider.due_notices():
            if self._stopped.is_set():
                return
            self._provider.note_delivery(notice, arrived=self._deliver(event))

    def _deliver(self, event: Document) -> bool:
        if self._faults.is_on("no_webhooks"):
            return False
        body = json.dumps(event).encode()
        copies = 2 if self._faults.is_on("duplicate_webhooks") else 1
        arrived = [self._send(body) for _ in range(copies)]
        return all(arrived)

    def _send(self, body: bytes) -> bool:
        address = urlsplit(self._webhook_url)
        connection = http.client.HTTPConnection(
            address.hostname or "", address.port, timeout=TIMEOUT_SECONDS
        )
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": sign(body, self._secret, self._provider.now()),
        }
        try:
            connection.request("POST", address.path or "/", body, headers)
            return 200 <= connection.getresponse().status < 300
        except (OSError, http.client.HTTPException) as error:
            log.warning("the shop did not take a notice: %s", type(error).__name__)
            return False
        finally:
            connection.close()
