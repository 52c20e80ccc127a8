"""The pages put together: headline tiles, and cards in the order of the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace.reports import queries, wording
from marketplace.reports.book import Book
from marketplace.reports.dashboard import (
    lists,
    over_time,
    places,
    plans,
    selling,
    sentences,
    tasks,
)
from marketplace.reports.dashboard.asked import Asked
from marketplace.reports.dashboard.cards import Card
from marketplace.reports.dashboard.lists import Group
from marketplace.reports.dashboard.splits import split, splits_of
from marketplace.reports.dashboard.tasks import Task
from marketplace.reports.dashboard.trends import Pace, days_of, end_of_year_before, trend_card
from marketplace.reports.definitions import Definition
from marketplace.reports.figures import Figure, Figures, figures
from marketplace.reports.queries.trend import Point, trend
from marketplace.reports.rules import Dimension, Indicator, Share, Value
from marketplace.reports.targets.queries import against
from marketplace.web import filters

_TILES = (
    Indicator.LISTING,
    Indicator.E_PAYMENT,
    Indicator.SHOP_AND_ACCOUNT,
    Indicator.PROMOTED,
    Indicator.PRODUCTS,
    Indicator.PRODUCERS,
    Indicator.COMMUNES,
    Indicator.TO_REASSESS,
    Indicator.NO_LONGER_IN_FORCE,
    Indicator.ACTIVE_ACCOUNTS,
    Indicator.TRAINED,
)
HEADLINES = (Indicator.LISTING, Indicator.E_PAYMENT)


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure at a glance, with the ways to its rows and to its page."""

    definition: Definition
    code: str
    value: str  # "137/139", "605"; empty where there are no figures
    percent: str  # empty where it is no share
    sentence: str
    counted_url: str
    missing: int
    missing_url: str
    url: str


def _value(found: Value | None) -> tuple[str, str]:
    """The number to read first, and its percent; nothing where there is nothing to count."""
    match found:
        case None | Share(whole=0):
            return "", ""
        case Share(part=part, whole=whole) as share:
            counts = f"{filters.number(part)}/{filters.number(whole)}"
            return counts, filters.percent(share.percent)
    return wording.value(found), ""


@dataclass(frozen=True, slots=True)
class Section:
    """Cards under one heading."""

    name: str
    title: str
    cards: Sequence[Card]


