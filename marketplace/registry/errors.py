"""Refusals of the register."""

from __future__ import annotations

import enum
from datetime import date

from marketplace.errors import Refusal


class CodeFault(enum.StrEnum):
    """Why a text is no product code."""

    FORM = "form"
    YEAR = "year"
    DISTRICT = "district"  # a district, although there were none that year
    PROVINCE = "province"  # no province had that number that year


class BadCode(Refusal):
    """A text that is no product code."""

    def __init__(self, fault: CodeFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class CodeTaken(Refusal):
    """Another product has that code: a code names one product."""

    def __init__(self, product_name: str) -> None:
        super().__init__(product_name)
        self.product_name = product_name


class NothingChanged(Refusal):
    """A correction that says what is recorded already."""


class DecisionMissing(Refusal):
    """Only a decision with its number can be what a certificate rests on as a decision."""


class CertificateKnown(Refusal):
    """The product has a certificate of that decision and date already."""


class NoEnd(Refusal):
    """The certificate has no date, so nothing can be reckoned from its end."""


class DayOutside(Refusal):
    """A day before or after those on which the thing can have happened."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"not between {first} and {last}")
        self.first = first
        self.last = last


class ExtensionOutside(DayOutside):
    """An extension that ends before the certificate does, or too long after it."""


class FileEarly(DayOutside):
    """A file received before the days on which it is handed in."""


class ExtensionEarly(Refusal):
    """Nothing is extended before ``opens``, when the file is first taken."""

    def __init__(self, opens: date) -> None:
        super().__init__(f"not before {opens}")
        self.opens = opens


class ExtensionUnfit(Refusal):
    """With the corrected dates the recorded extension would be too long, or none."""

    def __init__(self, extended_until: date) -> None:
        super().__init__(f"extended until {extended_until}")
        self.extended_until = extended_until


class RevokedAlready(Refusal):
    """The certificate is revoked since ``day``."""

    def __init__(self, day: date) -> None:
        super().__init__(f"revoked on {day}")
        self.day = day


class GroundUnsaid(Refusal):
    """Revoked on another ground than those of the list, without words that say which."""


class FiveStarsOfMinistry(Refusal):
    """Five stars by a people's committee: only the ministry recognises them."""


class NotRevoked(Refusal):
    """The certificate is not revoked, so there is nothing to take back."""


class DecisionKnown(Refusal):
    """Another decision of the province has that number and date."""


class BadEvidenceFile(Refusal):
    """A file that cannot be kept as evidence."""


class EvidenceTooLarge(BadEvidenceFile):
    """More than 10 MB."""


class EvidenceUnknown(BadEvidenceFile):
    """Neither PDF nor JPG, PNG or WebP, whatever its name says."""


class EvidenceEmpty(BadEvidenceFile):
    """No byte came."""


class EvidenceKnown(Refusal):
    """The same file is recorded for the same subject already."""


class EvidenceWithdrawn(Refusal):
    """The file is withdrawn already."""
