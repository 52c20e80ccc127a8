"""The market, put together. The table of blueprints is the site map."""

from __future__ import annotations

import os
from importlib import import_module
from typing import Any

from flask import Flask
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.utils import import_string

from marketplace.accounts.guards import login_manager
from marketplace.config import ROOT, Config
from marketplace.db import db, prepare_engine
from marketplace.vault import Vault
from marketplace.web import (
    errors,
    filters,
    front,
    headers,
    kept_pages,
    locales,
    logs,
    static_files,
)
from marketplace.web.guards import close_unmarked_pages
from marketplace.web.limits import limiter

BLUEPRINTS = (
    "marketplace.catalog.views.shop:shop",  # / /san-pham/<slug>-<id> /gian-hang/<slug>
    "marketplace.catalog.views.media:media",  # /anh/
    "marketplace.search.views:search",  # /san-pham/ /tim-kiem/goi-y
    "marketplace.cart.views:cart",  # /gio-hang/
    "marketplace.orders.views.checkout:checkout",  # /dat-hang/
    "marketplace.orders.views.purchases:purchases",  # /don-mua/
    "marketplace.payments.views:payments",  # /thanh-toan/
    "marketplace.accounts.views.entrance:accounts",  # /dang-nhap /dang-xuat /dang-ky
    "marketplace.accounts.views.passwords:passwords",  # /tai-khoan /quen-mat-khau /mat-khau-moi/
    "marketplace.orders.views.selling:selling",  # /ban-hang/
    "marketplace.orders.views.selling:selling_orders",  # /ban-hang/don-hang/
    "marketplace.catalog.views.producer:selling_listings",  # /ban-hang/san-pham/
    "marketplace.registry.views:selling_certificates",  # /ban-hang/chung-nhan
    "marketplace.producers.views:selling_shop",  # /ban-hang/gian-hang
    "marketplace.reports.views:staff",  # /can-bo/
    "marketplace.reports.views:indicators",  # /can-bo/so-lieu
    "marketplace.reports.follow_ups.views:follow_ups",  # /can-bo/viec
    "marketplace.reports.follow_ups.helper_views:helping",  # /giup/viec
    "marketplace.reports.declared.views:declared",  # /can-bo/so-lieu/da-cong-bo
    "marketplace.reports.targets.views:targets",  # /can-bo/so-lieu/ke-hoach
    "marketplace.reports.sales.views:sales",  # /can-bo/so-lieu/don-hang
    "marketplace.reports.exports.views:exports",  # /can-bo/tai-ve /can-bo/so-lieu/tai-ve.<ending>
    "marketplace.reports.exports.schedule_views:schedules",  # /can-bo/tai-ve/dinh-ky
    "marketplace.reports.snapshots.views:snapshots",  # /can-bo/so-lieu/chot
    "marketplace.reports.register_views:register",  # /can-bo/so-dang-ky /can-bo/san-pham/
    "marketplace.reports.producer_views:staff_producers",  # /can-bo/chu-the
    "marketplace.registry.staff_views.certificates:staff_certificates",  # /can-bo/chung-nhan/
    "marketplace.registry.staff_views.subjects:staff_subjects",  # /can-bo/quyet-dinh/
    "marketplace.registry.staff_views.papers:staff_papers",  # /can-bo/minh-chung/
    "marketplace.registry.staff_views.work:staff_work",  # /can-bo/viec/chung-nhan
    "marketplace.audit.views:history",  # /can-bo/lich-su/
    "marketplace.producers.staff_views:staff_accounts",  # /can-bo/chu-the/<id>/tai-khoan
    "marketplace.producers.correcting_views:account_corrections",
    "marketplace.producers.fact_views:staff_producer_facts",  # /can-bo/chu-the/them, /<id>/sua
    "marketplace.producers.training_views:trainings",  # /can-bo/tap-huan
    "marketplace.catalog.views.staff:outside_listings",  # /can-bo/san-pham/<id>/san-khac
    "marketplace.catalog.views.platforms:platforms",  # /can-bo/san
    "marketplace.catalog.tray.views:tray",  # /can-bo/doi-chieu
    "marketplace.catalog.merging.views:merging",  # /can-bo/gop /can-bo/san-pham/<id>/gop
    "marketplace.reports.feed.key_views:feed_keys",  # /can-bo/khoa-du-lieu
    "marketplace.reports.feed.views:feed",  # /api/v1/
    "marketplace.reports.open_data.views:open_data",  # /du-lieu-mo/
    "marketplace.intake.views:intake",  # /can-bo/tap-tin
    "marketplace.demo.views:demo",  # /dang-nhap/thu/
    "marketplace.web.pages:pages",  # /gioi-thieu /quy-che /quyen-rieng-tu
    "marketplace.web.pages:health",  # /health/
)
COMMANDS = (
    "marketplace.admin_units.commands:cli",
    "marketplace.accounts.commands:cli",
    "marketplace.producers.commands:cli",
    "marketplace.registry.commands:cli",
    "marketplace.catalog.commands:cli",
    "marketplace.search.commands:cli",
    "marketplace.orders.commands:cli",
    "marketplace.payments.commands:cli",
    "marketplace.reports.commands:cli",
    "marketplace.outbox.commands:cli",
    "marketplace.demo.commands:cli",
)
SLICES_WITH_TABLES = (
    "admin_units",
    "outbox",
    "accounts",
    "audit",
    "intake",
    "producers",
    "registry",
    "catalog",
    "cart",
    "orders",
    "payments",
    "reports",
)
# What the outbox worker does with each kind of message, and what it does as time passes.
HANDLERS = {
    "mail": "marketplace.orders.mails:send",
    "account-mail": "marketplace.accounts.mails:send",
    "follow-up-mail": "marketplace.reports.follow_ups.mails:send",
    "report-mail": "marketplace.reports.exports.mails:send",
    "export": "marketplace.reports.exports.job:handle",
    "certificate-mail": "marketplace.registry.mails:send",
    "listing-changed": "marketplace.search.actions:listing_changed",
    "intake": "marketplace.intake.flows:work",
    "look-alikes": "marketplace.registry.look_alikes:work",
    "product-changed": "marketplace.search.actions:product_changed",
    "producer-changed": "marketplace.search.actions:producer_changed",
}
TIMERS = (
    "marketplace.search.commands:mend_index",
    "marketplace.payments.commands:close_overdue",
    "marketplace.registry.timers:remind_of_certificates",
    "marketplace.outbox.commands:forget_old_messages",
    "marketplace.cart.commands:forget_abandoned_carts",
    "marketplace.reports.snapshots.commands:freeze_months",
    "marketplace.intake.flows:tidy",
    "marketplace.reports.open_data.publishing:publish_last_month",
    "marketplace.reports.exports.job:forget_expired",
    "marketplace.reports.exports.schedules:send_due",
)
# The kinds of files that the intake takes in (intake.kinds).
TAKERS: tuple[str, ...] = (
    "marketplace.registry.importing.taking:register",
    "marketplace.producers.taking.producers:taker",
    "marketplace.producers.taking.accounts:taker",
    "marketplace.producers.taking.attendances:taker",
    "marketplace.catalog.taking:platform_list",
)
# Slices that want to know of something below them connect themselves.
CONNECTORS = (
    "marketplace.cart.views:connect",
    "marketplace.catalog.tray.views:connect",
    "marketplace.orders.waiting:connect",
    "marketplace.payments.views:connect",
)

