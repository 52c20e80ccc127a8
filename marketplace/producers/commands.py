"""Who runs which producer's shop, and the keys of account numbers, from the command line."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace import clock
from marketplace.accounts import queries as accounts
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.producers import actions, queries
from marketplace.producers.guards import the_vault
from marketplace.vault import LostKey

cli = AppGroup(
    "producers", help="The people who run producers' shops; the keys of their account numbers."
)


@cli.command("join")
@click.argument("email")
@click.argument("slug")
def join(email: str, slug: str) -> None:
    """Let the person with this address run the shop whose page is /gian-hang/SLUG."""
    with transaction() as session:
        user = accounts.find_user_by_email(session, email)
        producer = queries.find_by_slug(session, slug)
        if user is None or user.audience is not Audience.PRODUCER:
            raise click.ClickException(_("No producer's account has this address."))
        if producer is None:
            raise click.ClickException(_("No producer has this page."))
        actions.join(session, producer, user, now=clock.now())
    click.echo(
        _("%(person)s now runs the shop of %(producer)s.", person=user.name, producer=producer.name)
    )


@cli.command("reseal")
def reseal() -> None:
    """Seal every account number with the first of ENCRYPTION_KEYS, after a new one was put there.

    Afterwards the keys behind it are needed no more.
    """
    try:
        with transaction() as session:
            resealed = actions.reseal_numbers(session, vault=the_vault(), now=clock.now())
    except LostKey:
        raise click.ClickException(
            _("A number was sealed with a key that is not in ENCRYPTION_KEYS. Nothing is changed.")
        ) from None
    click.echo(
        ngettext(
            "%(num)s number is sealed with the newest key.",
            "%(num)s numbers are sealed with the newest key.",
            resealed,
        )
    )
