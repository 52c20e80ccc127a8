"""Mail about accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from marketplace import db
from marketplace.accounts import queries, rules
from marketplace.outbox.mail import Mail, mailer


def send(payload: dict[str, Any], now: datetime) -> None:
    """Send the link with which one chooses a new password."""
    settings = current_app.extensions["market"]
    user = queries.find_user(db.session(), payload["user_id"])
    if user is None:
        return
    token = rules.reset_token(settings.secret_key, user.id, user.password_hash)
    with force_locale(user.locale):
        mail = Mail(
            key=f"reset-{user.id}-{int(now.timestamp())}",
            to=user.email,
            subject=_("Choose a new password"),
            text=render_template(
                "emails/new_password.txt",
                name=user.name,
                link=f"{settings.base_url}/mat-khau-moi/{token}",
            ),
        )
    mailer(settings.smtp_url, settings.mail_dir, settings.mail_sender).send(mail)
