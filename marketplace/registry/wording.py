"""The sentences about the rows of a register: what is wrong, where, and what changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.producers.models import ProducerKind
from marketplace.producers.wording import PRODUCER_KINDS
from marketplace.registry.importing.fields import title
from marketplace.registry.importing.outcomes import (
    Change,
    Fact,
    Field,
    Reason,
    Remark,
)
from marketplace.registry.models import SetAsideReason
from marketplace.web.filters import day

SET_ASIDE = {
    SetAsideReason.CANDIDATE: _l("a candidate: not recognised by this source"),
    SetAsideReason.PRESS_MENTION: _l("only mentioned by the press: no recognition decision"),
    SetAsideReason.PRICE_LIST: _l("a line of a price list: no recognition"),
    SetAsideReason.FAILED_REASSESSMENT: _l("failed its re-assessment: not recognised anew"),
}
FACTS = {
    Fact.NAME: _l("name"),
    Fact.PLACE: _l("place"),
    Fact.SECTOR: _l("sector"),
    Fact.GROUP: _l("product group"),
    Fact.PRODUCER: _l("name of the producer"),
    Fact.PRODUCER_KIND: _l("kind of producer"),
    Fact.PRODUCER_PLACE: _l("place of the producer"),
    Fact.STARS: _l("stars"),
    Fact.ISSUED: _l("date of recognition"),
    Fact.DECISION: _l("decision"),
    Fact.ISSUING_BODY: _l("issued by"),
    Fact.PRODUCT_CODE: _l("product code"),
    Fact.CERTIFICATE: _l("certificate number"),
    Fact.REVOKED: _l("day of revocation"),
    Fact.REVOKING_DECISION: _l("revoking decision"),
    Fact.REVOKED_REASON: _l("reason of revocation"),
    Fact.SOURCE: _l("source"),
    Fact.NOTE: _l("note"),
}
_REASONS = {
    Reason.NO_NAME: _l("the name of the product is missing"),
    Reason.TOO_LONG: _l("the text has %(length)s characters; at most %(limit)s fit"),
    Reason.STATUS_MISSING: _l("the status is missing"),
    Reason.STATUS_UNKNOWN: _l('the status "%(text)s" is not known'),
    Reason.STARS_UNKNOWN: _l('"%(text)s" is no OCOP rank: 3, 4 or 5 stars, or empty'),
    Reason.STARS_WITHOUT_CERTIFICATE: _l(
        '"%(text)s": 1 and 2 stars carry no certificate, so there is no such recognition'
    ),
    Reason.STARS_CONTRADICT_STATUS: _l(
        "the cell says %(stars)s stars, but the status says that stars are not stated"
    ),
    Reason.STARS_CONFLICT: _l(
        "%(stars)s stars here, but %(other)s stars in line %(line)s"
        " for the same product in the same decision"
    ),
    Reason.DATE_UNKNOWN: _l(
        '"%(text)s" is no date: write a day (28/12/2023), a month (12/2023) or a year (2023)'
    ),
    Reason.DATE_IN_FUTURE: _l('"%(text)s" is in the future'),
    Reason.DATE_TOO_EARLY: _l('"%(text)s" is before %(year)s, when OCOP began'),
    Reason.EXPIRED_BUT_IN_FORCE: _l(
        "the status says ended, but a certificate of %(day)s is still in force"
    ),
    Reason.REVOKED_WITHOUT_DATE: _l("a revocation needs its date"),
    Reason.PROVINCE_UNKNOWN: _l('there is no province "%(text)s"'),
    Reason.CODE_UNKNOWN: _l("no commune of today has the code %(code)s"),
    Reason.CODE_OF_OLD_UNIT: _l(
        "%(old_code)s is the code of %(old)s before July 2025, today %(name)s (%(code)s)"
    ),
    Reason.CODE_NAMES_ANOTHER: _l('the code %(code)s is %(name)s, not "%(text)s"'),
    Reason.CODE_NAMED_BEFORE: _l(
        'the code %(code)s was "%(text)s" before July 2025; since then it is %(name)s'
    ),
    Reason.CODE_IN_OTHER_PROVINCE: _l("%(name)s (%(code)s) is not in %(province)s"),
    Reason.NEW_COMMUNE_UNKNOWN: _l(
        'not exactly one commune of today is called "%(text)s": give its code'
    ),
    Reason.NEW_COMMUNE_DISAGREES: _l("%(old)s has not become a part of %(name)s (%(code)s)"),
    Reason.SAME_AS_LINE: _l("the same recognition as in line %(line)s"),
    Reason.LOOKS_ALIKE: _l("may be the same product as %(twin)s; it was not merged"),
    Reason.OTHERWISE_IN_LINE: _l("line %(line)s says otherwise (%(fact)s: %(value)s) and counts"),
    Reason.PLACE_UNKNOWN: _l('"%(text)s" is not in the table of places; it is kept as text'),
    Reason.PLACE_UNCLEAR: _l("this can be several places (%(names)s); it is kept as text"),
    Reason.DATE_MISSING: _l("the date of the decision is missing: it is never in force"),
    Reason.PROVINCE_MISSING: _l("the province is missing"),
    Reason.GROUP_UNKNOWN: _l('"%(text)s" is no OCOP product group; the group is left open'),
    Reason.KIND_UNKNOWN: _l('"%(text)s" is no kind of producer that we know; it is left open'),
    Reason.PRODUCT_CODE_UNKNOWN: _l('"%(text)s" is no product code; it is left open'),
}


def remark(said: Remark) -> str:
    """One thing about a row."""
    data = {key: _shown(value) for key, value in said.data.items()}
    if said.reason is Reason.OTHERWISE_IN_LINE:
        data["value"] = _fact_value(Fact(str(said.data["fact"])), str(said.data["value"]))
    if said.reason is Reason.LOOKS_ALIKE:
        data["twin"] = _twin(said.data)
    return str(_REASONS[said.reason]) % data


def change(changed: Change) -> str:
    """What a row changed."""
    before, after = (_fact_value(changed.fact, text) for text in (changed.before, changed.after))
    data = {"fact": FACTS[changed.fact], "before": before, "after": after}
    if not changed.before:
        return str(_("%(fact)s: now %(after)s", **data))
    return str(_("%(fact)s: %(before)s, now %(after)s", **data))


def _fact_value(fact: Fact, text: str) -> str:
    if fact is Fact.PRODUCER_KIND and text:
        return str(PRODUCER_KINDS[ProducerKind(text)])
    return text


def column(field: Field | None) -> str:
    """How a column is called; "" for a remark about the whole row."""
    return title(field) if field else ""


def _twin(data: Mapping[str, object]) -> str:
    producer = data["producer"] or _("producer not stated")
    return f"{data['name']} ({', '.join(str(part) for part in (producer, data['place']) if part)})"


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, Fact):
        return str(FACTS[value])
    return day(value) if hasattr(value, "strftime") else str(value)
