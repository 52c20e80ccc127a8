"""How values become lengths, and words become lines of a given width."""

from __future__ import annotations

from collections.abc import Iterator

from marketplace.reports.charts.drawing import TEXT

# A letter of ordinary type is about this much of its height wide, in hundredths: measured on
# Vietnamese names in Noto Sans and Segoe UI, rounded up so that words end before the edge.
_LETTER = 56
_ROUNDS = (10, 15, 20, 30, 40, 50, 60, 80, 100)  # tenths of a power of ten


def round_top(largest: int) -> int:
    """The round number at which an axis ends, from 1 on, so that an empty chart has one too.

    605 gives 800, 137 gives 150, 0 gives 1.
    """
    if largest < len(_ROUNDS):
        return max(1, largest + largest % 2) if largest > 1 else 1
    power: int = 10 ** (len(str(largest)) - 1)
    return next(top for top in (power * tenths // 10 for tenths in _ROUNDS) if top >= largest)


def ticks(top: int) -> tuple[int, ...]:
    """The values named beside an axis: its ends, and the middle when that is a whole number."""
    return (0, top) if top % 2 else (0, top // 2, top)


def length(value: int, top: int, room: int) -> int:
    """How long a value is on an axis of ``room`` units that ends at ``top``.

    What is there at all is seen: a value above nothing is at least one unit long.
    """
    if value <= 0:
        return 0
    return min(room, max(1, (2 * value * room + top) // (2 * top)))


def text_width(words: str, size: int = TEXT) -> int:
    """About how wide words are, in units; never less than they really are."""
    return (len(words) * size * _LETTER + 99) // 100


def wrapped(words: str, width: int, most_lines: int = 2, size: int = TEXT) -> tuple[str, ...]:
    """The words in lines no wider than ``width``; what is too long ends in an ellipsis."""
    letters = max(4, width * 100 // (size * _LETTER))
    lines = list(_lines(words, letters))
    if len(lines) <= most_lines:
        return tuple(lines)
    last = lines[most_lines - 1][: letters - 1].rstrip()
    return (*lines[: most_lines - 1], f"{last}…")


def _lines(words: str, letters: int) -> Iterator[str]:
    line = ""
    for word in words.split():
        whole = f"{line} {word}" if line else word
        if len(whole) <= letters:
            line = whole
            continue
        if line:
            yield line
        while len(word) > letters:
            yield word[: letters - 1] + "-"
            word = word[letters - 1 :]
        line = word
    yield line
