"""Numbers that nobody may read from the database: sealed, opened, and found again.

Each key of the settings gives two keys (HKDF), one that seals and one that takes fingerprints.
The first key seals and marks; every key opens and recognises. So a key is replaced without a day
on which a number cannot be read or a double not be found: put the new key first, keep the old one
behind it, run ``flask producers reseal``, then take the old one away. What is sealed under a key
that was taken away too early is lost; until then nothing is.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class LostKey(Exception):
    """No key that we have opens this."""


class Vault:
    """Seals short texts. ``keys`` are random texts, the newest first."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._seals = MultiFernet([Fernet(_seal_key(key)) for key in keys])
        self._marks = [_derived(key, b"fingerprint") for key in keys]

    def seal(self, text: str) -> str:
        """The text as it may be stored; sealing twice gives two different seals."""
        return self._seals.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text again.

        Raises:
            LostKey: it was sealed with a key that is not here, or changed since.
        """
        try:
            return self._seals.decrypt(sealed).decode()
        except InvalidToken:
            raise LostKey from None

    def fingerprint(self, text: str) -> str:
        """What tells this text from others without telling the text: 64 hex digits."""
        return _mark(self._marks[0], text)

    def fingerprints(self, text: str) -> list[str]:
        """Every fingerprint that the text may have been stored with, under old keys too."""
        return [_mark(key, text) for key in self._marks]


def _mark(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _seal_key(key: str) -> bytes:
    return base64.urlsafe_b64encode(_derived(key, b"seal"))


def _derived(key: str, purpose: bytes) -> bytes:
    """Two purposes never share a key, so the one tells nothing of the other."""
    return HKDF(SHA256(), length=32, salt=None, info=b"cho-phien " + purpose).derive(key.encode())
