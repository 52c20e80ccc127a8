"""The figures once more, in plain SQL: nothing here stands on the code that it is compared with.

``figures_in_sql`` gives for each indicator its value, and for each dimension the lines with
anything in them. ``comparable`` brings ``as_plain`` into the same form.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Date, bindparam, text
from sqlalchemy.orm import Session

from marketplace.clock import add_months
from marketplace.db import UtcDateTime

Plain = dict[str, Any]
VIETNAM = timezone(timedelta(hours=7))

_DIALECTS = {
    "sqlite": {
        "month_sent": "strftime('%Y-%m', o.sent_at, '+7 hours')",
        "next_day": "date({}, '+1 day')",
        "opened_before": "json_extract(f.changed, '$.shop_opened_at[0]')",
        "shop_changed": "json_type(f.changed, '$.shop_opened_at') IS NOT NULL",
        "text": "CAST({} AS TEXT)",
    },
    "postgresql": {
        "month_sent": "to_char(o.sent_at AT TIME ZONE 'UTC' + interval '7 hours', 'YYYY-MM')",
        "next_day": "({} + 1)",
        "opened_before": "f.changed -> 'shop_opened_at' ->> 0",
        "shop_changed": "f.changed -> 'shop_opened_at' IS NOT NULL",
        "text": "CAST({} AS TEXT)",
    },
}

_ROOTS = """
    producer_root(id, root) AS (
        SELECT id, id FROM producers WHERE merged_into_id IS NULL
        UNION ALL
        SELECT p.id, r.root FROM producers p JOIN producer_root r ON r.id = p.merged_into_id
    ),
    product_root(id, root) AS (
        SELECT id, id FROM products WHERE merged_into_id IS NULL
        UNION ALL
        SELECT p.id, r.root FROM products p JOIN product_root r ON r.id = p.merged_into_id
    ),
    old_place AS MATERIALIZED (
        SELECT u.id, u.merged_into_id,
            CASE u.level WHEN 'district' THEN u.code WHEN 'commune' THEN p.code END AS district,
            CASE u.level WHEN 'province' THEN u.code WHEN 'district' THEN p.code ELSE g.code
            END AS province
        FROM admin_units u
        LEFT JOIN admin_units p ON p.id = u.parent_id
        LEFT JOIN admin_units g ON g.id = p.parent_id
        WHERE u.scheme = '63'
    ),
    only_place AS MATERIALIZED (
        SELECT o.merged_into_id AS id,
            CASE WHEN COUNT(DISTINCT o.district) = 1 THEN MIN(o.district) END AS district,
            CASE WHEN COUNT(DISTINCT o.province) = 1 THEN MIN(o.province) END AS province
        FROM old_place o JOIN admin_units u ON u.id = o.id
        WHERE u.level = 'commune' AND o.merged_into_id IS NOT NULL
        GROUP BY o.merged_into_id
    ),
    owners AS MATERIALIZED (
        SELECT p.id, p.kind, p.shop_opened_at, u.code AS commune,
            CASE WHEN p.is_woman_led THEN 'yes' WHEN NOT p.is_woman_led THEN 'no' END AS woman_led,
            CASE WHEN p.is_minority_led THEN 'yes' WHEN NOT p.is_minority_led THEN 'no'
            END AS minority_led,
            COALESCE(o.district, d.district) AS old_district,
            COALESCE(o.province, d.province) AS old_province
        FROM producers p
        LEFT JOIN admin_units u ON u.id = p.unit_id
        LEFT JOIN old_place o ON o.id = p.old_unit_id
        LEFT JOIN only_place d ON d.id = p.unit_id
        WHERE p.merged_into_id IS NULL
    ),
    recognitions AS MATERIALIZED (
        SELECT c.*, COALESCE(c.extended_until, c.valid_until) AS last_day,
            CASE WHEN c.evidence = 'decision' THEN 1 ELSE 0 END AS proven,
            CASE WHEN c.evidence = 'decision' THEN c.stars END AS proven_stars
        FROM certificates c JOIN products p ON p.id = c.product_id
        WHERE c.evidence IN ('decision', 'press') AND p.merged_into_id IS NULL
    ),
    speaking AS MATERIALIZED (
        SELECT * FROM (
            SELECT r.*, ROW_NUMBER() OVER (
                PARTITION BY r.product_id ORDER BY r.issued_from DESC, r.proven DESC, r.id DESC
            ) AS rank
            FROM recognitions r
            WHERE r.issued_to <= :day AND r.last_day >= :day
              AND (r.revoked_on IS NULL OR r.revoked_on > :day)
        ) AS ranked WHERE rank = 1
    ),
    all_platforms AS MATERIALIZED (
        SELECT id, code, is_here, is_provincial, is_promotion,
            CASE WHEN counted_from <= :day AND (counted_to IS NULL OR counted_to > :day)
            THEN 1 ELSE 0 END AS counted
        FROM platforms
        UNION ALL
        SELECT 0, 'here', true, false, false, 1
        WHERE NOT EXISTS (SELECT 1 FROM platforms WHERE is_here)
    ),
    shown AS MATERIALIZED (
        SELECT l.product_id, l.platform_id FROM outside_listings l
        WHERE l.seen_on <= :day AND (l.ended_on IS NULL OR l.ended_on > :day) AND EXISTS (
            SELECT 1 FROM outside_checks c
            WHERE c.listing_id = l.id AND c.checked_on <= :day AND c.stale_on > :day)
        UNION
        SELECT r.root, f.id FROM listing_live_periods v
        JOIN product_root r ON r.id = v.product_id
        CROSS JOIN all_platforms f
        WHERE f.is_here AND v.live_from < :until AND (v.live_to IS NULL OR v.live_to >= :until)
    ),
    shown_how AS MATERIALIZED (
        SELECT s.product_id, MAX(f.counted) AS listed,
            MAX(CASE WHEN f.is_provincial THEN 1 ELSE 0 END)
            * MAX(CASE WHEN f.is_promotion THEN 1 ELSE 0 END) AS promoted
        FROM shown s JOIN all_platforms f ON f.id = s.platform_id GROUP BY s.product_id
    ),
    registered AS MATERIALIZED (
        SELECT p.id, p.producer_id, p.sector, p.group_no, u.code AS commune,
            CASE WHEN p.sector = 'VI' THEN 'services' WHEN p.sector IS NOT NULL THEN 'goods'
            END AS nature,
            w.kind, w.woman_led, w.minority_led,
            COALESCE(o.district, d.district) AS old_district,
            COALESCE(o.province, d.province) AS old_province
        FROM products p
        LEFT JOIN producer_root r ON r.id = p.producer_id
        LEFT JOIN owners w ON w.id = r.root
        LEFT JOIN admin_units u ON u.id = p.unit_id
        LEFT JOIN old_place o ON o.id = p.old_unit_id
        LEFT JOIN only_place d ON d.id = p.unit_id
        WHERE p.merged_into_id IS NULL
    )
