"""CPU time as a multiple of a bare Flask page, and what is asked of the database meanwhile."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from time import process_time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from bench.visits import Visit
from marketplace.db import db

HELLO = Visit("hello", "/")
HELLOS, REPEATS = 40, 4
FRAME = ("BEGIN", "COMMIT", "PRAGMA", "RELEASE", "ROLLBACK", "SAVEPOINT")
Asked = tuple[str, Any]  # a statement and its parameters


def hello() -> Flask:
    """The smallest page that Flask can make."""
    app = Flask("hello")
    app.add_url_rule("/", view_func=lambda: "hello")
    return app


def ratios(app: Flask, visits: Sequence[Visit], rounds: int) -> dict[str, float]:
    """What each visit costs, as a multiple of a bare page measured just before it.

    The rounds go through all visits, so that a slow minute of the machine meets every one of
    them; the median of the rounds counts.
    """
    bare = hello().test_client(use_cookies=False)
    client = app.test_client(use_cookies=False)
    found: dict[str, list[float]] = {visit.name: [] for visit in visits}
    for _ in range(rounds):
        for visit in visits:
            gc.collect()
            _visit_cost(client, visit)  # what is kept in memory is there
            unit = sum(_visit_cost(bare, HELLO) for _ in range(HELLOS)) / HELLOS
            page = sum(_visit_cost(client, visit) for _ in range(REPEATS)) / REPEATS
            found[visit.name].append(page / unit)
    return {name: median(costs) for name, costs in found.items()}


def _visit_cost(client: FlaskClient, visit: Visit) -> float:
    request = visit.request()
    return _cost(lambda: visit.make(client, request))


def _cost(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    begun = process_time()
    work()
    return process_time() - begun


def share_of_sql(app: Flask, visit: Visit, rounds: int) -> float:
    """What a page costs as a multiple of its own statements, sent by the bare driver."""
    client = app.test_client(use_cookies=False)
    asked = statements(app, client, visit)
    found = []
    with app.app_context():
        connection = db.engine.raw_connection()
        cursor = connection.cursor()
        for _ in range(rounds):
            raw = _cost(lambda: [cursor.execute(*one).fetchall() for one in asked])
            found.append(_visit_cost(client, visit) / raw)
        connection.close()
    return median(found)


def statements(app: Flask, client: FlaskClient, visit: Visit) -> list[Asked]:
    """What a visit asks of the database, transactions' own words left out."""
    request = visit.request()
    with _listening(app) as asked:
        visit.make(client, request)
    return asked


@contextmanager
def _listening(app: Flask) -> Iterator[list[Asked]]:
    asked: list[Asked] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith(FRAME):
            asked.append((statement, parameters))

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
