"""What the figures of a day cost, beside plain SQL that counts the same.

bench/run figures [--products 17000] [--producers 9000] [--orders 1000000] [--rounds 5]

Three times are measured for each day: the book with every figure and breakdown; its own
statements sent by the bare driver; and the plain SQL of the tests, which counts everything in the
database, once. On SQLite everything happens in this process and its CPU time counts, on
PostgreSQL the clock of a quiet machine; of several rounds the median.
"""

from __future__ import annotations

import argparse
import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from statistics import median
from time import perf_counter, process_time
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from bench.market import somewhere
from bench.province import NOW, TODAY, Size, fill
from marketplace.app import create_app
from marketplace.config import Config
from marketplace.db import db, transaction
from marketplace.reports import queries
from marketplace.reports.figures import as_plain, figures
from tests.reports.plain_sql import comparable, figures_in_sql

DAYS = (TODAY, TODAY - timedelta(days=365), TODAY - timedelta(days=4 * 365))
KNOWN_AT = NOW - timedelta(days=180)
Asked = tuple[str, Any]


def main() -> None:
    """Make the province, measure, print."""
    asked = _arguments()
    size = Size(asked.products, asked.producers, asked.orders)
    with somewhere() as (databases, folder):
        url = databases.create()
        config = Config.for_tests(folder, url)
        app = create_app(config)
        with app.app_context():
            _furnish(app, size)
            for line in measured(db.session(), asked.rounds):
                print(line, flush=True)
            db.engine.dispose()
        databases.drop(url)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (
        ("--products", 17_000), ("--producers", 9_000), ("--orders", 1_000_000), ("--rounds", 5)
    ):  # fmt: skip
        parser.add_argument(name, type=int, default=default)
    return parser.parse_args()


def _furnish(app: Flask, size: Size) -> None:
    upgrade()
    app.test_cli_runner().invoke(args=["places", "load"])
    with transaction() as session:
        fill(session, size)
    db.session().execute(text("ANALYZE"))
    db.session().commit()


def measured(session: Session, rounds: int) -> Iterator[str]:
    """A line for each day, and one for what was known half a year ago."""
    yield "day         known at     book+figures   its statements   plain SQL   book/SQL"
    for day, known_at in [(day, None) for day in DAYS] + [(DAYS[1], KNOWN_AT)]:
        yield _line(session, day, known_at, rounds)


def _line(session: Session, day: date, known_at: datetime | None, rounds: int) -> str:
    with _statements(session) as asked:
        found = as_plain(figures(queries.book(session, day, now=NOW, known_at=known_at)))
    if known_at is None and comparable(found) != figures_in_sql(session, day, NOW):
        raise SystemExit(f"{day}: the two counts differ")
    time = _clock_of(session)
    ours, raw = [], []
    for _ in range(rounds):
        ours.append(time(lambda: figures(queries.book(session, day, now=NOW, known_at=known_at))))
        raw.append(time(lambda: _sent(session, asked)))
    book, statements = median(ours), median(raw)
    in_sql = time(lambda: figures_in_sql(session, day, NOW))
    known = f"{known_at:%Y-%m-%d}" if known_at else "now       "
    return (
        f"{day}  {known}  {book * 1000:9.0f} ms   {statements * 1000:9.0f} ms "
        f"  {in_sql * 1000:8.0f} ms   {book / in_sql:6.2f}"
        f"   ({len(asked)} statements, book/statements {book / statements:.2f})"
    )


def _clock_of(session: Session) -> Callable[[Callable[[], object]], float]:
    is_inside = session.get_bind().dialect.name == "sqlite"
    clock = process_time if is_inside else perf_counter

    def timed(work: Callable[[], object]) -> float:
        gc.collect()
        begun = clock()
        work()
        return clock() - begun

    return timed


@contextmanager
def _statements(session: Session) -> Iterator[list[Asked]]:
    asked: list[Asked] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            asked.append((statement, parameters))

    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _sent(session: Session, asked: list[Asked]) -> None:
    """The same statements, read to their end by the driver alone."""
    cursor = session.connection().connection.cursor()
    for statement, parameters in asked:
        cursor.execute(statement, parameters)
        cursor.fetchall()
    cursor.close()


if __name__ == "__main__":
    main()
