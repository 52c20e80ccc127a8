"""Who recognises how many stars."""

from __future__ import annotations

from marketplace.registry.models import Programme
from marketplace.text import fold

MOST_STARS = 5
_BY_THE_MINISTRY = frozenset({Programme.QD_148, Programme.QD_26})
_COMMITTEES = ("ubnd", "uy ban nhan dan")


def is_beyond(body: str, stars: int | None, programme: Programme | None) -> bool:
    """Whether a body is known not to recognise so many stars: five are the ministry's."""
    is_committee = fold(body).strip().startswith(_COMMITTEES)
    return stars == MOST_STARS and programme in _BY_THE_MINISTRY and is_committee
