"""The database tells the same states as the rule."""

import random
from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import select

from marketplace.registry.models import Certificate, Evidence, Precision, Product, Programme
from marketplace.registry.queries.life import state_on
from marketplace.registry.rules import life
from tests.people import LONG_AGO

FIRST = date(2019, 9, 1)


def any_certificate(dice: random.Random) -> Certificate:
    """A certificate of any kind; most days of such a life are near its turns."""
    issued = FIRST + timedelta(days=dice.randrange(3000))
    end = life.valid_until(issued)
    width = dice.choice([0, 0, 0, 27, 30, 364, 1200])
    is_dated = dice.random() > 0.05

    def some_day(chance: float) -> date | None:
        found = issued + timedelta(days=dice.randrange(1400))
        return found if dice.random() < chance else None

    return Certificate(
        issued_from=issued if is_dated else None,
        issued_to=issued + timedelta(days=width) if is_dated else None,
        issued_precision=Precision.DAY if is_dated else None,
        valid_until=end if is_dated else None,
        extended_until=end + timedelta(days=dice.randint(1, 180)) if dice.random() < 0.2 else None,
        filed_on=some_day(0.3),
        revoked_on=some_day(0.2),
        programme=dice.choice([None, *Programme]),
        evidence=dice.choice([Evidence.DECISION, Evidence.DECISION, *Evidence]),
        stars=3,
    )


def test_the_database_tells_the_states_of_the_rule(session):
    dice = random.Random(20260805)
    products = [
        Product(
            name="Mật ong",
            name_key="mat ong",
            created_at=LONG_AGO,
            certificates=[any_certificate(dice) for _ in range(dice.randint(1, 4))],
        )
        for _ in range(150)
    ]
    session.add_all(products)
    session.flush()
    turns = {
        phase.first_day + timedelta(days=step)
        for product in products
        for one in product.certificates
        for phase in life.phases(one, product.certificates)
        for step in (-1, 0)
        if phase.first_day > date.min
    }

    seen = defaultdict(int)
    for day in dice.sample(sorted(turns), 120):
        told = dict(session.execute(select(Certificate.id, state_on(day))).all())
        for product in products:
            for one in product.certificates:
                state = life.state_on(one, day, product.certificates)
                assert told[one.id] == state.value, (day, vars(one))
                seen[state] += 1

    assert set(seen) == set(life.State)  # no state went untried
