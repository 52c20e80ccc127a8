"""The market is readable, light to load, and has a drawing for every product group."""

import re
from itertools import chain

import pytest
from flask import Flask

from marketplace.config import ROOT
from tests.conftest import market

STATIC = ROOT / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
DRAWINGS = sorted((STATIC / "img").rglob("*.svg"))
TOKENS = dict(
    re.findall(r"--([\w-]+): (#[0-9a-f]{6});", (STATIC / "css" / "tokens.css").read_text())
)

GROUNDS = ("paper", "sheet", "linen")
TEXT_ON_GROUND = {
    "ink": (*GROUNDS, "turmeric", "indigo-tint", "madder-tint", "turmeric-tint", "leaf-tint"),
    "ink-soft": GROUNDS,
    "indigo": (*GROUNDS, "indigo-tint"),
    "indigo-deep": (*GROUNDS, "indigo-tint", "turmeric"),
    "madder": (*GROUNDS, "madder-tint"),
    "madder-deep": (*GROUNDS, "madder-tint"),
    "turmeric-deep": (*GROUNDS, "turmeric-tint"),
    "leaf": (*GROUNDS, "leaf-tint"),
    "sheet": ("indigo", "indigo-deep", "madder", "madder-deep"),
    "turmeric": ("indigo-deep",),
}
EDGES_ON_GROUND = {"edge": GROUNDS, "focus": GROUNDS, "turmeric": ("indigo-deep",)}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    with market("", tmp_path_factory.mktemp("look")) as opened:
        yield opened


def pairs(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return list(chain.from_iterable(((on, ground) for ground in table[on]) for on in table))


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1, as WCAG 2.2 defines it."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(TOKENS[one]), luminance(TOKENS[other])))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize(("text", "ground"), pairs(TEXT_ON_GROUND))
def test_text_stands_out_from_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), pairs(EDGES_ON_GROUND))
def test_edges_of_boxes_and_the_focus_ring_can_be_seen(edge, ground):
    assert contrast(edge, ground) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_style_sheet_uses_only_names_that_exist(sheet):
    defined = set(re.findall(r"(--[\w-]+):", "".join(path.read_text() for path in SHEETS)))

    assert set(re.findall(r"var\((--[\w-]+)", sheet.read_text())) <= defined


@pytest.mark.parametrize("group_no", [None, *range(1, 27)])
def test_every_product_group_has_drawings_light_to_load(app, group_no):
    with app.test_request_context():
        picture = app.jinja_env.get_template("components/picture.html").module.picture
        pictures = [picture(None, group_no, listing_id) for listing_id in range(6)]

    names = {re.search(r"art/group-[\d-]+\.svg", str(picture))[0] for picture in pictures}
    drawings = {STATIC / "img" / name for name in names}
    assert all('viewBox="0 0 400 300"' in path.read_text() for path in drawings)
    assert max(path.stat().st_size for path in drawings) < 5000


def test_every_drawing_of_a_group_is_shown_somewhere(app):
    with app.test_request_context():
        shown = app.jinja_env.get_template("components/picture.html").module.drawing_url
        urls = {str(shown(group, chosen)) for group in range(27) for chosen in range(6)}

    names = {url.rsplit("/", 1)[1].split("?")[0] for url in urls}
    assert names == {path.name for path in (STATIC / "img" / "art").iterdir()}


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda path: path.name)
def test_a_drawing_carries_no_style_script_or_outside_address(drawing):
    source = drawing.read_text().replace('xmlns="http://www.w3.org/2000/svg"', "")

    assert not re.search(r"<style|<script|<image|\bon\w+=|style=|https?:", source)


def test_every_icon_a_template_names_is_on_the_sheet():
    sheet = set(re.findall(r'<symbol id="(\w+)"', (STATIC / "img" / "icons.svg").read_text()))
    templates = "".join(path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    named = set(re.findall(r'(?<![\w.])icon\("(\w+)"', templates))

    assert named
    assert named <= sheet
