"""``./run`` opens the whole market with one command, and closes all of it."""

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from marketplace.config import ROOT

PATIENCE = 300  # seconds: a slow machine imports the register and loads the demo meanwhile
LAST_WORDS = "to close the market"


def hear_ctrl_c() -> None:
    """A process started from the background would ignore it, and so would ``./run``."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Started:
    """A market being run, and what it has said so far."""

    def __init__(self, data_dir: Path, env: dict[str, str]) -> None:
        self.said = data_dir.with_suffix(".said")
        settings = {"DATA_DIR": str(data_dir), "PORT": str(free_port()), **env}
        clean = {name: value for name, value in os.environ.items() if "STRIPE" not in name}
        with self.said.open("w") as output:
            self.process = subprocess.Popen(
                [ROOT / "run"],
                cwd="/",
                env=clean | settings,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=hear_ctrl_c,
            )

    @property
    def words(self) -> str:
        return self.said.read_text()

    @property
    def url(self) -> str:
        return re.search(r"http://localhost:\d+", self.words)[0]

    def wait_until_it_says(self, sentence: str) -> None:
        deadline = time.monotonic() + PATIENCE
        while sentence not in self.words:
            assert self.process.poll() is None, self.words
            assert time.monotonic() < deadline, self.words
            time.sleep(0.2)

    def children(self) -> list[int]:
        own = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in own.read_text().split()]


@contextmanager
def started(data_dir: Path, **env: str) -> Iterator[Started]:
    run = Started(data_dir, env)
    try:
        run.wait_until_it_says(LAST_WORDS)
        yield run
    finally:
        run.process.terminate()
        run.process.wait(PATIENCE)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return door.getsockname()[1]


def fetch(url: str) -> str:
    with urlopen(url) as answer:
        return answer.read().decode()


def is_listening(url: str) -> bool:
    host, port = url.removeprefix("http://").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port))) == 0


def is_alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a market without a demo, filled by the first of these tests."""
    return tmp_path_factory.mktemp("a market") / "var"


def test_one_command_opens_the_demo_market_on_either_database(databases, tmp_path):
    url = databases.create()
    elsewhere = {} if url.startswith("sqlite") else {"DATABASE_URL": url}

    with started(tmp_path / "var", **elsewhere) as run:
        assert "ok" in fetch(run.url + "/health/ready")
        assert "OCOP" in fetch(run.url + "/")
        assert "Chị Lan" in fetch(run.url + "/dang-nhap")

    databases.drop(url)


def test_a_market_without_the_demo_has_no_one_click_log_in(data_dir):
    with started(data_dir, DEMO="0") as run:
        assert "one click" not in run.words
        assert "Chị Lan" not in fetch(run.url + "/dang-nhap")


def test_ctrl_c_closes_all_of_it(data_dir):
    with started(data_dir, DEMO="0") as run:
        children = run.children()
        assert len(children) == 3

        run.process.send_signal(signal.SIGINT)

        assert run.process.wait(PATIENCE) == 0
        assert not any(is_alive(pid) for pid in children)
        assert not is_listening(run.url)
        assert "đã đóng" in run.words


def test_a_second_start_keeps_the_data_and_prepares_nothing(data_dir):
    with started(data_dir, DEMO="0"):
        pass
    secret = (data_dir / "secrets" / "session").read_text()

    with started(data_dir, DEMO="0") as again:
        assert "Preparing" not in again.words

    assert (data_dir / "secrets" / "session").read_text() == secret
    assert (data_dir / "secrets" / "session").stat().st_mode & 0o077 == 0


def test_an_interrupted_first_start_mends_itself(tmp_path):
    first = Started(tmp_path / "var", {"DEMO": "0"})
    first.wait_until_it_says("register of OCOP products")
    first.process.send_signal(signal.SIGINT)
    assert first.process.wait(PATIENCE) == 130
    assert "Run ./run again" in first.words

    with started(tmp_path / "var", DEMO="0") as again:
        assert "OCOP" in fetch(again.url + "/")


def test_a_taken_port_gets_a_plain_sentence_and_another_port(data_dir):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with started(data_dir, DEMO="0", PORT=str(port)) as run:
            assert f"Cổng {port} đang bận" in run.words
            assert not run.url.endswith(f":{port}")


def test_when_one_part_ends_the_market_says_which_and_closes(data_dir):
    with started(data_dir, DEMO="0") as run:
        children = run.children()
        os.kill(children[2], signal.SIGKILL)

        assert run.process.wait(PATIENCE) == 1
        assert "«outbox» đã dừng" in run.words
        assert not any(is_alive(pid) for pid in children)
