"""``flask places``: the table of provinces and communes."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from marketplace.admin_units import actions
from marketplace.admin_units.tables import shipped
from marketplace.db import transaction

cli = AppGroup("places", help="Provinces and communes, of today and before July 2025.")


@cli.command("load")
def load() -> None:
    """Load the shipped tables; loading again changes nothing."""
    with transaction() as session:
        done = actions.load_places(session, shipped())
    click.echo(
        _(
            "Places: %(added)s added, %(changed)s changed, %(unchanged)s as they were.",
            added=done.added,
            changed=done.changed,
            unchanged=done.unchanged,
        )
    )
