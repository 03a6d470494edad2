"""Case endings: what a word may be without them, for comparing it with a list or another mention."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

# Genitive, dative, accusative, locative, ablative, instrumental; as written after any stem.
_KAZAKH: Final = re.compile(
    r"(?:[лдт][ае]р)?(?:[ндт][ыі]ң(?:к[іи])?|[ғгқк][ае]|н[ае]н?|[ндт][ыі]|н?[дт][ае]н?|[дт][ае]ғы|[дт]ег?і"
    r"|[мпб]ен|[ндт]ікі|ша|ше|м[ыі]н|с[ыі]ң|с[ыі]з|[бп][ыі]з|лар|лер)$"
)
_UYGHUR: Final = re.compile(
    r"(?:لار|لەر|لىر)?(?:نىڭ(?:كى)?|نى|غا|قا|گە|كە|[دت][اە]|[دت]ىن|[دت]ىكى|غىچە|قىچە|گىچە|كىچە|لار|لەر|چە|مۇ)(?:مۇ|چۇ)?$"
)
_RUSSIAN: Final = re.compile(
    r"(?:ого|его|ому|ему|ыми|ими|ами|ями|ах|ях|ой|ей|ою|ею|ом|ем|ём|ам|ям|(?<=[вн])ым|(?<=к)им|ый|ий|ая|яя|ое|ее|ые|ие|ых|их|ую|юю"
    r"|ью|ии|ия|ию|ией|ием|[аяоеёийыьуюї])$"
)
_RUSSIAN_SECOND: Final = re.compile(r"(?:[аяоеёийыьую]|ой|ей|ом|ем|(?<=[вн])ым)$")
_LATIN: Final = re.compile(r"['’ʻʼ]s?$")
_APOSTROPHES: Final = str.maketrans("’ʻʼ‘", "'" * 4)
_PATTERNS: Final = {"kk": (_KAZAKH,), "ug": (_UYGHUR,), "ru": (_RUSSIAN, _RUSSIAN_SECOND), "en": (_LATIN,)}
SHORTEST: Final = 3


@lru_cache(maxsize=1 << 15)
def bases(word: str, language: str) -> tuple[str, ...]:
    """Return what a word may be without its ending, in small letters, the word itself first.

    Args:
        word: as written.
        language: en, ru, kk or ug; other languages have no endings.
    """
    low = word.casefold().translate(_APOSTROPHES)
    found = [low]
    for pattern in _PATTERNS.get(language, ()):
        bare = pattern.sub("", low, count=1).rstrip("-")
        if bare != low and len(bare) >= SHORTEST and bare not in found:
            found.append(bare)
            if language == "ug" and bare.endswith("ى"):
                # A last ا or ە is raised before an ending.
                found.extend((bare[:-1] + "ا", bare[:-1] + "ە"))
    return tuple(found)


def without_case(words: str, language: str, given: frozenset[str], written: frozenset[str]) -> str:
    """Return a name without the case ending of its last word where that is sure, else as written.

    Args:
        words: the name as it stands in the text.
        language: its language.
        given: usual given names in small letters; what is one has no ending.
        written: words of names as the text has them elsewhere, in small letters.
    """
    if language == "en":
        return _LATIN.sub("", words)
    if language == "ru":
        return _russian_name(words, given)
    head, space, last = words.rpartition(" ")
    low = last.casefold()
    if low in given:
        return words
    others = bases(last, language)[1:]
    known = next((bare for bare in others if bare in given or bare in written), "")
    bare = known or next((bare for bare in others if _is_sure(low, bare, language)), "")
    # An ending is the end of the word: the length tells how much of the written form stays.
    whole = bare if language == "ug" else last[: len(bare)]
    return head + space + (whole or last)


_SURE: Final = {
    "kk": re.compile(r"(?:[ндт][ыі]ң|[ғқг][ае]|[дт][ае]н|[мпб]ен)$"),
    "ug": re.compile(r"(?:نىڭ|[دت]ىن|غا|قا|گە|كە|نى)$"),
}


def _is_sure(low: str, bare: str, language: str) -> bool:
    return len(bare) > SHORTEST and _SURE[language].search(low) is not None


_MAN_S: Final = re.compile(r"((?:ов|ев|ёв|ин|ын|ич))(?:ым|ем|ом|е)$")
_WOMAN_S: Final = re.compile(r"((?:ов|ев|ёв|ин|ын|овн|евн|ичн))ой$")
_FATHER: Final = re.compile(r"(ович|евич)[ауие]$")


_OBLIQUE: Final = re.compile(r"(ов|ев|ёв|ин|ын)(?:а|у|ым|е)$")


def _russian_name(words: str, known: frozenset[str]) -> str:
    """Return a Russian name in the nominative: a man's given name tells that "-ова" is a genitive."""
    said = words.split(" ")
    found = [_russian(word, known) for word in said]
    man = any(
        one != word and one.casefold() in known and not one.endswith(("а", "я", "ь"))
        for word, one in zip(said, found, strict=True)
    )
    if any(word.casefold().endswith(("овым", "евым", "иным")) for word in said):
        # With a man's surname in the instrumental the given name is in it too.
        found = [re.sub(r"(?<=[^аеёиоуыэюя])ом$", "", one) for one in found]
    return " ".join(_OBLIQUE.sub(r"\1", one) if man else one for one in found)


def _russian(word: str, known: frozenset[str]) -> str:
    low = word.casefold()
    if low in known:
        return word
    # Accusative and instrumental of -а, genitive of a consonant: the nominative that is known decides, unless
    # a man and a woman may be called so.
    found = {
        word[: len(bare)] + ending
        for bare in bases(word, "ru")[1:]
        for ending in ("", "а", "я", "й", "ь")
        if bare + ending in known
    }
    if found:
        return found.pop() if len(found) == 1 else word
    word = _FATHER.sub(r"\1", _MAN_S.sub(r"\1", word))
    return _WOMAN_S.sub(r"\1а", word)
