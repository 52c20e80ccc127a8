"""Editions of the open data appear whole, and stay as they were."""

from datetime import UTC, date, datetime
from hashlib import sha256

import pytest

from marketplace.reports.open_data import editions
from marketplace.reports.open_data.catalogue import catalogue

DAY = date(2026, 10, 31)
NOW = datetime(2026, 11, 1, 1, 0, tzinfo=UTC)
CONTENTS = {("san-pham", "csv"): b"ten\n", ("so-lieu", "json"): b"{}"}


def test_an_edition_tells_the_size_and_checksum_of_its_files(tmp_path):
    editions.publish(tmp_path, DAY, CONTENTS, now=NOW)

    edition = editions.read(tmp_path, DAY)
    file = edition.file("san-pham.csv")
    assert (edition.day, edition.made_at, len(edition.files)) == (DAY, NOW, 2)
    assert (file.byte_size, file.checksum) == (4, sha256(b"ten\n").hexdigest())
    assert (tmp_path / "2026-10-31" / file.name).read_bytes() == b"ten\n"


def test_an_edition_is_made_once(tmp_path):
    first = editions.publish(tmp_path, DAY, CONTENTS, now=NOW)
    again = editions.publish(tmp_path, DAY, {("san-pham", "csv"): b"other"}, now=NOW)

    assert again == first
    assert (tmp_path / "2026-10-31" / "san-pham.csv").read_bytes() == b"ten\n"


def test_a_broken_attempt_leaves_nothing(tmp_path):
    with pytest.raises(OSError, match="not/there"):
        editions.publish(tmp_path, DAY, {("not/there", "csv"): b"x"}, now=NOW)

    assert list(tmp_path.iterdir()) == []
    assert editions.every(tmp_path) == []


def test_the_newest_edition_comes_first(tmp_path):
    for day in (date(2026, 9, 30), DAY, date(2025, 12, 31)):
        editions.publish(tmp_path, day, CONTENTS, now=NOW)

    days = [edition.day.isoformat() for edition in editions.every(tmp_path)]
    assert days == ["2026-10-31", "2026-09-30", "2025-12-31"]


def test_the_catalogue_tells_what_portals_ask_for(tmp_path):
    editions.publish(tmp_path, DAY, CONTENTS, now=NOW)

    told = catalogue(
        editions.every(tmp_path),
        "https://cho.vn/du-lieu-mo/",
        lambda edition, file: f"https://cho.vn/du-lieu-mo/{edition.day}/{file.name}",
        "Sở Công Thương",
        "so@example.vn",
    )

    products = next(one for one in told["dcat:dataset"] if one["dct:identifier"] == "san-pham")
    assert {"dct:title", "dct:description", "dct:publisher", "dcat:contactPoint"} <= set(products)
    assert {"dcat:theme", "dcat:keyword", "dct:issued", "dct:modified"} <= set(products)
    assert {"dct:accrualPeriodicity", "dct:spatial", "dct:temporal", "dct:license"} <= set(products)
    (file,) = products["dcat:distribution"]
    assert file["dcat:downloadURL"] == {"@id": "https://cho.vn/du-lieu-mo/2026-10-31/san-pham.csv"}
    assert file["dcat:byteSize"]["@value"] == "4"
    assert file["spdx:checksum"]["spdx:checksumValue"] == sha256(b"ten\n").hexdigest()
    assert file["dcat:mediaType"] == "text/csv"
