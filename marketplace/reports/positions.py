"""Where the communes of Lào Cai lie, as shipped in ``marketplace/data``."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "data" / "communes_lao_cai.csv"
PROVINCE = "15"  # Lào Cai since July 2025


@dataclass(frozen=True, slots=True)
class Position:
    """The middle of a commune, in degrees."""

    code: str
    latitude: float
    longitude: float


@cache
def positions() -> tuple[Position, ...]:
    """The 99 communes of today, by code."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Position(line["code"], float(line["lat"]), float(line["lon"]))
            for line in csv.DictReader(file)
        )
