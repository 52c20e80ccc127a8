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
from marketplace.intake import by_hand, wording
from marketplace.intake.by_hand import TakenFile, remarks_of
from marketplace.intake.errors import BadFile
from marketplace.intake.kinds import OutcomeKind, RemarkKind
from marketplace.intake.models import IntakeRow, IntakeRun
from marketplace.registry import look_alikes
from marketplace.registry.importing.fields import title
from marketplace.registry.importing.outcomes import Field
from marketplace.registry.importing.places import Atlas
from marketplace.registry.importing.rows import RowReader
from marketplace.registry.importing.statements import RegisterRow
from marketplace.registry.importing.taking import register
from marketplace.web.filters import number

SOME_REFUSED = 1  # exit codes: good rows were taken, others not
NOTHING_TAKEN = 2
EVERY_IN_LOG = 5_000  # rows

cli = AppGroup("registry", help="The register of OCOP products.")


@cli.command("find-look-alikes")
def find_look_alikes() -> None:
    """Compare every product with the others; pairs that look alike go to the tray, once each."""
    last: int | None = 0
    pairs = 0
    while last is not None:
        last, found = look_alikes.look_through(last, now=clock.now())
        pairs += found
    click.echo(_("Pairs to compare: %(pairs)s new.", pairs=number(pairs)))


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
        with by_hand.taking(register, file, Progress().tell, is_trial=dry_run) as taken:
            _tell(taken, atlas, report, is_trial=dry_run)
    except BadFile as refusal:
        _give_up(wording.file_fault(refusal))
    if taken.counts[OutcomeKind.REFUSED]:
        sys.exit(SOME_REFUSED)


def _give_up(sentence: str) -> NoReturn:
    unharmed = _("Nothing was taken.")
    click.echo(f"{sentence} {unharmed}", err=True)
    sys.exit(NOTHING_TAKEN)


class Progress:
    """A line that renews itself on a terminal; a line now and then in a log."""

    def __init__(self) -> None:
        self._told: tuple[str, int] | None = None

    def tell(self, run: IntakeRun) -> None:
        """Say how many rows are done."""
        if run.rows_taken:
            done, sentence = run.rows_taken, _("%(rows)s rows taken…")
        elif run.rows_total is not None:
            done, sentence = sum(run.counts.values()), _("%(rows)s rows checked…")
        else:
            done, sentence = run.rows_read, _("%(rows)s rows read…")
        on_terminal = sys.stderr.isatty()
        step = sentence, done // EVERY_IN_LOG
        if on_terminal or step != self._told:
            self._told = step
            line = sentence % {"rows": number(done)}
            click.echo(f"\r{line}" if on_terminal else line, err=True, nl=not on_terminal)


def _tell(taken: TakenFile, atlas: Atlas, report: Path | None, *, is_trial: bool) -> None:
    if taken.unknown:
        names = ", ".join(taken.unknown)
        click.echo(_("These columns are not known and were left out: %(names)s", names=names))
    rows = number(taken.run.rows_total or 0)
    click.echo(_("%(file)s: %(rows)s rows", file=taken.run.file_name, rows=rows))
    for kind, words in wording.OUTCOMES.items():
        click.echo(f"  {words!s:<12}{number(taken.counts[kind]):>8}")
    _tell_gaps(taken, atlas)
    _print_list(_("Refused"), _said(taken, RemarkKind.FAULT, OutcomeKind.REFUSED))
    _print_list(_("Set aside"), _said(taken, RemarkKind.NOTICE, OutcomeKind.SET_ASIDE))
    _print_list(_("Changed"), _said(taken, RemarkKind.CHANGE, OutcomeKind.CHANGED))
    for kind in (OutcomeKind.UNSURE, OutcomeKind.ADDED, OutcomeKind.CHANGED, OutcomeKind.UNCHANGED):
        _print_list(_("Worth a look"), _said(taken, RemarkKind.NOTICE, kind))
    if report is not None:
        taken.write_report(report)
        click.echo(_("Every row's outcome: %(path)s", path=report))
    if is_trial:
        click.echo(_("This was a trial: nothing was changed."))


def _tell_gaps(taken: TakenFile, atlas: Atlas) -> None:
    """Say how many recognitions lack what the figures need."""
    reader = RowReader(atlas, clock.day_in_vietnam(clock.now()))
    without_stars = without_date = 0
    for _row, said in taken.rows():
        statement = reader.read(said)
        if isinstance(statement, RegisterRow):
            without_stars += statement.stars is None
            without_date += statement.issued is None
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


def _said(taken: TakenFile, kind: RemarkKind, outcome: OutcomeKind) -> Iterable[str]:
    return (
        f"{_line(row, remark.column, said.cells.get(Field.NAME, ''))}: "
        f"{wording.sentence(taken.taker, remark)}"
        for row, said in taken.rows(outcome)
        for remark in remarks_of(row)
        if remark.kind is kind
    )


def _line(row: IntakeRow, column: str, name: str) -> str:
    place = _("line %(line)s", line=row.line)
    if column:
        heading = title(Field(column))
        place = _("line %(line)s, column %(column)s", line=row.line, column=heading)
    return f"{place} ({name})" if name else str(place)
