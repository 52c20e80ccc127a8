"""Reading form-encoded parameters as Stripe does: nested names, and nothing unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from marketplace.payments.stand_in.errors import ApiError

# Takes the raw value and its full name; gives the value or raises ApiError.
Reader = Callable[[Any, str], Any]

_NAME = re.compile(r"[^\[\]]+|\[[^\[\]]*\]")
_HOST = re.compile(r"[A-Za-z0-9.:\[\]-]+")


def nest(pairs: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """Turn ``a[0][b]=1`` into ``{"a": {"0": {"b": "1"}}}``."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        *parents, last = [part.strip("[]") for part in _NAME.findall(name)] or [""]
        branch = tree
        for parent in parents:
            branch = branch.setdefault(parent, {})
            if not isinstance(branch, dict):
                raise _invalid(name, "is given twice")
        branch[last] = value
    return tree


def text(longest: int) -> Reader:
    """A text that is not empty."""

    def read(value: Any, name: str) -> str:
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise _invalid(name, f"must be a text of 1 to {longest} characters")
        return value

    return read


def integer(least: int, most: int) -> Reader:
    """A whole number in plain digits."""

    def read(value: Any, name: str) -> int:
        if not isinstance(value, str) or not re.fullmatch(r"-?[0-9]{1,12}", value):
            raise ApiError(
                f"Invalid integer: {value}", code="parameter_invalid_integer", param=name
            )
        if not least <= int(value) <= most:
            raise _invalid(name, f"must be from {least} to {most}")
        return int(value)

    return read


def one_of(*choices: str) -> Reader:
    """One of the words."""

    def read(value: Any, name: str) -> str:
        if value not in choices:
            raise _invalid(name, f"must be one of {', '.join(choices)}")
        return str(value)

    return read


def url(value: Any, name: str) -> str:
    """An absolute address for a browser."""
    parts = urlsplit(value) if isinstance(value, str) else urlsplit("")
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc):
        raise ApiError("Not a valid URL", code="url_invalid", param=name)
    return str(value)


def metadata(value: Any, name: str) -> dict[str, str]:
    """Up to 50 notes of up to 500 characters."""
    notes = value if isinstance(value, dict) else {"": ""}
    if len(notes) > 50 or not all(
        isinstance(note, str) and len(note) <= 500 and 0 < len(key) <= 40
        for key, note in notes.items()
    ):
        raise _invalid(name, "must be up to 50 short texts by name")
    return dict(notes)


def record(fields: Mapping[str, Reader], required: Collection[str]) -> Reader:
    """A group of named parameters: all the required ones, none that is unknown."""

    def read(value: Any, name: str) -> dict[str, Any]:
        given = value if isinstance(value, dict) else {}
        for part in required:
            if part not in given:
                param = _inside(name, part)
                message = f"Missing required param: {param}."
                raise ApiError(message, code="parameter_missing", param=param)
        return {
            part: _reader(fields, part, name)(given[part], _inside(name, part)) for part in given
        }

    return read


def sequence(item: Reader, most: int) -> Reader:
    """A numbered list of at least one."""

    def read(value: Any, name: str) -> list[Any]:
        count = len(value) if isinstance(value, dict) else 0
        if not 0 < count <= most or any(str(place) not in value for place in range(count)):
            raise _invalid(name, f"must be a list of 1 to {most}")
        return [item(value[str(place)], _inside(name, str(place))) for place in range(count)]

    return read


def _reader(fields: Mapping[str, Reader], part: str, name: str) -> Reader:
    if part not in fields:
        param = _inside(name, part)
        message = f"Received unknown parameter: {param}"
        raise ApiError(message, code="parameter_unknown", param=param)
    return fields[part]


def _inside(name: str, part: str) -> str:
    return f"{name}[{part}]" if name else part


def _invalid(name: str, rule: str) -> ApiError:
    return ApiError(f"{name} {rule}", code="parameter_invalid", param=name)
