"""Who may enter a page. Every view says so; a page that does not say is closed to all."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import abort, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from marketplace.audience import Audience

P = ParamSpec("P")
R = TypeVar("R")


def open_to(*audiences: Audience) -> Callable[[Callable[P, R]], Callable[P, Any]]:
    """Let these audiences enter; others log in first, or learn that the page is not theirs."""

    def mark(view: Callable[P, R]) -> Callable[P, Any]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> Any:
            refusal = None if Audience.PUBLIC in audiences else _refusal(audiences)
            return view(*args, **kwargs) if refusal is None else refusal

        guarded.open_to = audiences  # type: ignore[attr-defined]
        return guarded

    return mark


def _refusal(audiences: tuple[Audience, ...]) -> Any:
    """What to answer a person who may not enter, or None."""
    if not current_user.is_authenticated:
        flash(_("Please log in first."), "info")
        target = request.full_path.rstrip("?") if request.method == "GET" else None
        return redirect(url_for("accounts.log_in", next=target))
    if Audience.MEMBER not in audiences and current_user.audience not in audiences:
        return abort(403)
    return None


def close_unmarked_pages() -> None:
    """Refuse a view that does not say whom it is open to (a fault of ours, found by a check)."""
    if request.endpoint is None or request.endpoint == "static":
        return
    view = current_app.view_functions[request.endpoint]
    if not hasattr(view, "open_to"):
        abort(403)
