"""Compares web servers that run the market: speed, memory, how they stop, what holds them up.

Gunicorn is what the market installs; the others go into a folder that is thrown away.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from flask import Flask

from bench.browser import Browser
from bench.market import open_market, somewhere
from bench.visits import PRODUCT, fill_cart
from marketplace.config import ROOT, Config

PRODUCTS, ROUNDS = 500, 3
CLIENTS, REQUESTS = 16, 1600
PATIENCE = 60  # seconds
OTHERS = ("waitress>=3,<4", "granian>=2.8,<3")
APP = "bench.served:app"
GUNICORN = f"gunicorn --bind 127.0.0.1:PORT --graceful-timeout 5 --no-control-socket {APP}"
GRANIAN = (
    "granian --interface wsgi --port PORT --blocking-threads 4 --workers-kill-timeout 5 " + APP
)
SERVERS = {
    "gunicorn sync, 2 workers": f"{GUNICORN} --workers 2",
    "gunicorn gthread, 1 x 4": f"{GUNICORN} --worker-class gthread --threads 4",
    "gunicorn gthread, 2 x 4": f"{GUNICORN} --worker-class gthread --threads 4 --workers 2",
    "gunicorn gthread, 2 x 16": f"{GUNICORN} --worker-class gthread --threads 16 --workers 2",
    "waitress, 1 x 4": f"waitress --listen=127.0.0.1:PORT --threads=4 {APP}",
    "granian, 1 x 4": f"{GRANIAN} --workers 1",
    "granian, 2 x 4": f"{GRANIAN} --workers 2",
}
BASELINE = next(iter(SERVERS))
HEAD = "GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n"


@dataclass(frozen=True)
class Asked:
    """What the clients ask for, and the cookie of those who have a cart."""

    cookie: str
    paths: list[str]


@dataclass(frozen=True)
class Server:
    """A web server that is running."""

    process: subprocess.Popen[bytes]
    port: int
    asked: Asked

    def load(self, requests: int = REQUESTS) -> dict[str, float]:
        """What ``bench.load`` finds."""
        load = [self.port, CLIENTS, requests, self.asked.cookie, *self.asked.paths]
        order = [sys.executable, "-m", "bench.load", *load]
        done = subprocess.run([str(word) for word in order], cwd=ROOT, check=True, stdout=-1)
        found: dict[str, float] = json.loads(done.stdout)
        return found

    def ask(self, head: str) -> socket.socket:
        """Send a request, or the beginning of one."""
        connection = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        connection.sendall(head.encode())
        return connection

    def cpu_s(self) -> float:
        """The CPU time that all its processes took so far."""
        return sum(map(_cpu_ticks, _family(self.process.pid))) / os.sysconf("SC_CLK_TCK")

    def memory_mb(self) -> float:
        """The memory of all its processes; what they share counts once."""
        return sum(map(_memory_kb, _family(self.process.pid))) / 1024

    def stop(self) -> float:
        """Ask it to end; returns the seconds it took, or more than there is patience for."""
        begun = monotonic()
        self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            for pid in reversed(_family(self.process.pid)):
                os.kill(pid, 9)
            self.process.wait()
        return monotonic() - begun


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])  # in user mode, in the kernel


def _memory_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


@contextmanager
def running(command: str, settings: Mapping[str, str], asked: Asked) -> Iterator[Server]:
    """Start a server and wait until it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", *command.replace("PORT", str(port)).split()],
        cwd=ROOT,
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    server = Server(process, port, asked)
    try:
        _wait_until_open(server)
        yield server
    finally:
        if process.poll() is None:
            server.stop()


def _wait_until_open(server: Server) -> None:
    deadline = monotonic() + PATIENCE
    while monotonic() < deadline and server.process.poll() is None:
        try:
            with server.ask("GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n") as asked:
                if b" 200 " in asked.recv(100):
                    return
        except OSError:
            sleep(0.2)
    raise SystemExit(f"{server.process.args!r} does not answer")


