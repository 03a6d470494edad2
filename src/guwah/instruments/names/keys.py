"""Search keys: both sides of a comparison are folded to one plain form, whatever script they came in.

Keys are derived, rebuilt at will, and never shown as names (`VERSION` says which rules made them).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

from guwah.instruments.names.letters import HAN_SURNAMES
from guwah.instruments.names.romanise import latin

VERSION = 1
MOST_VARIANTS = 4
SHORTEST_SKELETON = 2

APOSTROPHES = re.compile(r"[’‘ʼʻ'`´ʹʺ]")
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# A Chinese character, or a run of letters and digits with the marks and apostrophes inside it.
WORD = re.compile(rf"[{HAN}]|(?:[^\W_{HAN}]|[\u0300-\u036f’‘ʼʻ'`´])+")
DOUBLES = re.compile(r"(.)\1+")
# Longest first. What different spellings of one sound become: zh, dj, j are one; kh and h; gh and g; q and k.
SOUNDS = (
    *(("shch", "š"), ("dzh", "j"), ("tch", "č"), ("zh", "j"), ("dj", "j"), ("kh", "h"), ("gh", "g")),
    *(("ch", "č"), ("sh", "š"), ("ph", "f"), ("ck", "k"), ("ng", "n"), ("w", "v"), ("y", "i"), ("ie", "e")),
)
# One letter, several readings: the usual one of Central Asian names first, then that of pinyin or Turkish.
READINGS = {"x": ("h", "š"), "q": ("k", "č"), "c": ("k", "j")}
USUAL_READINGS = str.maketrans({letter: sounds[0] for letter, sounds in READINGS.items()})
# Endings that make a father's name: in documents of one State they are there, in those of another not.
FATHERS = re.compile(r"(ovič|evič|ovna|evna|uli|ulli|kizi|kiz|ogli|ugli)$")
VOWELS = re.compile(r"[aeiou]")
LETTERS_NFKD_KEEPS = str.maketrans({"ı": "i", "ə": "a", "ŋ": "ng", "ø": "o", "ł": "l", "đ": "d", "ß": "ss"})


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name: as written, and in small plain Latin letters (letters without a reading stay)."""

    written: str
    plain: str


def words(name: str) -> tuple[Word, ...]:
    """Return the words of a name in their order; each Chinese character is a word of its own."""
    found = (Word(written, _plain(written)) for written in WORD.findall(unicodedata.normalize("NFC", name)))
    return tuple(word for word in found if word.plain)


def _plain(word: str) -> str:
    read = latin(APOSTROPHES.sub("", word), HAN_SURNAMES).lower()
    plain = unicodedata.normalize("NFKD", read).translate(LETTERS_NFKD_KEEPS)
    return "".join(letter for letter in plain if letter.isalnum())


def variants(word: str) -> tuple[str, ...]:
    """Return the folded forms of one plain word, the most usual first, at most four."""
    choices = [READINGS.get(letter, (letter,)) for letter in _sounded(word)]
    forms = (DOUBLES.sub(r"\1", "".join(form)) for form in product(*choices))
    found: dict[str, None] = {}
    for form in forms:
        found.setdefault(form)
        if len(found) == MOST_VARIANTS:
            break
    return tuple(found)


def _sounded(word: str) -> str:
    for spelling, sound in SOUNDS:
        word = word.replace(spelling, sound)
    return word


def fold(name: str) -> str:
    """Return the plain form in which two spellings of one name are the same, words in their order.

    It is made of the first of the `variants` of each word, without drawing the others: every word of a long
    text is folded when its turns are set beside another's.
    """
    return " ".join(
        DOUBLES.sub(r"\1", _sounded(word.plain).translate(USUAL_READINGS)) for word in words(name)
    )


def skeleton(folded: str) -> str:
    """Return the consonants of a folded word, or the word itself where they say too little."""
    bare = DOUBLES.sub(r"\1", VOWELS.sub("", folded))
    return bare if len(bare) >= SHORTEST_SKELETON else folded


def without_father(folded: str) -> str:
    """Return a folded word without the ending of a father's name; as it is where there is none."""
    return FATHERS.sub("", folded)


def search_keys(name: str) -> tuple[str, ...]:
    """Return the keys under which a written name is stored and looked for.

    `t:` one word, `s:` its consonants, `j:` all words joined (for names written as one word or as two).
    A name with several readings has several of each. Names without letters have no keys.
    """
    folded = [variants(word.plain) for word in words(name)]
    found: dict[str, None] = {}
    for forms in folded:
        for form in forms:
            bare = without_father(form)
            for key in (f"t:{form}", f"t:{bare}", f"s:{skeleton(form)}", f"s:{skeleton(bare)}"):
                if len(key) > len("t:"):
                    found.setdefault(key)
    joined = "".join(forms[0] for forms in folded)
    if joined:
        found.setdefault(f"j:{joined}")
        found.setdefault(f"t:{joined}")
    return tuple(found)
