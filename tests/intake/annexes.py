"""Annexes as offices send them, and sending them in."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from marketplace.intake.models import IntakeRun
from marketplace.outbox import actions as outbox
from marketplace.outbox.rules import Lane

FILES = "/can-bo/tap-tin"
NOW = datetime.fromisoformat("2026-11-23T03:00:00+00:00")
TITLES = ["STT", "Tên sản phẩm", "Chủ thể", "Tỉnh", "Hạng sao", "Số quyết định", "Ngày quyết định"]
DECISION = ["12/QĐ-UBND", "05/08/2026"]


def annex(*rows: list[Any], merges: tuple[str, ...] = ()) -> bytes:
    """A workbook of these rows, with these cells merged."""
    book = openpyxl.Workbook()
    for cells in rows:
        book.active.append(cells)
    for merge in merges:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def simple(*products: tuple[str, object]) -> bytes:
    """An annex of products with their stars, each of its own producer."""
    rows = [
        [place, name, f"HTX {name}", "Lào Cai", stars, *DECISION]
        for place, (name, stars) in enumerate(products, start=1)
    ]
    return annex(TITLES, *rows)


def send(client: FlaskClient, content: bytes, name: str = "phu-luc.xlsx") -> TestResponse:
    """Send a file in."""
    data = {"kind": "register", "file": (io.BytesIO(content), name)}
    return client.post(f"{FILES}/gui", data=data, content_type="multipart/form-data")


def confirm(client: FlaskClient, run: IntakeRun, **otherwise: str) -> TestResponse:
    """Say that the columns mean what is proposed, with these boxes otherwise."""
    boxes = {f"cot{place}": run.mapping.get(one, "") for place, one in enumerate(run.headings)}
    boxes |= {f"chung_{name}": text for name, text in run.settings.items()}
    return client.post(f"{FILES}/{run.id}/cot", data=boxes | otherwise)


def latest(session: Session) -> IntakeRun:
    """The file that came in last, as it is now."""
    session.expire_all()
    return session.scalars(select(IntakeRun).order_by(IntakeRun.id.desc()).limit(1)).one()


def work(app: Flask) -> None:
    """Let the worker do what there is to do."""
    while outbox.work_once(app.extensions["outbox_handlers"], now=NOW, lane=Lane.LONG):
        pass


def send_and_check(
    app: Flask,
    client: FlaskClient,
    session: Session,
    content: bytes,
    name: str = "phu-luc.xlsx",
) -> IntakeRun:
    """Send a file in and let its rows be checked."""
    send(client, content, name)
    confirm(client, latest(session))
    work(app)
    return latest(session)
