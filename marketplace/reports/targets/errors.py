"""Refusals about targets."""

from __future__ import annotations

from marketplace.errors import Refusal


class AlreadySet(Refusal):
    """The plan of that year sets something for that measure already: ``target_id``."""

    def __init__(self, target_id: int) -> None:
        super().__init__(target_id)
        self.target_id = target_id
