"""The words for certificates, papers, and what the register refuses to record."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from marketplace.errors import Refusal
from marketplace.registry import errors
from marketplace.registry.errors import CodeFault
from marketplace.registry.models import Evidence, EvidenceKind, RevocationGround
from marketplace.registry.queries.work import Task
from marketplace.registry.rules.evidence import Validity
from marketplace.web.filters import day

TASKS = {
    Task.WINDOW: _l("Time to hand in the file"),
    Task.LATE: _l("File is late"),
    Task.FILED: _l("File received"),
    Task.ENDS_90: _l("Ends within 90 days"),
    Task.ENDS_30: _l("Within 30 days"),
    Task.ENDS_7: _l("Within 7 days"),
    Task.EXTENDED: _l("Extended"),
    Task.EXPIRED: _l("Expired, nothing new"),
}
EVIDENCE = {
    Evidence.DECISION: _l("the recognition decision"),
    Evidence.PRESS: _l("state press"),
    Evidence.BEFORE: _l("a paper from before recognition"),
    Evidence.PRODUCER: _l("the producer's own word"),
}
GROUNDS = {
    RevocationGround.FALSE_FILE: _l("False file"),
    RevocationGround.CRITERIA_NO_LONGER_MET: _l("Criteria no longer met"),
    RevocationGround.BREACH_OF_LAW: _l("Breach of law"),
    RevocationGround.MISUSE_OF_MARK: _l("Misuse of the OCOP mark"),
    RevocationGround.NO_LONGER_PRODUCED: _l("No longer produced"),
    RevocationGround.OTHER: _l("Other"),
}
EVIDENCE_KINDS = {
    EvidenceKind.DECISION: _l("Recognition decision"),
    EvidenceKind.CERTIFICATE: _l("Certificate"),
    EvidenceKind.BUSINESS_REGISTRATION: _l("Business registration"),
    EvidenceKind.FOOD_SAFETY: _l("Food safety"),
    EvidenceKind.MATERIAL_ORIGIN: _l("Origin of materials"),
    EvidenceKind.ENVIRONMENT: _l("Environment"),
    EvidenceKind.INTELLECTUAL_PROPERTY: _l("Trademark, intellectual property"),
    EvidenceKind.DISTRIBUTION: _l("Distribution contracts"),
    EvidenceKind.PROMOTION: _l("Promotion"),
    EvidenceKind.STORY: _l("Story of the product"),
    EvidenceKind.QUALITY_DECLARATION: _l("Declaration of quality"),
    EvidenceKind.TEST_REPORT: _l("Test report"),
    EvidenceKind.TRACEABILITY: _l("Barcode, traceability"),
    EvidenceKind.MANAGEMENT_SYSTEM: _l("Management system (ISO, HACCP)"),
    EvidenceKind.AWARD: _l("Award"),
    EvidenceKind.OTHER: _l("Other"),
}
VALIDITIES = {
    Validity.VALID: _l("valid"),
    Validity.ENDING: _l("ends soon"),
    Validity.ENDED: _l("ended"),
    Validity.WITHDRAWN: _l("withdrawn"),
}
CODE_FAULTS = {
    CodeFault.FORM: _l(
        "This is no product code. Write it like 15-02647-01-2026, or 83-829-28780-3-2022 for one"
        " from before July 2025."
    ),
    CodeFault.YEAR: _l("The last four digits are the year of the assessment: 2018 to this year."),
    CodeFault.DISTRICT: _l(
        "Since July 2025 there are no districts, so a code of that year has no district."
    ),
    CodeFault.PROVINCE: _l(
        "No province had the number at the start of this code in its year. Check it on the paper."
    ),
}
_PLAIN = {
    errors.NothingChanged: _l("Nothing is different from what is recorded."),
    errors.DecisionMissing: _l(
        "Enter the number of the decision, or choose something else that this rests on."
    ),
    errors.CertificateKnown: _l(
        "This product has a certificate of that decision and day already. Correct that one."
    ),
    errors.NoEnd: _l(
        "The register does not know when this certificate was issued. Correct its date first."
    ),
    errors.GroundUnsaid: _l("Say which other ground it is, as the decision has it."),
    errors.FiveStarsOfMinistry: _l(
        "Five stars are recognised by the Ministry of Agriculture and Environment. Check the"
        " stars and the issuing body."
    ),
    errors.NotRevoked: _l("The certificate is not revoked."),
    errors.DecisionKnown: _l("Another decision of the province has this number and day already."),
    errors.EvidenceTooLarge: _l("The file has more than 10 MB. Scan it with less detail."),
    errors.EvidenceUnknown: _l("The file is no PDF, JPG, PNG or WebP, whatever its name says."),
    errors.EvidenceEmpty: _l("The file is empty. Please choose it again."),
    errors.EvidenceKnown: _l("This file is recorded here already."),
    errors.EvidenceWithdrawn: _l("The file was withdrawn already."),
}


def refused(refusal: Refusal) -> str:
    """Why something is not recorded, and what to do."""
    match refusal:
        case errors.BadCode(fault=fault):
            return str(CODE_FAULTS[fault])
        case errors.CodeTaken(product_name=name):
            return str(
                _(
                    "This code was given to the product “%(name)s” already. Check it on the"
                    " certificate.",
                    name=name,
                )
            )
        case errors.FileEarly(first=first, last=last):
            return str(
                _(
                    "The file for this certificate is handed in from %(first)s to %(last)s."
                    " It cannot have been received before.",
                    first=day(first),
                    last=day(last),
                )
            )
        case errors.ExtensionEarly(opens=opens):
            return str(
                _(
                    "The certificate may be extended from %(day)s on, when the file for"
                    " re-assessment is taken.",
                    day=day(opens),
                )
            )
        case errors.ExtensionOutside(first=first, last=last):
            return str(
                _(
                    "The certificate ends on %(first)s. It may be extended to %(last)s at the"
                    " latest (180 days).",
                    first=day(first),
                    last=day(last),
                )
            )
        case errors.ExtensionUnfit(extended_until=until):
            return str(
                _(
                    "It is extended until %(day)s, which does not fit to these dates."
                    " Take the extension back first.",
                    day=day(until),
                )
            )
        case errors.RevokedAlready(day=revoked):
            return str(_("The certificate is revoked already, since %(day)s.", day=day(revoked)))
        case errors.DayOutside(first=first, last=last):
            return _outside(first, last)
    return str(_PLAIN[type(refusal)])


def _outside(first: date, last: date) -> str:
    if first == date.min:
        return str(_("Enter %(last)s or a day before.", last=day(last)))
    return str(_("Enter a day from %(first)s to %(last)s.", first=day(first), last=day(last)))
