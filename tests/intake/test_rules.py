"""What the titles of a table mean."""

import pytest

from marketplace.intake.cells import CellReader, masked, with_guard, without_guard
from marketplace.intake.kinds import Field
from marketplace.intake.rules import (
    Vocabulary,
    column_letter,
    headings_key,
    missing_fields,
    propose,
    unlike_titles,
    with_usual,
)
from marketplace.registry.importing.fields import FIELDS
from marketplace.vault import Vault

VAULT = Vault(["a key of the tests"])
REGISTER = Vocabulary(FIELDS)


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("TÊN SẢN PHẨM", "name"),
        ("Tên sản phẩm OCOP đề nghị công nhận", "name"),
        ("Tên chủ thể/ Cơ sở", "producer"),
        ("Kết quả xếp hạng", "stars"),
        ("Số, ngày Quyết định công nhận", "decision"),
        ("Quyết định công nhận – Ngày", "recognised_on"),
        ("Địa chỉ – Xã, phường", "commune"),
        ("Địa chỉ sản xuất", "address"),
        ("Mã số sản phẩm", "product_code"),
        ("Số giấy chứng nhận", "certificate_number"),
        ("Đơn vị tính", "unit"),
        ("Zalo", None),
    ],
)
def test_titles_are_understood_in_many_words(title, field):
    assert (REGISTER.exact(title) or REGISTER.loose(title)) == field


def test_a_title_that_says_it_plainly_is_sure():
    found = propose(REGISTER, ["Tên sản phẩm", "Tên chủ thể / cơ sở"], [])

    assert {title: (one.field, one.is_sure) for title, one in found.items()} == {
        "Tên sản phẩm": ("name", True),
        "Tên chủ thể / cơ sở": ("producer", False),
    }


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (["3 sao", "4 sao", "★★★"], "stars"),
        (["12/QĐ-UBND", "13/QĐ-UBND"], "decision"),
        (["HTX Hoa Lợi", "Công ty TNHH Quế"], "producer"),
        (["15-02647-01-2026"], "product_code"),
        (["05/08/2026", "2025-01-02"], "recognised_on"),
        (["lung tung"], None),
    ],
)
def test_what_stands_in_a_column_hints_at_its_meaning(cells, field):
    found = propose(REGISTER, ["Cột lạ"], [[cell] for cell in cells])

    assert (found["Cột lạ"].field if found else None) == field


def test_each_field_is_proposed_once_for_the_title_that_fits_best():
    found = propose(REGISTER, ["Sản phẩm khác", "Tên sản phẩm"], [])

    assert [title for title, one in found.items() if one.field == "name"] == ["Tên sản phẩm"]


def test_titles_are_made_unlike():
    assert unlike_titles(["Ghi chú", " ", "Ghi  chú"]) == ["Ghi chú", "(B)", "Ghi chú (2)"]
    assert [column_letter(place) for place in (0, 25, 26, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
    ]


def test_the_same_titles_are_known_again_however_they_are_spelt():
    assert headings_key(["STT", "Tên sản phẩm"]) == headings_key(["TÊN SẢN PHẨM", "Lý do"])
    assert headings_key(["Tên", "Sao"]) != headings_key(["Sao", "Tên"])


def test_a_required_field_may_be_said_elsewhere():
    mapping = {"Tên": "name", "Chủ thể": "producer", "Địa chỉ": "address", "Sao": "stars"}

    assert missing_fields(FIELDS, mapping, {}) == ["status", "recognised_on"]
    assert missing_fields(FIELDS, mapping, {"status": "công nhận", "decision": "1/QĐ"}) == []
    assert with_usual(FIELDS, mapping, {}) == {"status": "công nhận"}
    assert with_usual(FIELDS, mapping, {"status": "thu hồi"}) == {"status": "thu hồi"}


def reader(settings):
    fields = [
        Field("name", "", longest=10),
        Field("decision", "", for_file=True),
        Field("day", "", for_file=True, goes_with="decision"),
        Field("number", "", is_secret=True),
    ]
    titles = ["Tên", "Số", "Ngày", "TK"]
    names = [field.name for field in fields]
    return CellReader(fields, titles, dict(zip(titles, names, strict=True)), settings, VAULT)


SAID = {"decision": "1/QĐ", "day": "5/8/2026"}


@pytest.mark.parametrize(
    ("cells", "above", "said"),
    [
        (["Chè", "", "", ""], {}, SAID),
        (["Chè", "1/QĐ", "", ""], {}, SAID),
        (["Chè", "2/QĐ", "", ""], {}, {"decision": "2/QĐ"}),
        (["Chè", "2/QĐ", "2025", ""], {}, {"decision": "2/QĐ", "day": "2025"}),
        (["Chè", "", "2025", ""], {}, {"decision": "1/QĐ", "day": "2025"}),
        (["Chè", "-", "", ""], {"decision": "3/QĐ"}, {"decision": "3/QĐ"}),
    ],
)
def test_the_row_comes_before_its_heading_and_that_before_the_file(cells, above, said):
    assert reader(SAID).read(2, cells, above).cells == {"name": "Chè"} | said


def test_a_secret_is_kept_sealed_and_shown_masked():
    cells = ["Chè", "", "", "0123456789"]
    kept = reader({}).sealed(cells)

    assert "0123456789" not in kept
    assert reader({}).opened(kept) == cells
    assert reader({}).masked(kept)[3] == "•••6789"
    assert masked("1234") == "•••"
    row = reader({}).read(2, cells, {})
    assert reader({}).opened_row(2, reader({}).sealed_row(row)) == row


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        (["Chè", "", "", ""], []),
        (["Chè", "", ""], ["too_few_cells"]),
        (["Chè", "", "", "", "thừa"], ["too_many_cells"]),
        (
            ["Chè xanh Suối Giàng", "#REF!", "\ufffd", ""],
            ["too_long", "broken_formula", "broken_text"],
        ),
    ],
)
def test_faults_of_form_are_found(cells, codes):
    assert [fault.code for fault in reader({}).faults(cells)] == codes


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@x", "Chè", "'=x"])
def test_what_looks_like_a_formula_is_guarded_and_read_back(text):
    guarded = with_guard(text)

    assert not guarded.startswith(("=", "+", "-", "@"))
    assert without_guard(guarded) == text or text == "'=x"
