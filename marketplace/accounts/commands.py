"""Opening accounts that nobody opens for themselves: staff, and people of producers."""

from __future__ import annotations

import secrets

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import gettext as _

from marketplace import clock
from marketplace.accounts import actions, rules
from marketplace.accounts.errors import EmailTaken
from marketplace.audience import Audience
from marketplace.db import transaction
from marketplace.text import clean_line

cli = AppGroup("accounts", help="Accounts of staff and of producers' people.")
KINDS = (Audience.STAFF, Audience.PRODUCER, Audience.HELPER)


@cli.command("open")
@click.argument("email")
@click.option("--name", required=True, help="What to call the person.")
@click.option("--for", "audience", required=True, type=click.Choice([str(kind) for kind in KINDS]))
def open_(email: str, name: str, audience: str) -> None:
    """Open an account and print the link with which its owner chooses a password."""
    settings = current_app.extensions["market"]
    try:
        with transaction() as session:
            user = actions.open_account(
                session,
                name=clean_line(name),
                email=email,
                password=secrets.token_urlsafe(32),
                audience=Audience(audience),
                now=clock.now(),
            )
            token = rules.reset_token(settings.secret_key, user.id, user.password_hash)
    except EmailTaken as taken:
        raise click.ClickException(_("This address already has an account.")) from taken
    click.echo(_("The account is open. Within one hour, choose a password here:"))
    click.echo(f"{settings.base_url}/mat-khau-moi/{token}")
