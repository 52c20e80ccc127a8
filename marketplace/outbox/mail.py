"""The door to mail: a server when one is configured, else files one can open."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from marketplace import clock

TIMEOUT_S = 10


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes with a message."""

    name: str
    media_type: str  # "application/pdf"
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one person, in plain text. ``key`` names it for good: two tries, one name."""

    key: str
    to: str
    subject: str
    text: str
    files: tuple[Attached, ...] = ()


class Mailer(Protocol):
    """What sends mail."""

    def send(self, mail: Mail) -> None:
        """Send it, or raise: the outbox tries again later."""


def _message(mail: Mail, sender: str, encoding: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = " ".join(mail.subject.split())
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = make_msgid(idstring=mail.key, domain="cho-phien-ocop")
    message.set_content(mail.text, cte=encoding)
    for file in mail.files:
        main, _slash, kind = file.media_type.partition("/")
        message.add_attachment(file.content, maintype=main, subtype=kind, filename=file.name)
    return message


@dataclass(frozen=True, slots=True)
class FileMailer:
    """Writes each message to a folder, so that a trial run shows its mail without a server."""

    folder: Path
    sender: str

    def send(self, mail: Mail) -> None:
        """Write ``<key>.eml``; the same message written twice is one file."""
        self.folder.mkdir(parents=True, exist_ok=True)
        partial = self.folder / f".{mail.key}.part"
        partial.write_bytes(_message(mail, self.sender, "8bit").as_bytes())  # plain to read
        partial.rename(self.folder / f"{mail.key}.eml")


@dataclass(frozen=True, slots=True)
class SmtpMailer:
    """Sends through ``smtp://`` (STARTTLS when offered) or ``smtps://user:password@host:port``."""

    url: str
    sender: str

    def send(self, mail: Mail) -> None:
        """Send through the server, within ten seconds."""
        parts = urlsplit(self.url)
        kind = smtplib.SMTP_SSL if parts.scheme == "smtps" else smtplib.SMTP
        with kind(parts.hostname or "localhost", parts.port or 0, timeout=TIMEOUT_S) as server:
            server.ehlo()
            if parts.scheme == "smtp" and server.has_extn("starttls"):
                server.starttls()
                server.ehlo()
            if parts.username:
                server.login(unquote(parts.username), unquote(parts.password or ""))
            server.send_message(_message(mail, self.sender, "quoted-printable"))


def mailer(smtp_url: str, folder: Path, sender: str) -> Mailer:
    """The mailer that the settings ask for."""
    return SmtpMailer(smtp_url, sender) if smtp_url else FileMailer(folder, sender)
