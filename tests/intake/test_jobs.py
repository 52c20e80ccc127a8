"""The work on a file: chunk by chunk, stopped, killed and gone on with."""

import csv
import io
import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from marketplace import clock
from marketplace.config import ROOT
from marketplace.db import db
from marketplace.intake import actions, flows, jobs
from marketplace.intake.models import IntakeRow, IntakeRun, RunState
from marketplace.registry.importing.taking import register
from marketplace.registry.models import Certificate, Product
from tests.intake.annexes import NOW
from tests.registry.registers import COLUMNS, row, write_csv


@pytest.fixture
def small_chunks(monkeypatch, freeze):
    freeze(NOW)
    for size in ("READ_ROWS", "CHECK_ROWS", "TAKE_ROWS"):
        monkeypatch.setattr(jobs, size, 3)
    monkeypatch.setattr(jobs, "PAUSE_S", 0)


def receive(rows):
    """A file of these rows, waiting to be read."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    stream = io.BytesIO(out.getvalue().encode())
    run_id = flows.receive(register, stream, "a.csv", actor_id=None, now=NOW, in_background=False)
    run = db.session.get(IntakeRun, run_id)
    actions.begin_reading(db.session, run, now=NOW)
    return run


def ten_rows():
    return [row(name=f"Mật ong {n}", producer=f"HTX {n}") for n in range(10)]


def start(run):
    actions.start_taking(run, "good_rows", now=NOW)


def outcomes(session, run):
    rows = session.execute(
        select(IntakeRow.line, IntakeRow.outcome)
        .where(IntakeRow.run_id == run.id)
        .order_by(IntakeRow.line)
    )
    return [outcome for _line, outcome in rows]


def test_rows_of_one_producer_are_seen_together_however_far_apart(session, small_chunks):
    far = [row(stars="3"), *ten_rows(), row(stars="4")]
    run = receive(far)

    flows.work_on(run.id)

    assert outcomes(session, run) == ["refused", *["added"] * 10, "refused"]
    assert run.state is RunState.CHECKED


def test_a_check_changes_nothing(session, small_chunks):
    run = receive(ten_rows())

    flows.work_on(run.id)

    assert session.scalar(select(func.count()).select_from(Product)) == 0
    assert run.counts["added"] == 10


class Crash(Exception):
    """The power goes."""


@contextmanager
def power_cut(monkeypatch, function, after):
    """The process dies in this function of ``actions``, the nth time it is reached."""
    calls = iter(range(1, after + 1))
    real = getattr(actions, function)

    def dying(*arguments, **more):
        if next(calls) == after:
            raise Crash
        return real(*arguments, **more)

    with monkeypatch.context() as patch:
        patch.setattr(actions, function, dying)
        yield


@pytest.mark.parametrize("after", [1, 2, 4])
@pytest.mark.parametrize("function", ["keep_rows", "note_outcomes"])
def test_reading_goes_on_after_a_power_cut(session, small_chunks, monkeypatch, function, after):
    run = receive(ten_rows())

    with power_cut(monkeypatch, function, after), pytest.raises(Crash):
        flows.work_on(run.id)
    flows.work_on(run.id)

    assert outcomes(session, run) == ["added"] * 10
    assert (run.rows_total, run.rows_read, run.counts["added"]) == (10, 10, 10)


@pytest.mark.parametrize("after", [1, 2, 4])
def test_taking_goes_on_after_a_power_cut(session, small_chunks, monkeypatch, after):
    run = receive(ten_rows())
    flows.work_on(run.id)
    start(run)

    with power_cut(monkeypatch, "note_outcomes", after), pytest.raises(Crash):
        flows.work_on(run.id)
    taken = session.scalar(select(func.count()).select_from(Product))
    assert taken == 3 * (after - 1)
    flows.work_on(run.id)

    assert run.state is RunState.DONE
    assert (run.rows_taken, run.counts["added"]) == (10, 10)
    assert session.scalar(select(func.count()).select_from(Product)) == 10


def test_a_stop_holds_after_the_chunk_and_goes_on_there(session, small_chunks, monkeypatch):
    run = receive(ten_rows())
    flows.work_on(run.id)
    start(run)

    def stop_after_six(told):
        if told.rows_taken == 6:
            actions.stop(told, now=NOW)

    flows.work_on(run.id, tell=stop_after_six)
    assert (run.state, run.rows_taken) == (RunState.STOPPED, 6)

    actions.resume(run, now=NOW)
    flows.work_on(run.id)
    assert (run.state, run.rows_taken) == (RunState.DONE, 10)


def test_work_that_is_out_of_time_says_so(session, small_chunks):
    run = receive(ten_rows())

    assert flows.work_on(run.id, until=NOW)
    assert run.state is RunState.READING


def test_a_file_that_breaks_off_is_noted_and_leaves_no_rows(session, small_chunks):
    run = receive(ten_rows())
    path = flows.folder() / str(run.id) / "file"
    path.write_bytes(path.read_bytes() + b'"Ch\xc3\xa8')

    flows.work_on(run.id)

    assert run.state is RunState.FAILED
    assert outcomes(session, run) == []
    assert not path.exists()


def test_old_rows_and_forgotten_files_are_tidied_away(session, small_chunks):
    run = receive(ten_rows())
    flows.work_on(run.id)
    start(run)
    flows.work_on(run.id)
    stray = flows.folder() / "999" / "file"
    stray.parent.mkdir()
    stray.write_text("x")

    flows.tidy(NOW + flows.ROWS_KEPT)
    assert len(outcomes(session, run)) == 10
    assert not stray.exists()

    flows.tidy(NOW + 2 * flows.ROWS_KEPT)
    assert outcomes(session, run) == []
    assert run.counts["added"] == 10


def test_a_killed_import_is_finished_by_the_worker(committed_app, tmp_path):
    rows = [row(name=f"Mật ong {n}", producer=f"HTX {n}") for n in range(1_500)]
    path = write_csv(tmp_path / "a.csv", rows)

    killed_while_taking(committed_app, path)

    with committed_app.app_context():
        (run,) = db.session.scalars(select(IntakeRun))
        assert run.state is RunState.TAKING
        assert 0 < run.rows_taken < 1_500
        flows.work({"run_id": run.id}, clock.now())
        db.session.expire_all()
        assert run.state is RunState.DONE
        assert run.counts["added"] == 1_500
        for table in (Product, Certificate):
            assert db.session.scalar(select(func.count()).select_from(table)) == 1_500


def wait_until_committed(app):
    """The first rows are taken for good."""
    with app.app_context():
        taken = 0
        while not taken:
            db.session.rollback()
            taken = db.session.scalar(select(func.max(IntakeRun.rows_taken)))


def killed_while_taking(app, path):
    """Import a file with the command, and kill it (SIGKILL) once rows are being taken."""
    config = app.extensions["market"]
    settings = {
        "FLASK_APP": "wsgi",
        "DATA_DIR": str(config.data_dir),
        "DATABASE_URL": config.database_url.replace("postgresql+psycopg", "postgresql"),
        "SECRET_KEY": config.secret_key,
        "ENCRYPTION_KEYS": ",".join(config.encryption_keys),
        "STRIPE_SECRET_KEY": config.stripe_secret_key,
        "STRIPE_WEBHOOK_SECRET": "whsec_tests",
        "PYTHONUNBUFFERED": "1",
    }
    command = [sys.executable, "-m", "flask", "registry", "import", str(path)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | settings, stderr=subprocess.PIPE, text=True
    )
    assert any("Đã nhập" in line for line in process.stderr)
    wait_until_committed(app)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stderr.close()
    assert process.returncode == -signal.SIGKILL
