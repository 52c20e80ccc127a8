"""Who runs which producer's shop, from the command line."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from marketplace import clock
from marketplace.accounts import queries as accounts
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.producers import actions, queries

cli = AppGroup("producers", help="The people who run producers' shops.")


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
