"""What the certificates of a product say on a day."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from datetime import date

from marketplace.registry.models import Certificate
from marketplace.registry.rules import life


class Standing(enum.StrEnum):
    """What a product's certificates say on a day."""

    IN_FORCE = "in_force"
    EXPIRED = "expired"
    REVOKED = "revoked"
    UNCERTAIN = "uncertain"  # the register does not know its dates well enough to say
    NONE = "none"


def speaking_certificate(
    certificates: Sequence[Certificate], day: date
) -> tuple[Certificate | None, Standing]:
    """The certificate that a product page shows on ``day``, and how it stands.

    ``certificates`` come latest first. One in force speaks before any other; else the latest does.
    """
    for certificate in certificates:
        if certificate.is_in_force_on(day):
            return certificate, Standing.IN_FORCE
    if not certificates:
        return None, Standing.NONE
    return certificates[0], _standing(certificates[0], day)


def _standing(certificate: Certificate, day: date) -> Standing:
    """How a certificate that is not in force stands."""
    return {
        life.State.REVOKED: Standing.REVOKED,
        life.State.EXPIRED: Standing.EXPIRED,
    }.get(life.state_on(certificate, day), Standing.UNCERTAIN)
