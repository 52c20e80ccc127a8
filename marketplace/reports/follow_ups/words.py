"""What is to be done about somebody that a figure lacks, in words."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace import clock
from marketplace.registry.models import FollowUpKind
from marketplace.registry.queries.follow_ups import FollowUpLine
from marketplace.reports.rules import Indicator
from marketplace.web import filters

# What a helper is asked to do, by the figure that lacks somebody.
DEEDS: dict[Indicator, Any] = {
    Indicator.LISTING: _l("Help put the product on sale online"),
    Indicator.LISTING_BY_PLATFORM: _l("Help put the product on sale on one more platform"),
    Indicator.E_PAYMENT: _l("Help open an e-payment account"),
    Indicator.SHOP_AND_ACCOUNT: _l("Help open a shop here and an e-payment account"),
    Indicator.PROMOTED: _l("Help show the product on both channels of the province"),
    Indicator.ACTIVE_ACCOUNTS: _l("Help use the account on this market again"),
    Indicator.TO_REASSESS: _l("Help prepare the file for the new assessment"),
    Indicator.NO_LONGER_IN_FORCE: _l("Help prepare a file to be recognised again"),
    Indicator.TRAINED: _l("Invite to a course in digital skills"),
}
KINDS: dict[FollowUpKind, Any] = {
    FollowUpKind.ASSIGNED: _l("Assigned"),
    FollowUpKind.WRITTEN: _l("Letter sent"),
    FollowUpKind.NOTED: _l("Reason noted"),
}
# The request in a letter; "the product" or "you" is named before it.
_REQUESTS: dict[Indicator, Any] = {
    Indicator.LISTING: _l(
        "the product is not on sale on any platform yet. We would like to help you open a shop on "
        "Chợ phiên OCOP, or to record where you sell it already."
    ),
    Indicator.LISTING_BY_PLATFORM: _l(
        "the product could be on sale on one more platform. We would like to help you put it there."
    ),
    Indicator.E_PAYMENT: _l(
        "we have no verified e-payment account of yours yet. If you have one, please tell us; if "
        "not, we would like to help you open one. It is free."
    ),
    Indicator.SHOP_AND_ACCOUNT: _l(
        "you do not have both a shop on Chợ phiên OCOP and a verified e-payment account yet. We "
        "would like to help you with what is missing."
    ),
    Indicator.PROMOTED: _l(
        "the product is not yet shown both on the platform of the province and on its "
        "trade-promotion site. Please send us pictures and a short description."
    ),
    Indicator.ACTIVE_ACCOUNTS: _l(
        "your account on Chợ phiên OCOP has not been used for 90 days. If something stands in the "
        "way, we would like to help."
    ),
    Indicator.TO_REASSESS: _l(
        "the certificate of the product ends soon. Please prepare the file for the new assessment; "
        "we would like to help you with it."
    ),
    Indicator.NO_LONGER_IN_FORCE: _l(
        "the certificate of the product is no longer in force. If you still make it, we would like "
        "to help you have it recognised again."
    ),
    Indicator.TRAINED: _l(
        "we would like to invite you to the next course in digital skills: selling online, taking "
        "pictures, being paid without cash. It is free."
    ),
}


def indicator_of(code: str) -> Indicator | None:
    """The figure of a code such as "I1" or "I1f:postmart"; None where nothing can be done."""
    name = code.partition(":")[0]
    return next((one for one in DEEDS if one.value == name), None)


def deed(code: str) -> str:
    """What is to be done, with the platform that it is about."""
    indicator, platform = indicator_of(code), code.partition(":")[2]
    words = str(DEEDS[indicator]) if indicator else code
    return f"{words} ({platform})" if platform else words


def day_of(moment: datetime) -> date:
    """The day of a moment, in Vietnam."""
    return clock.day_in_vietnam(moment)


def told(line: FollowUpLine) -> str:
    """One follow-up in a line: "Đã giao Chị Mai 12/11/2026, hạn 30/11/2026"."""
    day = filters.day(day_of(line.made_at))
    match line.kind:
        case FollowUpKind.ASSIGNED:
            due = filters.day(line.due_on) if line.due_on else "–"
            return str(
                _(
                    "Assigned to %(helper)s on %(day)s, due %(due)s",
                    helper=line.helper,
                    day=day,
                    due=due,
                )
            )
        case FollowUpKind.WRITTEN:
            return str(_("Letter sent on %(day)s", day=day))
        case FollowUpKind.NOTED:
            return str(_("%(day)s: %(reason)s", day=day, reason=line.text))


def letter_title(code: str, product: str | None) -> str:
    """The subject of a letter."""
    indicator = indicator_of(code)
    if indicator in (Indicator.TO_REASSESS, Indicator.NO_LONGER_IN_FORCE) and product:
        return str(_("The OCOP certificate of %(product)s", product=product))
    if indicator is Indicator.TRAINED:
        return str(_("A course in digital skills"))
    if product:
        return str(_("%(product)s: selling online", product=product))
    return str(_("E-payment account and shop for your OCOP products"))


def letter(code: str, product: str | None, producer: str, staff: str) -> str:
    """A polite letter for staff to read, change and send."""
    indicator = indicator_of(code)
    request = str(_REQUESTS[indicator]) if indicator else ""
    about = _("About %(product)s:", product=product) + " " if product else ""
    return "\n\n".join(
        (
            _("Dear %(producer)s,", producer=producer),
            f"{about}{request}" if about else request[:1].upper() + request[1:],
            _("Please answer this mail or call us; we will come to you if you wish."),
            _("With kind regards,") + f"\n{staff}\n" + _("Trade promotion, Lào Cai"),
        )
    )
