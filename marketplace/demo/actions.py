"""Loading the demo market: people, shops, facts from elsewhere, and a year of orders.

Everything goes through the actions that real people use, with moments of the past, so that the
demo obeys the same rules as a real market.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.accounts.models import User
from marketplace.admin_units.models import AdminUnit
from marketplace.cart import actions as cart
from marketplace.cart import queries as cart_queries
from marketplace.cart.rules import Owner
from marketplace.catalog import actions as catalog
from marketplace.catalog.models import Listing
from marketplace.catalog.rules import ListingInput
from marketplace.demo import office, queries, rules
from marketplace.demo.errors import RegisterMissing
from marketplace.demo.files import IllustratedListing, illustrated_listings
from marketplace.demo.people import PEOPLE, Person
from marketplace.demo.rules import Fate, PlannedPurchase
from marketplace.orders import actions as orders
from marketplace.orders.models import Purchase, SellerOrder
from marketplace.orders.queries import goods
from marketplace.orders.rules.numbers import new_secret
from marketplace.orders.rules.quote import Quote, shown
from marketplace.outbox.models import OutboxMessage
from marketplace.producers.models import Producer, ProducerMember

Progress = Callable[[str], None]
OPENED = timedelta(days=430)
ENOUGH = 100_000
PAY_WITHIN = timedelta(hours=2)
NO_PASSWORD = "!"  # noqa: S105 (matches no password: the demo's people enter with one click)


def load(session: Session, *, now: datetime, say: Progress) -> None:
    """Fill the market with the demo.

    Raises:
        RegisterMissing: the register has to be imported first.
    """
    last_message = queries.last_message_id(session)
    listings = _load_shops(session, now)
    if not listings:
        raise RegisterMissing
    say(f"{len(listings)} tin đăng bán")
    users = {person.key: _load_person(session, person, now) for person in PEOPLE}
    staff = users["tung"]
    office.load(session, staff, users["mai"], now=now)
    count = _load_orders(session, listings, users, now)
    _tell_nobody(session, last_message)
    say(f"{count} đơn mua trong 12 tháng")


def _tell_nobody(session: Session, last_message: int) -> None:
    """Take back what the outbox was given: nobody waits for mail about a made-up year, and the
    index is built after this.
    """
    session.flush()
    session.execute(delete(OutboxMessage).where(OutboxMessage.id > last_message))


def _load_person(session: Session, person: Person, now: datetime) -> User:
    user = User(
        name=person.name,
        email=person.email,
        password_hash=NO_PASSWORD,
        audience=person.audience,
        locale="vi",
        is_demo=True,
        created_at=now - OPENED,
    )
    session.add(user)
    producer = queries.find_producer(session, person.producer) if person.producer else None
    if producer is not None:
        session.add(ProducerMember(producer=producer, user=user, joined_at=now - OPENED))
    session.flush()
    return user


def _load_shops(session: Session, now: datetime) -> list[tuple[Listing, int]]:
    """Every illustrated listing whose product the register has, with its stock of today."""
    loaded = []
    for place, wanted in enumerate(illustrated_listings()):
        product = queries.find_product(session, wanted.product, wanted.producer)
        if product is None or product.producer is None:
            continue
        then = now - OPENED + timedelta(days=place % 60)
        _open_shop(session, product.producer, now - OPENED)
        listing = catalog.create_listing(
            session, product, _input(wanted), actor_id=None, now=then, is_illustration=True
        )
        catalog.publish(session, listing, actor_id=None, now=then)
        loaded.append((listing, wanted.stock))
    session.flush()
    return loaded


def _open_shop(session: Session, producer: Producer, then: datetime) -> None:
    if producer.shop_opened_at is None:
        catalog.open_shop(session, producer, actor_id=None, now=then)


def _input(wanted: IllustratedListing) -> ListingInput:
    return ListingInput(
        price_vnd=wanted.price_vnd,
        unit=wanted.unit,
        weight_g=wanted.weight_g,
        stock=ENOUGH,
        group_no=wanted.group_no,
        story=wanted.story,
    )


def _load_orders(
    session: Session,
    listings: Sequence[tuple[Listing, int]],
    users: dict[str, User],
    now: datetime,
) -> int:
    communes = queries.communes(session)
    planned = rules.plan(now, len(listings), _of_people(listings))
    for wish in planned:
        purchase = _place(session, wish, listings, communes, users["hoa"])
        _follow(session, purchase, wish, users["lan"])
    for listing, stock in listings:
        listing.stock = stock
    session.flush()
    return len(planned)


def _of_people(listings: Sequence[tuple[Listing, int]]) -> list[int]:
    """Which listings are those of the demo's own sellers."""
    names = {person.producer for person in PEOPLE}
    return [
        place for place, (listing, _stock) in enumerate(listings) if listing.producer.name in names
    ]


def _place(
    session: Session,
    wish: PlannedPurchase,
    listings: Sequence[tuple[Listing, int]],
    communes: Sequence[AdminUnit],
    hoa: User,
) -> Purchase:
    owner = Owner(token_hash=secrets.token_hex(32))
    for index, quantity in wish.basket.items():
        cart.add(session, owner, listings[index][0].id, quantity, now=wish.placed_at)
    session.flush()
    held = cart_queries.hold_cart(session, owner)
    if held is None:
        raise AssertionError("a basket of the plan is never empty")
    quantities = {line.listing_id: line.quantity for line in cart_queries.lines(session, held.id)}
    lines = goods.bought(session, quantities, clock.day_in_vietnam(wish.placed_at))
    placing = orders.Placing(
        quote=Quote(held.id, new_secret(), shown(lines)),
        delivery=_delivery(wish, communes[wish.place % len(communes)], hoa),
        buyer_id=hoa.id if wish.is_hoa else None,
        locale="vi",
        pay_by=wish.placed_at + PAY_WITHIN,
        is_demo=True,
    )
    return orders.place(session, owner, placing, now=wish.placed_at)


def _delivery(wish: PlannedPurchase, commune: AdminUnit, hoa: User) -> orders.Delivery:
    province = commune.parent
    if province is None:
        raise AssertionError("a commune lies in a province")
    return orders.Delivery(
        name=hoa.name if wish.is_hoa else wish.buyer_name,
        phone=wish.phone,
        email=None,
        province_id=province.id,
        commune_id=commune.id,
        address=f"{wish.street}, {commune.name}, {province.name}",
        note="",
    )


def _follow(session: Session, purchase: Purchase, wish: PlannedPurchase, seller: User) -> None:
    """Let the purchase go as far as the plan says."""
    if wish.fate is Fate.EXPIRED:
        orders.expire(session, purchase, purchase.pay_by)
        return
    if wish.fate is Fate.CANCELLED:
        orders.cancel(session, purchase, wish.placed_at + timedelta(minutes=20))
        return
    if wish.fate is Fate.WAITING:
        return
    orders.mark_paid(session, purchase, wish.placed_at + timedelta(minutes=4))
    for order in purchase.orders:
        _pack_and_send(session, order, wish, seller)


def _pack_and_send(
    session: Session, order: SellerOrder, wish: PlannedPurchase, seller: User
) -> None:
    if wish.fate in (Fate.PACKED, Fate.SENT):
        packed_at = wish.placed_at + timedelta(hours=9)
        orders.pack(session, order, actor_id=seller.id, now=packed_at)
    if wish.fate is Fate.SENT:
        orders.send(
            session,
            order,
            carrier="Bưu điện (minh họa)",
            tracking_number=f"MH{order.id:08d}VN",
            actor_id=seller.id,
            now=wish.placed_at + timedelta(hours=20),
        )
