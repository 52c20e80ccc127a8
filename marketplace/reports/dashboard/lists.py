"""The rows behind every number: which list it leads to, and which rows that list has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.producers.models import EPaymentKind
from marketplace.registry.rules.life import Event
from marketplace.reports import wording
from marketplace.reports.book import Book, ProducerInForce
from marketplace.reports.figures import Figure, Figures, Line
from marketplace.reports.figures.register import happenings_of
from marketplace.reports.figures.splitting import (
    MADE_BY_PRODUCERS,
    OF_MEMBERS,
    OF_PRODUCERS,
    OF_PRODUCTS,
    key_of,
    month_key,
    nature_of,
)
from marketplace.reports.rules import Count, Dimension, Indicator, Share
from marketplace.text import sort_key


class Shape(StrEnum):
    """Which columns a list has."""

    PRODUCTS = "products"
    PRODUCERS = "producers"
    COMMUNES = "communes"
    UNDATED = "undated"


@dataclass(frozen=True, slots=True)
class ListName:
    """A list by its name in the address: the figure it belongs to, and which rows of it."""

    name: str
    indicator: Indicator
    is_missing: bool
    title: Any
    can_act: bool = False  # whether its rows are followed up


_NAMES = (
    ListName("con-hieu-luc", Indicator.PRODUCTS, False, _l("Products in force")),
    ListName("chu-the", Indicator.PRODUCERS, False, _l("Producers with a product in force")),
    ListName("xa-co-san-pham", Indicator.COMMUNES, False, _l("Communes with an OCOP product")),
    ListName("xa-chua-co", Indicator.COMMUNES, True, _l("Communes without an OCOP product")),
    ListName("da-len-san", Indicator.LISTING, False, _l("On sale online")),
    ListName("chua-len-san", Indicator.LISTING, True, _l("Not on sale yet"), True),
    ListName("co-tren-san", Indicator.LISTING_BY_PLATFORM, False, _l("On sale on this platform")),
    ListName(
        "chua-co-tren-san",
        Indicator.LISTING_BY_PLATFORM,
        True,
        _l("Not on sale on this platform"),
        True,
    ),
    ListName("co-tai-khoan", Indicator.E_PAYMENT, False, _l("With an e-payment account")),
    ListName("chua-co-tai-khoan", Indicator.E_PAYMENT, True, _l("No account yet"), True),
    ListName("co-ca-hai", Indicator.SHOP_AND_ACCOUNT, False, _l("With a shop here and an account")),
    ListName(
        "thieu-mot-trong-hai", Indicator.SHOP_AND_ACCOUNT, True, _l("Shop or account missing"), True
    ),
    ListName("da-quang-ba", Indicator.PROMOTED, False, _l("On both channels of the province")),
    ListName("chua-quang-ba", Indicator.PROMOTED, True, _l("Not on both channels yet"), True),
    ListName("dang-dung", Indicator.ACTIVE_ACCOUNTS, False, _l("Accounts in use")),
    ListName("khong-dung", Indicator.ACTIVE_ACCOUNTS, True, _l("Accounts not in use"), True),
    ListName("can-danh-gia-lai", Indicator.TO_REASSESS, False, _l("To assess again"), True),
    ListName("chua-den-han", Indicator.TO_REASSESS, True, _l("Nothing to do yet")),
    ListName("het-hieu-luc", Indicator.NO_LONGER_IN_FORCE, False, _l("Expired or revoked"), True),
    ListName("da-tap-huan", Indicator.TRAINED, False, _l("Trained in digital skills")),
    ListName("chua-tap-huan", Indicator.TRAINED, True, _l("Not trained yet"), True),
)
BY_NAME = {one.name: one for one in _NAMES}
COUNTED = {one.indicator: one.name for one in _NAMES if not one.is_missing}
MISSING = {one.indicator: one.name for one in _NAMES if one.is_missing}
EVENTS = {
    "moi-cong-nhan": (Event.NEW, _l("Newly recognised")),
    "danh-gia-lai": (Event.REASSESSED, _l("Assessed again")),
    "nang-hang": (Event.UPGRADED, _l("Upgraded")),
    "mat-cong-nhan": (Event.LOST, _l("No longer recognised")),
}
ENDING = "het-han"


@dataclass(frozen=True, slots=True)
class Group:
    """One line of a breakdown: "star:4"."""

    dimension: Dimension
    key: str

    def __str__(self) -> str:
        return f"{self.dimension.value}:{self.key}"


@dataclass(frozen=True, slots=True)
class RowList:
    """Rows with their title. ``code`` says under which figure its rows are followed up."""

    title: str
    shape: Shape
    rows: Sequence[Any]
    code: str = ""


def read_group(text: str) -> Group | None:
    """What "star:4" names, or None."""
    name, _colon, key = text.partition(":")
    dimension = next((one for one in Dimension if one.value == name), None)
    return Group(dimension, key) if dimension and key else None


def find_list(figures: Figures, name: str, group: Group | None) -> RowList | None:
    """The list of this name, narrowed to a group; None where there is none such."""
    if name in EVENTS:
        return _of_event(figures, name, group)
    if name == ENDING:
        return _ending(figures.book, group)
    asked = BY_NAME.get(name)
    if asked is None:
        return _beside(figures.book, name)
    if (asked.indicator is Indicator.LISTING_BY_PLATFORM) != _is_platform(group):
        return None
    figure = figures[asked.indicator]
    rows = _rows(figures, figure, asked, group)
    if rows is None:
        return None
    code = asked.indicator.value
    if group is not None and _is_platform(group):
        code = f"{code}:{group.key}"
    title = str(asked.title) if group is None else f"{asked.title}: {label(figures.book, group)}"
    return RowList(title, _shape(asked.indicator), rows, code if asked.can_act else "")


def missing_of(figures: Figures, figure: Figure) -> int:
    """How many a figure lacks, where there is something to do about them."""
    if figure.indicator is Indicator.TRAINED:
        trained = {row.id for row in figures.book.trainees}
        return sum(row.id not in trained for row in figures.book.producers)
    if isinstance(figure.value, Share) and figure.indicator is not Indicator.TO_REASSESS:
        return figure.value.whole - figure.value.part
    return 0


def label(book: Book, group: Group) -> str:
    """What a group is called."""
    name = book.names.get(group.dimension, {}).get(group.key, "")
    return wording.line_label(group.dimension, Line(group.key, name, Count(0)))


def _is_platform(group: Group | None) -> bool:
    return group is not None and group.dimension is Dimension.PLATFORM


def _shape(indicator: Indicator) -> Shape:
    if indicator is Indicator.COMMUNES:
        return Shape.COMMUNES
    producers = (
        Indicator.PRODUCERS,
        Indicator.E_PAYMENT,
        Indicator.SHOP_AND_ACCOUNT,
        Indicator.ACTIVE_ACCOUNTS,
        Indicator.TRAINED,
    )
    return Shape.PRODUCERS if indicator in producers else Shape.PRODUCTS


def _rows(
    figures: Figures, figure: Figure, asked: ListName, group: Group | None
) -> Sequence[Any] | None:
    if asked.indicator is Indicator.LISTING_BY_PLATFORM and group is not None:
        return _on_platform(figures.book, group.key, asked.is_missing)
    if asked.indicator is Indicator.TRAINED and asked.is_missing:
        trained = {row.id for row in figures.book.trainees}
        rows: Iterable[Any] = (row for row in figures.book.producers if row.id not in trained)
    else:
        rows = figure.missing if asked.is_missing else figure.counted
    if group is not None:
        belongs = _belonging(asked.indicator, group)
        if belongs is None:
            return None
        rows = filter(belongs, rows)
    return in_order(rows)


def _on_platform(book: Book, code: str, is_missing: bool) -> Sequence[Any] | None:
    if code not in {platform.code for platform in book.platforms}:
        return None

    def is_there(row: Any) -> bool:
        return any(platform.code == code for platform in row.platforms)

    return in_order(row for row in book.products if is_there(row) != is_missing)


def in_order(rows: Iterable[Any]) -> list[Any]:
    """As a Vietnamese dictionary has them."""
    return sorted(rows, key=lambda row: (sort_key(row.name), row.id))


def _belonging(indicator: Indicator, group: Group) -> Callable[[Any], bool] | None:
    """Whether a row belongs to a group; None where the figure is not split that way."""
    dimension, key = group.dimension, group.key
    special = _SPECIAL.get((indicator, dimension))
    if special is not None:
        return lambda row: key in special(row)
    getters: Any = {Shape.PRODUCTS: OF_PRODUCTS, Shape.PRODUCERS: OF_MEMBERS}
    single = getters.get(_shape(indicator), {}).get(dimension)
    if single is None and _shape(indicator) is Shape.PRODUCERS:
        single = OF_PRODUCERS.get(dimension)
        several = MADE_BY_PRODUCERS.get(dimension)
        if several is not None:
            return lambda row: isinstance(row, ProducerInForce) and key in map(key_of, several(row))
    if single is None:
        return None
    return lambda row: key_of(single(row)) == key


def _natures(row: Any) -> list[str]:
    return [nature_of(key_of(row.sector))]


def _states(row: Any) -> list[str]:
    return [row.state.value]


def _months(row: Any) -> list[str]:
    return [month_key(row.recognised_on)]


def _account_kinds(row: Any) -> list[str]:
    return [EPaymentKind(kind).value for kind in row.accounts]


def _months_trained(row: Any) -> list[str]:
    return [month_key(row.first_on)] if hasattr(row, "first_on") else []


def _years_trained(row: Any) -> list[str]:
    return [f"{row.first_on.year:04}"] if hasattr(row, "first_on") else []


# Groups that are no plain column of a row: the keys of the groups that a row is in.
_SPECIAL: dict[tuple[Indicator, Dimension], Callable[[Any], list[str]]] = {
    (Indicator.PRODUCTS, Dimension.MONTH): _months,
    (Indicator.PRODUCTS, Dimension.STATE): _states,
    (Indicator.TRAINED, Dimension.MONTH): _months_trained,
    (Indicator.TRAINED, Dimension.YEAR): _years_trained,
    (Indicator.E_PAYMENT, Dimension.ACCOUNT_KIND): _account_kinds,
    (Indicator.TO_REASSESS, Dimension.STATE): _states,
    (Indicator.NO_LONGER_IN_FORCE, Dimension.STATE): _states,
    (Indicator.PRODUCTS, Dimension.NATURE): _natures,
    (Indicator.LISTING, Dimension.NATURE): _natures,
    (Indicator.PROMOTED, Dimension.NATURE): _natures,
    (Indicator.TO_REASSESS, Dimension.NATURE): _natures,
    (Indicator.NO_LONGER_IN_FORCE, Dimension.NATURE): _natures,
}


def _of_event(figures: Figures, name: str, group: Group | None) -> RowList | None:
    """The products behind one number of a year, in the order of days."""
    if group is None or group.dimension is not Dimension.YEAR or not group.key.isdigit():
        return None
    event, title = EVENTS[name]
    book = figures.book
    found = happenings_of(book, int(group.key), event)
    rows = [book.register[one.certificate.product_id] for one in found]
    return RowList(f"{title}: {group.key}", Shape.PRODUCTS, rows)


def _ending(book: Book, group: Group | None) -> RowList | None:
    """The products whose certificate ends in a month; the files for the new ones are due."""
    if group is None or group.dimension is not Dimension.MONTH:
        return None
    rows = in_order(row for row in book.products if month_key(row.valid_until) == group.key)
    title = _("Certificates that end in %(month)s", month=label(book, group))
    return RowList(str(title), Shape.PRODUCTS, rows, Indicator.TO_REASSESS.value)


def _beside(book: Book, name: str) -> RowList | None:
    """What stands beside the figures: what they cannot tell."""
    if name == "chua-ro-chu-the":
        rows = in_order(book.without_producer)
        return RowList(str(_("Producer not known")), Shape.PRODUCTS, rows)
    if name == "chua-ro-ngay":
        return RowList(str(_("Dates not clear")), Shape.UNDATED, book.undated)
    return None
