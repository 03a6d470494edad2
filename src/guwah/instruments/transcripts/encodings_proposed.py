"""Older encodings in which bytes would be letters of one language: proposals for a person, never taken.

The same bytes are often text in several; each that gives such letters is named, the likeliest first.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from guwah.instruments.transcripts.encodings import (
    cyrillic_share,
    decoded,
    like_chinese,
    like_cyrillic,
)

_SAMPLE = 4096  # characters looked at
_LEAST = 4  # letters beyond ASCII below which nothing is proposed
_NEARLY_ALL, _MOSTLY, _MANY = 0.95, 0.8, 0.3
_HIGH = re.compile("[^\x00-\x7f]")
_PRINT = re.compile("[\u00a0\u00a1\u00ab\u00b0\u00b7\u00bb\u00bf\u060c\u061b\u061f\u2013-\u2026\u20ac]")
_WESTERN = {
    "French": "àâæçéèêëîïôœùûüÿ",
    "German": "äöüß",
    "Spanish": "áéíóúüñ",
    "Portuguese": "áâãàçéêíóôõúü",
    "Italian": "àèéìíîòóùú",
    "Scandinavian": "åäöæøéü",
    "Icelandic": "áðéíóúýþæö",
    "Dutch": "áéëïóöü",
    "Catalan": "àçèéíïòóúü",
}
_CENTRAL = {
    "Polish": "ąćęłńóśźż",
    "Czech": "áčďéěíňóřšťúůýž",
    "Slovak": "áäčďéíĺľňóôŕšťúýž",
    "Hungarian": "áéíóöőúüű",
    "Romanian": "ăâîşţ",
    "Croatian": "čćđšž",
}
# These stand in no language of western Europe; in another table their bytes are other letters or signs.
_ONLY_CENTRAL = re.compile("[ąćęłńśźżčďěňřšťůžĺľŕőűăşţđ]", re.IGNORECASE)
_TURKISH = "çğıöşüâîûİ"
# Letters of these stand in Turkish words only; each of their bytes is a letter of Icelandic as well.
_ONLY_TURKISH = re.compile("[ğışİĞŞ]")
_ARABIC = re.compile("[\u0621-\u063a\u0640-\u0652\u067e\u0686\u0698\u06a9\u06af\u06be]")
_FREQUENT_ARABIC = re.compile("[\u0627\u0644\u064a\u0645\u0648\u0646\u0631\u0647\u062a\u0628]")
# These two stand only at the end of a word.
_ARABIC_INSIDE = re.compile("[\u0629\u0649](?=[\u0621-\u064a])")
_HEBREW = re.compile("[\u05b0-\u05c2\u05d0-\u05ea\u05f3\u05f4]")
_FREQUENT_HEBREW = re.compile("[\u05d9\u05d5\u05d4\u05dc\u05d0\u05e8\u05ea\u05d1\u05e9\u05de]")
_FINAL = "\u05da\u05dd\u05df\u05e3\u05e5"
_FINAL_INSIDE = re.compile(f"[{_FINAL}](?=[\u05d0-\u05ea])")
_BESIDE_LATIN = re.compile("[a-zA-Z][\u05d0-\u06af]|[\u05d0-\u06af][a-zA-Z]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_KANA = re.compile("[\u3041-\u30ff]")
_EAST_ASIAN = re.compile("[\u2014\u2018-\u201d\u2026\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff00-\uff60]")
_HAN = re.compile("[\u4e00-\u9fff]")
# Big5, level 1, the 5,401 frequent characters: two bytes, the first A4 to C6.
_FIRST_BIG5, _LAST_BIG5, _PAIR = 0xA4, 0xC6, 2


@dataclass(frozen=True, slots=True)
class Proposal:
    """An encoding that would make letters of one language of the bytes.

    Attributes:
        name: As a person names it.
        language: English name of the language, or of the languages it writes.
    """

    name: str
    language: str


def proposed(head: bytes) -> tuple[Proposal, ...]:
    """Return the older encodings in which bytes would be letters of one language, the likeliest first.

    Args:
        head: The beginning of a file without a mark that is no UTF-8; it may end inside a character.

    Returns:
        None of them where the bytes give no such letters.
    """
    read = ((one, fits, decoded(head, _codec(one.name))) for one, fits in _TESTS)
    found = {one.name: one for one, fits, text in read if text and fits(text[:_SAMPLE])}
    if {"windows-1251", "KOI8-R"} <= found.keys():
        # Each is letters of Cyrillic in the other one too, but not the frequent ones.
        shares = {name: cyrillic_share(head.decode(name, "replace")) for name in ("windows-1251", "KOI8-R")}
        del found[min(shares, key=shares.__getitem__)]
    if {"windows-1250", "ISO-8859-2"} <= found.keys():
        # Where the standard's letters are none of the five that Microsoft moved, both give the same words.
        del found["ISO-8859-2"]
    return tuple(found.values())


def _codec(name: str) -> str:
    # Microsoft's tables hold the letters of the standards and those that were added since.
    return {"EUC-KR": "cp949", "Shift_JIS": "cp932", "Big5": "cp950"}.get(name, name)


def _western(text: str) -> bool:
    return any(_latin(text, letters) for letters in _WESTERN.values())


def _central(text: str) -> bool:
    own = _ONLY_CENTRAL.findall(text)
    return len(set(own)) > 1 and any(_latin(text, letters) for letters in _CENTRAL.values())


def _turkish(text: str) -> bool:
    return _ONLY_TURKISH.search(text) is not None and _latin(text, _TURKISH)


def _latin(text: str, letters: str) -> bool:
    """Ask for letters of ASCII, and beside them nothing but these letters and print."""
    high = _beyond_ascii(text)
    known = {*letters, *letters.upper()}
    few = len(high) <= _MANY * sum(map(str.isalpha, text))
    return few and sum(map(str.isalpha, high)) >= _LEAST and all(one in known for one in high)


def _beyond_ascii(text: str) -> list[str]:
    return _HIGH.findall(_PRINT.sub("", text))


def _arabic(text: str) -> bool:
    return _of(text, _ARABIC, _FREQUENT_ARABIC) and not _ARABIC_INSIDE.search(text)


def _hebrew(text: str) -> bool:
    # Final letters at the ends of words alone say more than letters that are frequent.
    return _of(text, _HEBREW, _FREQUENT_HEBREW) and not _FINAL_INSIDE.search(text)


def _of(text: str, letters: re.Pattern[str], frequent: re.Pattern[str]) -> bool:
    found, often = len(letters.findall(text)), len(frequent.findall(text))
    if _BESIDE_LATIN.search(text):
        return False
    return found >= max(_LEAST, _NEARLY_ALL * len(_beyond_ascii(text))) and 2 * often >= found


def _korean(text: str) -> bool:
    return _east_asian(text, _HANGUL, _MOSTLY, _is_frequent_in_korean)


def _japanese(text: str) -> bool:
    return _east_asian(text, _KANA, _MANY, lambda _: True)


def _traditional(text: str) -> bool:
    return _east_asian(text, _HAN, _MOSTLY, _is_frequent_in_big5)


def _east_asian(text: str, letters: re.Pattern[str], share: float, frequent: Callable[[str], bool]) -> bool:
    """Ask for letters of one script, most of them frequent, and little beside them but East Asian print."""
    found = letters.findall(text)
    high = len(_HIGH.findall(text))
    if 2 * len(found) < _LEAST or len(found) < share * high:
        return False
    printed = len(_EAST_ASIAN.findall(text)) >= _NEARLY_ALL * high
    return printed and sum(map(frequent, found)) >= _MOSTLY * len(found)


def _is_frequent_in_korean(letter: str) -> bool:
    # KS X 1001 has a place for the 2,350 frequent ones; others are put together of several places.
    return len(letter.encode("euc_kr")) == _PAIR


def _is_frequent_in_big5(character: str) -> bool:
    return _FIRST_BIG5 <= character.encode("cp950")[0] <= _LAST_BIG5


# Those whose tests are hardest to pass by chance come first.
_TESTS: tuple[tuple[Proposal, Callable[[str], bool]], ...] = (
    (Proposal("windows-1255", "Hebrew"), _hebrew),
    (Proposal("windows-1251", "Russian or Kazakh"), like_cyrillic),
    (Proposal("KOI8-R", "Russian"), like_cyrillic),
    (Proposal("windows-1256", "Arabic"), _arabic),
    (Proposal("Shift_JIS", "Japanese"), _japanese),
    (Proposal("EUC-JP", "Japanese"), _japanese),
    (Proposal("EUC-KR", "Korean"), _korean),
    (Proposal("gb18030", "Chinese"), like_chinese),
    (Proposal("Big5", "Chinese"), _traditional),
    (Proposal("windows-1254", "Turkish"), _turkish),
    (Proposal("windows-1250", "a language of central Europe"), _central),
    (Proposal("ISO-8859-2", "a language of central Europe"), _central),
    (Proposal("windows-1252", "a language of western Europe"), _western),
)
