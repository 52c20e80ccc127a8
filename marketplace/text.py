"""Vietnamese text: the one way this product cleans, folds, splits and sorts it.

Three forms of the same words are used everywhere:

* as written, cleaned: ``clean_line`` and ``clean_text`` (what is stored);
* exact: ``fold_exact``, one spelling for each word, accents kept;
* folded: ``fold``, no accents at all, what people type in a hurry.
"""

import re
import unicodedata
from functools import lru_cache

# Each of these is read as đ, and none of them decomposes into d and a mark:
# đ Đ, the Icelandic ð Ð that Windows keyboards give, and the African ɖ Ɖ.
_D_WITH_STROKE = "đĐðÐɖƉ"
_TO_D = str.maketrans(dict.fromkeys(_D_WITH_STROKE, "d"))
_TO_D_WITH_STROKE = str.maketrans({"ð": "đ", "ɖ": "đ", "Ð": "Đ", "Ɖ": "Đ"})

# In the order of the dictionary: huyền, hỏi, ngã, sắc, nặng.
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_VOWEL_MARKS = "\u0302\u0306\u031b"  # â ă ơ
_BEARS_TONE = "aeiouy" + _VOWEL_MARKS

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: chr(0x100 + rank) for rank, letter in enumerate(_ALPHABET)}
_TONE_RANK = {tone: chr(0x31 + rank) for rank, tone in enumerate(_TONES)}

_WORD = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")
_APOSTROPHE_INSIDE = re.compile(r"(?<=[^\W\d_])['\u2019\u02bc](?=[^\W\d_])")
_SYLLABLE = re.compile(
    r"(?P<onset>qu(?=[aeiouy])|gi(?=[aeouy])|[^\W\d_aeiouy]*)"
    r"(?P<vowels>(?:[aeiouy][\u0302\u0306\u031b]?){1,3})"
    r"(?P<coda>ch|nh|ng|[cmnpt])?"
)
_VOWEL = re.compile(r"[aeiouy][\u0302\u0306\u031b]?")

# Letters of other alphabets that look like a Latin one in ordinary type.
_LOOK_ALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТУХѴԚԜаеѕіјкмнорстухѵԛԝӏԁɡɑıȷ"  # Cyrillic, and odd Latin
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεικνορτυχ",  # Greek
    "ABESIJKMHOPCTYXVQWaesijkmhopctyxvqwldgaijABEZHIKMNOPTYXaeikvoptux",
)


