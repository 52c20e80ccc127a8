"""Every page says who may enter, keeps the others out, and takes no form without its token."""

from flask import Flask
from werkzeug.routing import Rule

from marketplace.audience import Audience

UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def address(rule: Rule) -> str:
    """An address of this page, about a thing that does not exist."""
    values = {name: example(rule, name) for name in rule.arguments - set(rule.defaults or ())}
    _domain, path = rule.build(values)
    return path


def example(rule: Rule, name: str) -> object:
    converter = rule._converters[name]
    items = getattr(converter, "items", None)  # <any(csv, xlsx):kind>
    return sorted(items)[0] if items else 1 if "Integer" in type(converter).__name__ else "x"


def audiences(app: Flask, rule: Rule) -> set[Audience]:
    return set(app.view_functions[rule.endpoint].open_to)


def test_every_page_says_who_may_enter(app):
    silent = [
        rule.rule
        for rule in rules(app)
        if not hasattr(app.view_functions[rule.endpoint], "open_to")
    ]

    assert silent == []


def test_a_page_of_members_asks_guests_to_log_in(app, client):
    let_in = [
        rule.rule
        for rule in rules(app)
        if "GET" in rule.methods and Audience.PUBLIC not in audiences(app, rule)
        if "/dang-nhap" not in client.get(address(rule)).headers.get("Location", "")
    ]

    assert let_in == []


def test_a_page_of_one_audience_is_closed_to_the_others(app, co_hoa, chi_lan, anh_tung, chi_mai):
    let_in = []
    for person in (co_hoa, chi_lan, anh_tung, chi_mai):
        for rule in rules(app):
            welcome = {Audience.PUBLIC, Audience.MEMBER, person.user.audience}
            if "GET" not in rule.methods or audiences(app, rule) & welcome:
                continue
            if person.client.get(address(rule)).status_code != 403:
                let_in.append((person.user.name, rule.rule))

    assert let_in == []


def test_no_page_breaks_whoever_asks_for_it(app, client, co_hoa, chi_lan, anh_tung, chi_mai):
    browsers = [client, *(person.client for person in (co_hoa, chi_lan, anh_tung, chi_mai))]

    broken = [
        rule.rule
        for rule in rules(app)
        if "GET" in rule.methods
        for browser in browsers
        if browser.get(address(rule)).status_code >= 500
    ]

    assert broken == []


def test_every_form_needs_its_token(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    taken = [
        rule.rule
        for rule in rules(app)
        for method in rule.methods & UNSAFE
        if rule.endpoint != "payments.webhook"
        if client.open(address(rule), method=method).status_code != 400
    ]

    assert taken == []


def test_the_webhook_needs_a_signature_instead_of_a_token(app, client, monkeypatch):
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)

    unsigned = client.post("/thanh-toan/thong-bao/stripe", data=b"{}")

    assert (unsigned.status_code, unsigned.text) == (400, "signature")
