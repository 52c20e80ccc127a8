"""What the small forms of the cart carry."""

from __future__ import annotations

import re
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from marketplace.cart.rules import read_quantity

_ID = re.compile(r"[1-9][0-9]{0,8}")


@dataclass(frozen=True, slots=True)
class Wish:
    """A listing and how many pieces of it; None where the form said no such thing."""

    listing_id: int | None
    quantity: int | None


def read_wish(form: MultiDict[str, str]) -> Wish:
    """What the form of a product page asks for."""
    listing = _only(form, "listing_id")
    return Wish(int(listing) if _ID.fullmatch(listing) else None, quantity(form))


def quantity(form: MultiDict[str, str]) -> int | None:
    """The number of pieces, or None when the form holds none that can be."""
    return read_quantity(_only(form, "quantity"))


def _only(form: MultiDict[str, str], name: str) -> str:
    """The value of a field; a field sent twice has none, so that nobody reads the other one."""
    values = form.getlist(name)
    return values[0] if len(values) == 1 else ""
