"""The sentence one would say of a figure in the meeting. Right for none, one and many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from babel.lists import format_list
from flask_babel import gettext as _
from flask_babel import ngettext

from marketplace.reports import wording
from marketplace.reports.figures import Figure
from marketplace.reports.rules import Count, Flow, Indicator, Sales, Share
from marketplace.web import filters

_n: Callable[..., str] = ngettext
MOST_NAMES = 3  # as many as one can say in a breath


def products(number: int) -> str:
    """ "139 OCOP products"."""
    return _n(
        "%(count)s OCOP product", "%(count)s OCOP products", number, count=filters.number(number)
    )


def producers(number: int) -> str:
    """ "101 OCOP producers"."""
    return _n(
        "%(count)s OCOP producer", "%(count)s OCOP producers", number, count=filters.number(number)
    )


def communes(number: int) -> str:
    """ "99 communes and wards"."""
    return _n(
        "%(count)s commune or ward",
        "%(count)s communes and wards",
        number,
        count=filters.number(number),
    )


def accounts(number: int) -> str:
    """ "12 producers with an account here"."""
    return _n(
        "%(count)s producer with an account here",
        "%(count)s producers with an account here",
        number,
        count=filters.number(number),
    )


def orders(number: int) -> str:
    """ "40 orders"."""
    return _n("%(count)s order", "%(count)s orders", number, count=filters.number(number))


def _listing(number: int, **said: str) -> str:
    return _n(
        "%(part)s of %(whole)s (%(percent)s) is on sale online",
        "%(part)s of %(whole)s (%(percent)s) are on sale online",
        number,
        **said,
    )


def _e_payment(number: int, **said: str) -> str:
    return _n(
        "%(part)s of %(whole)s (%(percent)s) has an e-payment account",
        "%(part)s of %(whole)s (%(percent)s) have an e-payment account",
        number,
        **said,
    )


def _shop_and_account(number: int, **said: str) -> str:
    return _n(
        "%(part)s of %(whole)s (%(percent)s) has both a shop here and an e-payment account",
        "%(part)s of %(whole)s (%(percent)s) have both a shop here and an e-payment account",
        number,
        **said,
    )


def _promoted(number: int, **said: str) -> str:
    return _n(
        "%(part)s of %(whole)s (%(percent)s) is shown on both channels of the province",
        "%(part)s of %(whole)s (%(percent)s) are shown on both channels of the province",
        number,
        **said,
    )


def _communes(number: int, **said: str) -> str:
    return _n(
        "%(part)s of %(whole)s (%(percent)s) has an OCOP product",
        "%(part)s of %(whole)s (%(percent)s) have an OCOP product",
        number,
        **said,
    )


def _active(number: int, **said: str) -> str:
    return _n(
        "%(part)s of %(whole)s (%(percent)s) has used it in the last 90 days",
        "%(part)s of %(whole)s (%(percent)s) have used it in the last 90 days",
        number,
        **said,
    )


def _to_reassess(number: int, **said: str) -> str:
    return _n(
        "%(part)s of %(whole)s (%(percent)s) is to be assessed again",
        "%(part)s of %(whole)s (%(percent)s) are to be assessed again",
        number,
        **said,
    )


SHARES: dict[Indicator, tuple[Callable[..., str], Callable[[int], str]]] = {
    Indicator.LISTING: (_listing, products),
    Indicator.E_PAYMENT: (_e_payment, producers),
    Indicator.SHOP_AND_ACCOUNT: (_shop_and_account, producers),
    Indicator.PROMOTED: (_promoted, products),
    Indicator.COMMUNES: (_communes, communes),
    Indicator.ACTIVE_ACCOUNTS: (_active, accounts),
    Indicator.TO_REASSESS: (_to_reassess, products),
}
_NAMED_WHEN_MISSING = (
    Indicator.LISTING,
    Indicator.E_PAYMENT,
    Indicator.SHOP_AND_ACCOUNT,
    Indicator.PROMOTED,
)


def of_figure(figure: Figure, day: date, before: tuple[date, Share] | None = None) -> str:
    """What to say of a figure; ``before`` is the end of a year to compare it with."""
    match figure.value:
        case Share(whole=0) | None:
            return no_figures(day)
        case Share() as share:
            return _of_share(figure, share, day, before)
        case Count(number=number):
            return _of_count(figure.indicator, number, day)
        case Sales() as sales:
            return _of_sales(sales, day)
        case Flow():
            raise AssertionError("what a year brought is said by years")


def no_figures(day: date) -> str:
    """Where there is nothing to count."""
    return str(_("No figures as of %(day)s: there is nothing to count.", day=filters.day(day)))


def _of_share(figure: Figure, share: Share, day: date, before: tuple[date, Share] | None) -> str:
    say, noun = SHARES[figure.indicator]
    said = say(
        share.part,
        part=filters.number(share.part),
        whole=noun(share.whole),
        percent=filters.percent(share.percent),
    )
    change = _change(share.part, before)
    first = _("%(said)s as of %(day)s%(change)s.", said=said, day=filters.day(day), change=change)
    if figure.indicator in _NAMED_WHEN_MISSING and share.part < share.whole:
        lacking = share.whole - share.part
        return f"{first} {_missing(figure, lacking, noun(lacking))}"
    return str(first)


def _change(part: int, before: tuple[date, Share] | None) -> str:
    if before is None or not before[1].whole:
        return ""
    year, more = str(before[0].year), part - before[1].part
    if more == 0:
        return str(_(", as many as at the end of %(year)s", year=year))
    told = {"year": year, "count": filters.number(abs(more))}
    if more > 0:
        return str(_(", %(count)s more than at the end of %(year)s", **told))
    return str(_(", %(count)s fewer than at the end of %(year)s", **told))


def of_trend(shown: Sequence[tuple[date, Share]]) -> str:
    """From where to where a share went; days on which there was nothing to count are left out."""
    counted = [pair for pair in shown if pair[1].whole]
    if not counted:
        return no_figures(shown[-1][0])
    (first, then), (last, now) = counted[0], counted[-1]
    told = {"then": wording.share(then), "now": wording.share(now)}
    if first == last:
        return str(_("%(now)s on %(last)s.", now=told["now"], last=filters.day(last)))
    return str(
        _(
            "From %(then)s on %(first)s to %(now)s on %(last)s.",
            first=filters.day(first),
            last=filters.day(last),
            **told,
        )
    )


def _missing(figure: Figure, number: int, how_many: str) -> str:
    """Few are named; many are only counted, for putting names in order takes its time."""
    if number > MOST_NAMES:
        return str(_("Still missing: %(how_many)s.", how_many=how_many))
    names = listed([row.name for row in figure.missing])
    return str(_("Still missing: %(how_many)s, namely %(names)s.", how_many=how_many, names=names))


def listed(names: Sequence[str]) -> str:
    """ "A, B and C"."""
    return format_list(list(names), locale=filters.locale_code())


def _of_count(indicator: Indicator, number: int, day: date) -> str:
    told = filters.day(day)
    match indicator:
        case Indicator.PRODUCTS:
            return str(_("%(what)s in force as of %(day)s.", what=products(number), day=told))
        case Indicator.PRODUCERS:
            what = producers(number)
            return str(_("%(what)s with a product in force as of %(day)s.", what=what, day=told))
        case Indicator.NO_LONGER_IN_FORCE:
            what = products(number)
            return str(_("%(what)s no longer in force as of %(day)s.", what=what, day=told))
        case _:
            what = producers(number)
            return str(_("%(what)s trained in digital skills by %(day)s.", what=what, day=told))


def _of_sales(sales: Sales, day: date) -> str:
    return str(
        _(
            "On this market: %(sales)s up to %(day)s.",
            sales=wording.value(sales),
            day=filters.day(day),
        )
    )


def of_parts(parts: Sequence[tuple[str, int]]) -> str:
    """ "551 with 3 stars, 52 with 4 stars": the groups that have anything, the largest first."""
    there = sorted((part for part in parts if part[1]), key=lambda part: -part[1])
    return "; ".join(f"{label}: {filters.number(number)}" for label, number in there)


def of_year(year: str, flow: Flow, *, until: date | None = None) -> str:
    """What a year brought; ``until`` when it is not over."""
    told = {
        "new": filters.number(flow.new),
        "reassessed": filters.number(flow.reassessed),
        "upgraded": filters.number(flow.upgraded),
        "lost": filters.number(flow.lost),
        "year": year,
    }
    if until is not None:
        return str(
            _(
                "%(year)s up to %(day)s: new %(new)s, assessed again %(reassessed)s, upgraded "
                "%(upgraded)s, lost %(lost)s.",
                day=filters.day(until),
                **told,
            )
        )
    return str(
        _(
            "%(year)s: new %(new)s, assessed again %(reassessed)s, upgraded %(upgraded)s, "
            "lost %(lost)s.",
            **told,
        )
    )


def of_ends(ends: Sequence[tuple[date, int]]) -> str:
    """How many certificates end in the months to come, and in which the most."""
    total = sum(number for _month, number in ends)
    if not total:
        return str(_("No certificate ends in these 12 months."))
    month, most = max(ends, key=lambda end: end[1])
    said = _n(
        "%(count)s certificate ends in these 12 months",
        "%(count)s certificates end in these 12 months",
        total,
        count=filters.number(total),
    )
    if most == total:
        return str(_("%(said)s, in %(month)s.", said=said, month=f"{month:%m/%Y}"))
    return str(
        _(
            "%(said)s, the most in %(month)s (%(most)s).",
            said=said,
            month=f"{month:%m/%Y}",
            most=filters.number(most),
        )
    )
