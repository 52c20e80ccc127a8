"""What a platform's list says, brought together with the register and with what is recorded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from marketplace.admin_units.queries import gazetteer
from marketplace.catalog import actions, queries
from marketplace.catalog.models import OutsideListing, Platform
from marketplace.catalog.queries import tray
from marketplace.intake.kinds import (
    Candidate,
    FileFacts,
    FileRow,
    Outcome,
    OutcomeKind,
    Remark,
    RemarkKind,
)
from marketplace.registry.importing.places import Atlas
from marketplace.registry.matching import Described, Likeness, Match, Verdict, find_matches
from marketplace.registry.models import Product
from marketplace.web.filters import day as day_in_words

# A seller need not be the producer. A name alone has to be the same, and not a common one.
_NAME_ALONE_FROM = 77
_WORDS_OF_A_NAME_ALONE = 3


@dataclass(frozen=True, slots=True)
class SeenThere:
    """A row that was understood: what was seen where, at which address, when."""

    row: FileRow
    platform: Platform
    url: str
    seen_on: date

    @property
    def name(self) -> str:
        """The product as the platform calls it."""
        return self.row.cells["name"]


class Settling:
    """A chunk of rows, with the products they are about and what is recorded of those."""

    def __init__(self, session: Session, file: FileFacts, seen: Sequence[SeenThere]) -> None:
        self.session = session
        self.file = file
        self.seen = seen
        self.matches = self._match()
        self.products = tray.products(session, {one for one in self._ids() if one})
        self._current = self._find_current()
        self._ended = self._find_ended()
        self._noted: dict[tuple[int, int], str] = {}  # by rows before: where it was seen

    def outcomes(self, *, is_taking: bool) -> list[Outcome]:
        """What becomes of each row."""
        return [self._settle(one, is_taking=is_taking) for one in self.seen]

    # --- Which product a row is about ---

    def _match(self) -> dict[int, Match]:
        """Of each line, what it may be about: by its address, by name and seller, by its name."""
        matches = self._by_address()
        open_rows = [
            one for one in self.seen if one.row.line not in matches and one.row.decided is None
        ]
        atlas = Atlas(gazetteer(self.session))
        by_seller = find_matches(
            self.session,
            atlas,
            [Described(one.name, one.row.cells.get("producer", "")) for one in open_rows],
        )
        strangers = [
            one
            for one, match in zip(open_rows, by_seller, strict=True)
            if match.verdict is Verdict.NEW
        ]
        by_name = find_matches(self.session, atlas, [Described(one.name) for one in strangers])
        matches |= {one.row.line: match for one, match in zip(open_rows, by_seller, strict=True)}
        matches |= {
            one.row.line: _same_names(one, match)
            for one, match in zip(strangers, by_name, strict=True)
        }
        return matches

    def _by_address(self) -> dict[int, Match]:
        """What is recorded under this very address is there still."""
        found: dict[int, Match] = {}
        for platform, rows in self._by_platform().items():
            known = queries.products_at_addresses(self.session, platform, {one.url for one in rows})
            for one in rows:
                if one.url in known and one.row.decided is None:
                    likeness = Likeness(known[one.url], 100, Verdict.SURE, ())
                    found[one.row.line] = Match(Verdict.SURE, (likeness,))
        return found

    def _by_platform(self) -> dict[int, list[SeenThere]]:
        rows: dict[int, list[SeenThere]] = defaultdict(list)
        for one in self.seen:
            rows[one.platform.id].append(one)
        return rows

    def _ids(self) -> list[int | None]:
        """The products that rows surely are about."""
        return [self._product_id(one) for one in self.seen]

    def _product_id(self, one: SeenThere) -> int | None:
        if one.row.decided is not None:
            return one.row.decided.chosen_id
        match = self.matches[one.row.line]
        return match.best.id if match.best and match.verdict is Verdict.SURE else None

    # --- What is recorded of it ---

    def _find_current(self) -> dict[tuple[int, int], OutsideListing]:
        ids = [product.id for product in self.products.values()]
        return {
            (platform, product_id): outside
            for platform in self._by_platform()
            for product_id, outside in queries.current_on_platform(
                self.session, platform, ids
            ).items()
        }

    def _find_ended(self) -> Mapping[tuple[int, int], date]:
        ids = [product.id for product in self.products.values()]
        return queries.last_ends(self.session, list(self._by_platform()), ids)

    def _settle(self, one: SeenThere, *, is_taking: bool) -> Outcome:
        product_id = self._product_id(one)
        if product_id is None:
            return self._without_product(one)
        product = self.products[product_id]
        key = one.platform.id, product.id
        if key in self._noted:
            return _twice(one, product, self._noted[key])
        self._noted[key] = one.url
        current = self._current.get(key)
        if current is None:
            return self._record(one, product, is_taking=is_taking)
        return self._check_again(one, product, current, is_taking=is_taking)

    def _without_product(self, one: SeenThere) -> Outcome:
        if one.row.decided is not None:
            return _outcome(one, OutcomeKind.SET_ASIDE, "not_ours")
        match = self.matches[one.row.line]
        if match.verdict is Verdict.NEW:
            return _outcome(one, OutcomeKind.SET_ASIDE, "no_product")
        candidates = [
            Candidate(found.id, found.score, tuple(why.value for why in found.whys))
            for found in match.candidates
        ]
        return Outcome(one.row.line, OutcomeKind.UNSURE, one.name, candidates=candidates)

    def _record(self, one: SeenThere, product: Product, *, is_taking: bool) -> Outcome:
        ended_on = self._ended.get((one.platform.id, product.id))
        if ended_on is not None and one.seen_on < ended_on:
            return _outcome(
                one,
                OutcomeKind.UNCHANGED,
                "gone_later",
                product=product.name,
                day=day_in_words(ended_on),
            )
        if is_taking:
            actions.note_outside_listing(
                self.session,
                product,
                one.platform,
                one.url,
                seen_on=one.seen_on,
                seen_by_id=self.file.actor_id,
                now=self.file.now,
            )
        return _outcome(one, OutcomeKind.ADDED, "recorded", product=product.name)

    def _check_again(
        self, one: SeenThere, product: Product, current: OutsideListing, *, is_taking: bool
    ) -> Outcome:
        if one.seen_on < current.seen_on:
            day = day_in_words(current.seen_on)
            return _outcome(one, OutcomeKind.UNCHANGED, "seen_later", product=product.name, day=day)
        last = max(check.checked_on for check in current.checks)
        if any(check.checked_on == one.seen_on for check in current.checks):
            return _twice(one, product, current.url)
        outcome = _outcome(one, OutcomeKind.CHANGED, "checked", product=product.name)
        moves = current.url != one.url and one.seen_on > last
        if moves:
            data = {"before": current.url, "after": one.url}
            outcome.remarks = [*outcome.remarks, Remark(RemarkKind.CHANGE, "address", "url", data)]
        if is_taking:
            current.url = one.url if moves else current.url
            actions.note_check(
                self.session,
                current,
                checked_on=one.seen_on,
                checked_by_id=self.file.actor_id,
                now=self.file.now,
            )
        return outcome


def _same_names(one: SeenThere, match: Match) -> Match:
    """What bears the same name, whoever sells it: to be asked when the name is no common one."""
    fitting = tuple(found for found in match.candidates if found.score >= _NAME_ALONE_FROM)
    if not fitting or len(one.name.split()) < _WORDS_OF_A_NAME_ALONE:
        return Match(Verdict.NEW)
    return Match(Verdict.UNSURE, fitting)


def _twice(one: SeenThere, product: Product, url: str) -> Outcome:
    """Seen on that day already, perhaps at another address."""
    code = "" if url == one.url else "other_address"
    return _outcome(one, OutcomeKind.UNCHANGED, code, product=product.name)


def _outcome(one: SeenThere, kind: OutcomeKind, code: str, **data: str) -> Outcome:
    remarks = [Remark(RemarkKind.NOTICE, code, "", data)] if code else []
    return Outcome(one.row.line, kind, one.name, remarks)
