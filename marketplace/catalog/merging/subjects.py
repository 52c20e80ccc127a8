"""Products and producers as things to be merged and split: the same pages serve both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from marketplace.admin_units.queries import gazetteer
from marketplace.catalog.actions import merging as actions
from marketplace.catalog.actions.merging import Why
from marketplace.catalog.actions.merging.producers import check_producers
from marketplace.catalog.actions.merging.products import check_products
from marketplace.catalog.merging.forms import SplitForm
from marketplace.catalog.queries import merging as queries
from marketplace.producers.wording import ACCOUNT_KINDS
from marketplace.registry.importing.places import Atlas
from marketplace.registry.importing.recognitions import period_of
from marketplace.registry.matching import find_matches, find_producers
from marketplace.registry.matching.queries import described_producers, described_products
from marketplace.registry.models import Certificate
from marketplace.web import filters


@dataclass(frozen=True, slots=True)
class Moves:
    """What a merge would move, in words, and what to look at before."""

    told: Sequence[str]
    remarks: Sequence[str]


class Subject(Protocol):
    """What the pages ask of products and producers."""

    name: str

    def find(self, session: Session, thing_id: int) -> Any:
        """One that was not merged; None when there is none."""

    def alike(self, session: Session, thing_id: int) -> Sequence[Any]:
        """Those that look like it, the likeliest first."""

    def url(self, thing_id: int) -> str:
        """Its page."""

    def check(self, session: Session, lost: Any, kept: Any) -> None:
        """Whether the one can be merged into the other."""

    def moves(self, session: Session, lost: Any, kept: Any) -> Moves:
        """What would move."""

    def merge(self, session: Session, lost: Any, kept: Any, why: Why) -> int:
        """Merge the one into the other."""

    def offer(self, session: Session, thing: Any, form: SplitForm) -> SplitForm:
        """What can be split off."""

    def split(self, session: Session, thing: Any, form: SplitForm, why: Why) -> Any:
        """Split off what was chosen."""


class _Products:
    name = "product"

    def find(self, session: Session, thing_id: int) -> Any:
        return queries.find_product(session, thing_id)

    def alike(self, session: Session, thing_id: int) -> Sequence[Any]:
        atlas = Atlas(gazetteer(session))
        described = described_products(session, [thing_id], atlas)
        (match,) = find_matches(session, atlas, list(described.values()))
        ids = [one.id for one in match.candidates if one.id != thing_id]
        return queries.things_in_order(session, self.name, ids)

    def url(self, thing_id: int) -> str:
        return url_for("register.show", product_id=thing_id)

    def check(self, session: Session, lost: Any, kept: Any) -> None:
        of_lost, of_kept = (queries.of_product(session, one.id) for one in (lost, kept))
        check_products(lost, kept, of_lost, of_kept)

    def moves(self, session: Session, lost: Any, kept: Any) -> Moves:
        of_lost, of_kept = (queries.of_product(session, one.id) for one in (lost, kept))
        told = [
            *map(_certificate, of_lost.certificates),
            *(_("Listing on %(platform)s", platform=one.platform.name) for one in of_lost.outside),
            *(_("Paper: %(title)s", title=file.title) for file in of_lost.evidence),
        ]
        if of_lost.listing is not None:
            told.append(_("Its listing on this market"))
        if of_lost.follow_ups:
            told.append(ngettext("%(num)s note", "%(num)s notes", len(of_lost.follow_ups)))
        return Moves(told, _doubles(of_lost.certificates, of_kept.certificates))

    def merge(self, session: Session, lost: Any, kept: Any, why: Why) -> int:
        return actions.merge_products(session, lost, kept, why)

    def offer(self, session: Session, thing: Any, form: SplitForm) -> SplitForm:
        hanging = queries.of_product(session, thing.id)
        outside = [
            (
                one.id,
                _(
                    "%(platform)s, seen on %(day)s",
                    platform=one.platform.name,
                    day=filters.day(one.seen_on),
                ),
            )
            for one in hanging.outside
        ]
        return form.offer(
            (_("Certificates"), [(one.id, _certificate(one)) for one in hanging.certificates]),
            (_("Listings elsewhere"), outside),
        )

    def split(self, session: Session, thing: Any, form: SplitForm, why: Why) -> Any:
        return actions.split_product(
            session,
            thing,
            form.name.data,
            certificate_ids=form.first.data,
            outside_ids=form.second.data,
            why=why,
        )


def _certificate(certificate: Certificate) -> str:
    """A certificate in one line."""
    decision = certificate.decision.number if certificate.decision else ""
    issued = period_of(certificate)
    stars = _("%(stars)s stars", stars=certificate.stars) if certificate.stars else ""
    parts = (certificate.number or "", decision, issued.text if issued else "", stars)
    return str(_("Certificate: %(facts)s", facts=", ".join(filter(None, parts)) or "–"))


def _doubles(lost: Sequence[Certificate], kept: Sequence[Certificate]) -> list[str]:
    """Certificates that both hold by one decision: only one of them can be right."""
    decisions = {one.decision_id for one in kept} - {None}
    return [
        _(
            "Both have a certificate of %(decision)s. After merging, look at both and correct one.",
            decision=one.decision.number,
        )
        for one in lost
        if one.decision is not None and one.decision_id in decisions
    ]


class _Producers:
    name = "producer"

    def find(self, session: Session, thing_id: int) -> Any:
        return queries.find_producer(session, thing_id)

    def alike(self, session: Session, thing_id: int) -> Sequence[Any]:
        atlas = Atlas(gazetteer(session))
        described = described_producers(session, [thing_id], atlas)
        (match,) = find_producers(session, atlas, list(described.values()))
        ids = [one.id for one in match.candidates if one.id != thing_id]
        return queries.things_in_order(session, self.name, ids)

    def url(self, thing_id: int) -> str:
        return url_for("staff_producers.show", producer_id=thing_id)

    def check(self, session: Session, lost: Any, kept: Any) -> None:
        check_producers(session, lost, kept)

    def moves(self, session: Session, lost: Any, kept: Any) -> Moves:
        hanging = queries.of_producer(session, lost.id)
        told = [_("Product: %(name)s", name=one.name) for one in hanging.products]
        counted = (
            (hanging.accounts, "%(num)s account", "%(num)s accounts"),
            (hanging.attendances, "%(num)s course", "%(num)s courses"),
            (hanging.evidence, "%(num)s paper", "%(num)s papers"),
            (hanging.members, "%(num)s person", "%(num)s people"),
        )
        told += [ngettext(one, many, len(rows)) for rows, one, many in counted if rows]
        remarks = []
        if hanging.listings:
            remarks.append(_("Orders of the past keep the name under which they were placed."))
        return Moves(told, remarks)

    def merge(self, session: Session, lost: Any, kept: Any, why: Why) -> int:
        return actions.merge_producers(session, lost, kept, why)

    def offer(self, session: Session, thing: Any, form: SplitForm) -> SplitForm:
        hanging = queries.of_producer(session, thing.id)
        accounts = [
            (one.id, f"{ACCOUNT_KINDS[one.kind]}, {one.provider} •••{one.last_digits}")
            for one in hanging.accounts
        ]
        return form.offer(
            (_("Products"), [(one.id, one.name) for one in hanging.products]),
            (_("E-payment accounts"), accounts),
        )

    def split(self, session: Session, thing: Any, form: SplitForm, why: Why) -> Any:
        return actions.split_producer(
            session,
            thing,
            form.name.data,
            product_ids=form.first.data,
            account_ids=form.second.data,
            why=why,
        )


PRODUCTS: Subject = _Products()
PRODUCERS: Subject = _Producers()
SUBJECTS = {"san-pham": PRODUCTS, "chu-the": PRODUCERS}
