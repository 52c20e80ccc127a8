"""Why two descriptions look like one thing, or do not. Pages put these into words."""

from __future__ import annotations

import enum


class Why(enum.StrEnum):
    """One thing that speaks for or against a match."""

    SAME_CODE = "same_code"
    OTHER_CODE = "other_code"
    SAME_CERTIFICATE = "same_certificate"
    SAME_NAME = "same_name"
    ACCENTS = "accents"  # "Bún" and "Bùn"
    SYNONYM = "synonym"  # chè and trà
    ORDER = "order"
    TYPO = "typo"
    OWN_PLACE_IN_NAME = "own_place_in_name"  # "Mật ong" and "Mật ong Mường Vi", of Mường Vi
    OWN_PRODUCER_IN_NAME = "own_producer_in_name"
    MORE_WORDS = "more_words"
    OTHER_WORDS = "other_words"  # trà hoa sen and trà hoa nhài
    OTHER_KIND = "other_kind"  # giò cá hồi and cá hồi
    OTHER_FORM = "other_form"  # mít and mít sấy
    OTHER_GRADE = "other_grade"
    OTHER_NUMBER = "other_number"
    OTHER_SIZE = "other_size"
    SAME_PRODUCER = "same_producer"
    ALIKE_PRODUCER = "alike_producer"
    UNKNOWN_PRODUCER = "unknown_producer"
    OTHER_PRODUCER = "other_producer"
    SAME_TAX_CODE = "same_tax_code"
    OTHER_TAX_CODE = "other_tax_code"
    SAME_PLACE = "same_place"
    LESS_EXACT_PLACE = "less_exact_place"
    UNKNOWN_PLACE = "unknown_place"
    SAME_DISTRICT = "same_district"
    OTHER_PLACE = "other_place"
    OTHER_PROVINCE = "other_province"
    SEVERAL_FIT = "several_fit"
