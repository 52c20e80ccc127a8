"""Sets of small numbers as one big integer: and, or and counting run at the speed of C."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import compress

FEW = 48
_ZERO, _ONE = b"0"[0], b"1"[0]
_TO_FLAGS = bytes.maketrans(b"01", b"\x00\x01")


def from_ids(ids: Sequence[int], size: int) -> int:
    """The set of ``ids``, each below ``size``."""
    if len(ids) <= FEW:
        bits = 0
        for number in ids:
            bits |= 1 << number
        return bits
    digits = bytearray(b"0") * size
    last = size - 1
    for number in ids:
        digits[last - number] = _ONE
    return int(digits, 2)


def to_flags(bits: int, size: int) -> bytes:
    """One byte for each number below ``size``: 1 when it is in the set, else 0."""
    return format(bits, f"0{size}b").encode().translate(_TO_FLAGS)[::-1] if size else b""


def to_ids(bits: int, size: int) -> list[int]:
    """The numbers in the set, ascending."""
    if bits.bit_count() > FEW:
        return list(compress(range(size), to_flags(bits, size)))
    ids = []
    while bits:
        lowest = bits & -bits
        ids.append(lowest.bit_length() - 1)
        bits ^= lowest
    return ids


def everything(size: int) -> int:
    """The set of all numbers below ``size``."""
    return (1 << size) - 1


def ids_array(ids: Sequence[int]) -> array[int]:
    """Numbers kept in four bytes each."""
    return array("I", ids)
