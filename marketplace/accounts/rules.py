"""Passwords, log-in tokens and how often one may guess."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from itsdangerous import BadData, URLSafeTimedSerializer

SESSION_LIFE = timedelta(days=30)
RESET_LIFE = timedelta(hours=1)
GUESSING_WINDOW = timedelta(minutes=5)
MOST_FAILURES_PER_ACCOUNT = 10
MOST_FAILURES_PER_ADDRESS = 30
MIN_PASSWORD = 8
MAX_PASSWORD = 128
# Printable ASCII: an accent in an address is a slip of the keyboard.
EMAIL = r"^[!-?A-~]{1,64}@[!-?A-~]{1,180}\.[!-\-/-?A-~]{2,}\Z"

# OWASP's second recommended setting: 19 MiB, two passes, one lane; about 50 ms.
_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODY = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The password as it is stored."""
    return _hasher.hash(password)


def is_password(stored: str | None, password: str) -> bool:
    """Whether the password is right; as slow for an unknown account as for a known one."""
    try:
        _hasher.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def reset_token(key: str, user_id: int, password_hash: str) -> str:
    """A token to choose a new password once: it dies with the password it replaces."""
    return _signer(key).dumps([user_id, digest(password_hash)[:16]])


def read_reset_token(key: str, token: str) -> tuple[int, str] | None:
    """The user's number and the mark of their old password, from a token less than an hour old."""
    try:
        user_id, mark = _signer(key).loads(token, max_age=int(RESET_LIFE.total_seconds()))
    except BadData:
        return None
    return user_id, mark


def _signer(key: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(key, salt="password-reset")


def digest(token: str) -> str:
    """What is stored of a secret token."""
    return sha256(token.encode()).hexdigest()


def normal_email(text: str) -> str:
    """The form under which an address is stored and found."""
    return text.strip().lower()
