"""Vietnamese and English are complete: every sentence of the code and the pages, and no other."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

from marketplace.config import ROOT

KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["_l", "_n:1,2"])
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]")


def extracted() -> Catalog:
    """What is said in the code and the pages today."""
    with (ROOT / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    catalog = Catalog()
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, directory_filter=is_ours)
    for _file, _line, message, _comments, context in found:
        catalog.add(message, context=context)
    return catalog


def is_ours(folder: str) -> bool:
    return Path(folder).relative_to(ROOT).parts[0] in ("marketplace", "templates")


def read(locale: str) -> Catalog:
    path = ROOT / "marketplace" / "translations" / locale / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def keys(catalog: Catalog) -> set[str]:
    return {key(message) for message in catalog if message.id}


def key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


@pytest.fixture(scope="module")
def said() -> set[str]:
    found = keys(extracted())
    assert found, "nothing was extracted: the check would check nothing"
    return found


@pytest.fixture(params=["vi", "en"])
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return read(request.param)


def test_every_sentence_is_in_the_catalog(catalog, said):
    assert said - keys(catalog) == set()


def test_the_catalog_holds_nothing_else(catalog, said):
    assert keys(catalog) - said == set()
    assert not catalog.obsolete


def test_nothing_is_left_untranslated_or_fuzzy(catalog):
    open_ends = [
        key(message)
        for message in catalog
        if message.id and (message.fuzzy or not all(forms(message.string or "")))
    ]

    assert open_ends == []


def test_translations_name_the_same_values(catalog):
    differing = [
        key(message)
        for message in catalog
        if message.id
        for form in forms(message.string)
        if placeholders(form) not in [placeholders(source) for source in forms(message.id)]
    ]

    assert differing == []


def test_every_plural_form_of_the_language_is_there(catalog):
    incomplete = [
        key(message)
        for message in catalog
        if message.pluralizable and len(forms(message.string)) != catalog.num_plurals
    ]

    assert incomplete == []
