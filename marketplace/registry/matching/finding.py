"""Finding what the rows of a batch may be about: a narrow search first, then a close look."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from marketplace.registry.importing.places import Atlas
from marketplace.registry.matching import queries
from marketplace.registry.matching.makers import MakerLikeness, compare_makers, read_maker
from marketplace.registry.matching.names import read_name
from marketplace.registry.matching.verdicts import (
    Described,
    Match,
    compare_producers,
    compare_products,
    judge,
)

_BATCH = 1_000  # rows looked at together: each batch reads the keys of the register once
_SHARE_OF_WORDS = 0.5  # of the longer name, to be looked at closely
_SLIPS = 1  # words of the shorter name that the longer one may lack: mistyped, or a synonym
_BY_WORDS_AT_MOST = 12  # candidates that only share words with a row, the likeliest ones

Pairs = dict[int, set[int]]  # place of a row in its batch -> ids


def find_matches(session: Session, atlas: Atlas, rows: Sequence[Described]) -> list[Match]:
    """What each row is, seen from the products of the register, in the order of the rows.

    Any number of rows may be given; the memory needed does not grow with the register.
    """
    matches: list[Match] = []
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        pairs = _possible_products(session, batch)
        ids = {found for some in pairs.values() for found in some}
        known = queries.described_products(session, ids, atlas)
        for index, row in enumerate(batch):
            likely = (found for found in sorted(pairs[index]) if found in known)
            matches.append(
                judge([compare_products(row, known[found], found, atlas) for found in likely])
            )
    return matches


def find_producers(session: Session, atlas: Atlas, rows: Sequence[Described]) -> list[Match]:
    """What each row is, seen from the producers of the register, in the order of the rows."""
    matches: list[Match] = []
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        pairs = _possible_producers(session, batch)
        ids = {found for some in pairs.values() for found in some}
        known = queries.described_producers(session, ids, atlas)
        for index, row in enumerate(batch):
            likely = (found for found in sorted(pairs[index]) if found in known)
            matches.append(
                judge([compare_producers(row, known[found], found, atlas) for found in likely])
            )
    return matches


def _possible_producers(session: Session, rows: Sequence[Described]) -> Pairs:
    """Producers whose names share words with the producer of a row, or who share its tax code."""
    pairs: Pairs = defaultdict(set)
    by_name: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row.producer:
            by_name[row.producer].append(index)
    words_of = {name: frozenset(_maker_words(name)) for name in by_name}
    names_with = _by_word(words_of)
    for producer_id, key in queries.producer_keys(session):
        for name, count in _shared(set(key.split()), names_with, at_least=1):
            if 2 * count >= len(words_of[name]) and _may_be(name, key):
                for index in by_name[name]:
                    pairs[index].add(producer_id)
    _add_by_tax_code(session, rows, pairs)
    return pairs


def _maker_words(name: str) -> Iterable[str]:
    """The words of its own that a producer has, or all of them when none is."""
    maker = read_maker(name)
    return maker.own or maker.key.split()


def _may_be(name: str, key: str) -> bool:
    return compare_makers(name, key) is not MakerLikeness.OTHER


def _by_word(words_of: dict[str, frozenset[str]]) -> dict[str, list[str]]:
    names_with: dict[str, list[str]] = defaultdict(list)
    for name, own in words_of.items():
        for word in own:
            names_with[word].append(name)
    return names_with


def _add_by_tax_code(session: Session, rows: Sequence[Described], pairs: Pairs) -> None:
    known = queries.producers_by_tax_code(session, {row.tax_code for row in rows if row.tax_code})
    for index, row in enumerate(rows):
        pairs[index].update(known.get(row.tax_code, ()))


def _possible_products(session: Session, rows: Sequence[Described]) -> Pairs:
    """Products of producers who may be meant, of nobody with a name alike, and by their papers."""
    pairs: Pairs = defaultdict(set)
    makers = _possible_producers(session, rows)
    of_producer = queries.products_of(session, {one for some in makers.values() for one in some})
    for index in range(len(rows)):
        for producer_id in makers[index]:
            pairs[index].update(of_producer.get(producer_id, ()))
    _add_by_words(session, rows, pairs)
    _add_by_papers(session, rows, pairs)
    return pairs


def _add_by_words(session: Session, rows: Sequence[Described], pairs: Pairs) -> None:
    """Where the producer is not said, by the row or by the register, only the name can tell."""
    for nobodys_only in (True, False):
        indexes: dict[str, list[int]] = defaultdict(list)
        for index, row in enumerate(rows):
            if bool(row.producer) is nobodys_only:
                indexes[row.name].append(index)
        if indexes:
            _add_named(session, rows, pairs, indexes, nobodys_only=nobodys_only)


def _add_named(
    session: Session,
    rows: Sequence[Described],
    pairs: Pairs,
    indexes: dict[str, list[int]],
    *,
    nobodys_only: bool,
) -> None:
    """Products whose names share half their words with those of rows, the likeliest of each."""
    words_of = {name: frozenset(read_name(name).key.split()) for name in indexes}
    names_with = _by_word(words_of)
    likeliest: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for product in queries.product_keys(session, nobodys_only=nobodys_only):
        key = frozenset(product.name_key.split())
        for name, count in _shared(key, names_with, at_least=(len(key) + 1) // 2):
            share = count / max(len(key), len(words_of[name]))
            fewer = min(len(key), len(words_of[name]))
            if share < _SHARE_OF_WORDS or count < fewer - _SLIPS:
                continue
            for index in indexes[name]:
                province = rows[index].where.province
                if province is None or product.province_id in (None, province.id):
                    _push(likeliest[index], (share, product.id))
    for index, found in likeliest.items():
        pairs[index].update(product_id for _share, product_id in found)


def _shared(
    key: Iterable[str], names_with: dict[str, list[str]], *, at_least: int
) -> list[tuple[str, int]]:
    """The names that share so many words with a key, and how many."""
    counts: dict[str, int] = {}
    for word in key:
        for name in names_with.get(word, ()):
            counts[name] = counts.get(name, 0) + 1
    return [(name, count) for name, count in counts.items() if count >= at_least]


def _push(likeliest: list[tuple[float, int]], found: tuple[float, int]) -> None:
    if len(likeliest) < _BY_WORDS_AT_MOST:
        heapq.heappush(likeliest, found)
    else:
        heapq.heappushpop(likeliest, found)


def _add_by_papers(session: Session, rows: Sequence[Described], pairs: Pairs) -> None:
    """What bears the same product code, or a certificate of the same number."""
    codes = {code for row in rows for code in row.product_codes}
    numbers = {number for row in rows for number, _decision in row.certificates}
    by_code = queries.products_by_code(session, codes)
    by_number = queries.products_by_certificate(session, numbers)
    for index, row in enumerate(rows):
        for code in row.product_codes:
            pairs[index].update(by_code.get(code, ()))
        for number, _decision in row.certificates:
            pairs[index].update(by_number.get(number, ()))
