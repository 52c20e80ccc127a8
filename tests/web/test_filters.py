"""Numbers, money, shares and times, as Vietnamese and English readers write them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from flask_babel import force_locale

from marketplace.web import filters

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("locale", "money", "share", "day"),
    [
        ("vi", f"1.250.000{NBSP}đ", f"98,6{NBSP}%", "23/11/2026"),
        ("en", f"1,250,000{NBSP}đ", f"98.6{NBSP}%", "23 Nov 2026"),
    ],
)
def test_each_language_has_its_own_signs(app, locale, money, share, day):
    with app.test_request_context("/"), force_locale(locale):
        assert filters.vnd(1_250_000) == money
        assert filters.percent(Decimal("98.6")) == share
        assert filters.day(date(2026, 11, 23)) == day


def test_a_moment_is_shown_in_vietnamese_time(app):
    with app.test_request_context("/"), force_locale("vi"):
        moment = filters.moment(datetime(2026, 11, 22, 17, 30, tzinfo=UTC))

    assert moment == "00:30 ngày 23/11/2026"


def test_a_share_of_nothing_is_no_number(app):
    with app.test_request_context("/"):
        assert filters.percent(None) == "–"


def test_texts_of_a_template_follow_the_language_of_the_page(app):
    template = app.jinja_env.from_string("{{ _('Log out') }}")

    with app.test_request_context("/"):
        seen = []
        for locale in ("vi", "en", "vi"):
            with force_locale(locale):
                seen.append(template.render())

    assert seen == ["Đăng xuất", "Log out", "Đăng xuất"]


def test_what_people_wrote_is_escaped_inside_a_text(app):
    source = "{{ _('%(name)s, 100 %%', name=name) }}"
    page = app.jinja_env.from_string(source)
    mail = app.jinja_env.from_string(f"{{% autoescape false %}}{source}{{% endautoescape %}}")

    with app.test_request_context("/"), force_locale("vi"):
        assert page.render(name="<b>") == "&lt;b&gt;, 100 %"
        assert mail.render(name="<b>") == "<b>, 100 %"
