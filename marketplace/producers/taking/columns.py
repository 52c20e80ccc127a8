"""The columns and sentences that these files share."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.intake.kinds import Field, Words
from marketplace.producers.wording import (
    ACCOUNT_FAULTS,
    CITIZEN_CODE_OF_OTHERS,
    TAX_CODE_FAULTS,
)

NAME = Field(
    "name",
    _l("Name of the producer"),
    ("tên chủ thể", "chủ thể", "chủ thể OCOP", "tên đơn vị", "đơn vị", "tên cơ sở", "tên HTX"),
    longest=200,
)
TAX_CODE = Field(
    "tax_code",
    _l("Tax code"),
    ("mã số thuế", "MST", "mã số doanh nghiệp", "mã số HTX", "mã số thuế/CCCD"),
    longest=40,
)
COMMUNE = Field("commune", _l("Commune or ward"), ("xã", "phường", "xã phường", "xã/phường"))
DISTRICT = Field("district", _l("District before July 2025"), ("huyện", "huyện cũ", "huyện/thị xã"))
PROVINCE = Field("province", _l("Province or city"), ("tỉnh", "tỉnh/thành phố"), for_file=True)

SENTENCES: dict[str, Words] = {
    "name_missing": _l("Enter the name of the producer."),
    "nobody_named": _l("Enter the name of the producer, or its tax code."),
    "producer_unknown": _l("No such producer is in the register. Import or enter it first."),
    "province_unknown": _l('There is no province "%(text)s".'),
    "commune_unknown": _l('No commune "%(text)s" is known there.'),
    "commune_unclear": _l('"%(text)s" can be several communes: %(names)s. Add the old district.'),
    "no_day": _l('"%(text)s" is no full day. Enter it like 31/12/2022.'),
    "day_out_of_range": _l("%(text)s is in the future, or too long ago."),
    "changed": _l('"%(before)s" becomes "%(after)s".'),
    "filled": _l('"%(after)s" is filled in.'),
    "citizen_code_of_others": CITIZEN_CODE_OF_OTHERS,
    **{f"tax_{fault.value}": words for fault, words in TAX_CODE_FAULTS.items()},
    **{f"account_{fault.value}": words for fault, words in ACCOUNT_FAULTS.items()},
}
