"""The PDF: what it says in Vietnamese, how it prints, and that no name is ever its markup."""

from __future__ import annotations

import pytest
from pypdf import PdfReader

from marketplace.reports import pdf_file
from tests.reports.papers import paper, row, table

MARKUP = [
    "#panic()",
    "*đậm* _nghiêng_ $x^2$ `mã` <nhãn> @nguồn",
    '#read("/etc/passwd")',
    "= Tiêu đề",
    "\\u{41} // chú thích /* */",
    '"] }) #let x = [',
]


@pytest.fixture(autouse=True)
def _in_a_request(app):
    with app.test_request_context():
        yield


@pytest.fixture
def pdf(tmp_path):
    """Writes a paper and opens it."""

    def written(*tables):
        path = tmp_path / "so-lieu.pdf"
        pdf_file.write(paper(*tables), path)
        return PdfReader(path)

    return written


def said(pages):
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_reads_as_an_office_writes(pdf):
    text = said(pdf().pages)

    for expected in (
        "ỦY BAN NHÂN DÂN TỈNH LÀO CAI",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "(Kèm theo Báo cáo số 125/BC-SCT ngày 05/02/2026)",
        "Số liệu tính đến hết ngày 31/12/2022",
        "Lào Cai, ngày 05 tháng 02 năm 2026",
        "1 Chè 1.250.000 98,6 01/06/2025 04/02/2026 00:00",
        "Lấy số sản phẩm đang bán chia cho số còn hiệu lực.",
    ):
        assert expected in text


@pytest.mark.parametrize("name", MARKUP)
def test_no_text_is_read_as_markup(pdf, name):
    text = said(pdf(table(row(name), title=name, unit=name)).pages)

    assert " ".join(name.split()) in text


def test_every_page_repeats_the_headings_and_has_its_number(pdf):
    pages = pdf(table(*(row(f"Chè {number}") for number in range(120)))).pages

    assert len(pages) > 2
    for number, page in enumerate(pages[:-1], 1):
        text = said([page])
        assert "Tỷ lệ (%)" in text
        assert "(1) (2) (3)" in text
        assert f"{number}/{len(pages)}" in text


def test_it_is_a4_and_wide_tables_lie_across(pdf):
    wide = table(row(), key="rows", columns=[*table().columns] * 2)
    first, second, *_rest = pdf(table(row()), wide).pages

    assert (round(first.mediabox.width), round(first.mediabox.height)) == (595, 842)
    assert (round(second.mediabox.width), round(second.mediabox.height)) == (842, 595)


def test_a_screen_reader_finds_language_title_and_tags(pdf):
    opened = pdf()

    assert opened.root_object["/Lang"] == "vi"
    assert opened.root_object["/MarkInfo"]["/Marked"]
    assert opened.metadata.title == "Số liệu OCOP"


def test_a_table_too_long_to_print_says_where_its_rows_are(pdf, monkeypatch):
    monkeypatch.setattr(pdf_file, "MOST_ROWS", 3)
    rows = [row(f"Chè {number}") for number in range(4)]
    total = table(*rows, total=lambda: ["Tổng cộng", 5_000_000, None, None, None])

    text = said(pdf(total).pages)

    assert "Bảng này có 4 dòng, quá dài để in" in text
    assert "Tổng cộng 5.000.000" in text
    assert "Chè 1" not in text


def test_the_same_paper_gives_the_same_bytes(tmp_path):
    first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"

    pdf_file.write(paper(), first)
    pdf_file.write(paper(), second)

    assert first.read_bytes() == second.read_bytes()
