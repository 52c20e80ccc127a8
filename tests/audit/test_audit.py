"""The audit log grows and never changes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from marketplace.audit import actions
from marketplace.audit.models import AuditEntry

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@pytest.fixture
def entry(session, anh_tung):
    actions.record(
        session,
        actor_id=anh_tung.user.id,
        action="figures.exported",
        subject="indicator",
        subject_id=None,
        now=NOW,
        day="2022-12-31",
    )
    session.commit()
    return session.scalars(select(AuditEntry)).one()


def test_an_act_is_noted_with_its_actor(entry, anh_tung):
    assert (entry.actor_id, entry.action, entry.at) == (anh_tung.user.id, "figures.exported", NOW)
    assert entry.details == {"day": "2022-12-31"}


def test_an_entry_is_never_changed(session, entry):
    entry.action = "nothing happened"

    with pytest.raises(AssertionError):
        session.flush()


def test_an_entry_is_never_deleted(session, entry):
    session.delete(entry)

    with pytest.raises(AssertionError):
        session.flush()
