"""The people of the demo market. They are made up; their shops are those of real producers."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from marketplace.audience import Audience


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody one can be with one click, in the demo market only."""

    key: str
    name: str
    audience: Audience
    role: LazyString
    producer: str | None = None  # the producer's name in the register

    @property
    def email(self) -> str:
        """An address to which no mail can be delivered."""
        return f"{self.key}@demo.invalid"


PEOPLE = (
    Person(
        "lan",
        "Chị Lan",
        Audience.PRODUCER,
        _l("sells for a cooperative in Chiềng Ken"),
        "Hợp tác xã Nông lâm nghiệp An Dược",
    ),
    Person(
        "son",
        "Anh Sơn",
        Audience.PRODUCER,
        _l("sells for a cooperative in Mường Khương"),
        "HTX Sơn Hòa",
    ),
    Person("hoa", "Cô Hoa", Audience.BUYER, _l("buys from the market")),
    Person("tung", "Anh Tùng", Audience.STAFF, _l("provincial staff: reads and exports figures")),
    Person("mai", "Chị Mai", Audience.HELPER, _l("helps producers of her commune go digital")),
)


def find_person(key: str) -> Person | None:
    """The person of this name, or None."""
    return next((person for person in PEOPLE if person.key == key), None)
