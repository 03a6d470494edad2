"""Acts told in free words: what is done, with what and by whom may stand in any order around each other.

A file `data/acts.LANGUAGE.txt` holds sets of words and what they mean together:

    @take = took taken seiz* con_fis*    words; `*` is any ending, an underscore a space
    [documents_taken] papers             a code, and the name of the rule
    @take @papers|passport*              a set, then either of a set and a stem: near, in any order
    > @they @take car|cars -mine ~20     in this order, no "mine" between, within 20 words (Chinese: signs)

    @denied = (?:ма|ме)ды                a pattern of endings with which a stem with `*` says its opposite
    @softens = қғ кг                     a stem's last letter, and what it becomes before an ending

The first of a line is its head. Where a word of the set `@no` is one of the parts, the act is one of
withholding ("did not give a lawyer"): that word is the act, and no denial of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import TYPE_CHECKING

from guwah.instruments.suggestions.plain import alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from guwah.instruments.suggestions.clauses import Sentence

_WORD = re.compile(r"\b(?!no\. ?\d)\w+(?:['-]\w+)*")  # the "no" of a number denies nothing
_SECTION = re.compile(r"\[(?P<code>\w+)\] (?P<rule>[\w-]+)")
_SET = re.compile(r"(?P<name>@\w+) = *(?P<words>.*)")
_JOINED = frozenset({"zh"})  # written without spaces: places are signs, not words
_WINDOW = 8
_WINDOW_JOINED = 14
_LONGEST = 8  # signs in a word of Chinese, words in a phrase
_BREAKS = frozenset(',;:()،؛，；：—–"…')
_BREAK_COUNTS = 3
_DENIES, _DENIED, _SOFTENS = "@no", "@denied", "@softens"

Place = tuple[int, int, int, int]
"""First and last place (word, or sign of Chinese) of something said, and its first and last code point."""

_Said = dict[frozenset[str], list[Place]]
"""Where the words of a sentence stand, by the parts of lines that they may be."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file.

    Attributes:
        name: what a suggestion gives as its rule.
        code: the code of the act.
        parts: what stands together, its head first.
        none: what must not stand between them.
        in_order: whether the parts follow one another.
        window: how many words (signs) may lie between the head and each other part.
    """

    name: str
    code: str
    parts: tuple[str, ...]
    none: tuple[str, ...]
    in_order: bool
    window: int


@dataclass(frozen=True, slots=True)
class Act:
    """What a line saw in a sentence: the whole of it, and the stretch whose stance decides."""

    rule: str
    code: str
    start: int
    end: int
    told_start: int
    told_end: int


class Lexicon:
    """Words of a language with what each may be a part of, and the lines that put them together."""

    def __init__(
        self, lines: Sequence[Line], items: dict[str, set[str]], *, joined: bool, denied: str = ""
    ) -> None:
        self._joined = joined
        self._denied = re.compile(denied) if denied else None
        self._lines = tuple(lines)
        self._by_head: dict[str, list[int]] = defaultdict(list)
        for at, line in enumerate(lines):
            self._by_head[line.parts[0]].append(at)
        self._exact: dict[str, list[tuple[list[str], frozenset[str]]]] = defaultdict(list)
        self._stems: dict[str, list[tuple[list[str], frozenset[str]]]] = defaultdict(list)
        self._sizes: dict[str, set[int]] = defaultdict(set)
        for item, symbols in items.items():
            self._sizes[item[0]].add(len(item))
            first, *rest = item.split("_")
            (self._stems if first.endswith("*") else self._exact)[first.rstrip("*")].append(
                (rest, frozenset(symbols))
            )
        self._stem_sizes = sorted({len(stem) for stem in self._stems})

    @property
    def codes(self) -> frozenset[str]:
        """The codes that the lines give."""
        return frozenset(line.code for line in self._lines)

    def acts(self, sentence: Sentence) -> Iterator[Act]:
        """Yield what the lines see in a sentence."""
        said = self._said_joined(sentence.words) if self._joined else self._said(sentence.words)
        present = frozenset().union(*said)
        near = (at for symbol in present & self._by_head.keys() for at in self._by_head[symbol])
        places = _Places(said)
        for at in sorted(near):
            if present.issuperset(self._lines[at].parts):
                yield from _met(self._lines[at], places)

    def _said(self, words: str) -> _Said:
        said = list(_counted(words))
        found: _Said = defaultdict(list)
        for number, (word, place, start, _) in enumerate(said):
            for rest, symbols in self._beginning(word):
                behind = said[number + 1 : number + 1 + len(rest)]
                if len(behind) == len(rest) and all(map(self._is, behind, rest)):
                    _, last, _, end = said[number + len(rest)]
                    found[symbols].append((place, last, start, end))
        return found

    def _beginning(self, word: str) -> Iterable[tuple[list[str], frozenset[str]]]:
        yield from self._exact.get(word, ())
        for size in self._stem_sizes:
            found = self._stems.get(word[:size])
            if found and not self._is_denied(word, size):
                yield from found

    def _is(self, said: tuple[str, int, int, int], want: str) -> bool:
        word, stem = said[0], want.rstrip("*")
        return word == want or (
            stem != want and word.startswith(stem) and not self._is_denied(word, len(stem))
        )

    def _is_denied(self, word: str, size: int) -> bool:
        return bool(self._denied and self._denied.match(word, size))

    def _said_joined(self, words: str) -> _Said:
        found: _Said = defaultdict(list)
        breaks = list(accumulate(sign in _BREAKS for sign in words))
        for start, sign in enumerate(words):
            place = start + _BREAK_COUNTS * breaks[start]
            for size in self._sizes.get(sign, ()):
                for _, symbols in self._exact.get(words[start : start + size], ()):
                    found[symbols].append((place, place + size - 1, start, start + size))
        return found


class _Places(dict[str, list[Place]]):
    """Where each part of a line stands in a sentence, in order; looked up when first asked for."""

    def __init__(self, said: _Said) -> None:
        super().__init__()
        self._said = said

    def __missing__(self, part: str) -> list[Place]:
        """Gather the places of a part; none where it is not said."""
        self[part] = sorted(place for parts, told in self._said.items() if part in parts for place in told)
        return self[part]


def _counted(words: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield words with their numbers and places; a sign that breaks a sentence counts for some words."""
    place, before = -1, 0
    for one in _WORD.finditer(words):
        place += 1 + _BREAK_COUNTS * any(sign in _BREAKS for sign in words[before : one.start()])
        before = one.end()
        yield one.group(), place, one.start(), before


