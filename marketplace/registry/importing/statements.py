"""What a row of a register can state: a recognition, a mention to keep aside, or nothing usable."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from marketplace.intake.kinds import Decided
from marketplace.producers.models import ProducerKind
from marketplace.registry.importing.cells import Period
from marketplace.registry.importing.outcomes import Remark
from marketplace.registry.importing.places import Where
from marketplace.registry.models import SetAsideReason


@dataclass(frozen=True, slots=True)
class Revocation:
    """The end of a certificate before its time."""

    day: date
    decision: str | None
    reason: str


@dataclass(slots=True)
class RegisterRow:
    """A row that recognises a product, or revokes the recognition."""

    line: int
    hash: str
    name: str
    name_key: str
    producer: str
    producer_key: str  # "" when the source names none
    kind: ProducerKind | None
    stars: int | None
    issued: Period | None
    decision: str | None
    body: str  # that issued the decision
    certificate: str | None
    product_code: str | None
    revocation: Revocation | None
    where: Where
    sector: str | None
    group_no: int | None
    source: str
    note: str
    decided: Decided | None = None
    notices: list[Remark] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class AsideRow:
    """A row that names a product without recognising it."""

    line: int
    hash: str
    name: str
    reason: SetAsideReason
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be taken, with everything that is wrong with it."""

    line: int
    name: str
    faults: list[Remark]


Statement = RegisterRow | AsideRow | RefusedRow
