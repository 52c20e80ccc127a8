"""Words typed with a Vietnamese keyboard that was switched off: "maatj ong", "mat65 ong"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from marketplace.text import fold_exact

_SYLLABLE = re.compile(
    r"(?P<onset>ngh|ng|gh|gi(?=[aeouy])|kh|nh|ph|qu(?=[aeiouy])|th|tr|ch|[bcdđghklmnprstvx])?"
    r"(?P<nucleus>[aeiouy]{1,3})(?P<coda>ch|nh|ng|[cmnpt])?"
)
_DOUBLED = re.compile(r"aa|ee|oo")
_NUCLEI = frozenset(
    re.findall(
        r"\w+",
        "a ă â e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iê iu oa oă oe oi ôi ơi ua uâ ue uê ui "
        "uô uơ uy ưa ưi ưu ươ yê oai oay oao oeo uao uây uôi uya uyê uyu ươi ươu iêu yêu uêu oo",
    )
)
_TELEX_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_HATS = (("e", "ê"), ("uo", "uô"), ("a", "â"), ("o", "ô"))
_HORNS = (("uo", "ươ"), ("ua", "ưa"), ("o", "ơ"), ("u", "ư"))
_TO_BREVE = (("a", "ă"),)
_TELEX = re.compile(r"([^aeiouyw]*)(.*)")
_TELEX_KEYS = frozenset("sfrxjwd")  # after the first vowel no syllable has these letters
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class _Marks:
    """What the keys put on a syllable."""

    tone: str = ""
    stroke: bool = False
    hat: bool = False
    horn: bool = False
    breve: bool = False


@lru_cache(maxsize=4096)
def undo(word: str) -> str | None:
    """The syllable that the keys were meant to give: "traf" and "tra2" give "trà".

    ``None`` when the word is no such leftover. ``word`` is in lower case.
    """
    if not word.isascii() or not 2 <= len(word) <= _LONGEST:
        return None
    read = _read_vni(word) if any(key.isdigit() for key in word) else _read_telex(word)
    return _syllable(*read) if read else None


def _read_vni(word: str) -> tuple[str, _Marks] | None:
    letters = "".join(key for key in word if not key.isdigit())
    keys = [key for key in word if key.isdigit()]
    tones = [key for key in keys if key in _VNI_TONES]
    if word[0].isdigit() or len(set(keys)) < len(keys) or len(tones) > 1 or "0" in keys:
        return None
    tone = _VNI_TONES[tones[0]] if tones else ""
    return letters, _Marks(tone, "9" in keys, "6" in keys, "7" in keys, "8" in keys)


def _read_telex(word: str) -> tuple[str, _Marks] | None:
    onset, rest = _TELEX.fullmatch(word).groups()  # type: ignore[union-attr]
    keys = [key for key in rest[1:] if key in _TELEX_KEYS]
    tones = [key for key in keys if key in _TELEX_TONES]
    doubled = _DOUBLED.findall(rest)
    if len(tones) > 1 or len(doubled) > 1 or keys.count("w") > 2 or keys.count("d") > 1:
        return None
    vowels = rest[:1] + "".join(key for key in rest[1:] if key not in _TELEX_KEYS)
    letters = onset.replace("dd", "d") + _DOUBLED.sub(lambda pair: pair[0][0], vowels)
    tone = _TELEX_TONES[tones[0]] if tones else ""
    has_w, stroke = "w" in keys, onset == "dd" or "d" in keys
    return letters, _Marks(tone, stroke, bool(doubled), horn=has_w, breve=has_w)


def _syllable(letters: str, marks: _Marks) -> str | None:
    """The marked syllable, if it is one and anything is marked."""
    parts = _SYLLABLE.fullmatch(letters)
    if parts is None or (marks.stroke and parts["onset"] != "d"):
        return None
    nucleus = _marked(parts["nucleus"], marks)
    if nucleus not in _NUCLEI or (nucleus == parts["nucleus"] and not (marks.tone or marks.stroke)):
        return None
    onset = "đ" if marks.stroke else parts["onset"] or ""
    return fold_exact(onset + nucleus[0] + marks.tone + nucleus[1:] + (parts["coda"] or ""))


def _marked(nucleus: str, marks: _Marks) -> str:
    """The vowels with the first mark that fits them."""
    changes = (
        *(_HATS if marks.hat else ()),
        *(_HORNS if marks.horn else ()),
        *(_TO_BREVE if marks.breve else ()),
    )
    plain, marked = next((change for change in changes if change[0] in nucleus), ("", ""))
    return nucleus.replace(plain, marked, 1)
