"""The book of a day: every row that figures are counted from, read once.

No phone, address or account number is among it. That a producer is led by a woman or by somebody
of an ethnic minority is here to be counted, and never leaves row by row (``figures.plain_rows``).
"""

from marketplace.reports.book.filters import HOME_PROVINCE, Filters
from marketplace.reports.book.owners import NOBODY, NOWHERE, Area, Owner
from marketplace.reports.book.producers import AccountHolder, ProducerInForce, Trainee
from marketplace.reports.book.products import (
    HERE,
    TO_REASSESS,
    PlatformRow,
    ProductInForce,
    ProductOver,
    Registered,
)
from marketplace.reports.book.whole import Book, CommuneRow, OwnerSales, SalesRow

__all__ = [
    "HERE",
    "HOME_PROVINCE",
    "NOBODY",
    "NOWHERE",
    "TO_REASSESS",
    "AccountHolder",
    "Area",
    "Book",
    "CommuneRow",
    "Filters",
    "Owner",
    "OwnerSales",
    "PlatformRow",
    "ProducerInForce",
    "ProductInForce",
    "ProductOver",
    "Registered",
    "SalesRow",
    "Trainee",
]
