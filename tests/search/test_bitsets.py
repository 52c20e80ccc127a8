"""Sets of numbers as one integer behave as sets."""

from hypothesis import given
from hypothesis import strategies as st

from marketplace.search import bitsets

SIZE = 500
numbers = st.sets(st.integers(0, SIZE - 1))


@given(numbers, numbers)
def test_and_or_and_counting_are_those_of_sets(one, other):
    bits, more = bitsets.from_ids(sorted(one), SIZE), bitsets.from_ids(sorted(other), SIZE)

    assert bitsets.to_ids(bits & more, SIZE) == sorted(one & other)
    assert bitsets.to_ids(bits | more, SIZE) == sorted(one | other)
    assert (bits & more).bit_count() == len(one & other)


@given(numbers)
def test_flags_say_which_numbers_are_in(chosen):
    flags = bitsets.to_flags(bitsets.from_ids(sorted(chosen), SIZE), SIZE)

    assert {number for number, flag in enumerate(flags) if flag} == chosen
    assert len(flags) == SIZE


def test_an_empty_segment_has_no_flags():
    assert bitsets.to_flags(0, 0) == b""
    assert bitsets.everything(0) == 0
