"""Words typed with a Vietnamese keyboard that was switched off: "maatj ong", "mat65 ong"."""

from __future__ import annotations

import re
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
_LONGEST = 12


@lru_cache(maxsize=4096)
def undo(word: str) -> str | None:
    """The syllable that the keys were meant to give: "traf" and "tra2" give "trà".

    ``None`` when the word is no such leftover. ``word`` is in lower case.
    """
    if not word.isascii() or not 2 <= len(word) <= _LONGEST:
        return None
    return _undo_vni(word) if any(key.isdigit() for key in word) else _undo_telex(word)


def _undo_vni(word: str) -> str | None:
    keys = "".join(key for key in word if key.isdigit())
    tones = [key for key in keys if key in _VNI_TONES]
    if word[0].isdigit() or len(set(keys)) < len(keys) or len(tones) > 1 or "0" in keys:
        return None
    letters = "".join(key for key in word if not key.isdigit())
    marks = {"hat": "6" in keys, "horn": "7" in keys, "breve": "8" in keys}
    tone = _VNI_TONES[tones[0]] if tones else ""
    return _syllable(letters, tone, stroke="9" in keys, **marks) if keys else None


def _undo_telex(word: str) -> str | None:
    first_vowel = next((place for place, key in enumerate(word) if key in "aeiouyw"), None)
    if first_vowel is None:
        return None
    head, tail = word[: first_vowel + 1], word[first_vowel + 1 :]
    tones = [key for key in tail if key in _TELEX_TONES]
    stroke = head.startswith("dd") or (head.startswith("d") and "d" in tail)
    horns = tail.count("w")
    hats = _DOUBLED.findall(word)
    if len(tones) > 1 or len(hats) > 1 or horns > 2 or not (tones or stroke or horns or hats):
        return None
    if stroke:
        head = head.removeprefix("d") if head.startswith("dd") else head
        tail = tail.replace("d", "", 1) if "d" in tail else tail
    letters = head + "".join(key for key in tail if key not in "sfrxjw")
    letters = _DOUBLED.sub(lambda doubled: doubled[0][0], letters)
    tone = _TELEX_TONES[tones[0]] if tones else ""
    return _syllable(
        letters, tone, stroke=stroke, hat=bool(hats), horn=bool(horns), breve=bool(horns)
    )


def _syllable(
    letters: str, tone: str, *, stroke: bool, hat: bool, horn: bool, breve: bool
) -> str | None:
    parts = _SYLLABLE.fullmatch(letters)
    if parts is None or (stroke and parts["onset"] != "d"):
        return None
    nucleus = _marked(parts["nucleus"], hat=hat, horn=horn, breve=breve)
    if nucleus not in _NUCLEI or (nucleus == parts["nucleus"] and not (tone or stroke)):
        return None
    onset = "đ" if stroke else parts["onset"] or ""
    return fold_exact(onset + nucleus[0] + tone + nucleus[1:] + (parts["coda"] or ""))


def _marked(nucleus: str, *, hat: bool, horn: bool, breve: bool) -> str:
    for wanted, changes in ((hat, _HATS), (horn, _HORNS), (breve, (("a", "ă"),))):
        plain, marked = next(((p, m) for p, m in changes if wanted and p in nucleus), ("", ""))
        if plain:
            return nucleus.replace(plain, marked, 1)
    return nucleus
