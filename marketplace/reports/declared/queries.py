"""Every SELECT of the declared series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from marketplace.admin_units.models import AdminUnit, Level, Scheme
from marketplace.admin_units.rules import NEW_SCHEME_SINCE
from marketplace.catalog.models import LivePeriod, OutsideListing
from marketplace.clock import day_in_vietnam
from marketplace.producers.models import EPaymentAccount
from marketplace.reports.book import Filters
from marketplace.reports.models import DeclaredFigure
from marketplace.text import fold, sort_key

_CHUNK = 500  # values of one IN


def all_figures(session: Session) -> Sequence[DeclaredFigure]:
    """Every published figure, withdrawn ones too, by province and time."""
    figures = session.scalars(select(DeclaredFigure)).all()
    return sorted(
        figures,
        key=lambda figure: (
            sort_key(figure.province),
            figure.first_day,
            figure.last_day,
            figure.id,
        ),
    )


def declared_figure(session: Session, figure_id: int) -> DeclaredFigure | None:
    """One published figure."""
    return session.get(DeclaredFigure, figure_id)


def known_hashes(session: Session, hashes: Iterable[str]) -> set[str]:
    """Those of the hashes that were taken before, withdrawn since or not."""
    wanted = list(dict.fromkeys(hashes))
    known: set[str] = set()
    for first in range(0, len(wanted), _CHUNK):
        chunk = wanted[first : first + _CHUNK]
        known.update(
            session.scalars(
                select(DeclaredFigure.row_hash).where(DeclaredFigure.row_hash.in_(chunk))
            )
        )
    return known


def province_filters(session: Session, province: str, day: date) -> Filters | None:
    """How figures are narrowed to a province as it was on a day; None when there is none such.

    "Lào Cai" is the old province before July 2025 and the merged one since.
    """
    is_old = day < NEW_SCHEME_SINCE
    code = session.scalar(
        select(AdminUnit.code).where(
            AdminUnit.level == Level.PROVINCE,
            AdminUnit.scheme == (Scheme.BEFORE_2025 if is_old else Scheme.SINCE_2025),
            AdminUnit.folded == fold(province),
        )
    )
    if code is None:
        return None
    return Filters(old_province=code) if is_old else Filters(province=code)


def records_begin(session: Session) -> dict[str, date | None]:
    """The first day of which our records tell what was on sale, and who had an account."""
    live_from = session.scalar(select(func.min(LivePeriod.live_from)))
    seen_on = session.scalar(select(func.min(OutsideListing.seen_on)))
    days = [day_in_vietnam(live_from)] if live_from else []
    return {
        "listings": min([*days, *([seen_on] if seen_on else [])], default=None),
        "accounts": session.scalar(select(func.min(EPaymentAccount.verified_on))),
    }