"""

_PRODUCTS = """
    base AS MATERIALIZED (
        SELECT p.*, s.proven_stars AS star, r.root AS owner_id,
            SUBSTR({month}, 1, 7) AS month,
            COALESCE(h.listed, 0) AS listed, COALESCE(h.promoted, 0) AS promoted,
            CASE WHEN s.valid_until < :day THEN 'extended'
                WHEN s.filed_on <= :day AND s.valid_until <= :in_180 THEN 'filed'
                WHEN s.valid_until < :in_120 THEN 'late'
                WHEN s.valid_until <= :in_180 THEN 'in_window'
                ELSE 'in_force' END AS state
        FROM registered p JOIN speaking s ON s.product_id = p.id
        LEFT JOIN producer_root r ON r.id = p.producer_id
        LEFT JOIN shown_how h ON h.product_id = p.id
    )
"""

_PRODUCERS = """
    , kept_shops AS (
        SELECT f.row_id, {opened_before} AS opened, f.id,
            MIN(f.id) OVER (PARTITION BY f.row_id) AS first
        FROM fact_changes f
        WHERE f.table_name = 'producers' AND f.at >= :until AND NOT f.is_new AND {shop_changed}
    ),
    shops AS MATERIALIZED (
        SELECT r.root, MAX(CASE
            WHEN k.row_id IS NOT NULL THEN CASE WHEN k.opened IS NOT NULL THEN 1 ELSE 0 END
            WHEN p.shop_opened_at < :until THEN 1 ELSE 0 END) AS shop
        FROM producers p JOIN producer_root r ON r.id = p.id
        LEFT JOIN kept_shops k ON k.row_id = p.id AND k.id = k.first GROUP BY r.root
    ),
    makers AS MATERIALIZED (
        SELECT w.*, m.star, s.shop,
            CASE WHEN EXISTS (
                SELECT 1 FROM e_payment_accounts a JOIN producer_root r ON r.id = a.producer_id
                WHERE r.root = w.id AND a.verified_on <= :day
                  AND (a.closed_on IS NULL OR a.closed_on > :day)
            ) THEN 1 ELSE 0 END AS paid
        FROM owners w JOIN shops s ON s.root = w.id
        JOIN (SELECT owner_id, MAX(star) AS star FROM base GROUP BY owner_id) m
            ON m.owner_id = w.id
    )
