"""The catalogue of open data in DCAT, the vocabulary that data portals read (JSON-LD).

The fields are those that the draft national profile of open data asks for: identifier, title,
description, publisher, contact, theme, keyword, issued, modified, accrualPeriodicity, spatial,
temporal, licence, and each file with its format, address, size and checksum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from marketplace.reports.open_data.editions import Edition, EditionFile
from marketplace.reports.open_data.words import DATASETS, TITLE, Dataset, Words

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_THEMES = "http://publications.europa.eu/resource/authority/data-theme/"
_MONTHLY = "http://publications.europa.eu/resource/authority/frequency/MONTHLY"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = {"csv": "text/csv", "json": "application/json"}
Address = Callable[[Edition, EditionFile], str]


def catalogue(
    editions: Sequence[Edition], home: str, address: Address, publisher: str, contact: str
) -> dict[str, Any]:
    """The catalogue: a dataset for each kind of table, a distribution for each file of it.

    ``editions`` come newest first. ``home`` is the page of the open data; ``address`` tells where
    a file lies; ``contact`` is an e-mail address, or empty.
    """
    made_by = {"@type": "foaf:Agent", "foaf:name": publisher}
    whole: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": home,
        "@type": "dcat:Catalog",
        "dct:title": _both(TITLE),
        "dct:publisher": made_by,
        "dct:license": {"@id": LICENCE},
        "dct:language": ["vi", "en"],
        "dcat:dataset": [
            _dataset(dataset, editions, home, address, made_by, contact)
            for dataset in DATASETS.values()
        ],
    }
    if editions:
        whole["dct:modified"] = _moment(editions[0])
    return whole


def _dataset(
    dataset: Dataset,
    editions: Sequence[Edition],
    home: str,
    address: Address,
    made_by: dict[str, Any],
    contact: str,
) -> dict[str, Any]:
    told: dict[str, Any] = {
        "@id": f"{home}#{dataset.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": dataset.name,
        "dct:title": _both(dataset.title),
        "dct:description": _both(dataset.description),
        "dct:publisher": made_by,
        "dct:license": {"@id": LICENCE},
        "dcat:theme": [{"@id": f"{_THEMES}{theme}"} for theme in dataset.themes],
        "dcat:keyword": [{"@language": "vi", "@value": word} for word in dataset.keywords],
        "dct:accrualPeriodicity": {"@id": _MONTHLY},
        "dct:spatial": {"@type": "dct:Location", "dct:identifier": "VN-34/15"},
        "dcat:distribution": [
            _file(edition, file, address)
            for edition in editions
            for file in edition.files
            if file.dataset == dataset.name
        ],
    }
    if contact:
        told["dcat:contactPoint"] = {"@type": "vcard:Kind", "vcard:hasEmail": f"mailto:{contact}"}
    if editions:
        told["dct:issued"] = _moment(editions[-1])
        told["dct:modified"] = _moment(editions[0])
        told["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _day(editions[-1]),
            "dcat:endDate": _day(editions[0]),
        }
    return told


def _file(edition: Edition, file: EditionFile, address: Address) -> dict[str, Any]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": f"{file.dataset} {edition.day.isoformat()} ({file.format.upper()})",
        "dct:format": file.format.upper(),
        "dcat:mediaType": MEDIA_TYPES[file.format],
        "dcat:downloadURL": {"@id": address(edition, file)},
        "dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(file.byte_size)},
        "dct:issued": _moment(edition),
        "dct:temporal": _day(edition),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": file.checksum,
        },
    }


def _both(words: Words) -> list[dict[str, str]]:
    return [
        {"@language": "vi", "@value": words.vi},
        {"@language": "en", "@value": words.en},
    ]


def _moment(edition: Edition) -> dict[str, str]:
    return {"@type": "xsd:dateTime", "@value": edition.made_at.isoformat()}


def _day(edition: Edition) -> dict[str, str]:
    return {"@type": "xsd:date", "@value": edition.day.isoformat()}
