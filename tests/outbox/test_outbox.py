"""What leaves a transaction is done at least once, and one fault stops nothing else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from marketplace.db import transaction
from marketplace.outbox import actions, queries, rules
from marketplace.outbox.models import OutboxMessage

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def put(session, kind="mail", **payload):
    actions.put(session, kind, payload, now=NOW)
    session.commit()


def test_what_is_due_is_done_once(session):
    done = []
    put(session, name="a")
    put(session, name="b")

    handled = actions.work_once({"mail": lambda payload, now: done.append(payload)}, now=NOW)

    assert handled == 2
    assert done == [{"name": "a"}, {"name": "b"}]
    assert actions.work_once({"mail": pytest.fail}, now=NOW) == 0


def test_what_is_not_due_waits(session):
    actions.put(session, "mail", {}, now=NOW, due_at=NOW + timedelta(minutes=5))
    session.commit()

    assert actions.work_once({"mail": lambda *_: None}, now=NOW) == 0
    assert actions.work_once({"mail": lambda *_: None}, now=NOW + timedelta(minutes=5)) == 1


def test_a_message_of_a_rolled_back_transaction_never_was(session):
    def fail_halfway():
        with transaction() as current:
            actions.put(current, "mail", {}, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()

    assert queries.open_count(session) == 0


def test_a_fault_is_kept_and_tried_again_later(session):
    put(session, name="bad")
    put(session, name="good")
    done = []

    def handle(payload, now):
        if payload["name"] == "bad":
            raise OSError("mail server away")
        done.append(payload["name"])

    actions.work_once({"mail": handle}, now=NOW)

    assert done == ["good"]
    bad = _waiting(session)
    assert bad.attempts == 1
    assert bad.due_at == NOW + rules.wait_after(1)
    assert bad.last_error == "OSError: mail server away"


def _waiting(session):
    return queries.due(session, NOW + timedelta(days=30), 1)[0]


def test_a_worker_that_died_leaves_its_message_to_the_next(session):
    put(session)

    class Killed(BaseException):
        pass

    def die(payload, now):
        raise Killed

    with pytest.raises(Killed):
        actions.work_once({"mail": die}, now=NOW)
    done = []

    actions.work_once(
        {"mail": lambda payload, now: done.append(payload)}, now=NOW + rules.wait_after(1)
    )

    assert done == [{}]


def test_after_two_days_of_faults_it_gives_up(session):
    put(session)
    now = NOW

    def fail(payload, now):
        raise OSError

    for attempt in range(rules.MOST_ATTEMPTS):
        assert actions.work_once({"mail": fail}, now=now) == 1
        now += rules.wait_after(attempt + 1)

    assert actions.work_once({"mail": fail}, now=now + timedelta(days=30)) == 0
    assert now - NOW > timedelta(days=1)


def test_what_was_done_long_ago_is_forgotten(session):
    put(session)
    actions.work_once({"mail": lambda *_: None}, now=NOW)

    with transaction() as current:
        actions.forget_old(current, now=NOW + timedelta(days=29))
        assert current.query(OutboxMessage).count() == 1
        actions.forget_old(current, now=NOW + timedelta(days=31))
        assert current.query(OutboxMessage).count() == 0
