"""Anyone may take the open data away; nobody can be told from it."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from marketplace.producers.models import ProducerKind
from marketplace.reports.open_data.publishing import publish_last_month
from tests.reports.market import Market

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
RECENTLY = date(2025, 3, 1)
EDITION = "/du-lieu-mo/2026-10-31"


@pytest.fixture
def market(session, freeze):
    freeze(NOW)
    return Market(session)


def rows(client, name):
    text = client.get(f"{EDITION}/{name}.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_before_the_first_edition_the_page_says_so(client, market):
    page = client.get("/du-lieu-mo/")

    assert page.status_code == 200
    assert client.get("/du-lieu-mo/moi-nhat/san-pham.csv").status_code == 404
    assert client.get("/du-lieu-mo/catalog.jsonld").json["dcat:dataset"]


def test_the_month_before_is_published_by_itself_and_stays(client, session, market):
    market.product("Chè Shan", issued_on=RECENTLY)
    publish_last_month(NOW)
    first = client.get(f"{EDITION}/san-pham.csv")

    market.product("Mật ong", issued_on=RECENTLY)
    publish_last_month(NOW)

    again = client.get(f"{EDITION}/san-pham.csv")
    assert again.data == first.data
    assert [row["san_pham"] for row in rows(client, "san-pham")] == ["Chè Shan"]
    held = client.get(f"{EDITION}/san-pham.csv", headers={"If-None-Match": first.headers["ETag"]})
    assert held.status_code == 304


def test_the_catalogue_leads_to_every_file(client, market):
    market.product(issued_on=RECENTLY)
    publish_last_month(NOW)

    told = client.get("/du-lieu-mo/catalog.jsonld").json

    files = [file for one in told["dcat:dataset"] for file in one["dcat:distribution"]]
    assert len(files) == 6
    for file in files:
        address = file["dcat:downloadURL"]["@id"].removeprefix("http://localhost")
        assert len(client.get(address).data) == int(file["dcat:byteSize"]["@value"])


@pytest.mark.parametrize(
    "address", ["2026-10-31/x.csv", "2026-10-31/edition.json", "..%2f..%2fmarket/x", "nay/a.csv"]
)
def test_nothing_else_can_be_had(client, market, address):
    publish_last_month(NOW)

    assert client.get(f"/du-lieu-mo/{address}").status_code == 404


def test_no_personal_data_leaves(client, session, market):
    producer = market.producer("HTX Hoa Lợi")
    producer.phone, producer.email = "+84912345678", "lan@example.vn"
    producer.tax_code, producer.address = "5300123456", "Thôn Giàng A"
    producer.representative = "Vàng Thị Mỷ"
    market.product(producer=producer, issued_on=RECENTLY)
    market.account(producer)
    session.flush()
    publish_last_month(NOW)

    everything = " ".join(
        client.get(f"{EDITION}/{name}.{ending}").text
        for name in ("san-pham", "quyet-dinh", "so-lieu")
        for ending in ("csv", "json")
    )
    for private in ("912345678", "lan@", "5300123456", "Thôn Giàng", "Vàng Thị", "0123"):
        assert private not in everything


def test_small_counts_of_producers_are_left_empty(client, session, market):
    for number in range(12):
        producer = market.producer(f"HTX {number:02}")
        producer.representative_consent_on = date(2025, 1, 1)
        producer.is_woman_led = number < 3
        market.product(producer=producer, issued_on=RECENTLY)
        market.account(producer)
    farm = market.producer("Trang trại", kind=ProducerKind.FARM)
    market.product(producer=farm, issued_on=RECENTLY)
    session.flush()
    publish_last_month(NOW)

    told = [row for row in rows(client, "so-lieu") if row["chi_tieu"] in ("I2", "N2")]
    shown = {
        (row["chi_tieu"], row["chia_theo"], row["nhom"]): (row["tu_so"], row["so_luong"])
        for row in told
        if not row["de_trong_vi_it"]
    }
    assert shown[("I2", "", "")] == ("12", "")
    assert ("N2", "woman_led", "yes") not in shown
    assert ("I2", "woman_led", "yes") not in shown
    assert ("I2", "kind", "farm") not in shown
    assert ("I2", "kind", "cooperative") not in shown  # it would give the farm away
    assert ("I1", "woman_led") not in {(row["chi_tieu"], row["chia_theo"]) for row in told}


def test_json_and_csv_tell_the_same(client, market):
    market.live(market.product("=Chè", issued_on=RECENTLY))
    publish_last_month(NOW)

    told = json.loads(client.get(f"{EDITION}/san-pham.json").data)
    assert told[0]["san_pham"] == "=Chè"
    assert rows(client, "san-pham")[0]["san_pham"] == "'=Chè"
    assert len(told) == len(rows(client, "san-pham"))
