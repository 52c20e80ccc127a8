"""The figures by star, legal kind and commune. The lines of a grouping add up to its figure."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from marketplace.producers.models import ProducerKind
from marketplace.reports import wording
from marketplace.reports.definitions import E_PAYMENT_SHARE, LISTING_SHARE, Definition
from marketplace.reports.rows import Figures
from marketplace.reports.rules import Share
from marketplace.text import sort_key


@dataclass(frozen=True, slots=True)
class Grouping:
    """One figure, split: the words of each group and its share, in reading order."""

    definition: Definition
    by: str
    lines: tuple[tuple[str, Share], ...]


def groupings(figures: Figures) -> list[Grouping]:
    """Every grouping of both figures."""
    listing, e_payment = figures.listing, figures.e_payment
    return [
        Grouping(LISTING_SHARE, _("Star"), _star_lines(listing.by(lambda row: row.stars))),
        Grouping(
            LISTING_SHARE, _("Commune"), _commune_lines(listing.by(lambda row: row.place.commune))
        ),
        Grouping(E_PAYMENT_SHARE, _("Legal kind"), _kind_lines(e_payment.by(lambda row: row.kind))),
        Grouping(
            E_PAYMENT_SHARE,
            _("Commune"),
            _commune_lines(e_payment.by(lambda row: row.place.commune)),
        ),
    ]


def _star_lines(shares: dict[int | None, Share]) -> tuple[tuple[str, Share], ...]:
    """Five stars first, not stated last."""
    order = sorted(shares, key=lambda stars: -(stars or 0))
    return tuple((wording.stars(stars), shares[stars]) for stars in order)


def _commune_lines(shares: dict[str | None, Share]) -> tuple[tuple[str, Share], ...]:
    """In Vietnamese order, not known last."""
    order = sorted(shares, key=lambda commune: (commune is None, sort_key(commune or "")))
    return tuple((wording.commune(commune), shares[commune]) for commune in order)


def _kind_lines(shares: dict[ProducerKind | None, Share]) -> tuple[tuple[str, Share], ...]:
    """In the order of the decision, not known last."""
    order = [kind for kind in (*ProducerKind, None) if kind in shares]
    return tuple((wording.producer_kind(kind), shares[kind]) for kind in order)