def nfc(text: str) -> str:
    """Return the text with each accented letter as one character (NFC)."""
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Return the words as typed without accents: "Mật Ong  Hoà" gives "mat ong hoa".

    Lower case, đ as d, single spaces. Punctuation stays; see ``words``.
    """
    letters = unicodedata.normalize("NFKD", _without_format_characters(text)).translate(_TO_D)
    plain = "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")
    return _one_spaced(nfc(plain.lower()))


def fold_exact(text: str) -> str:
    """Return the words in lower case with their accents, in one spelling.

    The old and the new place of a tone become one ("Hoà" and "Hòa", "khoẻ"
    and "khỏe"), as do the look-alikes of đ.
    """
    lowered = _without_format_characters(text).translate(_TO_D_WITH_STROKE).lower()
    spelt = _WORD.sub(lambda match: _one_tone_place(match[0]), nfc(lowered))
    return _one_spaced(nfc(spelt))


def is_poorer_spelling(text: str, known: str) -> bool:
    """Whether a text says the same as a known one with fewer accents, or in capitals only.

    "MAT ONG RUNG" and "Mat ong rung" are poorer than "Mật ong rừng".
    """
    if words(fold(text)) != words(fold(known)):
        return False
    accents, known_accents = _accents(text), _accents(known)
    if accents != known_accents:
        return accents < known_accents
    return _has_one_case(text) and not _has_one_case(known)


def _accents(text: str) -> int:
    marks = sum(unicodedata.combining(letter) > 0 for letter in unicodedata.normalize("NFD", text))
    return marks + sum(letter in "đĐ" for letter in text)


def _has_one_case(text: str) -> bool:
    return text.isupper() or text.islower()


def words(text: str) -> list[str]:
    """Split into runs of letters and digits, one-letter words included.

    An apostrophe inside a word joins it: "H'Mông" is one word.
    """
    return _WORD.findall(_APOSTROPHE_INSIDE.sub("", nfc(text)))


@lru_cache(maxsize=16384)
def sort_key(text: str) -> str:
    """Return a key that sorts as a Vietnamese dictionary does.

    Letters decide first (a ă â b c d đ e ê ...), then tones (ngang, huyền,
    hỏi, ngã, sắc, nặng), then case, small letters first.
    """
    primary, tones, cases = [], [], []
    for character in nfc(text.translate(_TO_D_WITH_STROKE)):
        letter, tone = _letter_and_tone(character)
        primary.append(_LETTER_RANK.get(letter.lower(), letter.lower()))
        tones.append(_TONE_RANK.get(tone, "0"))
        cases.append("1" if letter.isupper() else "0")
    return "\0".join("".join(level) for level in (primary, tones, cases))


def clean_line(text: str) -> str:
    """Return one line of text as it may be stored and shown.

    NFC, single spaces, no control, zero-width, direction or broken characters.
    """
    return _one_spaced(nfc(_without_format_characters(text)))


def clean_text(text: str) -> str:
    """Return text of several lines as it may be stored: each line clean, blank lines single."""
    lines = [clean_line(line) for line in nfc(text).splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def skeleton(text: str) -> str:
    """Return what the eye sees of a name: two names that look alike share it.

    "Đặc sản" written with another Đ, with Cyrillic or Greek letters, hidden
    characters or other punctuation gives the same skeleton. Accents count:
    "Mật ong" and "Mắt ong" are different names.
    """
    letters = unicodedata.normalize("NFKD", _without_format_characters(text))
    latin = letters.translate(_LOOK_ALIKES).translate(_TO_D_WITH_STROKE)
    kept = "".join(
        letter
        for letter in latin
        if letter in _TONES + _VOWEL_MARKS or unicodedata.category(letter) != "Mn"
    )
    return " ".join(fold_exact(word) for word in words(kept.casefold()))


def _one_spaced(text: str) -> str:
    return " ".join(text.split())


def _without_format_characters(text: str) -> str:
    """Drop what has no shape; white space of any kind becomes a space."""
    if text.isprintable():
        return text
    return "".join(
        " " if character.isspace() else character
        for character in text
        if character.isspace() or not _is_shapeless(character)
    )


def _is_shapeless(character: str) -> bool:
    """Whether it is a control, format, surrogate, private or unassigned character."""
    return unicodedata.category(character)[0] == "C"


def _letter_and_tone(character: str) -> tuple[str, str]:
    """Split "ặ" into "ă" and the dot below; a letter without a tone gives ""."""
    marks = unicodedata.normalize("NFD", character)
    tone = next((mark for mark in marks[1:] if mark in _TONES), "")
    return nfc(marks.replace(tone, "", 1)) if tone else character, tone


@lru_cache(maxsize=8192)
def _one_tone_place(word: str) -> str:
    """Move the tone of a syllable to the letter where the older spelling puts it.

    Words that are not Vietnamese syllables, or bear two tones, stay as they are.
    """
    marks = unicodedata.normalize("NFD", word)
    tones = [mark for mark in marks if mark in _TONES]
    if len(tones) != 1 or marks[marks.index(tones[0]) - 1] not in _BEARS_TONE:
        return word
    syllable = _SYLLABLE.fullmatch(marks.replace(tones[0], ""))
    if syllable is None:
        return word
    vowels = _VOWEL.findall(syllable["vowels"])
    place = _tone_place(vowels, closed=syllable["coda"] is not None)
    vowels[place] += tones[0]
    return nfc(syllable["onset"] + "".join(vowels) + (syllable["coda"] or ""))


def _tone_place(vowels: list[str], *, closed: bool) -> int:
    """Which vowel bears the tone: hoàn, ngoài, hòa, chuối, nước."""
    hatted = [place for place, vowel in enumerate(vowels) if len(vowel) > 1]
    if hatted:
        return hatted[-1]
    return 1 if len(vowels) == 3 or (closed and len(vowels) == 2) else 0
