"""A file of producers: who they are, what they are taxed under, who represents them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from marketplace import clock
from marketplace.admin_units import queries as places
from marketplace.intake.kinds import (
    Field,
    FileFacts,
    FileRow,
    Handling,
    Outcome,
    OutcomeKind,
    PlainHandling,
    PlainTaker,
    Remark,
    RemarkKind,
    Words,
)
from marketplace.producers import actions, queries
from marketplace.producers.models import Producer, ProducerKind
from marketplace.producers.rules import producer_key
from marketplace.producers.taking.cells import Cells
from marketplace.producers.taking.columns import (
    COMMUNE,
    DISTRICT,
    NAME,
    PROVINCE,
    SENTENCES,
    TAX_CODE,
)
from marketplace.producers.taking.finding import Directory, Sought
from marketplace.producers.taking.places import Where, place_in
from marketplace.producers.wording import PRODUCER_KINDS

WOMAN_LED = Field(
    "is_woman_led",
    _l("Led by a woman"),
    ("nữ làm chủ", "phụ nữ làm chủ", "chủ thể là nữ", "giới tính"),
    is_secret=True,
)
MINORITY_LED = Field(
    "is_minority_led",
    _l("Led by a person of an ethnic minority"),
    ("dân tộc thiểu số", "DTTS", "người DTTS làm chủ"),
    is_secret=True,
)
# Not said in remarks: the two answers are counted, never shown beside a name.
UNSPOKEN = frozenset({"is_woman_led", "is_minority_led", "representative_consent_on"})
OF_THE_SHOP = ("phone", "email")


class ProducersTaker(PlainTaker):
    """Producers, selling here or not."""

    name = "producers"
    title = _l("Producers")
    fields: Sequence[Field] = (
        replace(NAME, is_required=True),
        Field("kind", _l("Legal kind"), ("loại hình", "loại hình chủ thể", "loại chủ thể")),
        TAX_CODE,
        Field(
            "representative",
            _l("Legal representative"),
            ("người đại diện", "đại diện pháp luật", "chủ cơ sở", "giám đốc"),
            longest=120,
        ),
        WOMAN_LED,
        MINORITY_LED,
        Field(
            "representative_consent_on",
            _l("Agreed on"),
            ("ngày đồng ý", "đồng ý ngày", "ngày đồng thuận"),
        ),
        COMMUNE,
        DISTRICT,
        PROVINCE,
        Field("address", _l("Address"), ("địa chỉ", "thôn", "thôn bản"), longest=200),
        Field("phone", _l("Phone number"), ("điện thoại", "số điện thoại", "SĐT")),
        Field("email", _l("E-mail"), ("email", "thư điện tử"), longest=254),
    )
    sentences: ClassVar[dict[str, Words]] = SENTENCES | {
        "kind_unknown": _l("This legal kind is not known: cooperative, household, enterprise …"),
        "no_answer": _l("Enter yes or no, or leave it empty."),
        "consent_missing": _l(
            "These answers may be kept only with the day on which the representative agreed."
        ),
        "phone_unknown": _l("This is not a Vietnamese phone number, such as 0912 345 678."),
        "email_unknown": _l("This does not look like an e-mail address."),
        "other_name": _l('The register calls it "%(name)s" and keeps that name.'),
        "shop_speaks": _l("Its shop is open and says itself how to reach it: left as it is."),
        "place_kept": _l("The register has %(name)s as its commune and keeps it."),
        "answers_taken": _l("The answers about the representative are taken."),
    }

    def begin(self, session: Session, file: FileFacts) -> Handling:
        """Get ready for the rows of a file."""
        return _ProducersHandling(session, file)


taker = ProducersTaker()


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that was read: what it says of a producer, by column; what it leaves open is absent."""

    row: FileRow
    name: str
    where: Where
    values: dict[str, object]
    faults: Sequence[Remark]

    @property
    def sought(self) -> Sought:
        """By what its producer is found."""
        code = self.values.get("tax_code")
        unit = self.where.unit
        return Sought(self.name, str(code) if code else None, unit.id if unit else None)


