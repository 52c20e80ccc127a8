"""Tracked tables keep their history, and code that forgets it fails."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select, update

from marketplace.audit.history import FactLost, ForgottenReason, because
from marketplace.audit.models import FactChange
from marketplace.db import REASON_KEY, transaction
from marketplace.producers.models import EPaymentAccount, EPaymentKind, Producer
from tests.people import LONG_AGO

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def make_producer(session):
    producer = Producer(name="HTX Hoa Lợi", name_key="htx hoa loi", slug="htx", created_at=LONG_AGO)
    session.add(producer)
    session.flush()
    return producer


def history(session, thing):
    return list(
        session.scalars(
            select(FactChange)
            .where(FactChange.table_name == thing.__tablename__, FactChange.row_id == thing.id)
            .order_by(FactChange.id)
        )
    )


def test_a_change_leaves_who_when_why_and_both_values(session):
    producer = make_producer(session)
    because(session, actor_id=None, reason="Sửa tên theo QĐ 12", now=NOW, origin="intake:7")

    producer.name = "HTX Hoa Lợi Mới"
    session.flush()

    added, changed = history(session, producer)
    assert added.is_new
    assert added.changed["name"] == [None, "HTX Hoa Lợi"]
    assert not changed.is_new
    assert changed.changed == {"name": ["HTX Hoa Lợi", "HTX Hoa Lợi Mới"]}
    assert (changed.at, changed.reason, changed.origin) == (NOW, "Sửa tên theo QĐ 12", "intake:7")


def test_what_was_changed_before_keeps_the_reason_given_before(session):
    producer = make_producer(session)
    because(session, actor_id=None, reason="first", now=NOW)
    producer.intro = "one"
    because(session, actor_id=None, reason="second", now=NOW)
    producer.intro = "two"
    session.flush()

    assert [change.reason for change in history(session, producer)][1:] == ["first", "second"]


def test_a_value_set_to_itself_leaves_nothing(session):
    producer = make_producer(session)

    producer.name = str(producer.name)
    session.flush()

    assert len(history(session, producer)) == 1


def test_without_a_reason_the_change_fails(session):
    producer = make_producer(session)
    session.info[REASON_KEY] = None

    producer.name = "HTX khác"
    with pytest.raises(ForgottenReason, match="producers"):
        session.flush()


def test_a_reason_from_outside_does_not_reach_into_a_transaction(session):
    make_producer(session)

    def forgets():
        with transaction() as inside:
            inside.scalars(select(Producer)).one().name = "HTX khác"

    with pytest.raises(ForgottenReason):
        forgets()


def test_a_fact_cannot_be_deleted(session):
    producer = make_producer(session)

    session.delete(producer)
    with pytest.raises(FactLost, match="deleted"):
        session.flush()


def test_facts_cannot_be_changed_in_bulk_behind_the_history(session):
    make_producer(session)

    with pytest.raises(FactLost, match="in bulk"):
        session.execute(update(Producer).values(name="HTX"))


def test_history_itself_cannot_be_changed(session):
    change = history(session, make_producer(session))[0]

    change.reason = "another"
    with pytest.raises(FactLost, match="history"):
        session.flush()


def test_of_a_secret_only_that_it_changed_is_kept(session):
    producer = make_producer(session)
    account = EPaymentAccount(
        producer_id=producer.id,
        kind=EPaymentKind.BANK,
        provider="Agribank",
        holder="Vàng Thị Mỷ",
        last_digits="0123",
        number_sealed="sealed",
        number_hash="hash",
        opened_on=date(2026, 1, 2),
        recorded_at=NOW,
    )
    session.add(account)
    session.flush()

    changed = history(session, account)[0].changed
    assert changed["number_sealed"] == changed["number_hash"] == [None, "•"]
    assert changed["opened_on"] == [None, "2026-01-02"]
    assert changed["kind"] == [None, "bank"]


def test_what_was_not_in_memory_is_read_before_it_changes(session):
    producer = make_producer(session)
    session.expire(producer)

    producer.name = "HTX Hoa Lợi Mới"
    session.flush()

    assert history(session, producer)[-1].changed["name"] == ["HTX Hoa Lợi", "HTX Hoa Lợi Mới"]


def test_nothing_is_kept_when_the_transaction_fails(session):
    def fails():
        with transaction() as inside:
            because(inside, actor_id=None, reason="try", now=NOW)
            make_producer(inside)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fails()

    assert session.scalars(select(FactChange)).all() == []
