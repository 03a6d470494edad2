"""Which language a block is in, by letters and very common words; undecided stays undecided.

Kazakh and Russian share a script and differ by letters,
Uyghur and Kazakh in Arabic script differ by letters and by how a word may begin.
"""

import json
import re
from collections.abc import Sequence
from importlib.resources import files

from guwah.instruments.languages.scripts import shares
from guwah.instruments.languages.tags import parse

KNOWN: tuple[str, ...] = ("kk-Cyrl", "ru", "zh", "ug-Arab", "kk-Arab", "en")
"""What `language_of` can tell apart."""

SAMPLE = 40_000
"""Code points looked at: enough for any document, and the same cost for a large one."""

_MAIN_SHARE = 0.6
_KAZAKH_LETTERS = re.compile("[әғқңөұүһі]", re.IGNORECASE)
_OTHER_CYRILLIC = re.compile("[їєґўјљњћђџѓќѕөүҥҕҗҙҡҫ]", re.IGNORECASE)
_COMMON = json.loads((files(__package__) / "data" / "common_words.json").read_text(encoding="utf-8"))
_RUSSIAN_WORDS = frozenset(_COMMON["ru"])
_ENGLISH_WORDS = frozenset(_COMMON["en"])
_WORD = re.compile(r"[^\W\d_]+")
_UYGHUR_ONLY = re.compile("[\u06d0\u06c8\u0626]")
_UYGHUR_RATHER = re.compile("[\u06c6\u06be]")
_KAZAKH_SIGN = re.compile("[\u0674\u0621]")
_BARE_VOWEL_FIRST = re.compile("(?<![^\\W_])[\u0627\u06d5\u0648\u06c7\u0649]")
_ARABIC_OR_PERSIAN = re.compile("[\u0629\u0635\u0636\u0637\u0638\u0639\u062b\u0630\u06a9\u06cc]")
_RUSSIAN_LETTERS_ENOUGH = 60
_FOREIGN_SHARE = 0.03
_ENGLISH_SHARE = 0.2


def language_of(text: str, candidates: Sequence[str] = KNOWN) -> str | None:
    """Tell which of the candidate languages a text is in.

    Args:
        text: Words of one block or of a document.
        candidates: Language tags to choose from, as the caller writes them; a tag without a script
            stands for every script of its language.

    Returns:
        One of the candidates, or None when letters and words do not decide.
    """
    sample = text[:SAMPLE]
    found = _decide(sample)
    if found is None:
        return None
    wanted = parse(found)
    for tag in candidates:
        offered = parse(tag)
        scripts = {offered.script, wanted.script}
        if offered.language == wanted.language and (len(scripts) == 1 or None in scripts):
            return tag
    return None


def _decide(text: str) -> str | None:
    share = shares(text)
    if not share:
        return None
    script, most = next(iter(share.items()))
    if most < _MAIN_SHARE:
        return None
    decided = {"Cyrl": _cyrillic, "Arab": _arabic, "Latn": _latin, "Hani": _han}.get(script)
    return decided(text) if decided else None


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _cyrillic(text: str) -> str | None:
    if _KAZAKH_LETTERS.search(text):
        kazakh = len(_KAZAKH_LETTERS.findall(text))
        other = len(_OTHER_CYRILLIC.findall(text)) - len(re.findall("[өү]", text, re.IGNORECASE))
        russian = sum(word in _RUSSIAN_WORDS for word in _words(text))
        if other > 0:
            return None
        # A Kazakh name inside Russian speech brings its letters along; common words outweigh it.
        return "ru" if russian > kazakh else "kk-Cyrl"
    if _OTHER_CYRILLIC.search(text):
        return None
    words = _words(text)
    if any(word in _RUSSIAN_WORDS for word in words) or sum(map(len, words)) >= _RUSSIAN_LETTERS_ENOUGH:
        return "ru"
    return None


def _arabic(text: str) -> str | None:
    letters = sum(map(len, _WORD.findall(text)))
    if len(_ARABIC_OR_PERSIAN.findall(text)) > _FOREIGN_SHARE * letters:
        return None
    uyghur = 2 * len(_UYGHUR_ONLY.findall(text)) + len(_UYGHUR_RATHER.findall(text))
    kazakh = 2 * len(_KAZAKH_SIGN.findall(text)) + len(_BARE_VOWEL_FIRST.findall(text))
    if uyghur > 2 * kazakh:
        return "ug-Arab"
    if kazakh > 2 * uyghur:
        return "kk-Arab"
    return None


def _latin(text: str) -> str | None:
    words = _words(text)
    return "en" if sum(word in _ENGLISH_WORDS for word in words) >= _ENGLISH_SHARE * len(words) else None


def _han(text: str) -> str | None:
    share = shares(text)
    return None if "Hira" in share or "Kana" in share else "zh"
