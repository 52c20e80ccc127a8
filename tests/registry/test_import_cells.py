"""What single cells say."""

from datetime import date

import pytest

from marketplace.registry.importing import cells, notes
from marketplace.registry.importing.cells import Standing
from marketplace.registry.importing.outcomes import BadCell, Reason
from marketplace.registry.models import Precision, SetAsideReason

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("text", "stars"),
    [
        ("3", 3),
        ("3.0", 3),
        ("4,0", 4),
        ("3 sao", 3),
        ("Hạng 4 sao", 4),
        ("OCOP 5 sao", 5),
        ("★★★", 3),
        ("★★★★☆", 4),
        ("⭐⭐⭐⭐⭐", 5),
        ("***", 3),
        ("3★", 3),
        ("ba sao", 3),
        ("Bốn", 4),
        ("năm sao", 5),
        ("", None),
        ("chưa rõ", None),
        ("không ghi", None),
    ],
)
def test_stars_are_read_in_many_forms(text, stars):
    assert cells.stars(text) == stars


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1", Reason.STARS_WITHOUT_CERTIFICATE),
        ("2 sao", Reason.STARS_WITHOUT_CERTIFICATE),
        ("★★", Reason.STARS_WITHOUT_CERTIFICATE),
        ("hai sao", Reason.STARS_WITHOUT_CERTIFICATE),
        ("6", Reason.STARS_UNKNOWN),
        ("0", Reason.STARS_UNKNOWN),
        ("-3", Reason.STARS_UNKNOWN),
        ("3.5", Reason.STARS_UNKNOWN),
        ("3-4", Reason.STARS_UNKNOWN),
        ("abc", Reason.STARS_UNKNOWN),
        ("33333333333333333333", Reason.STARS_UNKNOWN),
        ("★★★★★★", Reason.STARS_UNKNOWN),
    ],
)
def test_other_stars_are_refused(text, reason):
    with pytest.raises(BadCell) as refusal:
        cells.stars(text)

    assert refusal.value.remark.reason == reason


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2021", date(2021, 1, 1), date(2021, 12, 31), Precision.YEAR),
        ("năm 2021", date(2021, 1, 1), date(2021, 12, 31), Precision.YEAR),
        ("2022-10", date(2022, 10, 1), date(2022, 10, 31), Precision.MONTH),
        ("10/2022", date(2022, 10, 1), date(2022, 10, 31), Precision.MONTH),
        ("tháng 2/2024", date(2024, 2, 1), date(2024, 2, 29), Precision.MONTH),
        ("2023-12-28", date(2023, 12, 28), date(2023, 12, 28), Precision.DAY),
        ("28/12/2023", date(2023, 12, 28), date(2023, 12, 28), Precision.DAY),
        ("5/8/2021", date(2021, 8, 5), date(2021, 8, 5), Precision.DAY),
        ("5.8.2021", date(2021, 8, 5), date(2021, 8, 5), Precision.DAY),
        ("ngày 05 tháng 8 năm 2021", date(2021, 8, 5), date(2021, 8, 5), Precision.DAY),
        ("2023-12-28 00:00:00", date(2023, 12, 28), date(2023, 12, 28), Precision.DAY),
        ("44927", date(2023, 1, 1), date(2023, 1, 1), Precision.DAY),  # as Excel counts days
    ],
)
def test_dates_keep_their_precision(text, first, last, precision):
    assert cells.stated_period(text) == cells.Period(first, last, precision)


@pytest.mark.parametrize(
    "text", ["30/2/2024", "13/13/2023", "2023-00", "12/28/2023", "hôm qua", "21", "0000"]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(BadCell) as refusal:
        cells.stated_period(text)

    assert refusal.value.remark.reason is Reason.DATE_UNKNOWN


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("24/11/2026", Reason.DATE_IN_FUTURE),
        ("2027", Reason.DATE_IN_FUTURE),
        ("1905-07-13", Reason.DATE_TOO_EARLY),
        ("4/2018", Reason.DATE_TOO_EARLY),
    ],
)
def test_a_recognition_is_not_of_tomorrow_nor_before_ocop(text, reason):
    with pytest.raises(BadCell) as refusal:
        cells.checked_period(cells.stated_period(text), text, TODAY)

    assert refusal.value.remark.reason == reason


