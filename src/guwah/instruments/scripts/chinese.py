"""Chinese characters in pinyin, with tones (GB/T 16159 writes words together): there is no way back."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f]+")
_SIGNS = str.maketrans(
    dict(zip("，。？！；：（）、《》“”‘’", [*",.?!;:()", ",", *"«»“”‘’"], strict=True)) | {"\u3000": " "}
)
_BEFORE_WORDS = re.compile(r"[，。？！；：、](?=\w)")
_OPENING = frozenset("(«“‘")
_VOWELS = "aāáǎàeēéěèoōóǒò"
# Characters whose other readings are old or rare: standing alone they are not called doubtful.
_USUAL = frozenset(
    "是不我他在有这个们来到时的你说生国年就那她出也里后自以家可下过天去能小多于心学么之起成如事把用样想作从己面女但"
    "前所日手意方期它经儿回位老因知世次使身者名法高此话常活一二三四五六七八九十人月吗呢吧上车口水工"
)


def pinyin(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Write Chinese in pinyin.

    Returns:
        The new text, and where in it a syllable was chosen among several readings that no known word decides.
    """
    found, doubtful = "", list[tuple[int, int]]()
    at = 0
    for match in HAN.finditer(text):
        found = _joined(found, _signs(text[at : match.start()]))
        for word, doubt in _words(match[0]):
            found = _joined(found, word)
            if doubt:
                doubtful.append((len(found) - len(word), len(found)))
        at = match.end()
    return _joined(found, _signs(text[at:])), doubtful


def _joined(before: str, after: str) -> str:
    """Put a blank between words, as pinyin has it, and none before a sign or after an opening one."""
    close = not before or not after or before[-1].isspace() or before[-1] in _OPENING
    return (
        before + after if close or not (after[0].isalnum() or after[0] in _OPENING) else f"{before} {after}"
    )


def _signs(text: str) -> str:
    return _BEFORE_WORDS.sub(r"\g<0> ", text).translate(_SIGNS)


def _words(han: str) -> Iterator[tuple[str, bool]]:
    """Yield the words of a run of characters in pinyin, and whether a reading had to be chosen."""
    # Its lists weigh 3 MB and are read on import: only who writes pinyin waits for that.
    from pypinyin.seg.mmseg import seg

    for word in seg.cut(han):
        yield _read(word)


@lru_cache(maxsize=8192)
def _read(word: str) -> tuple[str, bool]:
    from pypinyin import Style, lazy_pinyin
    from pypinyin import pinyin as readings

    syllables = lazy_pinyin(word, style=Style.TONE)
    several = len(word) == 1 and word not in _USUAL
    doubtful = several and len(readings(word, style=Style.TONE, heteronym=True)[0]) > 1
    first, *others = syllables
    return first + "".join(f"'{each}" if each[0] in _VOWELS else each for each in others), doubtful
