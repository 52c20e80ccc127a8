"""Commands about the catalog."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from marketplace import clock
from marketplace.catalog import actions
from marketplace.db import transaction

cli = AppGroup("catalog", help="Listings, here and on other platforms.")


@cli.command("load-platforms")
def load_platforms() -> None:
    """Add the outside platforms on which OCOP products are sold. Twice adds nothing."""
    with transaction() as session:
        added = actions.load_platforms(session, now=clock.now())
    click.echo(_("Outside platforms: %(added)s added.", added=added))
