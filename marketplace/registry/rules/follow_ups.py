"""What can be followed up: a product, or a producer, that a figure lacks."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WRITTEN = re.compile(r"(?P<kind>san-pham|chu-the)-(?P<id>[1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Subject:
    """One product or one producer, never both."""

    product_id: int | None = None
    producer_id: int | None = None

    def __post_init__(self) -> None:
        if (self.product_id is None) == (self.producer_id is None):
            raise ValueError("a follow-up is about one product or one producer")

    def __str__(self) -> str:
        """As it stands in addresses and forms: "san-pham-12"."""
        if self.product_id is None:
            return f"chu-the-{self.producer_id}"
        return f"san-pham-{self.product_id}"


def read_subject(text: str) -> Subject | None:
    """The subject that "san-pham-12" or "chu-the-5" names, or None."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    number = int(match["id"])
    is_product = match["kind"] == "san-pham"
    return Subject(product_id=number) if is_product else Subject(producer_id=number)
