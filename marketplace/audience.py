"""Who a page is for."""

from __future__ import annotations

import enum


class Audience(enum.StrEnum):
    """Everyone may see the pages of ``PUBLIC``; the others need a log-in of that kind."""

    PUBLIC = "public"
    MEMBER = "member"  # anyone logged in
    BUYER = "buyer"
    PRODUCER = "producer"
    HELPER = "helper"
    STAFF = "staff"
