"""What an office puts around a table: who reports, under which number, who signs where."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _

DOTS = "……"
MARCH = 3


@dataclass(frozen=True, slots=True)
class Office:
    """The words of the office, typed by a person; what is empty is left to be filled by hand."""

    parent: str = ""  # the body above: "Ủy ban nhân dân tỉnh Lào Cai"
    name: str = ""  # the office itself: "Sở Công Thương"
    number: str = ""  # of the report the tables belong to: "125/BC-SCT"
    signed_on: date | None = None
    place: str = ""  # "Lào Cai"

    def as_plain(self) -> dict[str, Any]:
        """As it is kept in the log of files."""
        day = self.signed_on.isoformat() if self.signed_on else None
        return asdict(self) | {"signed_on": day}


def usual() -> Office:
    """What stands there until somebody types something else."""
    return Office(
        parent=_("People's Committee of Lào Cai province"),
        name=_("Department of Industry and Trade"),
        place="Lào Cai",
    )


def read_office(plain: dict[str, Any]) -> Office:
    """What ``as_plain`` kept."""
    day = plain.get("signed_on")
    texts = {key: plain.get(key, "") for key in ("parent", "name", "number", "place")}
    return Office(**texts, signed_on=date.fromisoformat(day) if day else None)


def agency(office: Office) -> tuple[str, str]:
    """The two lines at the top left."""
    return (office.parent.upper() or DOTS * 4, office.name.upper() or DOTS * 4)


def nation() -> tuple[str, str]:
    """The two lines at the top right."""
    return _("SOCIALIST REPUBLIC OF VIET NAM"), _("Independence - Freedom - Happiness")


def attached(office: Office) -> str:
    """Which report the tables belong to, with dots where nothing was typed."""
    day = f"{office.signed_on:%d/%m/%Y}" if office.signed_on else f"{DOTS}/{DOTS}/{DOTS}"
    number = office.number or f"{DOTS}/BC-{DOTS}"
    return str(_("(Attached to Report No. %(number)s of %(day)s)", number=number, day=day))


def signed(office: Office) -> str:
    """Place and day above the signatures."""
    return str(
        _(
            "%(place)s, day %(day)s month %(month)s year %(year)s",
            place=office.place or DOTS,
            **_parts_of(office.signed_on),
        )
    )


def _parts_of(day: date | None) -> dict[str, str]:
    """As Decree 30/2020 writes a day: days under 10 and the first two months with a zero."""
    if day is None:
        return {"day": DOTS, "month": DOTS, "year": DOTS}
    month = f"{day.month:02}" if day.month < MARCH else str(day.month)
    return {"day": f"{day:%d}", "month": month, "year": str(day.year)}


def signatures() -> tuple[tuple[str, str], tuple[str, str]]:
    """Who signs on the left and on the right, and how."""
    return (
        (_("PREPARED BY"), _("(Signature, full name)")),
        (_("HEAD OF THE OFFICE"), _("(Signature, stamp, full name)")),
    )
