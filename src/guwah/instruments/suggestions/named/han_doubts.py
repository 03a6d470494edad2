"""Whether characters that look like a name are everyday words: what each shape of a name has to stand."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from pypinyin.seg.mmseg import seg

from guwah.instruments.suggestions.named.han_shapes import (
    BEFORE,
    BEHIND,
    NAMED_IN_FULL,
    REPEATED,
    SOUND_SURE,
    WRITES_SOUND,
)
from guwah.instruments.suggestions.named.lists import given_names, words_of
from guwah.instruments.suggestions.personal.likeness import data as personal_data
from guwah.instruments.suggestions.personal.writing import HAN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Test = Callable[[str, str, tuple[int, int]], bool]

_SHORTEST_SOUND: Final = 3
_SURE_ENOUGH: Final = 2
PARTIAL: Final = frozenset(
    ("person-surname-and-title", "person-surname-said", "person-familiar", "person-short-title")
)
"""Shapes that hold a surname and no name."""
_BEFORE_TITLE: Final = BEFORE + "，、这那位个名的我你他她们是老小副正原前新"


def may_be(rule: str, words: str, text: str, span: tuple[int, int]) -> bool:
    """Tell whether what a shape shows may be a name.

    Args:
        rule: the rule of the shape.
        words: what may be a name.
        text: the passage.
        span: where it stands there.
    """
    if words in _offices() or (words[1:] in _offices() and rule not in PARTIAL):
        return False
    test = _TESTS.get(rule, _is_no_word)
    return test(words, text, span)


def _anything(_words: str, _text: str, _span: tuple[int, int]) -> bool:
    """Say that a shape needs no further test: somebody is introduced by these words."""
    return True


def _is_no_phrase(words: str, _text: str, _span: tuple[int, int]) -> bool:
    return not is_phrase(words)


def _is_called(words: str, _text: str, _span: tuple[int, int]) -> bool:
    """Tell whether the words behind "is called" are a name and no everyday word."""
    return not is_everyday(words)


def _is_turkic(words: str, text: str, span: tuple[int, int]) -> bool:
    if words in words_of("not_names.json", "ambiguous", "Hani"):
        return not re.match("节", text[span[1] :]) and _bounded(text, span)
    laughs = len(set(words)) == 1
    return (
        not laughs and (len(words) >= _SHORTEST_SOUND or _bounded(text, span)) and not crosses(text, span[1])
    )


def _is_listed(words: str, text: str, span: tuple[int, int]) -> bool:
    return len(re.findall(SOUND_SURE, words)) >= _SURE_ENOUGH and _is_turkic(words, text, span)


def _is_titled(words: str, text: str, span: tuple[int, int]) -> bool:
    return not _is_joined(text, span) and _begins_word(text, span[0]) and not is_phrase(words)


def _is_made(words: str, text: str, span: tuple[int, int]) -> bool:
    return not _is_joined(text, span) and not is_everyday(words[:2]) and _is_no_word(words, text, span)


def _holds_no_word(words: str, text: str, span: tuple[int, int]) -> bool:
    """Tell whether nobody announces the name but no part of it is a word either."""
    return not (_holds_word(words) or crosses(text, span[1]) or _is_joined(text, span))


def _sounds(words: str, text: str, span: tuple[int, int]) -> bool:
    return re.search(SOUND_SURE, words) is not None and _holds_no_word(words, text, span)


def _acts(words: str, text: str, span: tuple[int, int]) -> bool:
    return not is_phrase(words[1:]) and _is_no_word(words, text, span)


def _is_no_word(words: str, text: str, span: tuple[int, int]) -> bool:
    return not (
        words.startswith(_common()) or is_everyday(words) or is_everyday(words[:2]) or crosses(text, span[1])
    )


_TESTS: Final[Mapping[str, Test]] = {
    "person-called": _anything,
    "person-so-called": _anything,
    "person-anonymous": _anything,
    "person-is-called": _is_called,
    "person-turkic": _is_turkic,
    "person-in-a-list": _is_listed,
    "person-surname-and-title": _is_titled,
    "person-made-like-name": _is_made,
    "person-by-surname": _holds_no_word,
    "person-by-sound": _sounds,
    "person-foreign-title": _sounds,
    "person-foreign-kin": _holds_no_word,
    "person-labelled": _holds_no_word,
    "person-acts": _acts,
    REPEATED: _acts,
    "person-turkic-full": _is_no_phrase,
    "person-with-dot": _is_no_phrase,
    "person-with-another-name": _is_no_phrase,
    "person-short-title": _is_no_phrase,
    "person-foreign": _is_no_phrase,
    "person-familiar": _is_no_phrase,
    "person-aged": _is_no_phrase,
    NAMED_IN_FULL: _is_no_phrase,
}


@cache
def _offices() -> frozenset[str]:
    return words_of("han.json", "titles") | words_of("han.json", "kin") | words_of("han.json", "before")


@cache
def _common() -> tuple[str, ...]:
    return tuple(word for word in personal_data("common_words.json")["zh"] if len(word) > 1)


def is_everyday(words: str) -> bool:
    """Tell whether characters are a word that names nobody: of the dictionary, or of our own list."""
    return is_phrase(words) or words in words_of("not_names.json", "everyday", "Hani")


def _bounded(text: str, span: tuple[int, int]) -> bool:
    """Tell whether two characters stand as a name would: nothing runs on to either side."""
    before, behind = text[max(0, span[0] - 1) : span[0]], text[span[1] : span[1] + 1]
    left = not re.match(HAN, before) or before in "叫是和跟给问找被把对与同让请到见抓了的说由向在从替为"
    return left and (not re.match(HAN, behind) or behind in BEHIND)


@lru_cache(maxsize=1 << 14)
def is_phrase(words: str) -> bool:
    """Tell whether characters are one everyday word of the dictionary of readings."""
    return len(words) > 1 and list(seg.cut(words)) == [words] and words not in given_names("Hani")


def _holds_word(words: str) -> bool:
    """Tell whether two characters beside each other are an everyday word: "南京大学" is nobody."""
    return any(is_phrase(words[at : at + 2]) for at in range(len(words) - 1)) or is_phrase(words)


def _begins_word(text: str, start: int) -> bool:
    """Tell whether a word may begin here: "隔壁|王婶", but not "玛窦神父"."""
    before = text[max(0, start - 3) : start]
    if not before or before[-1] not in WRITES_SOUND or before[-1] in _BEFORE_TITLE:
        return True
    return is_phrase(before[-2:]) or is_phrase(before)


def _is_joined(text: str, span: tuple[int, int]) -> bool:
    """Tell whether an everyday word ends with the first character: "担任主任" is no 任主任."""
    before = text[max(0, span[0] - 1) : span[0]]
    return re.match(HAN, before) is not None and is_phrase(before + text[span[0]])


def crosses(text: str, end: int) -> bool:
    """Tell whether an everyday word begins with the last character and runs on: "王强调" is no 王强."""
    last, behind = text[end - 1], text[end : end + 1]
    runs_on = re.match(HAN, behind) is not None and behind not in BEHIND
    return runs_on and is_phrase(last + behind)
