"""Refusals in the shape that Stripe gives them."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A request that the provider will not carry out."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        fields = {"type": kind, "message": message, "code": code, "param": param}
        self.body: dict[str, Any] = {
            "error": {name: value for name, value in fields.items() if value is not None}
        }


def missing(thing: str, identifier: str) -> ApiError:
    """There is no such object."""
    return ApiError(
        f"No such {thing}: '{identifier}'", status=404, code="resource_missing", param="id"
    )