class _ProducersHandling(PlainHandling):
    """Checking and taking do the same; what a check made is thrown away."""

    def __init__(self, session: Session, file: FileFacts) -> None:
        super().__init__(session, file)
        self._gazetteer = places.gazetteer(session)
        self._slugs = queries.slugs(session)
        self._today = clock.day_in_vietnam(file.now)

    def group_key(self, row: FileRow) -> str:
        """Rows that may be about one producer."""
        return producer_key(row.cells.get("name", ""))[:200]

    def check(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """What would become of the producers."""
        self.say_why()
        read = [self._read(row) for row in rows]
        with self.session.no_autoflush:
            directory = Directory(self.session, (one.sought for one in read))
            return [self._settle(one, directory) for one in read]

    def take(self, rows: Sequence[FileRow]) -> list[Outcome]:
        """Enter them, or set them right."""
        outcomes = self.check(rows)
        self.session.flush()
        return outcomes

    def _read(self, row: FileRow) -> _Row:
        cells = Cells(row.cells, self._today)
        kind = cells.kind()
        values: dict[str, object] = {
            "kind": kind,
            "tax_code": cells.tax_code(kind),
            "representative": cells.text("representative"),
            "is_woman_led": cells.answer("is_woman_led"),
            "is_minority_led": cells.answer("is_minority_led"),
            "representative_consent_on": cells.day("representative_consent_on"),
            "address": cells.text("address"),
            "phone": cells.phone(),
            "email": cells.email(),
        }
        name = cells.needed("name", "name_missing")
        where = place_in(cells, self._gazetteer)
        said = {column: value for column, value in values.items() if value not in (None, "")}
        return _Row(row, name, where, said, cells.faults)

    def _settle(self, one: _Row, directory: Directory) -> Outcome:
        line = one.row.line
        if one.faults:
            return Outcome(line, OutcomeKind.REFUSED, one.name, one.faults)
        found = directory.find(one.sought, one.row.decided)
        if found.candidates:
            return Outcome(line, OutcomeKind.UNSURE, one.name, candidates=found.candidates)
        fault = _consent_fault(one, found.producer)
        if fault is not None:
            return Outcome(line, OutcomeKind.REFUSED, one.name, [fault])
        if found.producer is not None:
            remarks = self._correct(found.producer, one)
            directory.add(found.producer)
            changed = any(remark.kind is RemarkKind.CHANGE for remark in remarks)
            kind = OutcomeKind.CHANGED if changed else OutcomeKind.UNCHANGED
            return Outcome(line, kind, one.name, remarks)
        directory.add(self._enter(one))
        return Outcome(line, OutcomeKind.ADDED, one.name)

    def _enter(self, one: _Row) -> Producer:
        kind = one.values.get("kind")
        producer = actions.add_producer(
            self.session,
            one.name,
            kind if isinstance(kind, ProducerKind) else None,
            taken=self._slugs,
            now=self.file.now,
        )
        values = one.values | _place_values(one.where)
        texts = (one.row.cells.get(column, "") for column in ("commune", "district", "province"))
        values["place_text"] = ", ".join(text for text in texts if text)[:200]
        actions.change_facts(self.session, producer, values, now=self.file.now)
        return producer

    def _correct(self, producer: Producer, one: _Row) -> list[Remark]:
        """Fill and correct what the row states; name and commune are left to people."""
        values, remarks = dict(one.values), []
        if producer_key(one.name) != producer.name_key:
            remarks.append(_notice("other_name", "name", name=producer.name))
        if producer.shop_opened_at is not None:
            kept = [name for name in OF_THE_SHOP if values.pop(name, None) is not None]
            remarks += [_notice("shop_speaks", name) for name in kept]
        if producer.unit_id is None:
            values |= _place_values(one.where)
        elif one.where.unit is not None and one.where.unit.id != producer.unit_id:
            unit = self._gazetteer.by_id[producer.unit_id]
            remarks.append(_notice("place_kept", "commune", name=unit.name))
        before = {name: getattr(producer, name) for name in values}
        changed = actions.change_facts(self.session, producer, values, now=self.file.now)
        return [*remarks, *self._changes(changed, before, values)]

    def _changes(
        self, changed: Sequence[str], before: dict[str, object], after: dict[str, object]
    ) -> list[Remark]:
        spoken = [name for name in changed if name not in UNSPOKEN | {"province_id", "old_unit_id"}]
        remarks = [
            self._change("commune" if name == "unit_id" else name, before[name], after[name])
            for name in spoken
        ]
        if UNSPOKEN & set(changed):
            remarks.append(Remark(RemarkKind.CHANGE, "answers_taken", data=_no_values()))
        return remarks

    def _change(self, column: str, before: object, after: object) -> Remark:
        told = {"before": self._text(column, before), "after": self._text(column, after)}
        return Remark(RemarkKind.CHANGE, "changed" if told["before"] else "filled", column, told)

    def _text(self, column: str, value: object) -> str:
        if isinstance(value, ProducerKind):
            return str(PRODUCER_KINDS[value])
        if column == "commune" and isinstance(value, int):
            return self._gazetteer.by_id[value].name
        return str(value or "")


def _consent_fault(one: _Row, producer: Producer | None) -> Remark | None:
    """Answers come with the day of consent: in the row, or given before."""
    has_answer = {"is_woman_led", "is_minority_led"} & one.values.keys()
    if not has_answer or "representative_consent_on" in one.values:
        return None
    if producer is not None and producer.representative_consent_on is not None:
        return None
    return Remark(RemarkKind.FAULT, "consent_missing", "representative_consent_on")


def _place_values(where: Where) -> dict[str, object]:
    places = {"province_id": where.province, "unit_id": where.unit, "old_unit_id": where.old}
    return {name: place.id for name, place in places.items() if place is not None}


def _notice(code: str, column: str, **data: str) -> Remark:
    return Remark(RemarkKind.NOTICE, code, column, data)


def _no_values() -> dict[str, str]:
    return {"before": "", "after": ""}
