"""People named in Chinese characters: by surname and neighbours, by characters that write Turkic names."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Final

from guwah.instruments.late_pattern import late
from guwah.instruments.suggestions.named.han_doubts import PARTIAL, crosses, is_everyday, may_be
from guwah.instruments.suggestions.named.han_shapes import (
    DOT,
    REPEATED,
    USUAL,
    shapes,
)
from guwah.instruments.suggestions.named.lists import one_of, words_of
from guwah.instruments.suggestions.named.model import Named
from guwah.instruments.suggestions.named.stretches import meets
from guwah.instruments.suggestions.personal.writing import HAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.instruments.suggestions.named.people import Text

_SHORTEST_SOUND: Final = 3
_SHORTEST: Final = 2
_LONGEST_KIN: Final = 4
_CAME: Final = re.compile("来(?=[了过到找看问])")


def people_in_han(texts: Sequence[Text], named: Iterable[str] = ()) -> list[list[Named]]:
    """Return the people of each passage.

    Args:
        texts: the passages of one document.
        named: names of those who speak.
    """
    seen = [list(_seen(text)) if re.search(HAN, text.words) else [] for text in texts]
    times = Counter(one.name for passage in seen for one in passage if one.rule == REPEATED)
    found = [[one for one in passage if one.rule != REPEATED or times[one.name] > 1] for passage in seen]
    names = {one.name for passage in found for one in _outermost(passage) if one.rule not in PARTIAL}
    names |= {name for name in named if re.fullmatch(rf"{HAN}{{2,4}}|{HAN}+{DOT}{HAN}+", name)}
    names |= {part for name in names for part in _parts(name)}
    wanted = [name for name in names if not is_everyday(name)]
    again = late(one_of(wanted)) if wanted else _NOTHING
    for text, passage in zip(texts, found, strict=True):
        for match in again.finditer(text.words):
            if _is_free(text, *match.span()) and not crosses(text.words, match.end()):
                passage.append(Named("person", *match.span(), "person-named-before", match.group()))
    return found


def _outermost(passage: Iterable[Named]) -> Iterator[Named]:
    """Yield what is no part of a longer name there."""
    widest = (0, 0)
    for one in sorted(passage, key=lambda one: (one.start, -one.end)):
        if one.end > widest[1] or (one.start, one.end) == widest:
            widest = (one.start, one.end)
            yield one


_NOTHING: Final = re.compile(r"(?!)")


def _parts(name: str) -> list[str]:
    """Return the parts of a full name that may stand alone: "阿依古丽·买买提", "王建国"."""
    parts = re.split(DOT, name)
    if len(parts) > 1:
        return [part for part in parts if len(part) > 1]
    return [name[1:]] if len(name) == _SHORTEST_SOUND and name[0] in USUAL else []


def _seen(text: Text) -> Iterator[Named]:
    for rule, shape in shapes():
        for match in shape.finditer(text.words):
            span = _trimmed(text.words, *match.span("it" if "it" in shape.groupindex else 0))
            words = text.words[slice(*span)]
            if _is_free(text, *span) and may_be(rule, words, text.words, span):
                yield Named("person", *span, rule, words)


def _trimmed(words: str, start: int, end: int) -> tuple[int, int]:
    """Return a name without the end of a word of kin or neighbours ahead of it, and without "came"."""
    for inside in range(1, min(_LONGEST_KIN, end - start - _SHORTEST + 1)):
        if words.endswith(_kin_longer_than(inside), 0, start + inside):
            start += inside
            break
    came = end - start > _SHORTEST and _CAME.match(words, end - 1)
    return start, end - bool(came)


@cache
def _kin_longer_than(size: int) -> tuple[str, ...]:
    kin = words_of("han.json", "kin") | words_of("han.json", "before")
    return tuple(word for word in kin if size < len(word) <= _LONGEST_KIN)


def _is_free(text: Text, start: int, end: int) -> bool:
    return not meets(text.taken, start, end)
