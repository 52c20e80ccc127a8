"""What of the register a row may be about: candidates with a score from 0 to 100 and the reasons.

Sure matches are taken as they are, unsure ones wait until a person decides, the rest is new.
"""

from marketplace.registry.matching.finding import find_matches, find_producers
from marketplace.registry.matching.reasons import Why
from marketplace.registry.matching.verdicts import (
    Described,
    Likeness,
    Match,
    Verdict,
    certificate,
    product_code,
)

__all__ = [
    "Described",
    "Likeness",
    "Match",
    "Verdict",
    "Why",
    "certificate",
    "find_matches",
    "find_producers",
    "product_code",
]
