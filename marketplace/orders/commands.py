"""``flask orders``: the document that is made from the table of transitions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import click
from flask.cli import AppGroup

from marketplace.orders.rules.life import TRANSITIONS, Stock, Transition

cli = AppGroup("orders", help="Purchases and the producers' orders in them.")

HEAD = """\
# The life of an order

Written by `flask orders doc > docs/orders.md` from the table in
`marketplace/orders/rules/life.py`; a test fails while the two differ.

A purchase is what a buyer places at once. It holds one order for each producer. Until it is paid
all its orders move together; from then on each producer moves their own. The state of the
purchase is never stored: it follows from its orders.
"""
COLUMNS = ("From", "Action", "Who", "To", "Stock", "Mail")


@cli.command("doc")
def doc() -> None:
    """Print docs/orders.md."""
    click.echo(document(), nl=False)


def document() -> str:
    """The whole document."""
    parts = (HEAD, "\n".join(_table()), "\n".join(_diagram()))
    return "\n".join(f"{part.rstrip()}\n" for part in parts)


def _table() -> Iterator[str]:
    yield _row(COLUMNS)
    yield _row(["---"] * len(COLUMNS))
    for row in TRANSITIONS:
        yield _row(_cells(row))


def _cells(row: Transition) -> tuple[str, ...]:
    who = f"{row.actor}, for the whole purchase" if row.whole else str(row.actor)
    stock = "" if row.stock is Stock.KEPT else str(row.stock)
    return (row.before or "-", row.action, who, row.after, stock, ", ".join(row.mail))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _diagram() -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for row in TRANSITIONS:
        yield f"    {row.before or '[*]'} --> {row.after}: {row.action}"
    last = {row.after for row in TRANSITIONS} - {row.before for row in TRANSITIONS}
    for state in sorted(last):
        yield f"    {state} --> [*]"
    yield "```"
