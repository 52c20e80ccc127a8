"""The worker: what leaves transactions, and what comes due with time."""

from __future__ import annotations

import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from types import FrameType

import structlog
from flask import Flask, current_app
from flask.cli import AppGroup

from marketplace import clock
from marketplace.db import db, transaction
from marketplace.outbox import actions
from marketplace.outbox.rules import Lane

Timer = Callable[[datetime], None]
TICK_S = 1.0
TIMERS_EVERY = timedelta(seconds=30)
log = structlog.get_logger()
cli = AppGroup("outbox", help="Work that follows transactions: mail, index, deadlines.")


@cli.command("work")
def work() -> None:
    """Work until stopped (SIGTERM or Ctrl-C): once a second, deadlines every 30 seconds."""
    stopped = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    long_work = Thread(target=_work_long, args=(app, stopped), daemon=True)
    long_work.start()
    next_timers = clock.now()
    while not stopped.is_set():
        now = clock.now()
        if now >= next_timers:
            run_timers(app, now)
            next_timers = now + TIMERS_EVERY
        if not _work_safely(app, now, Lane.QUICK):
            stopped.wait(TICK_S)


def _work_long(app: Flask, stopped: Event) -> None:
    """The long lane, one piece of work at a time; cut off at the end, it goes on next time."""
    with app.app_context():
        while not stopped.is_set():
            if not _work_safely(app, clock.now(), Lane.LONG):
                stopped.wait(TICK_S)


@cli.command("once")
def once() -> None:
    """Do everything that is due now, then end."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    now = clock.now()
    run_timers(app, now)
    for lane in Lane:
        while actions.work_once(app.extensions["outbox_handlers"], now=now, lane=lane):
            pass


def _work_safely(app: Flask, now: datetime, lane: Lane) -> int:
    """One round; a database that is away is waited for."""
    try:
        most = 50 if lane is Lane.QUICK else 1
        handlers = app.extensions["outbox_handlers"]
        return actions.work_once(handlers, now=now, most=most, lane=lane)
    except Exception as error:
        log.warning("outbox_round_failed", error=type(error).__name__)
        return 0
    finally:
        db.session.remove()


def run_timers(app: Flask, now: datetime) -> None:
    """Give each deadline its turn; one that fails does not stop the others."""
    for timer in app.extensions["timers"]:
        try:
            timer(now)
        except Exception as error:
            log.warning("timer_failed", timer=timer.__name__, error=type(error).__name__)
        finally:
            db.session.remove()


def forget_old_messages(now: datetime) -> None:
    """Delete what was done long ago."""
    with transaction() as session:
        actions.forget_old(session, now=now)
