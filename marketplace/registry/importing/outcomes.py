"""What can be said of a row and why: data only, ``wording`` chooses the words."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field


class Field(enum.StrEnum):
    """A column that a register file can have."""

    NAME = "name"
    STARS = "stars"
    PRODUCER = "producer"
    PRODUCER_KIND = "producer_kind"
    COMMUNE = "commune"
    DISTRICT = "district"
    PROVINCE = "province"
    ADDRESS = "address"
    GROUP = "group"
    STATUS = "status"
    DECISION = "decision"
    RECOGNISED_ON = "recognised_on"
    ISSUING_BODY = "issuing_body"
    NOTE = "note"
    SOURCE = "source"
    NEW_CODE = "new_commune_code"
    NEW_COMMUNE = "new_commune"
    CERTIFICATE = "certificate_number"
    PRODUCT_CODE = "product_code"
    PRICE = "price_vnd"
    UNIT = "unit"


class Reason(enum.StrEnum):
    """Why a row is refused, or what a reader should look at in a row that is taken."""

    # refused
    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    STATUS_MISSING = "status_missing"
    STATUS_UNKNOWN = "status_unknown"
    STARS_UNKNOWN = "stars_unknown"
    STARS_WITHOUT_CERTIFICATE = "stars_without_certificate"
    STARS_CONTRADICT_STATUS = "stars_contradict_status"
    STARS_CONFLICT = "stars_conflict"
    DATE_UNKNOWN = "date_unknown"
    DATE_IN_FUTURE = "date_in_future"
    DATE_TOO_EARLY = "date_too_early"
    EXPIRED_BUT_IN_FORCE = "expired_but_in_force"
    REVOKED_WITHOUT_DATE = "revoked_without_date"
    PROVINCE_UNKNOWN = "province_unknown"
    CODE_UNKNOWN = "code_unknown"
    CODE_OF_OLD_UNIT = "code_of_old_unit"
    CODE_NAMES_ANOTHER = "code_names_another"
    CODE_NAMED_BEFORE = "code_named_before"
    CODE_IN_OTHER_PROVINCE = "code_in_other_province"
    NEW_COMMUNE_UNKNOWN = "new_commune_unknown"
    NEW_COMMUNE_DISAGREES = "new_commune_disagrees"
    # taken, but worth a look
    SAME_AS_LINE = "same_as_line"
    LOOKS_ALIKE = "looks_alike"
    OTHERWISE_IN_LINE = "otherwise_in_line"
    PLACE_UNKNOWN = "place_unknown"
    PLACE_UNCLEAR = "place_unclear"
    DATE_MISSING = "date_missing"
    PROVINCE_MISSING = "province_missing"
    GROUP_UNKNOWN = "group_unknown"
    KIND_UNKNOWN = "kind_unknown"
    PRODUCT_CODE_UNKNOWN = "product_code_unknown"


class Fact(enum.StrEnum):
    """A fact of the register that a row can correct."""

    NAME = "name"
    PLACE = "place"
    SECTOR = "sector"
    GROUP = "group"
    PRODUCER = "producer"
    PRODUCER_KIND = "producer_kind"
    PRODUCER_PLACE = "producer_place"
    STARS = "stars"
    ISSUED = "issued"
    DECISION = "decision"
    ISSUING_BODY = "issuing_body"
    CERTIFICATE = "certificate"
    PRODUCT_CODE = "product_code"
    REVOKED = "revoked"
    REVOKING_DECISION = "revoking_decision"
    REVOKED_REASON = "revoked_reason"
    SOURCE = "source"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about one cell of a row. ``data`` fills the blanks of its sentence."""

    reason: Reason
    column: Field | None = None
    data: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Change:
    """What a row corrected or filled in; "" where nothing was known."""

    fact: Fact
    before: str
    after: str


class BadCell(Exception):
    """A cell that cannot be read; its row is refused."""

    def __init__(self, reason: Reason, column: Field | None = None, **data: object) -> None:
        super().__init__(reason.value)
        self.remark = Remark(reason, column, data)
