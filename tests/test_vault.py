"""Numbers are sealed, opened and found again, while keys come and go."""

from __future__ import annotations

import pytest

from marketplace.vault import LostKey, Vault

OLD, NEW = "1" * 31 + "a", "2" * 31 + "b"
NUMBER = "0012345678900"


def test_what_is_sealed_opens_again_with_its_leading_zeros():
    vault = Vault([OLD])

    assert vault.open(vault.seal(NUMBER)) == NUMBER


def test_a_seal_shows_nothing_of_the_number_and_is_never_the_same():
    vault = Vault([OLD])

    one, other = vault.seal(NUMBER), vault.seal(NUMBER)

    assert one != other
    assert NUMBER not in one + vault.fingerprint(NUMBER)


def test_a_new_key_opens_and_recognises_what_the_old_one_sealed():
    before, after = Vault([OLD]), Vault([NEW, OLD])

    assert after.open(before.seal(NUMBER)) == NUMBER
    assert before.fingerprint(NUMBER) in after.fingerprints(NUMBER)
    assert after.fingerprint(NUMBER) != before.fingerprint(NUMBER)


def test_what_was_sealed_anew_outlives_the_old_key():
    between, after = Vault([NEW, OLD]), Vault([NEW])

    assert after.open(between.seal(NUMBER)) == NUMBER
    assert after.fingerprints(NUMBER) == [between.fingerprint(NUMBER)]


def test_a_key_that_is_gone_is_named_as_the_fault():
    with pytest.raises(LostKey):
        Vault([NEW]).open(Vault([OLD]).seal(NUMBER))


def test_a_changed_seal_does_not_open():
    vault = Vault([OLD])
    sealed = vault.seal(NUMBER)

    with pytest.raises(LostKey):
        vault.open(sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:])


def test_fingerprints_differ_by_number_and_by_key():
    vault, other = Vault([OLD]), Vault([NEW])

    marks = {vault.fingerprint(NUMBER), vault.fingerprint("0" + NUMBER), other.fingerprint(NUMBER)}

    assert len(marks) == 3
    assert all(len(mark) == 64 for mark in marks)
