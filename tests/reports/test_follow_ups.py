"""From the missing to an action: tasks for helpers, letters to producers, reasons."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from marketplace.audience import Audience
from marketplace.audit.models import AuditEntry
from marketplace.registry.models import FollowUp, FollowUpKind
from marketplace.registry.queries import follow_ups as queries
from marketplace.registry.rules.follow_ups import Subject, read_subject
from marketplace.reports.follow_ups import helper_views, views
from tests.people import make_person
from tests.reports.market import Market

NOW = datetime(2026, 11, 12, 3, 0, tzinfo=UTC)
DUE = "2026-11-30"
TASKS = "/can-bo/viec"
MINE = "/giup/viec"


@pytest.fixture
def market(session):
    return Market(session)


@pytest.fixture
def staff(anh_tung, freeze):
    freeze(NOW)
    return anh_tung.client


@pytest.fixture
def honey(market):
    """A product that nobody has put online, of a producer with a phone and an address."""
    unit = market.unit("34", "02683")
    producer = market.producer(
        "HTX Bát Xát", phone="+84912345678", email="htx@vidu.vn", unit_id=unit.id
    )
    return market.product("Mật ong", producer)


def given(session):
    return session.scalars(select(FollowUp).order_by(FollowUp.id)).all()


def assign(staff, helper, *subjects, **changed):
    entered = {
        "chi_so": "I1",
        "chon": [str(subject) for subject in subjects],
        "helper": str(helper.user.id),
        "due_on": DUE,
        "text": "Mang theo điện thoại",
        **changed,
    }
    return staff.post(f"{TASKS}/giao", data=entered)


def task_for(staff, session, helper, product):
    assign(staff, helper, Subject(product.id))
    return given(session)[-1]


# --- Subjects ---


@pytest.mark.parametrize("subject", [Subject(product_id=12), Subject(producer_id=5)])
def test_a_subject_is_read_as_it_is_written(subject):
    assert read_subject(str(subject)) == subject


@pytest.mark.parametrize("text", ["", "x", "san-pham-", "san-pham-0", "san-pham-1x", "mat-ong-1"])
def test_anything_else_is_no_subject(text):
    assert read_subject(text) is None


@pytest.mark.parametrize("ids", [(None, None), (1, 2)])
def test_a_subject_is_one_thing(ids):
    with pytest.raises(ValueError, match="one product or one producer"):
        Subject(*ids)


# --- Assigning ---


def test_several_lines_are_given_to_a_helper_at_once(staff, session, chi_mai, honey, market):
    tea = market.product("Chè", market.producer("HTX Suối Giàng"))

    page = staff.get(
        f"{TASKS}/giao", query_string={"chi_so": "I1", "chon": [f"san-pham-{honey.id}"]}
    )
    response = assign(staff, chi_mai, Subject(honey.id), Subject(tea.id), ve="/can-bo/so-lieu")

    assert "Mật ong" in page.text
    assert 'value="2026-11-26"' in page.text
    assert response.headers["Location"] == "/can-bo/so-lieu"
    assert [(task.product_id, task.helper_id, task.due_on) for task in given(session)] == [
        (honey.id, chi_mai.user.id, date(2026, 11, 30)),
        (tea.id, chi_mai.user.id, date(2026, 11, 30)),
    ]


def test_assigning_is_in_the_audit_log(staff, session, chi_mai, anh_tung, honey):
    assign(staff, chi_mai, Subject(honey.id))

    (entry,) = session.scalars(select(AuditEntry).where(AuditEntry.action == "follow_up.assigned"))
    assert (entry.actor_id, entry.subject_id) == (anh_tung.user.id, chi_mai.user.id)
    assert entry.details == {"indicator": "I1", "subjects": [f"san-pham-{honey.id}"]}


def test_another_helper_takes_the_task_over(app, staff, session, chi_mai, honey):
    chi_hoa = make_person(app, session, "Chị Hòa", Audience.HELPER)
    assign(staff, chi_mai, Subject(honey.id))

    assign(staff, chi_hoa, Subject(honey.id))

    first, second = given(session)
    assert first.settled_at == NOW
    assert (second.helper_id, second.settled_at) == (chi_hoa.user.id, None)


def test_a_task_for_one_figure_leaves_that_of_another_alone(staff, session, chi_mai, honey):
    assign(staff, chi_mai, Subject(honey.id))
    assign(staff, chi_mai, Subject(honey.id), chi_so="I1f:postmart")

    assert [task.settled_at for task in given(session)] == [None, None]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param({"due_on": "2026-11-11"}, "Chọn một ngày từ hôm nay", id="day-over"),
        pytest.param({"due_on": "2028-01-01"}, "Chọn một ngày từ hôm nay", id="day-too-far"),
        pytest.param({"due_on": ""}, "Nhập ngày cần làm xong", id="no-day"),
        pytest.param({"due_on": "mai"}, "Đây không phải là ngày.", id="no-such-day"),
        pytest.param({"text": "x" * 1001}, "Nhiều nhất 1000", id="too-long"),
    ],
)
def test_a_task_that_is_not_clear_is_refused_and_kept(
    staff, session, chi_mai, honey, changed, told
):
    response = assign(staff, chi_mai, Subject(honey.id), **changed)

    assert response.status_code == 422
    assert told in response.text
    assert "Mật ong" in response.text
    assert given(session) == []


def test_only_a_helper_can_be_given_a_task(staff, session, chi_lan, honey):
    response = assign(staff, chi_lan, Subject(honey.id))

    assert response.status_code == 422
    assert given(session) == []


def test_without_a_line_there_is_nothing_to_assign(staff, chi_mai):
    response = staff.get(f"{TASKS}/giao?chi_so=I1&ve=/can-bo/so-lieu", follow_redirects=True)

    assert "Hãy chọn ít nhất một dòng" in response.text
    assert assign(staff, chi_mai).status_code == 422


@pytest.mark.parametrize(
    "path", ["/giao?chi_so=I9", "/I9/san-pham-1", "/I1/san-pham-999999", "/I1/x"]
)
def test_what_does_not_exist_is_not_found(staff, path):
    assert staff.get(TASKS + path).status_code == 404


def test_the_way_back_never_leaves_this_market(staff, chi_mai, honey):
    response = assign(staff, chi_mai, Subject(honey.id), ve="https://vidu.vn/")

    assert response.headers["Location"] == TASKS


# --- One subject ---


def test_the_page_of_a_missing_product_tells_how_to_reach_its_producer(staff, honey):
    page = staff.get(f"{TASKS}/I1/san-pham-{honey.id}").text

    assert "0912\N{NO-BREAK SPACE}345\N{NO-BREAK SPACE}678" in page
    assert "htx@vidu.vn" in page
    assert "Xã Bát Xát" in page


def test_a_letter_is_prepared_sent_and_kept(staff, session, honey, deliver_mail):
    page = staff.get(f"{TASKS}/I1/san-pham-{honey.id}").text
    response = staff.post(
        f"{TASKS}/I1/san-pham-{honey.id}/thu",
        data={"title": "Mật ong lên sàn", "letter": "Kính gửi HTX,\n\nMời bà con lên sàn."},
    )
    (mail,) = deliver_mail(NOW)

    assert "Kính gửi HTX Bát Xát" in page
    assert response.status_code == 303
    assert (mail["To"], mail["Subject"]) == ("htx@vidu.vn", "Mật ong lên sàn")
    assert "Mời bà con lên sàn." in mail.get_content()
    (letter,) = given(session)
    assert (letter.kind, letter.product_id) == (FollowUpKind.WRITTEN, honey.id)


def test_a_letter_without_words_is_refused_and_kept(staff, session, honey):
    response = staff.post(
        f"{TASKS}/I1/san-pham-{honey.id}/thu", data={"title": "Mật ong lên sàn", "letter": " "}
    )

    assert response.status_code == 422
    assert "Mật ong lên sàn" in response.text
    assert given(session) == []


def test_a_member_is_written_to_when_the_register_has_no_address(staff, market, chi_lan):
    product = market.product("Chè", chi_lan.producer)

    page = staff.get(f"{TASKS}/I1/san-pham-{product.id}").text

    assert chi_lan.user.email in page


def test_without_an_address_there_is_a_phone_and_no_letter(staff, session, market):
    product = market.product("Chè", market.producer("HTX", phone="+84912345678"))

    page = staff.get(f"{TASKS}/I1/san-pham-{product.id}").text
    response = staff.post(
        f"{TASKS}/I1/san-pham-{product.id}/thu", data={"title": "Chè", "letter": "Kính gửi"}
    )

    assert "Xin gọi điện" in page
    assert "tel:+84912345678" in page
    assert response.status_code == 422
    assert given(session) == []


def test_a_product_without_a_known_producer_says_so(staff, market):
    page = staff.get(f"{TASKS}/I1/san-pham-{market.product('Chè').id}").text

    assert "Sổ đăng ký chưa ghi chủ thể" in page


def test_a_reason_is_noted_and_settled(staff, session, honey):
    here = f"{TASKS}/I1/san-pham-{honey.id}"
    staff.post(f"{here}/ly-do", data={"reason": "Mất mùa năm nay"})
    (reason,) = given(session)

    noted = staff.get(here).text
    staff.post(f"{TASKS}/{reason.id}/xong", data={"ve": here})
    settled = staff.get(here).text

    assert "12/11/2026: Mất mùa năm nay" in noted
    assert "Mất mùa năm nay" in settled
    assert "đã xong ngày 12/11/2026" in settled
    assert reason.settled_at == NOW


def test_settling_twice_keeps_the_first_moment(staff, session, honey, freeze):
    staff.post(f"{TASKS}/I1/san-pham-{honey.id}/ly-do", data={"reason": "Mất mùa"})
    (reason,) = given(session)
    staff.post(f"{TASKS}/{reason.id}/xong")

    freeze(NOW + timedelta(days=1))
    staff.post(f"{TASKS}/{reason.id}/xong")

    assert reason.settled_at == NOW


def test_a_producer_can_be_followed_up_like_a_product(staff, chi_mai, market, session):
    producer = market.producer("HTX Bát Xát")

    assign(staff, chi_mai, Subject(producer_id=producer.id), chi_so="I2")

    (task,) = given(session)
    assert (task.product_id, task.producer_id) == (None, producer.id)
    assert "HTX Bát Xát" in staff.get(f"{TASKS}/I2/chu-the-{producer.id}").text


def test_all_that_goes_on_stands_in_one_list_the_overdue_marked(staff, chi_mai, honey, freeze):
    assign(staff, chi_mai, Subject(honey.id))

    before = staff.get(TASKS).text
    freeze(NOW + timedelta(days=30))
    after = staff.get(TASKS).text

    assert "Đã giao Chị Mai ngày 12/11/2026, hạn 30/11/2026" in before
    assert "quá hạn" not in before
    assert "quá hạn" in after


def test_the_statements_of_the_list_do_not_grow(staff, chi_mai, market, statements):
    def shown(products):
        subjects = [Subject(market.product(f"Chè {at}").id) for at in range(products)]
        assign(staff, chi_mai, *subjects)
        statements.clear()
        staff.get(TASKS)
        return len(statements)

    assert shown(1) == shown(20)


# --- The helper ---


def test_a_helper_starts_at_her_tasks(chi_mai):
    assert "Chưa có việc cho bạn" in chi_mai.client.get(MINE).text


def test_a_helper_sees_whom_to_call_and_what_to_do(staff, session, chi_mai, honey):
    task_for(staff, session, chi_mai, honey)

    page = chi_mai.client.get(MINE).text

    for told in ("Mật ong", "HTX Bát Xát", "Xã Bát Xát", "Giúp đưa sản phẩm lên sàn",
                 "Mang theo điện thoại", "tel:+84912345678", "30/11/2026"):  # fmt: skip
        assert told in page
    assert "htx@vidu.vn" not in page


def test_a_helper_finishes_a_task_and_tells_how_it_went(staff, session, chi_mai, honey):
    task = task_for(staff, session, chi_mai, honey)

    response = chi_mai.client.post(f"{MINE}/{task.id}/xong", data={"told": "Đã mở gian hàng"})

    assert response.headers["Location"] == MINE
    assert (task.settled_at, task.settled_by_id) == (NOW, chi_mai.user.id)
    assert "Đã mở gian hàng" in staff.get(f"{TASKS}/I1/san-pham-{honey.id}").text
    assert "Mật ong" not in chi_mai.client.get(MINE).text
    assert "Mật ong" in chi_mai.client.get(f"{MINE}?xem=da-xong").text


def test_a_task_done_twice_is_told_once(staff, session, chi_mai, honey):
    task = task_for(staff, session, chi_mai, honey)

    for _each in range(2):
        chi_mai.client.post(f"{MINE}/{task.id}/xong", data={"told": "Đã gọi"})

    assert len(given(session)) == 2


def test_too_long_an_account_is_refused_and_kept(staff, session, chi_mai, honey):
    task = task_for(staff, session, chi_mai, honey)

    response = chi_mai.client.post(f"{MINE}/{task.id}/xong", data={"told": "Đã gọi " * 200})

    assert response.status_code == 422
    assert "Nhiều nhất 1000" in response.text
    assert "Đã gọi Đã gọi" in response.text
    assert task.settled_at is None


def test_another_helpers_task_does_not_exist(app, staff, session, chi_mai, honey):
    stranger = make_person(app, session, "Chị Hòa", Audience.HELPER)
    task = task_for(staff, session, stranger, honey)

    response = chi_mai.client.post(f"{MINE}/{task.id}/xong", data={"told": ""})

    assert response.status_code == 404
    assert task.settled_at is None
    assert "Mật ong" not in chi_mai.client.get(MINE).text


def test_a_letter_or_a_reason_is_no_task(staff, session, chi_mai, honey):
    staff.post(f"{TASKS}/I1/san-pham-{honey.id}/ly-do", data={"reason": "Mất mùa"})

    assert queries.task_count(session, chi_mai.user.id, is_settled=False) == 0


def test_many_tasks_stand_on_pages(staff, session, chi_mai, market, monkeypatch):
    monkeypatch.setattr(helper_views, "TASKS_A_PAGE", 2)
    monkeypatch.setattr(views, "LINES_A_PAGE", 2)
    assign(staff, chi_mai, *(Subject(market.product(f"Chè {at}").id) for at in range(5)))

    last = chi_mai.client.get(f"{MINE}?trang=3").text

    assert ("Chè 3" in last, "Chè 4" in last) == (False, True)
    assert "Trang này không có dòng nào." in chi_mai.client.get(f"{MINE}?trang=9").text
    assert "Chè 4" in staff.get(f"{TASKS}?trang=3").text


def test_a_task_about_a_product_that_was_merged_is_still_shown(staff, session, chi_mai, market):
    product, other = market.product("Chè"), market.product("Chè Shan")
    task_for(staff, session, chi_mai, product)
    product.merged_into_id = other.id
    session.flush()

    assert "Chè" in chi_mai.client.get(MINE).text
