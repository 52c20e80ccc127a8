"""Who makes something, and where it belongs."""

from __future__ import annotations

from typing import NamedTuple

from marketplace.producers.models import ProducerKind
from marketplace.reports.rows import Place


class Area(NamedTuple):
    """Where something belongs: codes of today and of the map before July 2025, and names."""

    province: str | None
    commune: str | None
    old_district: str | None
    old_province: str | None
    commune_name: str | None
    old_district_name: str | None


NOWHERE = Area(None, None, None, None, None, None)


class Owner(NamedTuple):
    """What figures ask of a producer."""

    id: int | None
    name: str | None
    kind: ProducerKind | None
    is_woman_led: bool | None  # None: not said, or no consent to count it
    is_minority_led: bool | None
    area: Area
    place_text: str
    has_shop: bool  # open on the day

    @property
    def place(self) -> Place:
        """As it is shown."""
        return Place(self.area.commune_name, self.area.old_district_name, self.place_text)


NOBODY = Owner(None, None, None, None, None, NOWHERE, "", False)  # the producer is not known