csrf = CSRFProtect()


def create_app(config: Config | None = None) -> Flask:
    """Build the market from its settings (the environment's when none are given).

    Raises:
        BadConfig: the environment lacks settings or holds dangerous ones.
    """
    config = config or Config.from_env(os.environ)
    app = Flask(
        "marketplace", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static")
    )
    app.config.from_mapping(_flask_settings(config))
    app.extensions["market"] = config
    app.extensions["vault"] = Vault(config.encryption_keys)
    logs.configure()
    logs.install(app)
    _prepare_database(app)
    _prepare_pages(app, config)
    for name in BLUEPRINTS:
        app.register_blueprint(import_string(name))
    for name in COMMANDS:
        app.cli.add_command(import_string(name))
    for name in CONNECTORS:
        import_string(name)(app)
    app.extensions["outbox_handlers"] = {
        kind: import_string(name) for kind, name in HANDLERS.items()
    }
    app.extensions["takers"] = {
        taker.name: taker for taker in (import_string(name) for name in TAKERS)
    }
    app.extensions["timers"] = [import_string(name) for name in TIMERS]
    return app


def _flask_settings(config: Config) -> dict[str, Any]:
    prefix = "__Host-" if config.secure_cookies else ""
    return {
        "SECRET_KEY": config.secret_key,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SESSION_COOKIE_NAME": f"{prefix}session",
        "SESSION_COOKIE_SECURE": config.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 30 * 24 * 3600,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "TRUSTED_HOSTS": list(config.trusted_hosts),
        "MAX_CONTENT_LENGTH": 64 * 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "MAX_FORM_PARTS": 1000,
        # The order page sends no referrer, so that its secret address stays secret. Forms carry a
        # token, and the session cookie goes with no form of another site.
        "WTF_CSRF_SSL_STRICT": False,
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form may lie open overnight
        "RATELIMIT_STORAGE_URI": config.rate_limit_storage,
        "RATELIMIT_ENABLED": config.rate_limits,
        "TRANSLATIONS": str(ROOT / "marketplace" / "translations"),
    }


def _prepare_database(app: Flask) -> None:
    for slice_name in SLICES_WITH_TABLES:
        import_module(f"marketplace.{slice_name}.models")
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    with app.app_context():
        prepare_engine(db.engine)


def _prepare_pages(app: Flask, config: Config) -> None:
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["demo_mode"] = config.demo
    filters.install(app)
    locales.install(app)
    static_files.install(app)
    errors.install(app)
    kept_pages.install(app, config.data_dir, config.page_seconds)
    csrf.init_app(app)
    csrf.exempt("marketplace.payments.views.webhook")  # it carries a signature instead
    login_manager.init_app(app)
    limiter.init_app(app)
    headers.install(app, config.payment_origin, config.secure_cookies)
    app.before_request(close_unmarked_pages)
    front.install(app)
