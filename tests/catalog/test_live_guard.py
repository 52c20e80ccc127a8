"""What is on sale is on record, whatever code forgets."""

import pytest

from marketplace.audit.history import because
from marketplace.catalog import actions
from marketplace.catalog.actions import ForgottenPeriod
from marketplace.catalog.models import Listing, ListingState
from marketplace.db import transaction
from marketplace.producers.models import Producer
from tests.catalog.goods import NOW, make_listing


@pytest.fixture
def listing(session, chi_lan):
    return make_listing(session, chi_lan.producer, state=ListingState.DRAFT)


def put_on_sale(listing_id):
    with transaction() as session:
        actions.publish(session, session.get_one(Listing, listing_id), actor_id=None, now=NOW)


def test_an_act_that_keeps_the_record_passes(listing):
    put_on_sale(listing.id)

    with transaction() as session:
        actions.pause(session, session.get_one(Listing, listing.id), actor_id=None, now=NOW)


def test_publishing_past_the_record_fails(listing):
    def forget():
        with transaction() as session:
            session.get_one(Listing, listing.id).state = ListingState.PUBLISHED

    with pytest.raises(ForgottenPeriod):
        forget()


def test_closing_a_shop_past_the_record_fails(listing):
    put_on_sale(listing.id)

    def forget():
        with transaction() as session:
            because(session, actor_id=None, reason="closed", now=NOW)
            session.get_one(Producer, listing.producer_id).shop_opened_at = None

    with pytest.raises(ForgottenPeriod):
        forget()
