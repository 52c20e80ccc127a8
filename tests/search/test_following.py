"""The index follows the database: what it is told, and how it mends itself."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from marketplace.admin_units.models import AdminUnit, Scheme
from marketplace.catalog.actions import listings
from marketplace.catalog.models import ListingState
from marketplace.money import Vnd
from marketplace.outbox import actions as outbox
from marketplace.outbox.models import OutboxMessage
from marketplace.registry.models import Evidence
from marketplace.search import actions, door, queries
from marketplace.search.documents import StarPeriod
from marketplace.search.engine import Filters, Query
from marketplace.search.errors import IndexUnavailable
from tests.catalog.goods import NOW, TODAY, certify, make_listing, make_product


def unit(session, scheme, code):
    return session.scalars(
        select(AdminUnit).where(AdminUnit.scheme == scheme, AdminUnit.code == code)
    ).one()


def told(session, listing):
    return next(queries.documents(session, [listing.id]))


def found(text="", **question):
    return list(door.engine().search(Query(TODAY, text, **question)).listing_ids)


def deliver(app):
    while outbox.work_once(app.extensions["outbox_handlers"], now=NOW + timedelta(hours=1)):
        pass


# --- What the engine is told ---


def test_a_document_says_what_a_buyer_may_look_for(session, chi_lan):
    product = make_product(session, chi_lan.producer, "Chè Shan tuyết", place_text="Suối Giàng")
    listing = make_listing(
        session, chi_lan.producer, product=product, story="Hái tay.", price_vnd=Vnd(99_000), stock=0
    )

    document = told(session, listing)

    assert (document.name, document.producer) == ("Chè Shan tuyết", chi_lan.producer.name)
    assert (document.story, document.group_no) == ("Hái tay.", 11)
    assert (document.price_vnd, document.in_stock) == (99_000, False)
    assert (document.commune_code, document.places) == (None, ("Suối Giàng",))
    assert document.published_at == NOW


def test_places_of_both_maps_are_search_words(session, chi_lan):
    old = unit(session, Scheme.BEFORE_2025, "02647")  # Phường Kim Tân, now part of Phường Lào Cai
    product = make_product(
        session, chi_lan.producer, unit_id=old.merged_into_id, old_unit_id=old.id
    )

    document = told(session, make_listing(session, chi_lan.producer, product=product))

    assert document.commune_code == "02647"
    assert document.places[:2] == ("Phường Lào Cai", "Phường Kim Tân")
    assert set(document.places[2:]) == {"Thành phố Lào Cai", "Tỉnh Lào Cai"}


def test_old_districts_are_search_words_when_the_old_commune_is_not_known(session, chi_lan):
    chi_lan.producer.unit_id = unit(session, Scheme.SINCE_2025, "02905").id  # Xã Bảo Thắng

    document = told(session, make_listing(session, chi_lan.producer))

    assert "Huyện Bảo Thắng" in document.places
    assert document.commune_code == "02905"


@pytest.mark.parametrize(
    ("certificates", "stars"),
    [
        ([], ()),
        ([(4, date(2025, 6, 1), {})], (StarPeriod(4, date(2025, 6, 1), date(2028, 6, 1)),)),
        ([(None, date(2025, 6, 1), {})], ()),
        ([(4, None, {})], ()),
        (
            [(4, date(2025, 6, 1), {"revoked_on": date(2026, 1, 1)})],
            (StarPeriod(4, date(2025, 6, 1), date(2025, 12, 31)),),
        ),
        (
            [(3, date(2024, 6, 1), {}), (4, date(2025, 6, 1), {})],
            (
                StarPeriod(3, date(2024, 6, 1), date(2025, 5, 31)),
                StarPeriod(4, date(2025, 6, 1), date(2027, 6, 1)),
                StarPeriod(4, date(2027, 6, 2), date(2028, 6, 1)),
            ),
        ),
        ([(4, date(2025, 6, 1), {"evidence": Evidence.PRESS})], ()),
        ([(4, date(2025, 6, 1), {"evidence": Evidence.PRODUCER})], ()),
        (
            [(4, date(2025, 6, 1), {"extended_until": date(2028, 9, 1)})],
            (StarPeriod(4, date(2025, 6, 1), date(2028, 9, 1)),),
        ),
    ],
)
def test_stars_hold_on_the_days_of_the_newest_certificate(session, chi_lan, certificates, stars):
    product = make_product(session, chi_lan.producer)
    for value, issued, columns in certificates:
        certify(session, product, value, issued, **columns)

    assert told(session, make_listing(session, chi_lan.producer, product=product)).stars == stars


def test_what_is_not_on_sale_is_not_told(session, chi_lan, anh_son):
    draft = make_listing(session, chi_lan.producer, "Nháp", state=ListingState.DRAFT)
    closed = make_listing(session, anh_son.producer, "Mật ong")
    anh_son.producer.shop_opened_at = None
    session.flush()

    assert list(queries.documents(session, [draft.id, closed.id, 0])) == []
    assert queries.ids_on_sale(session) == []


def test_documents_take_a_few_statements_however_many_there_are(session, chi_lan, statements):
    ids = [make_listing(session, chi_lan.producer, f"Chè {n}").id for n in range(30)]
    statements.clear()

    assert len(list(queries.documents(session, ids))) == 30
    assert len(statements) == 3


# --- Following ---


def test_a_published_listing_is_found_and_a_withdrawn_one_is_not(app, session, chi_lan):
    listing = make_listing(session, chi_lan.producer, "Chè cổ thụ", state=ListingState.DRAFT)
    actions.rebuild(session)

    listings.publish(session, listing, actor_id=None, now=NOW)
    session.commit()
    assert found("che co thu") == []
    deliver(app)
    assert found("che co thu") == [listing.id]

    listings.withdraw(session, listing, actor_id=None, now=NOW)
    session.commit()
    deliver(app)
    assert found("che co thu") == []


def test_the_first_change_builds_the_index_when_there_is_none(app, session, chi_lan):
    one, other = (make_listing(session, chi_lan.producer, name) for name in ("Chè", "Gạo"))
    listings.note_change(session, one.id, now=NOW)
    session.commit()

    deliver(app)

    assert set(found()) == {one.id, other.id}
    assert session.scalars(select(OutboxMessage.last_error)).all() == [None]


def test_the_index_is_compared_listing_by_listing(session, chi_lan):
    kept = make_listing(session, chi_lan.producer, "Chè")
    changed = make_listing(session, chi_lan.producer, "Gạo")
    gone = make_listing(session, chi_lan.producer, "Quế")
    actions.rebuild(session)
    assert actions.compare(session).all == ()

    changed.story = "Gạo mới."
    gone.state = ListingState.PAUSED
    new = make_listing(session, chi_lan.producer, "Cốm")

    differences = actions.compare(session)
    assert (differences.missing, differences.outdated) == ((new.id,), (changed.id,))
    assert differences.left_over == (gone.id,)

    actions.index_listings(session, differences.all)
    assert actions.compare(session).all == ()
    assert set(found()) == {kept.id, changed.id, new.id}


def test_the_worker_mends_an_index_that_was_deleted_or_damaged(app, session, chi_lan):
    listing = make_listing(session, chi_lan.producer, "Chè")
    folder = app.extensions["market"].index_dir
    actions.mend(session)
    assert found("chè") == [listing.id]

    shutil.rmtree(folder)
    actions.mend(session)
    assert found("chè") == [listing.id]

    for file in folder.glob("*/*.pst"):
        file.write_bytes(b"\x00" * 10)
    with pytest.raises(IndexUnavailable):
        door.engine().check()
    actions.mend(session)
    door.engine().check()


def test_the_worker_brings_in_what_was_missed(session, chi_lan):
    gone = make_listing(session, chi_lan.producer, "Chè")
    actions.rebuild(session)
    gone.state = ListingState.WITHDRAWN
    new = make_listing(session, chi_lan.producer, "Gạo")

    actions.mend(session)

    assert found() == [new.id]


# --- Commands ---


def run(app, *words):
    return app.test_cli_runner().invoke(args=["search", *words])


def test_the_index_is_built_from_the_command_line(app, session, chi_lan):
    make_listing(session, chi_lan.producer, "Chè")

    result = run(app, "rebuild")

    assert result.exit_code == 0
    assert "1/1" in result.output
    assert "1 tin đăng bán" in result.output


def test_the_check_says_what_differs_and_mends_it(app, session, chi_lan):
    assert run(app, "check").exit_code == 2
    listing = make_listing(session, chi_lan.producer, "Chè")
    run(app, "rebuild")
    assert run(app, "check").exit_code == 0

    listing.price_vnd = Vnd(1_000)
    session.flush()

    result = run(app, "check")
    assert result.exit_code == 1
    assert f"1 ({listing.id})" in result.output
    assert run(app, "check", "--mend").exit_code == 0
    assert run(app, "check").exit_code == 0
    assert found("chè", filters=Filters(price_to=Vnd(1_000))) == [listing.id]


def test_the_index_follows_the_register(app, session, chi_lan):
    product = make_product(session, chi_lan.producer)
    listing = make_listing(session, chi_lan.producer, product=product)
    actions.rebuild(session)
    certify(session, product, stars=4)
    assert found(filters=Filters(stars=frozenset({4}))) == []

    outbox.put(session, "product-changed", {"product_id": product.id}, now=NOW)
    deliver(app)

    assert found(filters=Filters(stars=frozenset({4}))) == [listing.id]


def test_the_index_follows_the_new_name_of_a_producer(app, session, chi_lan):
    listing = make_listing(session, chi_lan.producer, "Chè")
    actions.rebuild(session)
    chi_lan.producer.name = "Hợp tác xã Phình Hồ"
    session.flush()
    assert found("Phình Hồ") == []

    outbox.put(session, "producer-changed", {"producer_id": chi_lan.producer.id}, now=NOW)
    deliver(app)

    assert found("Phình Hồ") == [listing.id]
