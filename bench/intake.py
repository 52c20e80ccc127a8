"""What it costs to take in a large register, beside reading its file alone.

bench/run intake [--rows 200000] [--products 17000] [--kind csv]

The file is read, checked and taken by a process of its own, in a market that has products
already; so is the reading alone. Time is that of the processor, for the machine may be busy;
memory is the most that each held. On SQLite a buyer writes meanwhile, ten times a second, and
tells how long a write waited by the clock.
"""

from __future__ import annotations

import argparse
import csv
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from random import Random
from resource import RUSAGE_SELF, getrusage
from typing import Any

import openpyxl
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy.engine import make_url

from bench import goods
from bench.market import somewhere
from bench.province import Size, fill
from marketplace.app import create_app
from marketplace.config import Config
from marketplace.db import db, transaction
from marketplace.intake import by_hand
from marketplace.intake.kinds import OutcomeKind
from marketplace.intake.models import IntakeRun
from marketplace.intake.reading.tables import open_table
from marketplace.intake.rules import Vocabulary
from marketplace.registry.importing.fields import FIELDS
from marketplace.registry.importing.taking import register
from marketplace.registry.importing.titles import of_section

TITLES = [
    "Tên sản phẩm", "Hạng sao", "Chủ thể", "Xã", "Huyện", "Tỉnh", "Nhóm sản phẩm", "Trạng thái",
    "Số quyết định", "Ngày quyết định",
]  # fmt: skip
PLACES = [("Mường Vi", "Bát Xát"), ("Bản Xèo", "Bát Xát"), ("Tả Phìn", "Sa Pa"), ("", "Bắc Hà")]
LONGEST_WAIT_S = 60
A_PRODUCER, A_DECISION = 3, 500  # products
Found = dict[str, Any]


def main() -> None:
    """Make a market and a file, measure, print."""
    asked = _arguments()
    with somewhere() as (databases, folder):
        url = databases.create()
        folder = folder / "var"
        folder.mkdir()
        config = Config.for_tests(folder, url)
        app = create_app(config)
        with app.app_context():
            _furnish(app, asked.products)
            db.engine.dispose()
        path = folder / f"register.{asked.kind}"
        _write(path, asked.rows)
        alone = _in_a_process(_read, path)
        with _buyer(url) as waits:
            taken = _in_a_process(_take, path, config)
            for line in _told(path, asked.rows, alone, taken):
                print(line, flush=True)
        for line in _told_by_buyer(waits()):
            print(line)
        databases.drop(url)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--products", type=int, default=17_000)
    parser.add_argument("--kind", choices=("csv", "xlsx"), default="csv")
    return parser.parse_args()


def _furnish(app: Flask, products: int) -> None:
    upgrade()
    app.test_cli_runner().invoke(args=["places", "load"])
    with transaction() as session:
        fill(session, Size(products, products // 2, orders=0))


def _write(path: Path, rows: int) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out).writerows([TITLES, *_rows(rows)])
        return
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in [TITLES, *_rows(rows)]:
        sheet.append(row)
    book.save(path)


def _rows(rows: int) -> Iterator[list[str]]:
    """Products of as many producers as it takes, the same on every run; a hundredth is refused."""
    dice = Random(5)
    for number in range(rows):
        commune, district = dice.choice(PLACES)
        decision = number // A_DECISION + 1
        producer = f"HTX {goods.PLACES[number % len(goods.PLACES)]} số {number // A_PRODUCER}"
        yield [
            f"{dice.choice(goods.KINDS)[0]} {number % 97}",
            "7" if number % 100 == 99 else dice.choice("3345"),
            producer,
            commune,
            district,
            "Lào Cai",
            "",
            "công nhận",
            f"{decision}/QĐ-UBND",
            f"{decision % 28 + 1:02}/{decision % 12 + 1:02}/{2022 + decision % 4}",
        ]


def _in_a_process(measure: Callable[..., Found], *arguments: object) -> Found:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, *arguments).result()


def _read(path: Path) -> Found:
    began, rows = time.process_time(), 0
    with open_table(path, path.name, Vocabulary(FIELDS)) as table:
        for _row in table.sorted_rows(of_section):
            rows += 1
    return {"rows": rows, "seconds": time.process_time() - began, "megabytes": _most_memory()}


def _take(path: Path, config: Config) -> Found:
    app: Flask = create_app(config)
    phases = Phases()
    with app.app_context():
        with by_hand.taking(register, path, phases.tell, is_trial=False) as taken:
            counts = dict(taken.counts)
        phases.end()
        db.engine.dispose()
    return {"phases": phases.seconds, "counts": counts, "megabytes": _most_memory()}


class Phases:
    """How long reading, checking and taking took."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._phase, self._since = "read", time.process_time()

    def tell(self, run: IntakeRun) -> None:
        """Look at what is being done."""
        if run.mode is not None:
            self._now("take")
        elif run.rows_total is not None:
            self._now("check")

    def _now(self, phase: str) -> None:
        if phase != self._phase:
            self.end()
            self._phase = phase

    def end(self) -> None:
        """Note what the phase took."""
        now = time.process_time()
        self.seconds[self._phase], self._since = now - self._since, now


def _most_memory() -> float:
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def _buyer(url: str) -> Iterator[Callable[[], list[float]]]:
    """Somebody who writes meanwhile; gives how long each write waited, in seconds."""
    if not url.startswith("sqlite"):
        yield list
        return
    spawn = get_context("spawn")
    stop, told = spawn.Event(), spawn.Queue()
    buyer = spawn.Process(target=_buy, args=(make_url(url).database, stop, told))
    buyer.start()
    found: list[float] = []
    yield lambda: found
    stop.set()
    found += told.get()
    buyer.join()


def _buy(path: str, stop: Any, told: Any) -> None:
    waits = []
    connection = sqlite3.connect(path, timeout=LONGEST_WAIT_S, isolation_level=None)
    while not stop.wait(0.1):
        began = time.perf_counter()
        with suppress(sqlite3.OperationalError):  # in vain: that is how long it waited
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        waits.append(time.perf_counter() - began)
    told.put(waits)


def _told(path: Path, rows: int, alone: Found, taken: Found) -> Iterator[str]:
    seconds = sum(taken["phases"].values())
    yield f"{rows} rows, {path.suffix[1:]} of {path.stat().st_size / 2**20:.0f} MB"
    yield f"reading alone: {alone['seconds']:.0f} s, {alone['megabytes']:.0f} MB"
    phases = ", ".join(f"{name} {spent:.0f} s" for name, spent in taken["phases"].items())
    yield f"taken in: {seconds:.0f} s ({phases}), {rows / seconds:.0f} rows/s"
    times = taken["megabytes"] / alone["megabytes"]
    yield f"time: {seconds / alone['seconds']:.0f} × reading alone"
    yield f"memory: {taken['megabytes']:.0f} MB, {times:.1f} × reading alone"
    counts = (f"{taken['counts'][kind]} {kind}" for kind in OutcomeKind)
    yield f"rows: {', '.join(counts)}"


def _told_by_buyer(waits: list[float]) -> Iterator[str]:
    if waits:
        ordered = sorted(waits)
        late = ordered[int(len(ordered) * 0.95)]
        yield f"a buyer waits {late * 1000:.0f} ms (95 %), {ordered[-1] * 1000:.0f} ms at most"


if __name__ == "__main__":
    main()