class Reader:
    """Reads the figures that an address asks for, and knows the addresses of their rows."""

    def __init__(self, session: Session, asked: Asked, now: datetime) -> None:
        self._session, self.asked, self._now = session, asked, now
        self.figures: Figures = figures(self._read())

    def _read(self) -> Book:
        return queries.book(
            self._session,
            self.asked.day,
            now=self._now,
            known_at=self.asked.known_at(self._now),
            filters=self.asked.filters,
        )

    def rows_url(self, name: str, group: Group | None = None, **more: object) -> str:
        """The address of a list of rows."""
        asked = self.asked.address(nhom=str(group) if group else None, **more)
        return url_for("indicators.rows", name=name, **asked)

    def rows_url_on(self, name: str, day: date) -> str:
        """The same on another day."""
        return url_for("indicators.rows", name=name, **self.asked.on(day).address())

    def points(self, pace: Pace) -> list[Point]:
        """The trend of the headline figures, with the end of the year before to compare with."""
        day = self.asked.day
        days = [*sorted({*days_of(day, pace), end_of_year_before(day)} - {day}), day]
        return trend(self._session, self.figures.book, days, now=self._now)

    def tiles(self, points: Sequence[Point]) -> list[Tile]:
        """Every figure at a glance."""
        return [self.tile(self.figures[indicator], points) for indicator in _TILES]

    def headlines(self, points: Sequence[Point]) -> list[Tile]:
        """The two figures that are asked for first."""
        return [self.tile(self.figures[indicator], points) for indicator in HEADLINES]

    def tasks(self) -> list[Task]:
        """What there is to do, each with the list of those it is about."""
        return list(tasks.tasks(self.figures, self.rows_url))

    def home_cards(self, points: Sequence[Point]) -> list[Card]:
        """The charts of the first page."""
        return [
            self.trend_of(Indicator.LISTING, points, Pace.MONTHS),
            places.map_card(self.figures, self.rows_url),
        ]

    def tile(self, figure: Figure, points: Sequence[Point] = ()) -> Tile:
        """One figure at a glance."""
        value, percent = _value(figure.value)
        counted = lists.COUNTED.get(figure.indicator)
        missing = lists.missing_of(self.figures, figure)
        return Tile(
            definition=figure.definition,
            code=figure.code,
            value=value,
            percent=percent,
            sentence=self._sentence(figure, points),
            counted_url=self.rows_url(counted) if counted else "",
            missing=missing,
            missing_url=self.rows_url(lists.MISSING[figure.indicator]) if missing else "",
            url=url_for("indicators.figure", code=figure.code, **self.asked.address()),
        )

    def _sentence(self, figure: Figure, points: Sequence[Point]) -> str:
        shares = {
            Indicator.LISTING: [(point.day, point.listing) for point in points],
            Indicator.E_PAYMENT: [(point.day, point.e_payment) for point in points],
        }.get(figure.indicator, [])
        day = self.asked.day
        before = next((pair for pair in shares if pair[0] == end_of_year_before(day)), None)
        return sentences.of_figure(figure, day, before)

    def sections(self, points: Sequence[Point], pace: Pace) -> list[Section]:
        """The whole page."""
        found = self.figures
        return [
            Section("len-san", _("On sale online"), self._listing(points, pace)),
            Section("thanh-toan", _("E-payment accounts"), self._payment(points, pace)),
            Section(
                "xa",
                _("Communes"),
                [places.map_card(found, self.rows_url), places.ranking_card(found, self.rows_url)],
            ),
            Section("so-dang-ky", _("The register"), self._register()),
            Section(
                "don-hang",
                _("Orders and value"),
                [selling.orders_card(found), selling.value_card(found)],
            ),
            Section("chu-the", _("Producers"), self._producers()),
        ]

    def trend_of(self, indicator: Indicator, points: Sequence[Point], pace: Pace) -> Card:
        """A headline figure over time."""
        figure = self.figures[indicator]
        return trend_card(figure, points, self.asked.day, pace, self.rows_url_on)

    def _splits(self, *asked: tuple[Indicator, Dimension]) -> list[Card]:
        return [
            split(self.figures[indicator], dimension, self.rows_url)
            for indicator, dimension in asked
            if dimension in self.figures[indicator].breakdowns
        ]

    def _listing(self, points: Sequence[Point], pace: Pace) -> list[Card]:
        return [
            self.trend_of(Indicator.LISTING, points, pace),
            *self._splits(
                (Indicator.LISTING_BY_PLATFORM, Dimension.PLATFORM),
                (Indicator.LISTING, Dimension.STAR),
                (Indicator.LISTING, Dimension.SECTOR),
                (Indicator.LISTING, Dimension.KIND),
                (Indicator.LISTING, Dimension.OLD_DISTRICT),
                (Indicator.LISTING, Dimension.OLD_PROVINCE),
            ),
        ]

    def _payment(self, points: Sequence[Point], pace: Pace) -> list[Card]:
        return [
            self.trend_of(Indicator.E_PAYMENT, points, pace),
            *self._splits(
                (Indicator.E_PAYMENT, Dimension.ACCOUNT_KIND),
                (Indicator.E_PAYMENT, Dimension.KIND),
            ),
        ]

    def _register(self) -> list[Card]:
        found = [
            over_time.years_card(self.figures, self.rows_url),
            *self._splits((Indicator.PRODUCTS, Dimension.STAR)),
            over_time.ends_card(self.figures, self.rows_url),
        ]
        if self.asked.filters.is_empty:
            year = self.asked.day.year
            found.insert(1, plans.plan_card(year, against(self._session, year, self.figures)))
        return found

    def _producers(self) -> list[Card]:
        return self._splits(
            (Indicator.PRODUCERS, Dimension.KIND),
            (Indicator.PRODUCERS, Dimension.WOMAN_LED),
            (Indicator.PRODUCERS, Dimension.MINORITY_LED),
            (Indicator.TRAINED, Dimension.KIND),
        )

    def cards_of(self, figure: Figure) -> list[Card]:
        """Every chart of one figure: its own first, then each way to split it."""
        found, url = self.figures, self.rows_url
        own = {
            Indicator.PRODUCTS: [over_time.years_card],
            Indicator.COMMUNES: [places.map_card, places.ranking_card],
            Indicator.TO_REASSESS: [over_time.ends_card],
        }.get(figure.indicator, [])
        cards = [card(found, url) for card in own]
        if figure.indicator is Indicator.SALES:
            cards = [selling.orders_card(found), selling.value_card(found)]
        return [*cards, *splits_of(figure, url)]
