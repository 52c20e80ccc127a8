"""A map of dots: communes where they lie, as large as what comes from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, isqrt, radians

from marketplace.reports.charts.drawing import WIDTH, Dot, Drawing

EDGE = 16  # around the outermost dots
SMALLEST = 4  # radius of a dot with one product
LARGEST = 13  # with as many as the richest commune has
HOLLOW = 3  # without any


@dataclass(frozen=True, slots=True)
class Place:
    """A commune: where it lies (degrees), what it has and how much of that counts."""

    latitude: float
    longitude: float
    part: int
    whole: int
    says: str
    url: str = ""


def dot_map(places: Sequence[Place]) -> Drawing:
    """Each place a dot: its area grows with ``whole``, its solid heart with ``part`` of that.

    Equirectangular: degrees of longitude are shortened by the cosine of the middle latitude, so
    that a kilometre is as long to the east as to the north. Large dots are drawn first, so that
    small neighbours stay in sight.
    """
    if not places:
        return Drawing(WIDTH, EDGE * 2)
    south, north = _ends([place.latitude for place in places])
    west, east = _ends([place.longitude for place in places])
    narrowing = cos(radians((south + north) / 2))
    scale = (WIDTH - 2 * EDGE) / max((east - west) * narrowing, 1e-6)
    richest = max(place.whole for place in places)
    dots = [
        _dot(
            place,
            EDGE + round((place.longitude - west) * narrowing * scale),
            EDGE + round((north - place.latitude) * scale),
            richest,
        )
        for place in sorted(places, key=lambda place: -place.whole)
    ]
    return Drawing(WIDTH, 2 * EDGE + round((north - south) * scale), dots=tuple(dots))


def _ends(values: Sequence[float]) -> tuple[float, float]:
    return min(values), max(values)


def _dot(place: Place, x: int, y: int, richest: int) -> Dot:
    if not place.whole:
        return Dot(x, y, HOLLOW, 0, "hollow", place.says, place.url)
    radius = _radius(place.whole, richest)
    look = "all" if place.part == place.whole else "some" if place.part else "none"
    return Dot(x, y, radius, _heart(place, radius), look, place.says, place.url)


def _radius(whole: int, richest: int) -> int:
    """Areas, not radii, are in proportion: four times the products are twice as wide."""
    return max(SMALLEST, isqrt(LARGEST * LARGEST * whole // richest))


def _heart(place: Place, radius: int) -> int:
    """The heart's area is to the dot's as the part is to the whole."""
    return isqrt(radius * radius * place.part // place.whole)
