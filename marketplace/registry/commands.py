"""``flask registry``: taking register files in."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NoReturn

import click
from flask.cli import AppGroup
from flask_babel import gettext as _

from marketplace import clock, db
from marketplace.admin_units import queries as places
from marketplace.db import transaction
from marketplace.registry import actions, report_file, wording
from marketplace.registry.actions import ReadFile
from marketplace.registry.errors import BadFile
from marketplace.registry.importing.files import open_table
from marketplace.registry.importing.outcomes import Field, Outcome, OutcomeKind, Remark, counts
from marketplace.registry.importing.places import Atlas
from marketplace.registry.importing.statements import RegisterRow
from marketplace.web.filters import number

SOME_REFUSED = 1  # exit codes: good rows were taken, others not
NOTHING_TAKEN = 2
EVERY = 1_000  # rows between two signs of life on a terminal
EVERY_IN_LOG = 5_000

cli = AppGroup("registry", help="The register of OCOP products.")


@cli.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Tell what would happen; change nothing.")
@click.option(
    "--report", type=click.Path(path_type=Path), help="Write every row's outcome to this CSV."
)
def import_(file: Path, dry_run: bool, report: Path | None) -> None:
    """Take a register (CSV or XLSX) into the database.

    Good rows are taken, refused ones are named; ends with 1 when rows were refused, and with 2
    when the file as a whole was. Importing a file again changes nothing.
    """
    if report is not None and not report.resolve().parent.is_dir():
        _give_up(_("There is no folder for the report %(path)s.", path=report))
    atlas = Atlas(places.gazetteer(db.session()))
    if not atlas.gazetteer.by_id:
        _give_up(_("The table of places is empty. Run first: flask places load."))
    try:
        read = _read(file, atlas)
    except BadFile as refusal:
        _give_up(wording.file_fault(refusal))
    with transaction() as session:
        outcomes = actions.import_register(session, read, atlas, now=clock.now())
        if dry_run:
            session.rollback()
    _print(read, outcomes, dry_run=dry_run)
    if report is not None:
        report_file.write(report, read, outcomes)
        click.echo(_("Every row's outcome: %(path)s", path=report))
    if any(outcome.kind is OutcomeKind.REFUSED for outcome in outcomes):
        sys.exit(SOME_REFUSED)


def _give_up(sentence: str) -> NoReturn:
    unharmed = _("Nothing was taken.")
    click.echo(f"{sentence} {unharmed}", err=True)
    sys.exit(NOTHING_TAKEN)


def _read(file: Path, atlas: Atlas) -> ReadFile:
    with open_table(file) as table:
        if table.header.unknown:
            names = ", ".join(table.header.unknown)
            click.echo(_("These columns are not known and were left out: %(names)s", names=names))
        today = clock.day_in_vietnam(clock.now())
        return actions.read_file(file, table, atlas, today, _say_progress)


def _say_progress(done: int) -> None:
    """A line that renews itself on a terminal; a line now and then in a log."""
    on_terminal = sys.stderr.isatty()
    if done % (EVERY if on_terminal else EVERY_IN_LOG) == 0:
        sentence = _("%(rows)s rows read…", rows=number(done))
        click.echo(f"\r{sentence}" if on_terminal else sentence, err=True, nl=not on_terminal)


def _print(read: ReadFile, outcomes: list[Outcome], *, dry_run: bool) -> None:
    click.echo(_("%(file)s: %(rows)s rows", file=read.name, rows=number(len(outcomes))))
    for kind, count in counts(outcomes).items():
        click.echo(f"  {wording.OUTCOMES[OutcomeKind(kind)]!s:<12}{number(count):>8}")
    _print_gaps(read)
    _print_list(_("Refused"), _refusals(outcomes))
    _print_list(_("Set aside"), _kept_aside(outcomes))
    _print_list(_("Changed"), _changes(outcomes))
    _print_list(_("Worth a look"), _notices(outcomes))
    if dry_run:
        click.echo(_("This was a trial: nothing was changed."))


def _print_gaps(read: ReadFile) -> None:
    """Say how many recognitions lack what the figures need."""
    rows = [row for row in read.statements if isinstance(row, RegisterRow)]
    without_stars = sum(row.stars is None for row in rows)
    without_date = sum(row.issued is None for row in rows)
    if without_stars:
        click.echo(_("Stars not stated: %(rows)s (no badge)", rows=number(without_stars)))
    if without_date:
        sentence = _("Date not stated: %(rows)s (never in force)", rows=number(without_date))
        click.echo(sentence)


def _print_list(heading: str, lines: Iterable[str]) -> None:
    for place, line in enumerate(lines):
        if place == 0:
            click.echo(f"\n{heading}:")
        click.echo(f"  {line}")


def _refusals(outcomes: list[Outcome]) -> Iterable[str]:
    return (_about(outcome, fault) for outcome in outcomes for fault in outcome.faults)


def _notices(outcomes: list[Outcome]) -> Iterable[str]:
    return (_about(outcome, notice) for outcome in outcomes for notice in outcome.notices)


def _kept_aside(outcomes: list[Outcome]) -> Iterable[str]:
    return (
        f"{_line(outcome, Field.STATUS)}: {wording.SET_ASIDE[outcome.set_aside]}"
        for outcome in outcomes
        if outcome.kind is OutcomeKind.SET_ASIDE and outcome.set_aside is not None
    )


def _changes(outcomes: list[Outcome]) -> Iterable[str]:
    return (
        f"{_line(outcome)}: {wording.change(changed)}"
        for outcome in outcomes
        for changed in outcome.changes
    )


def _about(outcome: Outcome, said: Remark) -> str:
    return f"{_line(outcome, said.column)}: {wording.remark(said)}"


def _line(outcome: Outcome, column: Field | None = None) -> str:
    place = _("line %(line)s", line=outcome.line)
    if column is not None:
        title = wording.column(column)
        place = _("line %(line)s, column %(column)s", line=outcome.line, column=title)
    return f"{place} ({outcome.name})" if outcome.name else str(place)
