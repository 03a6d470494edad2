"""Habits of transcribers as data: which signs mean what, in which words; shown and changeable."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Self

from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.model import MARK_KINDS

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """How a language is named where a text says what was spoken.

    Attributes:
        tag: Language tag.
        names: Names as they stand in a header line or after a preposition.
        phrases: Phrases that mean "in this language" by themselves.
    """

    tag: str
    names: Words
    phrases: Words


@dataclass(frozen=True, slots=True)
class Token:
    """A sign of fixed shape: a regular expression and the kind of mark it is."""

    pattern: str
    kind: str


@dataclass(frozen=True, eq=False)
class Conventions:
    """What the readers know about labels, brackets and titles; all words are in small letters.

    The fields have the names of the keys in `data/conventions.json`, which is the default.
    """

    label_separators: Words
    dotted_labels: Words
    spaced_labels: Words
    question_words: Words
    titled_persons: Words
    alias_phrases: Words
    label_max_characters: int
    label_max_words: int
    name_particles: Words
    header_words: Words
    own_labels: Words
    participant_words: Words
    language_words: Words
    role_words: Mapping[str, str | None]
    not_labels: Words
    speech_verbs: Words
    speech_suffixes: Words
    stage_words: Words
    title_words: Words
    title_suffixes: Words
    title_prefixes: Words
    ordinals: tuple[Words, ...]
    languages: tuple[SpokenLanguage, ...]
    language_prepositions: Words
    language_joiners: Words
    unheard: Words
    unheard_tails: Words
    vocal: Words
    description: Words
    correction: Words
    noun_kinds: tuple[Words, ...]
    noun_ends: Words
    sic: Words
    hedges: Words
    note: Words
    withheld: Words
    addressee: Words
    addressee_suffixes: Words
    line_drop: Words
    tape_end: Words
    session_change: Words
    page_break: Words
    page_words: Words
    tape_words: Words
    tape_edges: Words
    square_brackets: Words
    round_brackets: Words
    quotes: Words
    tokens: tuple[Token, ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read conventions; keys that are absent keep their default.

        Args:
            data: An object with the keys of `data/conventions.json`.

        Raises:
            NotUnderstood: `bad-conventions` for an unknown key, a wrong type or a wrong pattern.
        """
        known = {one.name for one in fields(cls)}
        unknown = sorted(set(data) - known)
        if unknown:
            raise NotUnderstood("bad-conventions", f"There is no convention named {unknown[0]!r}.")
        merged = {**_default_json(), **data}
        try:
            return cls(**{key: _frozen(key, value) for key, value in merged.items()})
        except (TypeError, KeyError, re.error) as wrong:
            raise NotUnderstood("bad-conventions", f"The conventions have a wrong shape: {wrong}.") from wrong

    @cached_property
    def quote_pairs(self) -> tuple[tuple[str, str], ...]:
        """Opening and closing quotation marks."""
        return tuple((pair[0], pair[1]) for pair in self.quotes)

    @cached_property
    def header_keys(self) -> frozenset[str]:
        """Keys of header lines, folded."""
        return frozenset(map(str.casefold, self.header_words))

    @cached_property
    def never_labels(self) -> frozenset[str]:
        """Words before a colon that are nobody's name, folded."""
        return frozenset(map(str.casefold, (*self.not_labels, *self.header_words)))

    @cached_property
    def saying(self) -> frozenset[str]:
        """Last words before a colon that announce what somebody said."""
        return frozenset(map(str.casefold, self.speech_verbs))


def _frozen(key: str, value: Any) -> Any:  # noqa: ANN401 -- the shape depends on the key
    if key == "languages":
        return tuple(
            SpokenLanguage(str(one["tag"]), _words(one["names"]), _words(one["phrases"])) for one in value
        )
    if key == "tokens":
        return tuple(_token(one) for one in value)
    if key in {"ordinals", "noun_kinds"}:
        return tuple(_words(one) for one in value)
    if key == "role_words":
        return MappingProxyType({str(word): role for word, role in dict(value).items()})
    if key in {"label_max_characters", "label_max_words"}:
        if not isinstance(value, int) or value < 1:
            raise TypeError(f"{key} is a whole number above 0")
        return value
    return _words(value)


def _words(value: Any) -> Words:  # noqa: ANN401 -- checked here
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) and word for word in value):
        raise TypeError("a list of words is needed")
    return tuple(value)


def _token(one: Mapping[str, str]) -> Token:
    re.compile(one["pattern"])
    if one["kind"] not in MARK_KINDS:
        raise TypeError(f"{one['kind']!r} is no kind of mark")
    return Token(one["pattern"], one["kind"])


def _default_json() -> dict[str, Any]:
    path = files(__package__) / "data" / "conventions.json"
    loaded: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return loaded


DEFAULT = Conventions.from_json({})
