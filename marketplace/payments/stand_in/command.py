"""``flask payments stand-in``: the provider on this machine, for demos and tests."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import click


@click.command("stand-in")
@click.option("--host", default="127.0.0.1", show_default=True, help="Loopback addresses only.")
@click.option("--port", default=8001, show_default=True, help="Where it listens.")
@click.option(
    "--secret",
    envvar="STRIPE_WEBHOOK_SECRET",
    required=True,
    help="Signs the notices; the shop checks them with the same secret.",
)
@click.option("--webhook-url", help="Where notices go; without it nothing is told.")
@click.option(
    "--state",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that keeps what was paid; without it everything is forgotten at the end.",
)
@click.option("--control", is_flag=True, help="Let tests make it misbehave, under /_control.")
def stand_in(
    host: str, port: int, secret: str, webhook_url: str | None, state: Path | None, control: bool
) -> None:
    """Stand in for the payment provider, with play money, until interrupted."""
    # The market reads this module to list its commands; the provider itself it never loads.
    from marketplace.payments.stand_in.server import StandIn

    # While one secret replaces another there are several, the one to sign with first.
    signing = secret.split(",")[0].strip()
    try:
        provider = StandIn(host, port, signing, webhook_url, state, control=control)
    except ValueError as error:
        raise click.ClickException(str(error)) from error
    except sqlite3.DatabaseError as error:
        raise click.ClickException(f"{state} is damaged. Move it away and start again.") from error
    except OSError as error:
        raise click.ClickException(f"Port {port} is taken. Choose another with --port.") from error
    click.echo(f"Trang thanh toán thử: {provider.url}")
    provider.run()
