"""The rules of the register: product groups, the life of a certificate, product codes."""

from marketplace.registry.rules.groups import (
    STARS_WITH_CERTIFICATE,
    Group,
    group,
    groups,
    name_key,
    sector_names,
    suggest_group,
)
from marketplace.registry.rules.life import CERTIFICATE_MONTHS, valid_until

__all__ = [
    "CERTIFICATE_MONTHS",
    "STARS_WITH_CERTIFICATE",
    "Group",
    "group",
    "groups",
    "name_key",
    "sector_names",
    "suggest_group",
    "valid_until",
]
