"""The places as shipped in ``marketplace/data``: one small table for each scheme."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from marketplace.admin_units.models import Scheme

DATA = Path(__file__).resolve().parent.parent / "data"
FILES = {Scheme.SINCE_2025: "places_34.csv", Scheme.BEFORE_2025: "places_63.csv"}


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One line of a table. Codes are text: "010" is no number; "" stands for none."""

    scheme: Scheme
    code: str
    name: str
    parent_code: str
    merged_into_code: str  # in the scheme of today


def shipped() -> Iterator[PlaceRow]:
    """Every place, parents before their parts, today's before those merged into them."""
    for scheme, file_name in FILES.items():
        with (DATA / file_name).open(encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                yield PlaceRow(
                    scheme=scheme,
                    code=line["code"],
                    name=line["name"],
                    parent_code=line["parent_code"],
                    merged_into_code=line.get("merged_into", ""),
                )
