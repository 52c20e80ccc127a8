"""Mail that brings a report, or a link to it when it is too large to carry."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from marketplace import db
from marketplace.config import Config
from marketplace.outbox.mail import Attached, Mail, mailer
from marketplace.reports.exports import files
from marketplace.reports.exports.asked import FileFormat, read
from marketplace.reports.exports.formats import MIME_TYPES
from marketplace.reports.exports.queries import log as queries
from marketplace.reports.exports.reports import REPORTS
from marketplace.reports.models import Export, ExportState

LARGEST = 10 * 1024 * 1024  # bytes that a mail carries


def send(payload: dict[str, Any], _now: datetime) -> None:
    """Send the mail that one outbox message asks for."""
    settings: Config = current_app.extensions["market"]
    mail = build(db.session(), payload, settings.base_url)
    db.end_reading()  # the mail server may take seconds
    mailer(settings.smtp_url, settings.mail_dir, settings.mail_sender).send(mail)


def build(session: Session, payload: dict[str, Any], base_url: str) -> Mail:
    """The message of a payload: ``export_id``, the address ``to``, its ``place`` among others."""
    export = queries.get_export(session, payload["export_id"])
    asked = read(export)
    attached = _attached(export)
    with force_locale(export.locale):
        title = str(REPORTS[asked.report].title)
        text = render_template(
            "emails/report.txt",
            export=export,
            title=title,
            day=asked.day,
            is_attached=bool(attached),
            has_failed=export.state is ExportState.FAILED,
            link=base_url + _path(export.id),
        )
        subject = _("%(title)s, %(day)s", title=title, day=f"{asked.day:%d/%m/%Y}")
    key = f"report-{export.id}-{payload['place']}"
    return Mail(key, payload["to"], str(subject), text, attached)


def _attached(export: Export) -> tuple[Attached, ...]:
    """The file, unless it is too large or no longer there."""
    path = files.path_of(export.id, export.format)
    if not path.exists() or path.stat().st_size > LARGEST:
        return ()
    media_type = MIME_TYPES[FileFormat(export.format)]
    return (Attached(export.file_name, media_type, path.read_bytes()),)


def _path(export_id: int) -> str:
    """The page of the file, whatever name a request came under."""
    path: str = current_app.url_map.bind("").build("exports.show", {"export_id": export_id})
    return path
