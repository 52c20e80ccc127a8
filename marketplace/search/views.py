"""The page that browses and searches, and the suggestions under the search box."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, jsonify, redirect, render_template, request
from werkzeug.wrappers import Response

from marketplace import clock, db
from marketplace.audience import Audience
from marketplace.catalog import queries as catalog
from marketplace.registry.rules import Group, group
from marketplace.search import choices, door, forms, queries
from marketplace.search.engine import Match, Query, Result
from marketplace.search.errors import IndexUnavailable
from marketplace.search.forms import PAGE_SIZE, Wanted, address
from marketplace.search.rules import MOST_CHARACTERS, typed_words
from marketplace.web.guards import open_to
from marketplace.web.kept_pages import kept_for_strangers
from marketplace.web.paging import Page, page_number

search = Blueprint("search", __name__)
SUGGESTIONS, KINDS = 8, 6


@search.get(forms.PATH)
@open_to(Audience.PUBLIC)
@kept_for_strangers
def results() -> Response | str:
    """What is on sale and fits the words and filters of the address."""
    wanted = forms.read(request.args)
    today = clock.day_in_vietnam(clock.now())
    number = page_number()
    result = _answer(wanted.query(today, number))
    page = Page(number, PAGE_SIZE, result.total)
    if number > page.pages:
        return redirect(address(wanted, page.pages))
    session = db.session()
    codes = {*result.facets.communes, wanted.commune} - {""}
    sections = choices.sections(wanted, result.facets, queries.communes(session, codes))
    return render_template(
        "search/results.html",
        wanted=wanted,
        result=result,
        page=page,
        page_url=partial(address, wanted),
        items=catalog.cards(session, result.listing_ids, today),
        sections=sections,
        chosen=choices.chosen(wanted, sections),
        sorts=choices.sorts(wanted),
        url_without_filters=address(wanted.only_words()),
        kinds=_kinds(Query(today, limit=0)) if not result.total else [],
        chosen_group=_only_group(wanted),
    )


@search.get("/tim-kiem/goi-y")
@open_to(Audience.PUBLIC)
def suggest() -> Response:
    """Products that the words typed so far may lead to."""
    text = request.args.get("q", "")[:MOST_CHARACTERS]
    today = clock.day_in_vietnam(clock.now())
    result = _answer(Query(today, text, limit=SUGGESTIONS, completing=True))
    ids = result.listing_ids if typed_words(text) and result.match is not Match.ANY else ()
    cards = catalog.cards(db.session(), ids, today)
    return jsonify(
        suggestions=[
            {"text": card.name, "detail": card.producer_name, "url": card.url} for card in cards
        ]
    )


def _answer(query: Query) -> Result:
    """Ask the index, or while there is none the database."""
    try:
        return door.engine().search(query)
    except IndexUnavailable:
        return queries.answer_without_index(db.session(), query)


def _kinds(everything: Query) -> list[tuple[Group, int]]:
    """The groups with most on sale, for somebody who found nothing."""
    counts = _answer(everything).facets.groups
    often = sorted(counts, key=lambda number: (-counts[number], number))[:KINDS]
    return [(group(number), counts[number]) for number in often]


def _only_group(wanted: Wanted) -> Group | None:
    """The group that is all that was asked for, to name the page after it."""
    alone = Wanted(group=wanted.group, sort=wanted.sort)
    return group(int(wanted.group)) if wanted == alone and wanted.group.isdigit() else None
