"""Prints what every page costs, as a multiple of a bare Flask page measured in the same run.

Exits with 1 when a page asks more of the database in a large market than in a small one.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from flask import Flask

from bench.market import open_market, somewhere
from bench.measuring import ratios, share_of_sql, statements
from bench.visits import Visit, visits
from bench.weight import weight
from marketplace.db import db

FEW = 12  # fewer than any page shows at once
FIGURES = "figures of the province"


def main() -> None:
    """Measure, print, and fail when a page's statements grow with the market."""
    wishes = _wishes()
    with somewhere() as (databases, folder):
        few_at, many_at = databases.create(), databases.create()
        try:
            with open_market(few_at, folder / "few", FEW) as app:
                few = statement_counts(app, _wanted(app, wishes.only))
            with open_market(many_at, folder / "many", wishes.products) as app:
                many = _measure(app, wishes, few)
        finally:
            databases.drop(few_at)
            databases.drop(many_at)
    for name, (before, after) in growing(few, many).items():
        print(f"\n{name}: {before} statements became {after} in a larger market")
    sys.exit(min(len(growing(few, many)), 1))


def _measure(app: Flask, wishes: argparse.Namespace, few: dict[str, int]) -> dict[str, int]:
    wanted = _wanted(app, wishes.only)
    many = statement_counts(app, wanted)
    with app.app_context():
        print(f"{wishes.products:,} products, {db.engine.dialect.name}\n")
    _print_costs(ratios(app, wanted, wishes.rounds), wanted, few, many)
    for visit in wanted:
        if visit.name == FIGURES:
            share = share_of_sql(app, visit, wishes.rounds)
            print(f"\n{visit.name}: {share:.1f} times its own SQL (should be 3 at most)")
    _print_weight(app)
    return many


def _wishes() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run", description=__doc__)
    parser.add_argument("--products", type=int, default=2_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--only", default="", help="pages whose names begin with: home,cart")
    return parser.parse_args()


def _wanted(app: Flask, only: str) -> list[Visit]:
    return [visit for visit in visits(app) if visit.name.startswith(tuple(only.split(",")))]


def statement_counts(app: Flask, wanted: Sequence[Visit]) -> dict[str, int]:
    """How many statements each visit sends the second time, when all that is kept is there."""
    client = app.test_client(use_cookies=False)
    counts = {}
    for visit in wanted:
        statements(app, client, visit)
        counts[visit.name] = len(statements(app, client, visit))
    return counts


def _print_costs(
    costs: dict[str, float], wanted: Sequence[Visit], few: dict[str, int], many: dict[str, int]
) -> None:
    print(f"{'':28}{'x hello':>8}{'at most':>9}{'statements at ' + str(FEW):>18}{'now':>5}")
    for visit in wanted:
        name, most = visit.name, f"{visit.most:g}" if visit.most else ""
        mark = "  over" if visit.most and costs[name] > visit.most else ""
        print(f"{name:28}{costs[name]:8.1f}{most:>9}{few[name]:18}{many[name]:5}{mark}")


def _print_weight(app: Flask) -> None:
    files = list(weight(app, "/"))
    files.append(("all", sum(plain for _, plain, _ in files), sum(zipped for *_, zipped in files)))
    print(f"\n{'first view of the home page':40}{'bytes':>8}{'zipped':>8}")
    for name, plain, zipped in files:
        print(f"{name:40}{plain:8,}{zipped:8,}")


def growing(few: dict[str, int], many: dict[str, int]) -> dict[str, tuple[int, int]]:
    """The visits that send more statements in the larger market: in the small one, in the large."""
    return {name: (few[name], many[name]) for name in few if many[name] > few[name]}


if __name__ == "__main__":
    main()