@pytest.mark.parametrize("text", ["23/11/2026", "11/2026", "2026", "2018"])
def test_today_and_this_year_are_not_in_the_future(text):
    period = cells.stated_period(text)

    assert cells.checked_period(period, text, TODAY) is period


@pytest.mark.parametrize(
    ("text", "standing"),
    [
        ("recognised", Standing.RECOGNISED),
        ("Công nhận", Standing.RECOGNISED),
        ("Đã công nhận", Standing.RECOGNISED),
        ("recognised_star_not_stated", Standing.STARS_NOT_STATED),
        ("công nhận, không ghi sao", Standing.STARS_NOT_STATED),
        ("Thu hồi", Standing.REVOKED),
        ("hết hạn", Standing.EXPIRED),
        ("tiềm năng", SetAsideReason.CANDIDATE),
        ("chưa công nhận", SetAsideReason.CANDIDATE),
        ("reported", SetAsideReason.PRESS_MENTION),
        ("giá tham khảo", SetAsideReason.PRICE_LIST),
        ("đánh giá lại không đạt", SetAsideReason.FAILED_REASSESSMENT),
    ],
)
def test_a_status_is_read_in_both_languages(text, standing):
    assert cells.standing(text) is standing


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", Reason.STATUS_MISSING), ("không công nhận", Reason.STATUS_UNKNOWN)],
)
def test_no_status_and_a_strange_one_are_refused(text, reason):
    with pytest.raises(BadCell) as refusal:
        cells.standing(text)

    assert refusal.value.remark.reason == reason


@pytest.mark.parametrize(
    ("text", "sector", "group_no"),
    [
        ("Dịch vụ du lịch", "VI", 26),
        ("Dược liệu", "III", None),
        ("thảo dược", "III", None),
        ("Đồ uống", "II", None),
        ("THỰC PHẨM", "I", None),
        ("Rượu trắng", "II", 14),
        ("Mật ong, mật khác và nông sản thực phẩm khác", "I", 4),
        ("Chè", "I", None),
        ("Vải, may mặc", "IV", 22),
        ("11", "I", 11),
        ("27", None, None),
        ("linh tinh", None, None),
        ("", None, None),
    ],
)
def test_a_group_is_taken_from_its_name_only(text, sector, group_no):
    assert cells.group(text) == (sector, group_no)


@pytest.mark.parametrize(
    ("note", "first"),
    [
        ("Sản phẩm OCOP đã công nhận, đến hạn đánh giá lại 2024", date(2024, 1, 1)),
        ("đến hạn đánh giá lại năm 2024; ngày/năm 2024", date(2024, 1, 1)),
        ("ĐẾN HẠN ĐÁNH GIÁ LẠI tháng 10/2024", date(2024, 10, 1)),
        ("đến hạn đánh giá lại ngày 5/10/2024.", date(2024, 10, 5)),
    ],
)
def test_a_note_can_say_when_a_certificate_is_due(note, first):
    assert notes.due(note).first == first


def test_a_note_need_not_speak_of_dates():
    assert notes.due("đánh giá lại, tiếp tục 4 sao") is None
    assert notes.recognised("THU HỒI giấy chứng nhận") is None


def test_a_note_tells_why_a_certificate_was_revoked():
    note = "THU HỒI giấy chứng nhận (QĐ 4631, 4632/QĐ-UBND): giải thể; công nhận 2020"

    assert notes.why_revoked(note) == "giải thể"
    assert notes.recognised(note).first == date(2020, 1, 1)
    assert notes.why_revoked("dừng sản xuất") == "dừng sản xuất"


def test_three_years_before_a_period_is_a_period_as_long():
    for text, first, last in [
        ("2024", date(2021, 1, 1), date(2021, 12, 31)),
        ("2/2027", date(2024, 2, 1), date(2024, 2, 29)),
        ("5/10/2024", date(2021, 10, 5), date(2021, 10, 5)),
    ]:
        earlier = cells.stated_period(text).months_earlier(36)
        assert (earlier.first, earlier.last) == (first, last)
