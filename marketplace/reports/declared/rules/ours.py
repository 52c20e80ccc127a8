"""Which of our figures says the same as a published one, in the words of its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from marketplace.producers.models import ProducerKind
from marketplace.registry.rules.life import Event
from marketplace.reports.declared.rules.things import complement_key, dimension_of, thing_of
from marketplace.reports.models import DeclaredFigure
from marketplace.reports.rules import Dimension, Indicator
from marketplace.text import fold


@dataclass(frozen=True, slots=True)
class Correspondence:
    """Our figure for a published one.

    ``line`` is the one group of ``dimension`` that is meant, as a share of all; without it the
    groups stand beside the published parts. ``events`` are counted within the stated time.
    """

    indicator: Indicator
    dimension: Dimension | None = None
    line: str = ""
    events: Sequence[Event] = ()


_DIMENSIONS = (
    (re.compile(r"star|sao|hang"), Dimension.STAR),
    (re.compile(r"district|huyen"), Dimension.OLD_DISTRICT),
    (re.compile(r"group|sector|nhom|nganh"), Dimension.SECTOR),
    (re.compile(r"commune|xa"), Dimension.COMMUNE),
    (re.compile(r"kind|loai"), Dimension.KIND),
)
_KINDS = (
    (re.compile(r"cooperative group|to hop tac"), ProducerKind.COOPERATIVE_GROUP),
    (re.compile(r"cooperative|hop tac xa|htx"), ProducerKind.COOPERATIVE),
    (re.compile(r"enterprise|compan|firm|doanh nghiep"), ProducerKind.ENTERPRISE),
    (re.compile(r"household|ho (?:san xuat|kinh doanh|gia dinh)"), ProducerKind.HOUSEHOLD),
    (re.compile(r"farm|trang trai"), ProducerKind.FARM),
    (re.compile(r"association|hoi"), ProducerKind.ASSOCIATION),
)
PLATFORM = re.compile(
    r"\b(?:on|tren)(?: the| san)? (?P<name>[a-z0-9-]+\.(?:vn|com)(?:\.vn)?|postmart|voso|shopee|"
    r"tiktok(?: shop)?|lazada|tiki|sendo|provincial [a-z-]+ platform|thuong mai dien tu tinh)\b"
)
_SUBJECTS = r"\b(?:subjects?|producers?|chu the)\b"
Made = Callable[[DeclaredFigure, str], Correspondence | None]


def correspondence_of(figure: DeclaredFigure) -> Correspondence | None:
    """Our figure for a published one; None when we count nothing of the kind."""
    said = fold(figure.indicator)
    if complement_key(figure)[1]:
        return None  # "not on platforms": we count those that are
    for pattern, made in _MEANINGS:
        if pattern.search(said):
            return made(figure, said)
    return None


def platform_named(figure: DeclaredFigure) -> str | None:
    """The platform that a published figure is about: "postmart.vn"; None when it is about none.

    Such figures overlap: a product on two platforms is in both, so they are never added up.
    """
    found = PLATFORM.search(fold(figure.indicator))
    return found["name"] if found and not figure.parts else None


def _always(indicator: Indicator) -> Made:
    return lambda _figure, _said: Correspondence(indicator)


def _certified(figure: DeclaredFigure, _said: str) -> Correspondence:
    return Correspondence(Indicator.PRODUCTS, _dimension(figure))


def _events(*events: Event) -> Made:
    return lambda _figure, _said: Correspondence(Indicator.PRODUCTS, events=events)


def _on_platform(figure: DeclaredFigure, said: str) -> Correspondence | None:
    name = platform_named(figure)
    if name is None or "ocop" not in said:
        return None
    return Correspondence(Indicator.LISTING_BY_PLATFORM, Dimension.PLATFORM, name)


def _led_by(dimension: Dimension) -> Made:
    return lambda _figure, _said: Correspondence(Indicator.PRODUCERS, dimension, "yes")


def _producers(figure: DeclaredFigure, said: str) -> Correspondence | None:
    """Only what is surely about all producers, or one kind of them."""
    if figure.parts or thing_of(figure).what in _ALL_SUBJECTS:
        return Correspondence(Indicator.PRODUCERS, _dimension(figure))
    kinds = [kind for pattern, kind in _KINDS if pattern.search(said)]
    return Correspondence(Indicator.PRODUCERS, Dimension.KIND, kinds[0].value) if kinds else None


def _dimension(figure: DeclaredFigure) -> Dimension | None:
    how = dimension_of(figure)
    found = [dimension for pattern, dimension in _DIMENSIONS if pattern.search(how)]
    return found[0] if how and found else None


_ALL_SUBJECTS = {"ocop subjects", "ocop producers", "chu the ocop"}
# The first that fits is meant, so what is more particular stands first.
_MEANINGS: tuple[tuple[re.Pattern[str], Made], ...] = tuple(
    (re.compile(pattern), made)
    for pattern, made in (
        (
            r"(?:storefront|gian hang|shop).*(?:e-payment|thanh toan)",
            _always(Indicator.SHOP_AND_ACCOUNT),
        ),
        (r"e-payment account|tai khoan thanh toan", _always(Indicator.E_PAYMENT)),
        (
            r"ocop.*(?:promot|quang ba|gioi thieu).*(?:trade-promotion|xuc tien)",
            _always(Indicator.PROMOTED),
        ),
        (PLATFORM.pattern, _on_platform),
        (r"newly put|moi len san", lambda _figure, _said: None),
        (
            r"ocop products? (?:are |listed |sold |put )*on (?:e-commerce )?platforms"
            r"|san pham ocop .*(?:len|tren) san",
            _always(Indicator.LISTING),
        ),
        (r"^(?:planned|plan|ke hoach)\b|target|muc tieu", lambda _figure, _said: None),
        (r"new \+ re-assessed", _events(Event.NEW, Event.REASSESSED)),
        (r"^new products|san pham moi", _events(Event.NEW)),
        (r"^re-assessed|danh gia lai", _events(Event.REASSESSED)),
        (r"\bcommunes?\b.*ocop product|xa co san pham ocop", _always(Indicator.COMMUNES)),
        (r"^certified (?:ocop )?products|san pham (?:ocop )?.*cong nhan", _certified),
        (rf"{_SUBJECTS}.*(?:women|woman|phu nu|nu lam chu)", _led_by(Dimension.WOMAN_LED)),
        (rf"{_SUBJECTS}.*(?:minorit|dan toc)", _led_by(Dimension.MINORITY_LED)),
        (_SUBJECTS, _producers),
    )
)
