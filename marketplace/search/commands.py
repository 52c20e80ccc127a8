"""``flask search``: building and comparing the index; and what the worker does with it."""

from __future__ import annotations

import sys
from datetime import datetime

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from marketplace import db
from marketplace.search import actions
from marketplace.search.actions import Differences
from marketplace.search.errors import IndexBusy, IndexUnavailable
from marketplace.web.filters import number

_EVERY = 100  # listings between two signs of life
_SHOWN = 20
DIFFERENT = 1  # exit codes
NO_INDEX = 2

cli = AppGroup("search", help="The search index: a copy of the listings on sale.")


@cli.command("rebuild")
def rebuild() -> None:
    """Build the index anew. The old one answers until the new one is complete."""
    try:
        count = actions.rebuild(db.session(), _tell_progress)
    except IndexBusy:
        _give_up(_("Another process is writing to the index. Please try again in a minute."))
    click.echo(_("The index holds %(count)s listings.", count=number(count)))


@cli.command("check")
@click.option("--mend", is_flag=True, help="Put right what differs.")
def check(mend: bool) -> None:
    """Compare the index with the database; ends with 1 when they differ, 2 without an index."""
    try:
        differences = actions.compare(db.session())
    except IndexUnavailable:
        _give_up(_("There is no usable index. Build one: flask search rebuild"))
    _print(differences)
    if mend and differences.all:
        actions.index_listings(db.session(), differences.all)
        click.echo(_("Put right."))
    elif differences.all:
        sys.exit(DIFFERENT)


def mend_index(now: datetime) -> None:
    """Every half minute: an index that was deleted or damaged is built anew."""
    actions.mend(db.session())


def _tell_progress(done: int, total: int) -> None:
    if done % _EVERY == 0 or done == total:
        sentence = _("%(done)s of %(total)s", done=number(done), total=number(total))
        click.echo(f"\r{sentence}", err=True, nl=done == total)


def _print(differences: Differences) -> None:
    if not differences.all:
        click.echo(_("The index is like the database."))
    for words, ids in (
        (_("Not in the index"), differences.missing),
        (_("Outdated in the index"), differences.outdated),
        (_("Only in the index"), differences.left_over),
    ):
        if ids:
            shown = ", ".join(map(str, ids[:_SHOWN])) + (", …" if len(ids) > _SHOWN else "")
            click.echo(f"{words}: {number(len(ids))} ({shown})")


def _give_up(sentence: str) -> None:
    click.echo(sentence, err=True)
    sys.exit(NO_INDEX)
