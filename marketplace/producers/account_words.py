"""What the pages of accounts say about a refusal, and about who holds an account."""

from __future__ import annotations

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.producers.errors import AccountKnown, BeforeOpened, NumberShared
from marketplace.producers.models import Producer
from marketplace.producers.rules import is_holder_expected
from marketplace.producers.staff_forms import AccountForm
from marketplace.web import filters


def point_out(form: AccountForm, refusal: AccountKnown | NumberShared | BeforeOpened) -> bool:
    """Put the refusal beside its field; returns whether staff may still say that it is right."""
    if isinstance(refusal, BeforeOpened):
        form.opened_on.errors = [_("It was verified or closed before this day.")]
        return False
    field = form.number if form.number.data else form.last_digits
    if isinstance(refusal, AccountKnown):
        field.errors = [_known(refusal)]
        return False
    field.errors = [_shared(refusal)]
    return not refusal.is_same_account


def _known(refusal: AccountKnown) -> str:
    if refusal.verified_on is None:
        return str(_("This account is recorded already, not verified yet."))
    day = filters.day(refusal.verified_on)
    return str(_("This account is recorded already: verified on %(day)s.", day=day))


def _shared(refusal: NumberShared) -> str:
    """Names the producers, whom staff may look up, and nothing else of their accounts."""
    names = ", ".join(refusal.producers)
    if refusal.is_same_account:
        return str(
            _(
                "This account is recorded for %(producers)s. One account counts for one producer:"
                " correct it there first if it is not theirs.",
                producers=names,
            )
        )
    return str(
        ngettext(
            "%(producers)s has an account with the same number elsewhere. If it is another"
            " account, tick the box below.",
            "%(producers)s have accounts with the same number elsewhere. If it is another"
            " account, tick the box below.",
            len(refusal.producers),
            producers=names,
        )
    )


def warn_of_holder(producer: Producer, holder: str) -> None:
    """Ask for a second look at an account in another name; it is recorded all the same."""
    if not is_holder_expected(holder, producer.name, producer.representative):
        flash(
            _(
                "The account holder is neither the producer nor its representative as recorded."
                " Please look at it again."
            ),
            "info",
        )