"""

_OVER = """
    begun AS (
        SELECT r.*, ROW_NUMBER() OVER (
            PARTITION BY r.product_id ORDER BY r.issued_from DESC, r.proven DESC, r.id DESC
        ) AS rank
        FROM recognitions r WHERE r.issued_to <= :day
          AND r.product_id NOT IN (SELECT product_id FROM speaking)
    ),
    base AS MATERIALIZED (
        SELECT p.*, b.proven_stars AS star,
            CASE WHEN b.revoked_on IS NOT NULL AND b.revoked_on <= :day THEN 'revoked'
            ELSE 'expired' END AS state
        FROM registered p JOIN begun b ON b.product_id = p.id AND b.rank = 1
        WHERE (b.revoked_on IS NOT NULL AND b.revoked_on <= :day)
           OR (b.last_day < :day AND (b.issued_from = b.issued_to OR b.issued_to <= :surely_over))
    )
"""

_EVENTS = """
    spells AS (
        SELECT r.*, CASE WHEN r.revoked_on < {after} THEN r.revoked_on ELSE {after} END AS ended
        FROM recognitions r WHERE r.issued_to IS NOT NULL
    ),
    ordered AS (
        SELECT s.*,
            LAG(s.issued_to) OVER w AS first_before, LAG(s.proven_stars) OVER w AS stars_before,
            MAX(s.ended) OVER (
                PARTITION BY s.product_id ORDER BY s.issued_to, s.issued_from, s.proven, s.id
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ) AS held_until
        FROM spells s WHERE s.issued_to < s.ended
        WINDOW w AS (
            PARTITION BY s.product_id ORDER BY s.issued_to, s.issued_from, s.proven, s.id)
    ),
    events(on_day, event) AS (
        SELECT issued_to, CASE WHEN first_before IS NULL THEN 'new'
            WHEN stars_before < proven_stars THEN 'upgraded' ELSE 'reassessed' END
        FROM ordered
        WHERE first_before IS NULL OR held_until < issued_to OR issued_from > first_before
        UNION ALL
        SELECT held_until, 'lost' FROM ordered WHERE held_until < issued_to
        UNION ALL
        SELECT MAX(ended), 'lost' FROM ordered GROUP BY product_id
    )
"""

_HOLDERS = """
    base AS MATERIALIZED (
        SELECT w.*,
            MAX(CASE WHEN EXISTS (
                SELECT 1 FROM login_sessions s WHERE s.user_id = m.user_id
                  AND s.started_at >= :since AND s.started_at < :until
            ) OR EXISTS (
                SELECT 1 FROM seller_orders o JOIN producer_root r2 ON r2.id = o.producer_id
                WHERE r2.root = w.id AND o.sent_at >= :since AND o.sent_at < :until
            ) OR EXISTS (
                SELECT 1 FROM listing_live_periods v JOIN listings l ON l.id = v.listing_id
                JOIN producer_root r2 ON r2.id = l.producer_id
                WHERE r2.root = w.id AND v.live_from < :until
                  AND (v.live_to IS NULL OR v.live_to > :since)
            ) THEN 1 ELSE 0 END) AS active
        FROM producer_members m
        JOIN users u ON u.id = m.user_id
        JOIN producer_root r ON r.id = m.producer_id
        JOIN owners w ON w.id = r.root
        WHERE m.joined_at < :until AND (m.left_at IS NULL OR m.left_at >= :until)
          AND (u.closed_at IS NULL OR u.closed_at >= :until)
        GROUP BY w.id, w.kind, w.shop_opened_at, w.commune, w.woman_led, w.minority_led,
            w.old_district, w.old_province
    )
