"""Reads of the register."""

from marketplace.registry.queries.certificates import (
    certificate_in_force,
    certificates_in_force,
    decisions,
    in_force_on,
    is_recognition,
    latest_first,
    products_in_force,
    set_aside_hashes,
    taken_rows,
    whole_register,
)

__all__ = [
    "certificate_in_force",
    "certificates_in_force",
    "decisions",
    "in_force_on",
    "is_recognition",
    "latest_first",
    "products_in_force",
    "set_aside_hashes",
    "taken_rows",
    "whole_register",
]
