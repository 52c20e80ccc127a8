"""What the years brought to the register, and the products that are no longer in force."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from marketplace.registry.rules.life import Event, State
from marketplace.reports.book import Book
from marketplace.reports.figures.model import Breakdown, Figure
from marketplace.reports.figures.splitting import OF_PRODUCTS, Splitter, breakdown, counts
from marketplace.reports.rules import Count, Dimension, Flow, Indicator
from marketplace.reports.rules.certificates import Happening

_OVER = (State.EXPIRED.value, State.REVOKED.value)


def happened_in_years(book: Book) -> Breakdown:
    """How many recognitions each year brought and lost, up to the day."""
    years: defaultdict[str, Counter[Event]] = defaultdict(Counter)
    for happening in book.happenings:
        years[str(happening.day.year)][happening.event] += 1
    flows = {year: _flow(events) for year, events in years.items()}
    total = sum(flows.values(), Flow())
    return breakdown(book, Dimension.YEAR, flows, lambda key: flows[key], total)


def _flow(events: Counter[Event]) -> Flow:
    return Flow(
        new=events[Event.NEW],
        reassessed=events[Event.REASSESSED],
        upgraded=events[Event.UPGRADED],
        lost=events[Event.LOST],
    )


def flow_of(figure: Figure, year: int) -> Flow:
    """What a year brought, from the figure of the products in force."""
    lines = figure.breakdowns[Dimension.YEAR].lines
    found = [line.value for line in lines if line.key == str(year)]
    return found[0] if found and isinstance(found[0], Flow) else Flow()


def happenings_of(book: Book, year: int, event: Event) -> list[Happening]:
    """The rows behind one number of a year, in the order of days."""
    found = [one for one in book.happenings if one.event is event and one.day.year == year]
    return sorted(found, key=lambda one: (one.day, one.certificate.product_id))


def no_longer_in_force(book: Book) -> Iterator[Figure]:
    """I6e: products whose recognition has ended, by how."""
    splitter = Splitter(book, book.over, OF_PRODUCTS)
    sizes = Counter(row.state.value for row in book.over)
    total = Count(len(book.over))
    states = counts(book, Dimension.STATE, sizes, listed=_OVER)
    breakdowns = splitter.counts() | {Dimension.STATE: states}
    yield Figure(Indicator.NO_LONGER_IN_FORCE, total, breakdowns, book.over, lambda _row: True)
