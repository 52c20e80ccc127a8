"""``flask reports``: what reports take in, and what they do by themselves."""

from __future__ import annotations

from flask.cli import AppGroup

from marketplace.reports.declared.commands import load_declared

cli = AppGroup("reports", help="Figures: published ones, and those that freeze by themselves.")
cli.add_command(load_declared)
