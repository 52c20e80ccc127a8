"""How the kinds of producers are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from marketplace.producers.models import ProducerKind

PRODUCER_KINDS = {
    ProducerKind.COOPERATIVE: _l("Cooperative"),
    ProducerKind.COOPERATIVE_GROUP: _l("Cooperative group"),
    ProducerKind.ENTERPRISE: _l("Enterprise"),
    ProducerKind.HOUSEHOLD: _l("Household"),
    ProducerKind.FARM: _l("Farm"),
    ProducerKind.ASSOCIATION: _l("Association"),
}
