"""``flask reports load-declared``: taking in what was published before this system."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from marketplace import clock
from marketplace.db import transaction
from marketplace.reports.declared import actions, wording
from marketplace.reports.declared.errors import BadFile
from marketplace.reports.declared.files import SHIPPED, open_file

SOME_REFUSED = 1  # exit codes: good rows were taken, others not
NOTHING_TAKEN = 2


@click.command("load-declared")
@click.argument("file", type=click.Path(path_type=Path), default=SHIPPED)
@with_appcontext
def load_declared(file: Path) -> None:
    """Take published figures (CSV) into the declared series; the shipped ones by default.

    Good rows are taken, refused ones are named by line and column. Ends with 1 when rows were
    refused, and with 2 when the file as a whole was. Loading a file again changes nothing.
    """
    try:
        read = open_file(file)
    except BadFile as refusal:
        _give_up(wording.file_fault(refusal))
    with transaction() as session:
        statements = [statement for _line, statement in read.statements]
        taken = actions.take(session, statements, actor_id=None, now=clock.now())
    click.echo(
        _(
            "Published figures: %(added)s new, %(known)s known already, %(refused)s refused.",
            added=taken.added,
            known=taken.known,
            refused=read.refused,
        )
    )
    for fault in read.faults:
        click.echo(wording.fault(fault), err=True)
    if read.faults:
        sys.exit(SOME_REFUSED)


def _give_up(sentence: str) -> NoReturn:
    unharmed = _("No figure was taken.")
    click.echo(f"{sentence} {unharmed}", err=True)
    sys.exit(NOTHING_TAKEN)
