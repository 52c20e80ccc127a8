"""Checks against the types that Stripe's library ships, which are made from Stripe's own API."""

from __future__ import annotations

import sys
import types
import typing
from typing import Any

import stripe
import typing_extensions


def complaints(value: Any, hint: Any, name: str = "") -> list[str]:
    """What of ``value`` Stripe's library would not call a ``hint``: names missing or unknown,
    and values of another type, at any depth."""
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        found = [complaints(value, choice, name) for choice in typing.get_args(hint)]
        return min(found, key=len)
    if origin is typing.Literal:
        return [] if value in typing.get_args(hint) else [f"{name}: {value!r}"]
    if origin in (list, dict):
        return _of_many(value, hint, name)
    if typing_extensions.is_typeddict(hint) or _is_stripe_object(hint):
        return _of_fields(value, hint, name)
    return [] if isinstance(value, origin or hint) else [f"{name}: {value!r} is no {hint}"]


def _of_many(value: Any, hint: Any, name: str) -> list[str]:
    if not isinstance(value, typing.get_origin(hint)):
        return [f"{name}: {value!r} is no {hint}"]
    items = value.items() if isinstance(value, dict) else enumerate(value)
    item_hint = typing.get_args(hint)[-1]
    return [fault for key, item in items for fault in complaints(item, item_hint, f"{name}[{key}]")]


def _of_fields(value: Any, hint: Any, name: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{name}: {value!r} is no {hint}"]
    if (typing.get_origin(hint) or hint).__name__ == "UntypedStripeObject":  # as metadata
        return []
    hints = fields_of(hint)
    required = getattr(hint, "__required_keys__", frozenset())
    found = [f"{name}.{key} is missing" for key in required - set(value)]
    found += [f"{name}.{key} is unknown" for key in set(value) - set(hints)]
    for key in set(value) & set(hints):
        found += complaints(value[key], hints[key], f"{name}.{key}")
    return found


def fields_of(hint: Any) -> dict[str, Any]:
    """The fields of a class of Stripe's library, with their types."""
    return typing.get_type_hints(hint, None, _Names(vars(sys.modules[hint.__module__])))


class _Names(dict[str, Any]):
    """The names of one module of the library, and those it imports for type checkers only."""

    def __missing__(self, name: str) -> Any:
        for module in (stripe, typing):
            if hasattr(module, name):
                return getattr(module, name)
        return object  # an alias: its values are not looked into


def _is_stripe_object(hint: Any) -> bool:
    kind = typing.get_origin(hint) or hint
    return isinstance(kind, type) and issubclass(kind, stripe.StripeObject)
