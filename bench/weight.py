"""How many bytes the first page of a stranger is: HTML, styles and scripts, zipped and not."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator

from flask import Flask

LINKED = re.compile(r'<(?:link rel="stylesheet" href|script src)="([^"]+)"')
GZIP_LEVEL = 6


def weight(app: Flask, path: str) -> Iterator[tuple[str, int, int]]:
    """Each file of a page: its name, its bytes, its bytes on the way."""
    client = app.test_client()
    page = client.get(path)
    yield "HTML", *_sizes(page.data)
    for address in LINKED.findall(page.text):
        with client.get(address) as answer:
            yield address.split("?")[0], *_sizes(answer.data)


def _sizes(content: bytes) -> tuple[int, int]:
    return len(content), len(gzip.compress(content, GZIP_LEVEL))
