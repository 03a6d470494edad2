"""In which encoding bytes are text: certain by a mark or by UTF-8's own rules, else likely, else none.

A likely encoding only says what a file seems to be. No word is ever read by it: see `decode`.
"""

import codecs
import re
import unicodedata
from collections import Counter

from guwah.instruments.languages.scripts import shares

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 little-endian begins with the mark of UTF-16: the longer one is asked first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks and what they announce (the Unicode Standard, section 23.8)."""

# Controls no honest text has; tab, line feeds, form feed, carriage return and escape do occur.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SPACED = re.compile("[\t\n\v\f\r\x1b]")
_CYRILLIC_WORD = re.compile("[\u0400-\u04ff]+")
_HAN = re.compile("[\u4e00-\u9fff]")
_FREQUENT_CYRILLIC = re.compile("[аеинорствл]")
_BETWEEN_WORDS = re.compile("[ \n.,\u3001\u3002\uff0c]")
_HIGH = re.compile("[^\x00-\x7f]")
_OF_CYRILLIC_PRINT = re.compile("[\u00a0\u00a7\u00ab\u00b0\u00bb\u2013-\u2026\u2116]")
_OF_EAST_ASIAN_PRINT = re.compile("[\u2014\u2018-\u201d\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
# GB 2312, level 1, the 3,755 frequent characters: two bytes, the first B0 to D7, the second from A1.
_PAIR, _FIRST, _LAST_FREQUENT, _FIRST_SECOND = 2, 0xB0, 0xD7, 0xA1
_SAMPLE = 4096  # characters looked at
_MOSTLY, _MANY, _NEARLY_ALL, _HARDLY_ANY = 0.8, 0.3, 0.95, 0.01
_LEAST = 4  # characters below which bytes without a mark are taken for nothing in particular


def announced(raw: bytes) -> tuple[bytes, str] | None:
    """Return the byte order mark at the beginning and the encoding it announces, or None."""
    return next(((mark, name) for mark, name in MARKS if raw.startswith(mark)), None)


def text_encoding(head: bytes) -> str | None:
    """Name the encoding in which bytes are text.

    Args:
        head: The beginning of a file; it may end inside a character.

    Returns:
        The name Python knows it by: certain for `utf-8` and whatever a mark announces, likely for
        `utf-16-le`, `utf-16-be`, `windows-1251` and `gb18030`. None for what is no text that can be named.
    """
    marked = announced(head)
    if marked is not None:
        text = decoded(head[len(marked[0]) :], marked[1])
        return marked[1] if text is not None and (marked[1] == "utf-8" or _is_written(text)) else None
    text = decoded(head, "utf-8")
    if text is not None:
        return "utf-8"
    return _single_or_double_byte(head) or unmarked_utf16(head)


def unmarked_utf16(head: bytes) -> str | None:
    """Tell whether bytes without a mark are likely to be UTF-16, and of which byte order."""
    likely: dict[str, int] = {}
    for name in ("utf-16-le", "utf-16-be"):
        text = decoded(head, name)
        if text is not None and len(text) >= _LEAST and _is_written(text) and _is_of_one_script(text):
            likely[name] = len(_BETWEEN_WORDS.findall(text[:_SAMPLE]))
    best = max(likely, key=likely.__getitem__, default=None)
    # Pairs of Latin letters are Chinese characters too, but never a space, a line end or a full stop.
    return best if best is not None and likely[best] else None


def decoded(body: bytes, encoding: str) -> str | None:
    """Return the text, or None where the bytes are none in this encoding or have controls no text has."""
    try:
        # The bytes may end inside a character, so the decoder is not told that it is over.
        text = codecs.getincrementaldecoder(encoding)().decode(body)
    except UnicodeDecodeError:
        return None
    return None if _CONTROLS.search(text) else text


def _is_written(text: str) -> bool:
    """Tell whether hardly any character is one that nobody assigned or that is somebody's own."""
    sample = text[:_SAMPLE]
    kinds = Counter(map(unicodedata.category, _SPACED.sub("", sample)))
    return kinds["Cc"] + kinds["Cn"] + kinds["Co"] <= _HARDLY_ANY * len(sample)


def _is_of_one_script(text: str) -> bool:
    """Tell whether nearly all letters are of one script, or of one beside Latin, as labels often are."""
    sample = text[:_SAMPLE]
    found = dict(shares(sample))
    letters = sum(map(str.isalpha, sample))
    latin = found.pop("Latn", 0.0)
    script, share = next(iter(found.items()), ("Latn", 0.0))
    # Bytes of older Chinese encodings fall among the syllables of Hangul when they are taken in pairs.
    if script == "Hang" or 2 * letters < len("".join(sample.split())):
        return False
    return latin + share >= _NEARLY_ALL


def _single_or_double_byte(head: bytes) -> str | None:
    cyrillic = decoded(head, "windows-1251")
    if cyrillic is not None and like_cyrillic(cyrillic):
        return "windows-1251"
    chinese = decoded(head, "gb18030")
    return "gb18030" if chinese is not None and like_chinese(chinese) else None


def like_cyrillic(text: str) -> bool:
    """Ask for words: letters that stand together, in honest case, many of them the frequent ones.

    In Russian these ten are more than half of all letters, in Kazakh a good third.
    """
    sample = text[:_SAMPLE]
    words = _CYRILLIC_WORD.findall(sample)
    letters = sum(map(len, words))
    print_ = letters + len(_OF_CYRILLIC_PRINT.findall(sample))
    if letters < max(_LEAST, 2 * len(words)) or print_ < _NEARLY_ALL * len(_HIGH.findall(sample)):
        return False
    return cyrillic_share(sample) >= _MANY and sum(map(_is_cased, words)) >= _MOSTLY * len(words)


def cyrillic_share(text: str) -> float:
    """Return which part of the Cyrillic letters at the beginning is one of the frequent ones."""
    sample = text[:_SAMPLE].lower()
    return len(_FREQUENT_CYRILLIC.findall(sample)) / max(1, sum(map(len, _CYRILLIC_WORD.findall(sample))))


def _is_cased(word: str) -> bool:
    return word.islower() or word.isupper() or (word[0].isupper() and word[1:].islower())


def like_chinese(text: str) -> bool:
    """Ask for Chinese characters, most of them among the frequent ones, and little else beside ASCII."""
    sample = text[:_SAMPLE]
    characters = _HAN.findall(sample)
    high = len(_HIGH.findall(sample))
    if 2 * len(characters) < _LEAST or len(_OF_EAST_ASIAN_PRINT.findall(sample)) < _NEARLY_ALL * high:
        return False
    return sum(map(_is_frequent, characters)) >= _MOSTLY * len(characters)


def _is_frequent(character: str) -> bool:
    # GB 18030 keeps every place of GB 2312; what came later has other first bytes or second ones below A1.
    place = character.encode("gb18030")
    return len(place) == _PAIR and _FIRST <= place[0] <= _LAST_FREQUENT and place[1] >= _FIRST_SECOND
