"""Making two products one, and one two."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from marketplace.audit import actions as audit
from marketplace.audit import history
from marketplace.catalog.actions.listings import note_change
from marketplace.catalog.actions.merging.moving import Why, begin_merge, fill_blanks, give
from marketplace.catalog.errors import BothListed, ListingOfAnother, NothingToSplit, SameThing
from marketplace.catalog.models import ListingState, OutsideListing
from marketplace.catalog.queries.merging import OfProduct, of_product
from marketplace.outbox import actions as outbox
from marketplace.registry.models import Product
from marketplace.registry.rules import name_key

LIVING = frozenset({ListingState.PUBLISHED, ListingState.PAUSED})
_PLACE = ("province_id", "unit_id", "old_unit_id")
_ABOUT = ("producer_id", "sector", "group_no")


def check_products(lost: Product, kept: Product, of_lost: OfProduct, of_kept: OfProduct) -> None:
    """Whether the one can be merged into the other.

    Raises:
        SameThing: they are one, or one of them was merged before.
        BothListed: both have a listing on this market.
        ListingOfAnother: the listing of the lost is another producer's than the kept product.
    """
    if lost.id == kept.id or lost.merged_into_id or kept.merged_into_id:
        raise SameThing
    listing = of_lost.listing
    if listing is None or (listing.state not in LIVING and of_kept.listing is not None):
        return
    if of_kept.listing is not None:
        raise BothListed
    if kept.producer_id not in (None, listing.producer_id):
        raise ListingOfAnother


def merge_products(session: Session, lost: Product, kept: Product, why: Why) -> int:
    """Let two products be one: all that hangs on ``lost`` goes to ``kept``; the row stays.

    Gives the number of the note by which it can be undone.

    Raises: as ``check_products``.
    """
    of_lost, of_kept = of_product(session, lost.id), of_product(session, kept.id)
    check_products(lost, kept, of_lost, of_kept)
    moves = of_kept.listing is None
    listings = [of_lost.listing] if of_lost.listing is not None and moves else []
    untracked = (of_lost.follow_ups, of_lost.live_periods, listings)
    entry = begin_merge(session, "product", lost.id, kept.id, untracked, why)
    fill_blanks(kept, lost, _ABOUT)
    if kept.unit_id is None and kept.old_unit_id is None:
        fill_blanks(kept, lost, _PLACE)
    for rows in (of_lost.certificates, of_lost.evidence, of_lost.outside, *untracked):
        give(rows, "product_id", kept.id)
    _end_doubles(of_lost.outside, of_kept.outside, why)
    give(of_lost.merged, "merged_into_id", kept.id)
    lost.merged_into_id = kept.id
    session.flush()
    _tell_search(session, (lost.id, kept.id), of_lost, why)
    return entry.id


def _end_doubles(
    moved: Sequence[OutsideListing], present: Sequence[OutsideListing], why: Why
) -> None:
    """A product has one record at a time on a platform: what is known there already goes on."""
    current = {outside.platform_id for outside in present if outside.ended_on is None}
    for outside in moved:
        if outside.ended_on is None and outside.platform_id in current:
            outside.ended_on = max(why.today, outside.seen_on)


def split_product(
    session: Session,
    product: Product,
    name: str,
    *,
    certificate_ids: Collection[int],
    outside_ids: Collection[int],
    why: Why,
) -> Product:
    """Let some certificates and outside listings be those of a product of their own.

    It has the producer and the place of the old one. Merging it back undoes the split.

    Raises:
        NothingToSplit: nothing was chosen, or no certificate would be left.
    """
    hanging = of_product(session, product.id)
    certificates = [one for one in hanging.certificates if one.id in certificate_ids]
    outside = [one for one in hanging.outside if one.id in outside_ids]
    if not certificates or len(certificates) == len(hanging.certificates):
        raise NothingToSplit
    history.because(session, actor_id=why.actor_id, reason=why.reason, now=why.now)
    made = _twin(product, name, why)
    session.add(made)
    session.flush()
    give((*certificates, *outside), "product_id", made.id)
    chosen = {one.id for one in certificates}
    papers = [file for file in hanging.evidence if file.certificate_id in chosen]
    give(papers, "product_id", made.id)
    audit.record(
        session,
        actor_id=why.actor_id,
        action="product.split",
        subject="product",
        subject_id=product.id,
        now=why.now,
        made=made.id,
        reason=why.reason,
    )
    session.flush()
    _tell_search(session, (product.id, made.id), hanging, why)
    return made


def _twin(product: Product, name: str, why: Why) -> Product:
    return Product(
        name=name,
        name_key=name_key(name),
        producer_id=product.producer_id,
        province_id=product.province_id,
        unit_id=product.unit_id,
        old_unit_id=product.old_unit_id,
        place_text=product.place_text,
        sector=product.sector,
        group_no=product.group_no,
        created_at=why.now,
    )


def _tell_search(session: Session, ids: Sequence[int], of_lost: OfProduct, why: Why) -> None:
    for product_id in ids:
        outbox.put(session, "product-changed", {"product_id": product_id}, now=why.now)
    if of_lost.listing is not None:
        note_change(session, of_lost.listing.id, now=why.now)
