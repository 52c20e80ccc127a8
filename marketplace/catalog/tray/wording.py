"""The words of the tray: what kind of rows wait, and why two things look like one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.intake.kinds import Taker
from marketplace.intake.models import CaseState
from marketplace.registry.look_alikes import KIND as LOOK_ALIKE
from marketplace.registry.matching import Why

WHYS = {
    Why.SAME_CODE: _l("same product code"),
    Why.OTHER_CODE: _l("another product code of the same year"),
    Why.SAME_CERTIFICATE: _l("same certificate"),
    Why.SAME_NAME: _l("same name"),
    Why.ACCENTS: _l("other accents"),
    Why.SYNONYM: _l("another word for the same thing"),
    Why.ORDER: _l("words in another order"),
    Why.TYPO: _l("perhaps a slip of the finger"),
    Why.OWN_PLACE_IN_NAME: _l("the name of the place is in one name only"),
    Why.OWN_PRODUCER_IN_NAME: _l("the producer's name is in one name only"),
    Why.MORE_WORDS: _l("one name has more words"),
    Why.OTHER_WORDS: _l("other words in the name"),
    Why.OTHER_KIND: _l("the names begin otherwise"),
    Why.OTHER_FORM: _l("dried, fresh or the like in one name only"),
    Why.OTHER_GRADE: _l("another grade, or none"),
    Why.OTHER_NUMBER: _l("another number in the name, or none"),
    Why.OTHER_SIZE: _l("another size of the pack"),
    Why.SAME_PRODUCER: _l("same producer"),
    Why.ALIKE_PRODUCER: _l("producers with names alike"),
    Why.UNKNOWN_PRODUCER: _l("one side names no producer"),
    Why.OTHER_PRODUCER: _l("another producer"),
    Why.SAME_TAX_CODE: _l("same tax code"),
    Why.OTHER_TAX_CODE: _l("another tax code"),
    Why.SAME_PLACE: _l("same place"),
    Why.LESS_EXACT_PLACE: _l("one place is less exact"),
    Why.UNKNOWN_PLACE: _l("one side names no place"),
    Why.SAME_DISTRICT: _l("another commune of the same old district"),
    Why.OTHER_PLACE: _l("another place"),
    Why.OTHER_PROVINCE: _l("another province"),
    Why.SEVERAL_FIT: _l("several fit equally well"),
}
STATES = {
    CaseState.OPEN: _l("waits"),
    CaseState.SAME: _l("the same"),
    CaseState.NEW: _l("not known before"),
    CaseState.DROPPED: _l("left out"),
}


def why(code: str) -> str:
    """A reason in words; the code itself when it is none of ours."""
    return str(WHYS[Why(code)]) if code in set(Why) else code


def kind_name(kind: str, takers: Mapping[str, Taker]) -> str:
    """What a kind of case is called."""
    if kind == LOOK_ALIKE:
        return str(_("Products that look alike"))
    taker = takers.get(kind)
    return str(taker.title) if taker is not None else kind


def state(case: Any) -> str:
    """How a case stands."""
    if case.kind == LOOK_ALIKE and case.state is CaseState.NEW:
        return str(_("two different products"))
    return str(STATES[case.state])
