"""Settings, read once from the environment; every fault is named at the same time."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LIVE_KEYS = ("sk_live_", "rk_live_", "pk_live_")
TEST_KEYS = ("sk_test_", "rk_test_")
WEAK_SECRETS = frozenset({"dev", "secret", "changeme", "change-me", "test", "password"})
MIN_VARIETY = 8  # different characters; 32 random hex digits nearly always have 11 or more
PUBLISHER = "Chợ phiên OCOP"
MAIL_SENDER = "Chợ phiên OCOP <cho-phien@localhost>"
ROOT = Path(__file__).resolve().parent.parent


class BadConfig(Exception):
    """The environment does not make a working market. Lists every fault in plain words."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Config:
    """How this copy of the market runs. The table in README.md explains each setting."""

    secret_key: str
    data_dir: Path
    database_url: str
    base_url: str = "http://localhost:8000"
    trusted_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    demo: bool = False
    secure_cookies: bool = False
    stripe_secret_key: str = ""
    stripe_api_base: str = ""
    stripe_webhook_secrets: tuple[str, ...] = ()
    payment_window_minutes: int = 60
    smtp_url: str = ""
    mail_sender: str = MAIL_SENDER
    publisher: str = PUBLISHER  # of the open data
    publisher_email: str = ""
    rate_limit_storage: str = "memory://"
    rate_limits: bool = True
    encryption_keys: tuple[str, ...] = ()  # of the vault, the newest first
    page_seconds: int = 30  # how long a page for strangers is kept at most; 0 keeps none

    @property
    def media_dir(self) -> Path:
        """Where pictures live."""
        return self.data_dir / "media"

    @property
    def index_dir(self) -> Path:
        """Where the search index lives: a cache that can be deleted."""
        return self.data_dir / "index"

    @property
    def mail_dir(self) -> Path:
        """Where mail goes, one file a message, when no mail server is configured."""
        return self.data_dir / "mail"

    @property
    def payment_origin(self) -> str:
        """The site of the payment page, or of the local stand-in for it."""
        return self.stripe_api_base or "https://checkout.stripe.com"

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Config:
        """Read the settings; those not in ``env`` are the ones that ``./run`` kept, if it ran.

        Raises:
            BadConfig: with every missing or dangerous setting.
        """
        data_dir = Path(env.get("DATA_DIR") or ROOT / "var").resolve()
        env = {**kept_settings(data_dir), **env}
        base_url = env.get("BASE_URL", "http://localhost:8000").rstrip("/")
        demo = env.get("DEMO", "0") not in ("", "0", "no", "false")
        faults = [
            *_secret_faults(env),
            *_vault_faults(env, demo),
            *_payment_faults(env),
            *_number_faults(env),
        ]
        if faults:
            raise BadConfig(faults)
        return cls(
            secret_key=env["SECRET_KEY"],
            data_dir=data_dir,
            database_url=database_url(env.get("DATABASE_URL", ""), data_dir),
            base_url=base_url,
            trusted_hosts=_list(env.get("TRUSTED_HOSTS", "")) or _hosts_of(base_url),
            demo=demo,
            secure_cookies=base_url.startswith("https://"),
            stripe_secret_key=env.get("STRIPE_SECRET_KEY", ""),
            stripe_api_base=env.get("STRIPE_API_BASE", "").rstrip("/"),
            stripe_webhook_secrets=_list(env.get("STRIPE_WEBHOOK_SECRET", "")),
            payment_window_minutes=int(env.get("PAYMENT_WINDOW_MINUTES", "60")),
            smtp_url=env.get("SMTP_URL", ""),
            mail_sender=env.get("MAIL_SENDER") or MAIL_SENDER,
            publisher=env.get("PUBLISHER") or PUBLISHER,
            publisher_email=env.get("PUBLISHER_EMAIL", ""),
            rate_limit_storage=env.get("RATE_LIMIT_STORAGE", "memory://"),
            # A demo holds only made-up numbers: there the secret of the sessions will do.
            encryption_keys=_list(env.get("ENCRYPTION_KEYS", "")) or (env["SECRET_KEY"],),
        )

    @classmethod
    def for_tests(cls, data_dir: Path, url: str = "") -> Config:
        """Settings for one test run: nothing outside ``data_dir``."""
        return cls(
            secret_key=secrets.token_hex(32),
            data_dir=data_dir,
            database_url=database_url(url, data_dir),
            base_url="http://localhost",
            demo=True,
            stripe_secret_key="sk_test_nobody",  # noqa: S106 (no account has this key)
            stripe_webhook_secrets=("whsec_tests",),
            rate_limits=False,
            page_seconds=0,
            encryption_keys=("the key of the vault in every test",),
        )


def kept_settings(data_dir: Path) -> dict[str, str]:
    """What ``./run`` last set, so that a command typed by hand speaks to the same market."""
    try:
        lines = (data_dir / "secrets" / "settings").read_text(encoding="utf-8").splitlines()
    except OSError:
        return {}
    return dict(line.split("=", 1) for line in lines if "=" in line)


def database_url(url: str, data_dir: Path) -> str:
    """The SQLAlchemy address: SQLite in the data folder unless another is given."""
    if not url:
        return f"sqlite:///{data_dir / 'market.sqlite3'}"
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _hosts_of(base_url: str) -> tuple[str, ...]:
    host = base_url.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
    local = ("localhost", "127.0.0.1", "[::1]")
    return tuple(dict.fromkeys((host, *local))) if host in local else (host,)


def _secret_faults(env: Mapping[str, str]) -> list[str]:
    secret = env.get("SECRET_KEY", "")
    if not secret:
        return ["SECRET_KEY is missing: put 32 random bytes there"]
    if len(secret) < 32 or secret.lower() in WEAK_SECRETS:
        return ["SECRET_KEY is too weak: at least 32 random characters"]
    return []


def _vault_faults(env: Mapping[str, str], demo: bool) -> list[str]:
    keys = _list(env.get("ENCRYPTION_KEYS", ""))
    if not keys and not demo:
        return ["ENCRYPTION_KEYS is missing: put 32 random bytes there, they seal account numbers"]
    if any(len(key) < 32 or len(set(key)) < MIN_VARIETY for key in keys):
        return ["ENCRYPTION_KEYS has a weak key: each needs at least 32 random characters"]
    return []


def _payment_faults(env: Mapping[str, str]) -> list[str]:
    key = env.get("STRIPE_SECRET_KEY", "")
    faults = []
    if not key:
        faults.append("STRIPE_SECRET_KEY is missing: card payment needs a test key (sk_test_...)")
    if key.startswith(LIVE_KEYS):
        faults.append("STRIPE_SECRET_KEY is a live key: this market takes test keys only")
    elif key and not key.startswith(TEST_KEYS):
        faults.append("STRIPE_SECRET_KEY is not a Stripe test key (sk_test_...)")
    if key and not env.get("STRIPE_WEBHOOK_SECRET"):
        faults.append("STRIPE_WEBHOOK_SECRET is missing: payments could be forged without it")
    return faults


def _number_faults(env: Mapping[str, str]) -> list[str]:
    minutes = env.get("PAYMENT_WINDOW_MINUTES", "60")
    if not (minutes.isascii() and minutes.isdigit() and 30 <= int(minutes) <= 1380):
        return ["PAYMENT_WINDOW_MINUTES must be a whole number from 30 to 1380"]
    return []