def speed(server: Server) -> dict[str, float]:
    """How fast it answers, with how much CPU time (all of it, the market's too) and memory."""
    server.load(REQUESTS // 4)
    before = server.cpu_s()
    found = server.load()
    cpu_ms = 1000 * (server.cpu_s() - before) / (REQUESTS - found["lost"])
    return found | {"cpu_ms": cpu_ms, "memory_mb": server.memory_mb()}


def held_up(server: Server) -> dict[str, float]:
    """How fast it answers while one request hangs, and while eight phones send half a request."""
    with server.ask(HEAD.format("/slow?8")):
        hanging = server.load(REQUESTS // 4)
    with ExitStack() as phones:
        for _ in range(8):
            phones.enter_context(server.ask(HEAD.format("/").rstrip()))
        stalled = server.load(REQUESTS // 4)
    return {"hanging": hanging["rate"], "stalled": stalled["rate"], "lost": stalled["lost"]}


def ending(server: Server) -> dict[str, float]:
    """How it ends while a request takes two seconds and a browser keeps a connection open."""
    with server.ask(HEAD.format("/health/live")) as idle:
        idle.recv(1000)
        with server.ask(HEAD.format("/slow?2")) as asked:
            sleep(0.5)
            seconds = server.stop()
            answered = asked.recv(1000).endswith(b"done")
    return {"seconds": seconds, "answered": answered}


def ending_at_last(server: Server) -> dict[str, float]:
    """How it ends while a request does not."""
    with server.ask(HEAD.format(f"/slow?{PATIENCE}")):
        sleep(0.5)
        return {"at_last": server.stop()}


@contextmanager
def other_servers() -> Iterator[str]:
    """Install the servers that the market does not; yields where Python finds them."""
    with TemporaryDirectory(prefix="market-servers-") as folder:
        venv.create(folder, with_pip=True)
        pip = [f"{folder}/bin/python", "-m", "pip", "install", "--quiet", "--only-binary=:all:"]
        subprocess.run([*pip, *OTHERS], check=True)
        (packages,) = Path(folder).glob("lib/python*/site-packages")
        yield str(packages)


def settings_of(app: Flask, packages: str) -> dict[str, str]:
    """The environment in which a server finds this market."""
    config: Config = app.extensions["market"]
    return {
        "PYTHONPATH": os.pathsep.join([str(ROOT), packages]),
        "SECRET_KEY": config.secret_key,
        "ENCRYPTION_KEYS": ",".join(config.encryption_keys),
        "DATA_DIR": str(config.data_dir),
        "DATABASE_URL": config.database_url,
        "STRIPE_SECRET_KEY": config.stripe_secret_key,
        "STRIPE_WEBHOOK_SECRET": ",".join(config.stripe_webhook_secrets),
        "DEMO": "1",
    }


def compare(settings: Mapping[str, str], asked: Asked) -> None:
    """Measure every server in turn, several times, and print the medians."""
    found: dict[str, list[dict[str, float]]] = {name: [] for name in SERVERS}
    for _ in range(ROUNDS):
        for name, command in SERVERS.items():
            with running(command, settings, asked) as server:
                measured = speed(server) | held_up(server) | ending(server)
            with running(command, settings, asked) as server:
                found[name].append(measured | ending_at_last(server))
    medians = {
        name: {key: median(one[key] for one in rounds) for key in rounds[0]}
        for name, rounds in found.items()
    }
    _print(medians)


def _print(medians: Mapping[str, Mapping[str, float]]) -> None:
    unit, cpu = medians[BASELINE]["rate"], medians[BASELINE]["cpu_ms"]
    print(f"{'':26}{'speed':>6}{'CPU':>6}{'p95 ms':>8}{'MB':>5}", end="")
    print(f"{'one hangs':>11}{'8 stall':>9}{'ends in s':>11}{'if it must':>12}")
    for name, one in medians.items():
        print(f"{name:26}{one['rate'] / unit:6.2f}{one['cpu_ms'] / cpu:6.2f}", end="")
        print(f"{one['p95_ms']:8.0f}{one['memory_mb']:5.0f}", end="")
        print(f"{one['hanging'] / unit:11.2f}{one['stalled'] / unit:9.2f}", end="")
        print(f"{one['seconds']:11.1f}{one['at_last']:12.1f}", end="")
        print("" if one["answered"] else "  the last request got no answer")
    print(f"\n1.00: {unit:.0f} requests a second, {cpu:.1f} ms of CPU time for one")


def main() -> None:
    """Compare the servers on one market."""
    with (
        other_servers() as packages,
        somewhere() as (databases, folder),
        open_market(databases.create(), folder / "market", PRODUCTS) as app,
    ):
        product = app.test_client().get(f"/san-pham/x-{PRODUCT}").headers["Location"]
        buyer = Browser(app)
        buyer.open(product)
        fill_cart(buyer)
        paths = ["/", product, "/san-pham/", "/san-pham/?q=mat+ong", "/gio-hang/", "/gioi-thieu"]
        compare(settings_of(app, packages), Asked(buyer.cookies["Cookie"], paths))


if __name__ == "__main__":
    main()
