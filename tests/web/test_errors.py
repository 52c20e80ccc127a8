"""What goes wrong is said in plain words."""

from __future__ import annotations

from sqlalchemy.exc import OperationalError


def test_a_missing_page_is_said_in_our_style(client):
    answer = client.get("/no-such-page")

    assert answer.status_code == 404
    assert "Chợ phiên OCOP" in answer.get_data(as_text=True)


def test_a_crash_shows_no_detail(app, session, monkeypatch):
    def crash():
        raise RuntimeError("the secret detail")

    monkeypatch.setitem(app.view_functions, "pages.about", crash)
    crash.open_to = ()
    app.testing, app.config["PROPAGATE_EXCEPTIONS"] = False, False
    try:
        answer = app.test_client().get("/gioi-thieu")
    finally:
        app.testing, app.config["PROPAGATE_EXCEPTIONS"] = True, None

    assert answer.status_code == 500
    assert "secret detail" not in answer.get_data(as_text=True)
    assert "Chợ phiên OCOP" in answer.get_data(as_text=True)


def test_a_busy_database_asks_to_come_back(app, session, monkeypatch):
    def busy():
        raise OperationalError("SELECT 1", {}, Exception("database is locked"))

    busy.open_to = ()
    monkeypatch.setitem(app.view_functions, "pages.about", busy)

    answer = app.test_client().get("/gioi-thieu")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


def test_a_form_without_its_token_is_refused_in_plain_words(app, session):
    app.config["WTF_CSRF_ENABLED"] = True
    try:
        answer = app.test_client().post("/dang-nhap", data={"email": "a@b.vn", "password": "x"})
    finally:
        app.config["WTF_CSRF_ENABLED"] = False

    assert answer.status_code == 400
    assert "Chợ phiên OCOP" in answer.get_data(as_text=True)
