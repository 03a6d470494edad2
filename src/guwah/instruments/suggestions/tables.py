"""Patterns of what is said, kept as text files that one can read: one file per kind and language.

A file of `data/` holds sections. `[code] rule: stem stem` opens one; each line below it is a pattern (a
regular expression over `plain` words), and any of them gives the code. A pattern is tried only in a sentence
in which a word begins with one of the stems (in Chinese: in which one stands); without stems it is always
tried. An underscore in a stem is a space.
`@name = pattern` names a part that is written `{name}` below; `#` opens a remark.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from guwah.instruments.suggestions.plain import alike

if TYPE_CHECKING:
    from collections.abc import Iterator

_SECTION = re.compile(r"\[(?P<code>[^\]]+)\]\s*(?P<rule>[\w-]+)(?::(?P<stems>.*))?")
_PART = re.compile(r"@(?P<name>\w+)\s*=\s*(?P<pattern>.*)")
_USE = re.compile(r"\{([a-z_]\w*)\}")
_JOINED = frozenset({"zh"})  # written without spaces: a stem may stand anywhere


@dataclass(frozen=True, slots=True)
class Rule:
    """One section of a file.

    Attributes:
        name: what a suggestion gives as its rule: kind, language and the section's own name.
        code: what stands in brackets.
        stems: beginnings of words one of which a sentence must hold; none for every sentence.
        patterns: any of them is enough.
    """

    name: str
    code: str
    stems: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]


class Table:
    """The rules of one kind in one language."""

    def __init__(self, rules: tuple[Rule, ...], *, joined: bool) -> None:
        self.rules = rules
        self._always = tuple(place for place, rule in enumerate(rules) if not rule.stems)
        self._by_stem: dict[str, list[int]] = defaultdict(list)
        for place, rule in enumerate(rules):
            for stem in rule.stems:
                self._by_stem[stem].append(place)
        either = "|".join(re.escape(stem) for stem in sorted(self._by_stem, reverse=True))
        # A look-ahead, so that "take" and "taken" are both seen where both begin.
        border = "" if joined else r"(?<!\w)"
        self._stem = re.compile(rf"{border}(?:{either})") if either else None
        self._others = {
            stem: [other for other in self._by_stem if stem.startswith(other) and other != stem]
            for stem in self._by_stem
        }

    def hits(self, words: str) -> Iterator[tuple[Rule, re.Match[str]]]:
        """Yield what the rules see in plain words, in the order of the rules; matches may overlap."""
        for place in sorted(self._near(words)):
            rule = self.rules[place]
            for pattern in rule.patterns:
                for match in pattern.finditer(words):
                    if match.end() > match.start():
                        yield rule, match

    def _near(self, words: str) -> set[int]:
        near = set(self._always)
        for found in self._stem.finditer(words) if self._stem else ():
            for stem in (found.group(), *self._others[found.group()]):
                near.update(self._by_stem[stem])
        return near


@cache
def table(kind: str, language: str) -> Table:
    """Return the rules of a kind in one of the languages of `material.LANGUAGES`."""
    text = (files(__package__) / "data" / f"{kind}.{language}.txt").read_text(encoding="utf-8")
    return Table(tuple(_rules(text, f"{kind}-{language}")), joined=language in _JOINED)


def _rules(text: str, before: str) -> Iterator[Rule]:
    parts: dict[str, str] = {}
    opened: re.Match[str] | None = None
    patterns: list[re.Pattern[str]] = []
    for line in (*map(alike, filter(_says_something, text.splitlines())), "[end] end"):
        if section := _SECTION.fullmatch(line.strip()):
            if opened:
                stems = tuple((opened["stems"] or "").replace("_", " ").split())
                yield Rule(f"{before}-{opened['rule']}", opened["code"], stems, tuple(patterns))
            opened, patterns = section, []
        elif part := _PART.fullmatch(line):
            parts[part["name"]] = f"(?:{_filled(part['pattern'], parts)})"
        else:
            patterns.append(re.compile(_filled(line.strip(), parts)))


def _says_something(line: str) -> bool:
    return bool(line.strip()) and not line.lstrip().startswith("#")


def _filled(pattern: str, parts: dict[str, str]) -> str:
    return _USE.sub(lambda use: parts[use[1]], pattern)
