"""The illustrated listings that ship with the market."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache

from marketplace.config import ROOT
from marketplace.money import Vnd

FILE = ROOT / "marketplace" / "demo" / "data" / "listings.csv"


@dataclass(frozen=True, slots=True)
class IllustratedListing:
    """A listing made up for a real product of the register: price, stock and story are not real."""

    product: str
    producer: str
    unit: str
    weight_g: int
    price_vnd: Vnd
    group_no: int
    stock: int
    story: str


@lru_cache(maxsize=1)
def illustrated_listings() -> tuple[IllustratedListing, ...]:
    """The shipped listings, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            IllustratedListing(
                product=row["product"],
                producer=row["producer"],
                unit=row["unit"],
                weight_g=int(row["weight_g"]),
                price_vnd=Vnd(int(row["price_vnd"])),
                group_no=int(row["group_no"]),
                stock=int(row["stock"]),
                story=row["story"],
            )
            for row in csv.DictReader(file)
        )
