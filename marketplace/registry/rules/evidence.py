"""What kinds of files are kept as evidence, and how long each proves something."""

from __future__ import annotations

import enum
from datetime import date, timedelta

from marketplace.registry.errors import EvidenceEmpty, EvidenceTooLarge, EvidenceUnknown
from marketplace.registry.models import EvidenceFile

MAX_BYTES = 10 * 1024 * 1024
ENDS_SOON = timedelta(days=90)
SUFFIXES = {
    "application/pdf": "pdf",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
}
_PDF_WITHIN = 1024  # readers find the mark anywhere in the first kilobyte


class Validity(enum.StrEnum):
    """How a file stands on a day."""

    VALID = "valid"
    ENDING = "ending"  # within 90 days
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


def media_type(data: bytes) -> str:
    """What a file is, by its content.

    Raises:
        EvidenceEmpty, EvidenceTooLarge.
        EvidenceUnknown: neither PDF nor JPG, PNG or WebP.
    """
    if not data:
        raise EvidenceEmpty
    if len(data) > MAX_BYTES:
        raise EvidenceTooLarge
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "application/pdf"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "image/webp"
    raise EvidenceUnknown


def validity(file: EvidenceFile, day: date) -> Validity:
    """How a file stands on a day; its last day counts, and one without an end does not end."""
    if file.withdrawn_at is not None:
        return Validity.WITHDRAWN
    if file.expires_on is None or file.expires_on > day + ENDS_SOON:
        return Validity.VALID
    return Validity.ENDING if day <= file.expires_on else Validity.ENDED
