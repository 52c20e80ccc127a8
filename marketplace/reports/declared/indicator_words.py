"""Indicators and times of the shipped file in the language of the reader."""

from __future__ import annotations

import re

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

# Named here so that the catalogs hold them; a wording that none holds reads as it is.
SHIPPED = (
    _l("share of OCOP products listed on e-commerce platforms"),
    _l("share of OCOP subjects holding an e-payment account"),
    _l("share of OCOP products promoted on the provincial platform and the trade-promotion site"),
    _l("public services offered fully/partly online"),
    _l("products on the provincial e-commerce platform"),
    _l("OCOP products on postmart.vn"),
    _l("OCOP products on voso.vn"),
    _l("orders sold through the platforms"),
    _l("businesses helped on the provincial platform"),
    _l("digital tasks done"),
    _l("digital tasks not done"),
    _l("infrastructure tasks done"),
    _l("infrastructure tasks not done"),
    _l("awareness tasks done"),
    _l("safety tasks done"),
    _l("management databases tasks done"),
    _l("online-service tasks done"),
    _l("digital-economy tasks done"),
    _l("digital-society tasks done"),
    _l("sector tasks done"),
    _l("certified OCOP products by star"),
    _l("certified OCOP products by district"),
    _l("certified OCOP products by group"),
    _l("certified OCOP products by star, 94 subjects"),
    _l("newly approved batch: food + drink"),
    _l("newly approved batch: new + re-assessed"),
    _l("newly approved batch by district"),
    _l("target: subjects with a digital storefront and an e-payment account"),
    _l("target: OCOP products on platforms"),
    _l("products assessed, 27 units"),
    _l("OCOP subjects by kind"),
    _l("new products against the year plan"),
    _l("new products by district"),
    _l("re-assessed products by district"),
    _l("year total: new + re-assessed"),
    _l("OCOP and local products newly put on e-commerce/livestream"),
    _l("subjects led by women"),
    _l("subjects led by ethnic-minority people"),
    _l("share of subjects that are cooperatives"),
    _l("share of subjects that are enterprises"),
    _l("certified products against the 2025 plan"),
    _l("planned products by district"),
    _l("enterprises and products promoted on the provincial platforms"),
    _l("assessed: new + re-assessed"),
    _l("assessed by district"),
)
_TELLINGS = {
    " (other source)": _l(" (other source)"),
    " (third source)": _l(" (third source)"),
}
_ISO = re.compile(r"\b(20[0-9]{2})-([0-9]{2})(?:-([0-9]{2}))?\b(?!-)")
_TIMES = {
    "(target)": _l("(target)"),
    "(plan)": _l("(plan)"),
    "round": _l("round"),
}


def indicator(text: str) -> str:
    """What is counted, as the source says it; in our words where we know the wording."""
    told = _told(text)
    return told[:1].upper() + told[1:]


def _told(text: str) -> str:
    for ending, words in _TELLINGS.items():
        if text.endswith(ending):
            return _told(text.removesuffix(ending)) + str(words)
    return str(_(text))


def time(text: str) -> str:
    """The stated time as readers write it: "09/2022", "2022 (mục tiêu)"."""
    for ending, words in _TIMES.items():
        text = text.replace(ending, str(words))
    return _ISO.sub(lambda found: "/".join(filter(None, reversed(found.groups()))), text)