def _met(line: Line, places: _Places) -> Iterator[Act]:
    for head in places[line.parts[0]]:
        parts = _beside(line, head, places)
        if parts and not _between(line, parts, places):
            start, end = min(part[2] for part in parts), max(part[3] for part in parts)
            # A denial between the parts denies them, unless it is one of them.
            last = max(part[2] for part in parts)
            denies = not set(parts).isdisjoint(places[_DENIES])
            told = (start, end) if denies else (last, end)
            yield Act(line.name, line.code, start, end, *told)


def _beside(line: Line, head: Place, places: _Places) -> list[Place]:
    """Return a place for each part of a line, the nearest to its head; none where one is missing."""
    taken = [head]
    for name in line.parts[1:]:
        near = [
            one
            for one in _around(head, places[name], line.window)
            if _gap(head, one) <= line.window
            and all(one[1] < other[0] or other[1] < one[0] for other in taken)
            and not (line.in_order and one[0] < taken[-1][1])
        ]
        if not near:
            return []
        taken.append(min(near, key=lambda one: _gap(head, one)))
    return taken


def _around(head: Place, told: list[Place], window: int) -> list[Place]:
    """Return the few that may be near, of places in order: a long line has thousands."""
    first = bisect_left(told, (head[0] - window - _LONGEST,))
    return told[first : bisect_left(told, (head[1] + window + 2,))]


def _gap(one: Place, other: Place) -> int:
    return max(other[0] - one[1], one[0] - other[1]) - 1


def _between(line: Line, parts: list[Place], places: _Places) -> bool:
    """Whether what must not stand there does, between the parts of a line or next to them."""
    first, last = min(part[0] for part in parts), max(part[1] for part in parts)
    told = (places[name] for name in line.none)
    return any(bisect_left(each, (first - 2,)) < bisect_left(each, (last + 3,)) for each in told)


@cache
def lexicon(language: str) -> Lexicon:
    """Return the words and lines of one of the languages of `material.LANGUAGES`."""
    text = (files(__package__) / "data" / f"acts.{language}.txt").read_text(encoding="utf-8")
    return read(text, f"violation-{language}", joined=language in _JOINED)


def read(text: str, before: str, *, joined: bool = False) -> Lexicon:
    """Read the words and lines of a file; KeyError where a line names a set that is none."""
    sets: dict[str, list[str]] = {}
    lines: list[Line] = []
    code = name = ""
    for line in map(alike, text.splitlines()):
        if opened := _SET.fullmatch(line):
            sets[opened["name"]] = [
                item for word in opened["words"].split() for item in sets.get(word, [word])
            ]
        elif section := _SECTION.fullmatch(line.strip()):
            code, name = section["code"], f"{before}-{section['rule']}"
        elif line.strip() and not line.startswith("#"):
            lines.append(_line(line.split(), code, name, joined=joined))
    return Lexicon(lines, _items(lines, sets), joined=joined, denied="".join(sets.get(_DENIED, ())))


def _items(lines: list[Line], sets: dict[str, list[str]]) -> dict[str, set[str]]:
    """Return each word or stem of the lines, with the parts of lines that it stands for."""
    items: dict[str, set[str]] = defaultdict(set)
    parts = {part for line in lines for part in (*line.parts, *line.none)}
    for part in parts | ({_DENIES} & sets.keys()):
        for word in part.split("|"):
            for item in sets[word] if word.startswith("@") else (word,):
                items[item].add(part)
    softens = {pair[0]: pair[1] for pair in sets.get(_SOFTENS, ())}
    for item in tuple(items):
        if item.endswith("*") and item[-2] in softens:
            items[f"{item[:-2]}{softens[item[-2]]}*"] |= items[item]
    return items


def _line(words: list[str], code: str, name: str, *, joined: bool) -> Line:
    window = _WINDOW_JOINED if joined else _WINDOW
    for word in words:
        if word.startswith("~"):
            window = int(word[1:])
    parts = tuple(word for word in words if word[0] not in "~->")
    none = tuple(word[1:] for word in words if word[0] == "-")
    return Line(name, code, parts, none, in_order=">" in words, window=window)
