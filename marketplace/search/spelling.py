"""Near spellings of a folded word: one slip of the finger, or the same sound written otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain, islice
from string import ascii_lowercase, digits

_KEYS = ascii_lowercase + digits
_SHORTEST, _LONGEST = 3, 20
# Pairs that many people speak alike, at the start of a syllable.
_SOUND_ALIKE = (
    ("s", "x"), ("tr", "ch"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("l", "n"), ("v", "d"),
    ("k", "c"), ("c", "q"), ("gh", "g"), ("ngh", "ng"), ("ph", "f"),
)  # fmt: skip
_MOST = 8


def near(word: str, is_known: Callable[[str], bool]) -> list[str]:
    """Known words that ``word`` may have been meant to be, likeliest first, without itself."""
    slips = _one_slip(word) if _SHORTEST <= len(word) <= _LONGEST else ()
    candidates = dict.fromkeys(chain(_same_sound(word), slips))
    return list(islice((c for c in candidates if c != word and is_known(c)), _MOST))


def _same_sound(word: str) -> Iterator[str]:
    for one, other in _SOUND_ALIKE:
        for written, meant in ((one, other), (other, one)):
            if word.startswith(written):
                yield meant + word[len(written) :]
    if word[-1:] in ("i", "y"):
        yield word[:-1] + ("y" if word[-1] == "i" else "i")


def _one_slip(word: str) -> Iterator[str]:
    """Two keys swapped, one doubled or lost, one too many, one wrong."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    yield from (left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1)
    yield from (left + right[1:] for left, right in cuts if right)
    yield from (left + key + right for left, right in cuts for key in _KEYS)
    yield from (left + key + right[1:] for left, right in cuts if right for key in _KEYS)