"""

_TRAINEES = """
    base AS MATERIALIZED (
        SELECT w.*, SUBSTR({first}, 1, 7) AS month, SUBSTR({first}, 1, 4) AS year
        FROM owners w JOIN (
            SELECT r.root, MIN(t.held_on) AS held_on
            FROM training_attendances a JOIN trainings t ON t.id = a.training_id
            JOIN producer_root r ON r.id = a.producer_id
            WHERE a.cancelled_at IS NULL AND t.held_on <= :day GROUP BY r.root
        ) f ON f.root = w.id
    )
"""

_SALES = """
    base AS MATERIALIZED (
        SELECT w.*, {month_sent} AS month, SUBSTR({month_sent}, 1, 4) AS year, o.subtotal_vnd
        FROM seller_orders o JOIN producer_root r ON r.id = o.producer_id
        JOIN owners w ON w.id = r.root WHERE o.sent_at < :until
    )
"""

_OWNER_KEYS = ("kind", "woman_led", "minority_led", "commune", "old_district", "old_province")
_PRODUCT_KEYS = ("star", "sector", "group_no", "nature", *_OWNER_KEYS)
_NAMES = {"group_no": "group"}


class PlainSql:
    """Asks one database about one day."""

    def __init__(self, session: Session, day: date, now: datetime) -> None:
        self._session = session
        self._words = _DIALECTS[session.get_bind().dialect.name]
        midnight = datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
        self._values = {
            "day": day,
            "in_180": day + timedelta(days=180),
            "in_120": day + timedelta(days=120),
            "until": min(midnight + timedelta(days=1), now + timedelta(microseconds=1)),
            "since": midnight - timedelta(days=89),
            "surely_over": _surely_over(day),
        }

    def figures(self) -> Plain:
        """Every indicator: its value, and its lines by dimension."""
        found: Plain = {}
        found |= self._products()
        found |= self._producers()
        found |= self._members()
        found["I4"] = self._sales()
        found["I6e"] = self._over()
        return found

    # --- Asking ---

    def ask(self, ctes: str, select: str) -> list[Any]:
        """The rows of one statement over the common parts and its own."""
        statement = f"WITH RECURSIVE {_ROOTS}, {ctes} {select}"
        types = {"until": UtcDateTime(), "since": UtcDateTime()}
        binds = [
            bindparam(name, value, type_=types.get(name, Date()))
            for name, value in self._values.items()
            if f":{name}" in statement
        ]
        return list(self._session.execute(text(statement).bindparams(*binds)))

    def _split(self, ctes: str, keys: tuple[str, ...], sums: str, base: str = "base") -> Plain:
        """The sums of each group, by every key at once; "" stands for all rows."""
        parts = [f"SELECT '' AS by, '' AS key, {sums} FROM {base}"] + [
            f"SELECT '{key}' AS by, COALESCE({self._as_text(key)}, 'unknown') AS key, {sums}"
            f" FROM {base} GROUP BY {key}"
            for key in keys
        ]
        found: Plain = {}
        for by, key, *numbers in self.ask(ctes, " UNION ALL ".join(parts)):
            found.setdefault(_NAMES.get(by, by), {})[key] = [int(one or 0) for one in numbers]
        return found

    def _as_text(self, column: str) -> str:
        return self._words["text"].format(column)

    # --- The figures ---

    def _products_ctes(self) -> str:
        return _PRODUCTS.format(month=self._as_text("s.issued_to"))

    def _products(self) -> Plain:
        sums = (
            "COUNT(*), SUM(listed), SUM(promoted),"
            " SUM(CASE WHEN state IN ('in_window', 'late', 'extended') THEN 1 ELSE 0 END)"
        )
        split = self._split(self._products_ctes(), (*_PRODUCT_KEYS, "month", "state"), sums)
        whole = split[""][""][0]
        months, states = split.pop("month", {}), split.pop("state", {})
        counts = _counts(split)
        counts["breakdowns"]["month"] = _lines(months, _count)
        counts["breakdowns"]["year"] = self._flows()
        due = _shares(split, 3)
        due["breakdowns"]["state"] = _lines(states, _count)
        promoted = _shares(split, 2) if self._has_channels() else _nothing()
        return {
            "N1": counts,
            "N3": {"value": self._communes(), "breakdowns": {}},
            "I1": _shares(split, 1),
            "I1f": {"value": None, "breakdowns": {"platform": self._by_platform(whole)}},
            "I3": promoted,
            "I6": due,
        }

    def _has_channels(self) -> bool:
        found = "SELECT MAX(CASE WHEN {} THEN 1 ELSE 0 END) FROM all_platforms"
        return all(
            self.ask("x AS (SELECT 1)", found.format(flag))[0][0]
            for flag in ("is_provincial", "is_promotion")
        )

    def _communes(self) -> Plain:
        rows = self.ask(
            self._products_ctes(),
            "SELECT COUNT(*), SUM(CASE WHEN c.code IN (SELECT commune FROM base) THEN 1 ELSE 0 END)"
            " FROM admin_units c JOIN admin_units p ON p.id = c.parent_id"
            " WHERE c.scheme = '34' AND p.code = '15'",
        )
        return share(int(rows[0][1] or 0), rows[0][0])

    def _by_platform(self, whole: int) -> Plain:
        rows = self.ask(
            self._products_ctes(),
            "SELECT f.code, COUNT(b.id) FROM all_platforms f"
            " LEFT JOIN shown s ON s.platform_id = f.id LEFT JOIN base b ON b.id = s.product_id"
            " WHERE f.counted = 1 GROUP BY f.code",
        )
        return {code: share(number, whole) for code, number in rows if whole}

    def _flows(self) -> Plain:
        after = self._words["next_day"].format("r.last_day")
        year = f"SUBSTR({self._as_text('on_day')}, 1, 4)"
        rows = self.ask(
            _EVENTS.format(after=after),
            f"SELECT {year}, event, COUNT(*) FROM events WHERE on_day <= :day"
            f" GROUP BY {year}, event",
        )
        found: Plain = {}
        for in_year, event, number in rows:
            line = found.setdefault(in_year, {"new": 0, "reassessed": 0, "upgraded": 0, "lost": 0})
            line[event] = number
        return found

    def _producers(self) -> Plain:
        ctes = self._products_ctes() + _PRODUCERS.format(**self._words)
        sums = "COUNT(*), SUM(paid), SUM(paid * shop)"
        split = self._split(ctes, ("star", *_OWNER_KEYS), sums, "makers")
        more = self._made(ctes)
        counts, paid, both = _counts(split), _shares(split, 1), _shares(split, 2)
        for by, lines in more.items():
            counts["breakdowns"][by] = _lines(lines, _count)
            paid["breakdowns"][by] = _lines(lines, lambda line: share(line[1], line[0]))
            both["breakdowns"][by] = _lines(lines, lambda line: share(line[2], line[0]))
        paid["breakdowns"]["account_kind"] = self._account_kinds(ctes, split[""][""][0])
        return {"N2": counts, "I2": paid, "I2s": both}

    def _made(self, ctes: str) -> Plain:
        """Producers by what they make: one that makes of two sectors is in both."""
        found = {}
        for key in ("sector", "group_no"):
            name = self._as_text(f"b.{key}")
            rows = self.ask(
                ctes,
                f"SELECT COALESCE({name}, 'unknown'), COUNT(*), SUM(m.paid), SUM(m.paid * m.shop)"
                f" FROM makers m JOIN (SELECT DISTINCT owner_id, {key} FROM base) b"
                f" ON b.owner_id = m.id GROUP BY b.{key}",
            )
            found[_NAMES.get(key, key)] = {by: [int(one) for one in line] for by, *line in rows}
        return found

    def _account_kinds(self, ctes: str, whole: int) -> Plain:
        rows = self.ask(
            ctes,
            "SELECT a.kind, COUNT(DISTINCT m.id) FROM makers m"
            " JOIN producer_root r ON r.root = m.id JOIN e_payment_accounts a"
            " ON a.producer_id = r.id WHERE a.verified_on <= :day"
            " AND (a.closed_on IS NULL OR a.closed_on > :day) GROUP BY a.kind",
        )
        counted = dict(tuple(row) for row in rows)
        kinds = ("bank", "e_wallet", "mobile_money")
        return {kind: share(counted.get(kind, 0), whole) for kind in kinds if whole}

    def _members(self) -> Plain:
        holders = self._split(_HOLDERS, _OWNER_KEYS, "COUNT(*), SUM(active)")
        first = _TRAINEES.format(first=self._as_text("f.held_on"))
        trainees = self._split(first, (*_OWNER_KEYS, "month", "year"), "COUNT(*)")
        return {"I5": _shares(holders, 1), "I7": _counts(trainees)}

    def _over(self) -> Plain:
        return _counts(self._split(_OVER, (*_PRODUCT_KEYS, "state"), "COUNT(*)"))

    def _sales(self) -> Plain:
        ctes = _SALES.format(**self._words)
        split = self._split(ctes, (*_OWNER_KEYS, "month", "year"), "COUNT(*), SUM(subtotal_vnd)")
        declared = self.ask(
            "x AS (SELECT 1)",
            f"SELECT SUBSTR({self._as_text('d.month')}, 1, 7), f.code, d.orders, d.value_vnd"
            " FROM declared_sales d JOIN platforms f ON f.id = d.platform_id"
            " WHERE d.withdrawn_at IS NULL AND d.month <= :day",
        )
        (here,) = self.ask("x AS (SELECT 1)", "SELECT code FROM all_platforms WHERE is_here")
        total = split.pop("")[""]
        breakdowns = {by: _lines(lines, _sold) for by, lines in split.items()}
        months = {f"{key}/{here[0]}": _sold(line) for key, line in split.get("month", {}).items()}
        platforms = {here[0]: _sold(total)} if total[0] else {}
        for month, code, orders, value in declared:
            months[f"{month}/{code}"] = _sold([orders, value], is_declared=True)
            known = platforms.get(code, {"orders": 0, "value_vnd": 0})
            sums = [known["orders"] + orders, known["value_vnd"] + value]
            platforms[code] = _sold(sums, is_declared=True)
        breakdowns |= {"month_platform": months, "platform": platforms}
        return {"value": _sold(total), "breakdowns": breakdowns}


def figures_in_sql(session: Session, day: date, now: datetime) -> Plain:
    """Every figure of a day as plain SQL counts it."""
    session.flush()
    return _dense(PlainSql(session, day, now).figures())


def comparable(plain: Plain) -> Plain:
    """``as_plain`` as ``figures_in_sql`` says it: lines by key, without names and empty lines."""
    figures = {
        code: {
            "value": figure["value"],
            "breakdowns": {
                by: {line["key"]: _without(line, "key", "name") for line in split["lines"]}
                for by, split in figure["breakdowns"].items()
            },
        }
        for code, figure in plain["figures"].items()
    }
    return _dense(figures)


def _dense(figures: Plain) -> Plain:
    """The same without lines, and then dimensions, that have nothing in them."""
    for figure in figures.values():
        dense = {by: _with_something(lines) for by, lines in figure["breakdowns"].items()}
        figure["breakdowns"] = {by: lines for by, lines in dense.items() if lines}
    return figures


def _surely_over(day: date) -> date:
    """The last day of issue whose 36 months end before ``day``."""
    around = (day - timedelta(days=number) for number in range(1090, 1100))
    return next(issued for issued in around if add_months(issued, 36) < day)


def share(part: int, whole: int) -> Plain:
    """A part of a whole, with its percent as people round it."""
    percent = None
    if whole:
        exact = Decimal(100 * part) / Decimal(whole)
        percent = str(exact.quantize(Decimal("0.1"), ROUND_HALF_UP))
    return {"part": part, "whole": whole, "percent": percent}


def _without(line: Plain, *names: str) -> Plain:
    return {name: value for name, value in line.items() if name not in names}


def _with_something(lines: Plain) -> Plain:
    return {
        key: line
        for key, line in lines.items()
        if any(number for name, number in line.items() if name not in ("percent", "is_declared"))
    }


def _lines(groups: Plain, said: Any) -> Plain:
    return {key: said(line) for key, line in groups.items()}


def _count(line: list[int]) -> Plain:
    return {"number": line[0]}


def _sold(line: list[int], *, is_declared: bool = False) -> Plain:
    return {"orders": line[0], "value_vnd": line[1], "is_declared": is_declared}


def _counts(split: Plain) -> Plain:
    return {"value": _count(split[""][""]), "breakdowns": dict(_each(split, _count))}


def _shares(split: Plain, column: int) -> Plain:
    def said(line: list[int]) -> Plain:
        return share(line[column], line[0])

    return {"value": said(split[""][""]), "breakdowns": dict(_each(split, said))}


def _each(split: Plain, said: Any) -> Iterator[tuple[str, Plain]]:
    for by, lines in split.items():
        if by:
            yield by, _lines(lines, said)


def _nothing() -> Plain:
    return {"value": None, "breakdowns": {}}
