"""A bounded load from this machine: ``python -m bench.load PORT CLIENTS REQUESTS COOKIE PATH...``.

Every second client sends the cookie, the others are strangers. Prints as JSON the requests a
second, what 95 of 100 waited at most, and how many got no answer.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from itertools import cycle, islice
from statistics import quantiles
from time import perf_counter

PATIENCE = 10  # seconds


def main() -> None:
    """Let the clients ask, all at the same time, each on one connection."""
    port, clients, requests = map(int, sys.argv[1:4])
    cookie, *paths = sys.argv[4:]
    each = requests // clients
    asked = [
        ({"Cookie": cookie} if n % 2 else {}, list(islice(cycle(paths), n, n + each)))
        for n in range(clients)
    ]
    begun = perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        waits = [wait for found in pool.map(lambda one: _ask(port, *one), asked) for wait in found]
    seconds = perf_counter() - begun
    answered = {
        "rate": len(waits) / seconds,
        "p95_ms": 1000 * quantiles(waits, n=20)[-1] if len(waits) > 1 else 0,
        "lost": each * clients - len(waits),
    }
    print(json.dumps(answered))


def _ask(port: int, headers: Mapping[str, str], paths: Sequence[str]) -> list[float]:
    """How long each answer took; a client that got none asks no more."""
    waits = []
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        for path in paths:
            begun = perf_counter()
            connection.request("GET", path, headers={"Host": "localhost", **headers})
            connection.getresponse().read()
            waits.append(perf_counter() - begun)
    except (OSError, HTTPException):
        pass
    finally:
        connection.close()
    return waits


if __name__ == "__main__":
    main()
