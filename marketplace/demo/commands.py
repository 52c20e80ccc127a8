"""Loading the demo market from the command line."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import AppGroup

from marketplace import clock
from marketplace.db import transaction
from marketplace.demo import actions, queries
from marketplace.demo.errors import RegisterMissing

cli = AppGroup("demo", help="The demo market. Never on a real one.")


@cli.command("load")
def load() -> None:
    """Fill the market with illustrated listings, orders and people; once is enough."""
    if not current_app.extensions["market"].demo:
        raise click.ClickException("DEMO chưa bật: chợ thật không nạp dữ liệu minh họa.")
    with transaction() as session:
        if queries.is_loaded(session):
            click.echo("Dữ liệu minh họa đã có sẵn.")
            return
        try:
            actions.load(session, now=clock.now(), say=lambda words: click.echo(f"  {words}"))
        except RegisterMissing as missing:
            raise click.ClickException(
                "Sổ đăng ký còn trống: chạy flask registry import trước."
            ) from missing
    click.echo("Đã nạp dữ liệu minh họa.")
