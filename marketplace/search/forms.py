"""What a buyer wants to see, as the address of the results page says it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from marketplace.catalog.rules import price_typed
from marketplace.money import MAX_PRICE_VND, Vnd
from marketplace.registry.rules import STARS_WITH_CERTIFICATE, groups, sector_names
from marketplace.search.engine import Filters, Query, Sort
from marketplace.search.rules import MOST_CHARACTERS, typed_words
from marketplace.text import clean_line

PATH = "/san-pham/"
PAGE_SIZE = 24
SORT_WORDS = {
    Sort.RELEVANCE: "",
    Sort.NEWEST: "moi",
    Sort.CHEAPEST: "gia-tang",
    Sort.DEAREST: "gia-giam",
    Sort.NAME: "ten",
}
_SORTS = {word: sort for sort, word in SORT_WORDS.items()}
_CODE = re.compile(r"[0-9]{5}", re.ASCII)
_LONGEST_PRICE = 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words and filters. Whatever the address says that makes no sense is left out."""

    words: str = ""
    stars: frozenset[int] = frozenset()
    group: str = ""  # the number of a group, or of a sector in Roman digits
    commune: str = ""  # code of today
    price_from: Vnd | None = None
    price_to: Vnd | None = None
    in_stock: bool = False
    sort: Sort = Sort.RELEVANCE

    @property
    def has_filters(self) -> bool:
        """Whether anything but words narrows the results."""
        return self.filters() != Filters()

    def only_words(self) -> Wanted:
        """The same words without any filter."""
        return replace(Wanted(), words=self.words, sort=self.sort)

    def filters(self) -> Filters:
        """The filters as the engine takes them."""
        return Filters(
            stars=self.stars,
            groups=groups_in(self.group),
            commune=self.commune or None,
            price_from=self.price_from,
            price_to=self.price_to,
            in_stock=self.in_stock,
        )

    def query(self, day: date, page: int) -> Query:
        """The question for one page of results, counted from 1."""
        return Query(
            day=day,
            text=self.words,
            filters=self.filters(),
            sort=self.sort,
            offset=(page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
        )

    def arguments(self) -> dict[str, Any]:
        """The arguments of an address that says the same, always in the same order."""
        everything = {
            "q": self.words,
            "sao": sorted(self.stars),
            "nhom": self.group,
            "xa": self.commune,
            "gia_tu": self.price_from,
            "gia_den": self.price_to,
            "con_hang": 1 if self.in_stock else None,
            "sap": SORT_WORDS[self.sort],
        }
        return {name: value for name, value in everything.items() if value}


def address(wanted: Wanted, page: int = 1) -> str:
    """The address of one page of results, made without the router because lists make many."""
    arguments = wanted.arguments()
    if page > 1:
        arguments["trang"] = page
    return f"{PATH}?{urlencode(arguments, doseq=True)}" if arguments else PATH


def groups_in(choice: str) -> frozenset[int]:
    """The groups of a choice: one for "11", all of a sector for "I", none for "" or nonsense."""
    return frozenset(group.no for group in groups() if choice in (str(group.no), group.sector))


def read(arguments: MultiDict[str, str]) -> Wanted:
    """Read the arguments of an address."""
    lowest, highest = _price(arguments.get("gia_tu")), _price(arguments.get("gia_den"))
    if lowest is not None and highest is not None and lowest > highest:
        lowest, highest = highest, lowest
    group, commune = arguments.get("nhom", ""), arguments.get("xa", "")
    return Wanted(
        words=_words(arguments.get("q", "")),
        stars=frozenset(n for n in STARS_WITH_CERTIFICATE if str(n) in arguments.getlist("sao")),
        group=group if groups_in(group) or group in sector_names() else "",
        commune=commune if _CODE.fullmatch(commune) else "",
        price_from=lowest,
        price_to=highest,
        in_stock=arguments.get("con_hang") == "1",
        sort=_SORTS.get(arguments.get("sap", ""), Sort.RELEVANCE),
    )


def _words(text: str) -> str:
    """What was typed; signs without any letter or digit ask for nothing."""
    typed = clean_line(text[: 4 * MOST_CHARACTERS])[:MOST_CHARACTERS]
    return typed if typed_words(typed) else ""


def _price(text: str | None) -> Vnd | None:
    """A price as people type it; 0, nonsense and what no product can cost are no limit."""
    price = price_typed(text) if text and len(text) <= _LONGEST_PRICE else None
    return price if price and price <= MAX_PRICE_VND else None
