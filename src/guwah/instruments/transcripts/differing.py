"""Where two texts differ, word by word: as edits that make one the other, and as runs to be shown.

What is not sure counts as changed: a word repeated beside the change, or a short stretch between two changes,
is never taken for the same word, so that nothing which stands on it is moved to another.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise

from guwah.instruments.transcripts.anchors import Edit

SURE = 12
"""Code points that must agree between two changes for the words there to count as untouched."""

_MOST = 4_000_000
# Words, spaces and signs in a row, by which long stretches are laid beside each other.
_RUN = 8
_TWICE = -1
_HAN = ("CJK", "HIRAGANA", "KATAKANA")
_WORD = frozenset("LNM")

Change = tuple[int, int, int, int]
"""Start and end in the one text, start and end in the other."""


class Kind(StrEnum):
    """What became of a run of words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand in both texts, or in one of them only."""

    kind: Kind
    words: str


def tokens(text: str) -> list[str]:
    """Cut a text into words, white space, and single signs; every Han or Kana character is a word.

    Put together they are the text.
    """
    kinds = text.translate(_KINDS)
    return [text[match.start() : match.end()] for match in _RUNS.finditer(kinds)]


class _Kinds(dict[int, str]):
    """What joins each character to its neighbours, by its number: a letter for each kind, found once."""

    def __missing__(self, number: int) -> str:
        self[number] = kind = _kind(chr(number))
        return kind


def _kind(character: str) -> str:
    if character.isspace():
        return "s"
    category = unicodedata.category(character)
    if category[0] not in _WORD and category != "Cf":
        return "."
    return "." if unicodedata.name(character, "").startswith(_HAN) else "w"


_KINDS = _Kinds()
_RUNS = re.compile(r"s+|w+|\.")


def edits_between(before: str, after: str) -> tuple[Edit, ...]:
    """Return edits that make one text the other, in their order, offsets as in `anchors.apply`.

    They replace whole words, are as few as may be, and where it is not sure which of some equal words was
    added or taken away, they reach over all of them.
    """
    found = []
    shift = 0
    for start, end, first, last in _changes(before, after):
        found.append(Edit(start + shift, end + shift, after[first:last]))
        shift += (last - first) - (end - start)
    return tuple(found)


def runs_between(before: str, after: str) -> tuple[Run, ...]:
    """Return what is the same, removed and added, in reading order; removed words before the added ones.

    Spaces and signs that begin or end both what was removed and what was added are shown as the same.
    """
    found = []
    at = 0
    for change in _changes(before, after):
        start, end, first, last = _bared(change, before, after)
        pairs = ((Kind.SAME, before[at:start]), (Kind.REMOVED, before[start:end]))
        found += [Run(kind, words) for kind, words in (*pairs, (Kind.ADDED, after[first:last])) if words]
        at = end
    if at < len(before):
        found.append(Run(Kind.SAME, before[at:]))
    return tuple(found)


def _bared(change: Change, before: str, after: str) -> Change:
    """Return a change without the spaces and signs that both sides have at its ends."""
    start, end, first, last = change
    while start < end and first < last and before[start] == after[first] and _bare(before[start]):
        start, first = start + 1, first + 1
    while start < end and first < last and before[end - 1] == after[last - 1] and _bare(before[end - 1]):
        end, last = end - 1, last - 1
    return start, end, first, last


def _bare(character: str) -> bool:
    return _KINDS[ord(character)] == "s" or unicodedata.category(character)[0] == "P"


def _changes(before: str, after: str) -> Iterator[Change]:
    """Yield the changed stretches in code points, in order: by lines, then by words."""
    for start, end, first, last in _by(_lines, 1, before, after):
        if start == end or first == last:
            yield start, end, first, last
            continue
        for a, b, c, d in _by(tokens, _RUN, before[start:end], after[first:last]):
            yield start + a, start + b, first + c, first + d


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def _by(cut: Callable[[str], list[str]], run: int, before: str, after: str) -> list[Change]:
    one, other = cut(before), cut(after)
    here, there = _offsets(one), _offsets(other)
    found = list[Change]()
    for start, end, first, last in _widened(one, other, _opcodes(one, other, run)):
        change = here[start], here[end], there[first], there[last]
        if found and not _sure(before[found[-1][1] : change[0]], before, after):
            found[-1] = (found[-1][0], change[1], found[-1][2], change[3])
        else:
            found.append(change)
    return found


def _opcodes(one: Sequence[str], other: Sequence[str], run: int) -> list[Change]:
    head = 0
    while head < min(len(one), len(other)) and one[head] == other[head]:
        head += 1
    tail = 0
    while tail < min(len(one), len(other)) - head and one[-1 - tail] == other[-1 - tail]:
        tail += 1
    left, right = one[head : len(one) - tail], other[head : len(other) - tail]
    if not left and not right:
        return []
    if not left or not right:
        return [(head, head + len(left), head, head + len(right))]
    return [(head + a, head + b, head + c, head + d) for a, b, c, d in _compared(left, right, run)]


def _compared(left: Sequence[str], right: Sequence[str], run: int) -> Iterator[Change]:
    """Yield where two lists differ; long ones are parted first where both have the same run, once."""
    if len(left) * len(right) <= _MOST:
        for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            if tag != "equal":
                yield a, b, c, d
        return
    shared = _shared(left, right, run)
    if not shared:
        yield 0, len(left), 0, len(right)
        return
    for (here, there), (end, last) in pairwise([(0, 0), *shared, (len(left), len(right))]):
        for a, b, c, d in _opcodes(left[here:end], right[there:last], run):
            yield here + a, here + b, there + c, there + d


def _shared(left: Sequence[str], right: Sequence[str], run: int) -> list[tuple[int, int]]:
    """Return where runs that both lists have, once each, begin in them; of those side by side the first."""
    places, others = _once(left, run), _once(right, run)
    met = [(at, others[words]) for words, at in places.items() if words in others]
    ordered = _rising(met)
    before = [(-1, -1), *ordered]
    return [
        (at, then)
        for (at, then), (last, latest) in zip(ordered, before, strict=False)
        if (at - 1, then - 1) != (last, latest)
    ]


def _once(words: Sequence[str], run: int) -> dict[tuple[str, ...], int]:
    """Return the runs of a length that stand in a list once, and where, in order."""
    found: dict[tuple[str, ...], int] = {}
    for at, each in enumerate(zip(*(words[shift:] for shift in range(run)), strict=False)):
        found[each] = _TWICE if each in found else at
    return {each: at for each, at in found.items() if at != _TWICE and any(map(str.strip, each))}


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest row of pairs whose second numbers rise, as their first do."""
    lowest: list[int] = []
    tops: list[int] = []
    before: list[int] = []
    for number, (_, there) in enumerate(pairs):
        place = bisect_left(lowest, there)
        before.append(tops[place - 1] if place else -1)
        lowest[place : place + 1] = [there]
        tops[place : place + 1] = [number]
    found = []
    at = tops[-1] if tops else -1
    while at >= 0:
        found.append(pairs[at])
        at = before[at]
    return found[::-1]


def _widened(one: Sequence[str], other: Sequence[str], changes: Sequence[Change]) -> Iterator[Change]:
    """Widen what was only added or only removed over every place where it could as well have happened."""
    before = 0
    for number, (start, end, first, last) in enumerate(changes):
        after = changes[number + 1][0] if number + 1 < len(changes) else len(one)
        words, a, b = (other, first, last) if start == end else (one, start, end)
        left = right = 0
        if start == end or first == last:
            while start - left > before and words[a - left - 1] == words[b - left - 1]:
                left += 1
            while end + right < after and words[a + right] == words[b + right]:
                right += 1
        yield start - left, end + right, first - left, last + right
        before = end + right


def _sure(between: str, before: str, after: str) -> bool:
    """Say whether words between two changes are the same words: long enough, and there only once."""
    return len(between) >= SURE and before.count(between) == 1 == after.count(between)


def _offsets(words: Sequence[str]) -> list[int]:
    found = [0]
    for word in words:
        found.append(found[-1] + len(word))
    return found
