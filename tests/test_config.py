"""The market starts with good settings and names every bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from marketplace.config import BadConfig, Config

GOOD = {
    "DATA_DIR": "/nowhere",
    "SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "ENCRYPTION_KEYS": "fedcba9876543210fedcba9876543210",
    "STRIPE_SECRET_KEY": "sk_test_123",
    "STRIPE_WEBHOOK_SECRET": "whsec_1, whsec_2",
}


def faults_of(**changes: str) -> list[str]:
    with pytest.raises(BadConfig) as refused:
        Config.from_env({**GOOD, **changes})
    return refused.value.faults


def test_good_settings_are_read(tmp_path):
    config = Config.from_env(
        {
            **GOOD,
            "DATA_DIR": str(tmp_path),
            "BASE_URL": "https://cho.example.vn/",
            "DATABASE_URL": "postgresql://market@db/market",
        }
    )

    assert config.base_url == "https://cho.example.vn"
    assert config.trusted_hosts == ("cho.example.vn",)
    assert config.secure_cookies
    assert config.database_url == "postgresql+psycopg://market@db/market"
    assert config.stripe_webhook_secrets == ("whsec_1", "whsec_2")
    assert not config.demo


def test_without_a_database_address_it_is_sqlite_in_the_data_folder(tmp_path):
    config = Config.from_env({**GOOD, "DATA_DIR": str(tmp_path)})

    assert config.database_url == f"sqlite:///{Path(tmp_path) / 'market.sqlite3'}"


@pytest.mark.parametrize("key", ["sk_live_123", "rk_live_123", "pk_live_123"])
def test_a_live_key_is_refused(key):
    assert any("live" in fault for fault in faults_of(STRIPE_SECRET_KEY=key))


@pytest.mark.parametrize("secret", ["", "dev", "0123456789abcdef"])
def test_a_missing_or_weak_secret_is_refused(secret):
    assert any("SECRET_KEY" in fault for fault in faults_of(SECRET_KEY=secret))


@pytest.mark.parametrize(
    "keys", ["", "dev", "0" * 64, "fedcba9876543210fedcba9876543210, 0123456789abcdef"]
)
def test_a_market_without_good_keys_for_its_vault_does_not_start(keys):
    assert any("ENCRYPTION_KEYS" in fault for fault in faults_of(ENCRYPTION_KEYS=keys))


def test_the_newest_key_comes_first():
    config = Config.from_env({**GOOD, "ENCRYPTION_KEYS": f"{'new-' * 8}xyzuv, {'old-' * 8}xyzuv"})

    assert config.encryption_keys == ("new-" * 8 + "xyzuv", "old-" * 8 + "xyzuv")


def test_a_demo_may_do_without_a_key_for_its_vault_but_not_with_a_weak_one():
    demo = GOOD | {"DEMO": "1"}

    assert Config.from_env(demo | {"ENCRYPTION_KEYS": ""}).encryption_keys == (GOOD["SECRET_KEY"],)
    assert any("ENCRYPTION_KEYS" in fault for fault in faults_of(DEMO="1", ENCRYPTION_KEYS="dev"))


def test_notices_that_anyone_could_sign_are_refused():
    assert any("STRIPE_WEBHOOK_SECRET" in fault for fault in faults_of(STRIPE_WEBHOOK_SECRET=""))


@pytest.mark.parametrize("minutes", ["0", "29", "1381", "soon", "60.5", "-60", "٦٠"])
def test_a_payment_window_is_between_half_an_hour_and_a_day(minutes):
    assert any("PAYMENT_WINDOW" in fault for fault in faults_of(PAYMENT_WINDOW_MINUTES=minutes))


def test_every_fault_is_named_at_once():
    faults = faults_of(SECRET_KEY="", STRIPE_SECRET_KEY="", PAYMENT_WINDOW_MINUTES="x")

    assert len(faults) == 3


def test_a_command_typed_by_hand_speaks_to_the_market_that_runs(tmp_path):
    kept = tmp_path / "secrets" / "settings"
    kept.parent.mkdir()
    lines = [f"{name}={value}" for name, value in GOOD.items() if name != "DATA_DIR"]
    kept.write_text("\n".join([*lines, "DATABASE_URL=postgresql://m@db/m?a=b", ""]))

    by_hand = Config.from_env({"DATA_DIR": str(tmp_path)})
    with_own = Config.from_env({"DATA_DIR": str(tmp_path), "DATABASE_URL": "sqlite:///x"})

    assert by_hand.database_url == "postgresql+psycopg://m@db/m?a=b"
    assert by_hand.secret_key == GOOD["SECRET_KEY"]
    assert with_own.database_url == "sqlite:///x"
