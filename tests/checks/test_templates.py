"""Templates compile, hold nothing inline, and say nothing untranslated."""

import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from jinja2 import StrictUndefined

from marketplace.config import ROOT
from tests.conftest import market

TEMPLATES = ROOT / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
MAILS = sorted(TEMPLATES.rglob("*.txt"))
EVERY = pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))

SPOKEN = {"alt", "aria-label", "aria-description", "label", "placeholder", "summary", "title"}
# Names, addresses, and attributes that a macro writes by themselves.
NOT_TRANSLATED = re.compile(r"Chợ phiên|OCOP|https?://\S+|[\w-]+=\"[^\"]*\"")
LETTERS = re.compile(r"[^\W\d_]{2,}")
CLASS_NAMES = re.compile(r"\{% block (?:width|body_class) %\}[\w -]*\{% endblock %\}")
TAG_NAME = re.compile(r"(?<=<)\{\{.*?\}\}|(?<=</)\{\{.*?\}\}")
JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
FETCHES = re.compile(r"(?:url\(|@import|src=|from )\s*[\"']?(?:https?:)?//")


class Page(HTMLParser):
    """What a template holds besides Jinja: tags with their attributes, and words."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.words: list[str] = []
        self.feed(JINJA.sub(" ", TAG_NAME.sub("x", CLASS_NAMES.sub("", source))))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _value in attrs}
        if tag == "style" or (tag == "script" and "src" not in names):
            self.inline.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on") or "javascript:" in (value or ""):
                self.inline.append(f"<{tag} {name}>")
            if name in SPOKEN:
                self.handle_data(value or "")

    def handle_data(self, data: str) -> None:
        self.words += LETTERS.findall(NOT_TRANSLATED.sub("", data))


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    with market("", tmp_path_factory.mktemp("templates")) as opened:
        yield opened


def test_there_are_templates():
    assert PAGES


@pytest.mark.parametrize("path", PAGES + MAILS, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_compiles(app, path):
    app.jinja_env.get_template(str(path.relative_to(TEMPLATES)))


def test_a_missing_name_is_an_error(app):
    assert app.jinja_env.undefined is StrictUndefined


@EVERY
def test_a_template_holds_no_inline_style_or_script(path):
    assert Page(path.read_text()).inline == []


@EVERY
def test_every_word_of_a_template_is_translated(path):
    assert Page(path.read_text()).words == []


def test_every_word_of_a_mail_is_translated():
    texts = {path.name: NOT_TRANSLATED.sub("", JINJA.sub("", path.read_text())) for path in MAILS}

    assert [name for name, text in texts.items() if LETTERS.search(text)] == []


def test_no_static_file_fetches_anything_from_elsewhere():
    sources = [path for kind in ("*.css", "*.js") for path in (ROOT / "static").rglob(kind)]
    assert sources

    assert [str(path) for path in sources if FETCHES.search(path.read_text())] == []


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">',
        '<button onclick="go()">',
        "<script>go()</script>",
        "<style>p {}</style>",
        '<a href="javascript:go()">',
    ],
)
def test_the_check_sees_what_is_inline(source):
    assert Page(source).inline


@pytest.mark.parametrize(
    "source",
    [
        "<p>Đặt hàng</p>",
        '<img alt="Mật ong">',
        "<p>{{ name }} bán</p>",
        "<li>{% if a %}có{% endif %}",
    ],
)
def test_the_check_sees_untranslated_words(source):
    assert Page(source).words
