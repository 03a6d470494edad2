"""One plain form for every way to write the same letters and digits, so that a search needs only one."""

from __future__ import annotations

import re
import unicodedata

from guwah.instruments.late_pattern import late

NOT_WRITING = re.compile(r"[\W_]+")
FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
# Zero-width characters, soft hyphens, direction marks: nothing a reader sees, so no word ends at one.
UNSEEN = late(
    r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]+"
)
# Combining marks of Latin, Cyrillic, Hebrew and Arabic, which NFKD sets apart from their letters.
MARKS = late(
    r"[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a"
    r"\u064b-\u065f\u0670\u06d6-\u06ed\u20d0-\u20ff]"
)
HAN = r"\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
IS_HAN = re.compile(rf"[{HAN}]")
WORD = re.compile(r"[^\W_]+")
WORD_OR_HAN = re.compile(rf"(?=[^\W_])[{HAN}]|[^\W_{HAN}]+")


def plain(text: str) -> str:
    """Return the text without case, marks, width and unseen characters, digits as 0-9, signs as they are."""
    if text.isascii():
        return text.lower()
    bare = unicodedata.normalize("NFKD", UNSEEN.sub("", text).casefold())
    folded = MARKS.sub("", bare).casefold()
    return FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), folded)


def squeeze(text: str) -> str:
    """Return only letters and digits of `plain`, nothing between them."""
    return NOT_WRITING.sub("", plain(text))


def words(text: str) -> list[str]:
    """Return the words of `plain`; each Chinese character is a word of its own."""
    bare = plain(text)
    pattern = WORD_OR_HAN if not bare.isascii() and IS_HAN.search(bare) else WORD
    return pattern.findall(bare)


def places(text: str) -> list[int]:
    """Return for each character of `squeeze(text)` the code point of `text` it comes from."""
    lengths = {letter: len(squeeze(letter)) for letter in set(text)}
    return [place for place, letter in enumerate(text) for _ in range(lengths[letter])]
