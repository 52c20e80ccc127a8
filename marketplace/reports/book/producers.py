"""The producers of a book: with a product in force, with an account here, trained."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from marketplace.producers.models import EPaymentKind, ProducerKind
from marketplace.reports.book.owners import Owner
from marketplace.reports.rows import Place


class ProducerInForce(NamedTuple):
    """A producer with a product in force."""

    id: int
    name: str
    owner: Owner
    products: int  # in force
    stars: int | None  # the most that any of them has
    sectors: tuple[str | None, ...]  # of its products in force, each once
    groups: tuple[int | None, ...]
    accounts: tuple[EPaymentKind, ...]  # kinds verified on the day

    @property
    def has_account(self) -> bool:
        """Whether an e-payment account of it is verified."""
        return bool(self.accounts)

    @property
    def has_shop_and_account(self) -> bool:
        """Whether its shop here is open as well."""
        return bool(self.accounts) and self.owner.has_shop

    @property
    def kind(self) -> ProducerKind | None:
        """Its legal kind."""
        return self.owner.kind

    @property
    def place(self) -> Place:
        """As it is shown."""
        return self.owner.place


class AccountHolder(NamedTuple):
    """A producer with an account here, in the programme or not, and whether it uses it."""

    id: int
    name: str
    owner: Owner
    joined_on: date
    is_active: bool

    @property
    def place(self) -> Place:
        """As it is shown."""
        return self.owner.place


class Trainee(NamedTuple):
    """A producer that took part in a course by the day."""

    id: int
    name: str
    owner: Owner
    first_on: date
    courses: int

    @property
    def place(self) -> Place:
        """As it is shown."""
        return self.owner.place
