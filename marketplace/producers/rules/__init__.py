"""What names and numbers of producers mean, without the database."""

from marketplace.producers.rules.names import (
    PROGRAMME_BEGAN,
    is_holder_expected,
    kind_from,
    producer_key,
    provider_key,
    slug_of,
)
from marketplace.producers.rules.numbers import (
    FIRST_ACCOUNTS,
    account_number,
    may_have_citizen_code,
    tax_code,
)

__all__ = [
    "FIRST_ACCOUNTS",
    "PROGRAMME_BEGAN",
    "account_number",
    "is_holder_expected",
    "kind_from",
    "may_have_citizen_code",
    "producer_key",
    "provider_key",
    "slug_of",
    "tax_code",
]
