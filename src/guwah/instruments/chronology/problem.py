"""Occurrences and assertions as `chronology check` takes them, checked before anything is reasoned about.

The form is the one of DESIGN §15. Every assertion is about *points*: the start or the end of an occurrence, a
point being one day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.dates import (
    Clock,
    Duration,
    EdtfValue,
    NotADate,
    parse,
    parse_clock,
    parse_duration,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_OLDEST = 1000  # years; an age beyond it is a slip of the pen or an attack on the arithmetic
_MEMBERS = frozenset({"id", "by", "source"})


class BadProblem(ValueError):
    """An input that is not a problem as DESIGN §15 writes it.

    Attributes:
        code: one kebab-case word.
        message: one sentence; it never repeats a label or a value.
        path: the keys and 0-based indices that lead to the place.
    """

    def __init__(self, code: str, message: str, path: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.path = path

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer (RFC 6901)."""
        return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in self.path)


class Point(NamedTuple):
    """The start or the end of an occurrence."""

    occurrence: str
    end: str


@dataclass(frozen=True, slots=True)
class At:
    """The point lies on one of the days of an EDTF value."""

    id: str
    point: Point
    value: EdtfValue


@dataclass(frozen=True, slots=True)
class Lasts:
    """From one point to another it took this long."""

    id: str
    start: Point
    end: Point
    duration: Duration
    approximate: bool


@dataclass(frozen=True, slots=True)
class Within:
    """From one point to another it took this long by the clock."""

    id: str
    start: Point
    end: Point
    length: Clock
    approximate: bool


@dataclass(frozen=True, slots=True)
class Before:
    """One point came before another, on the same day at the latest unless `strict`."""

    id: str
    earlier: Point
    later: Point
    strict: bool


@dataclass(frozen=True, slots=True)
class Aged:
    """Somebody born at one point was so many years old at another."""

    id: str
    years: int
    birth: Point
    said: Point


Assertion = At | Lasts | Within | Before | Aged


@dataclass(frozen=True, slots=True)
class Problem:
    """Labels of the occurrences by id, and the assertions in the order of their ids."""

    occurrences: Mapping[str, str]
    assertions: tuple[Assertion, ...]


_Path = tuple[str | int, ...]


def load(data: object) -> Problem:
    """Check and take over the JSON of DESIGN §15.

    Args:
        data: the parsed JSON: `occurrences` (id to label) and `assertions` (a list).

    Returns:
        The problem; its assertions are sorted by id, so that the order of the input changes no answer.

    Raises:
        BadProblem: with the path to the place.
    """
    top = _object(data, ())
    occurrences = _object(top.get("occurrences"), ("occurrences",))
    for key, label in occurrences.items():
        if not isinstance(label, str):
            raise BadProblem("not-text", "The label of an occurrence is text.", ("occurrences", key))
    listed = _list(top.get("assertions"), ("assertions",))
    reader = _Reader(frozenset(occurrences))
    assertions = [reader.assertion(entry, ("assertions", place)) for place, entry in enumerate(listed)]
    return Problem(
        {key: str(label) for key, label in occurrences.items()},
        tuple(sorted(assertions, key=lambda one: one.id)),
    )


class _Reader:
    """Reads assertions; knows the occurrences and the ids met so far."""

    def __init__(self, occurrences: frozenset[str]) -> None:
        self._occurrences = occurrences
        self._ids: set[str] = set()
        self._forms: dict[
            str, tuple[frozenset[str], Callable[[str, Mapping[str, object], _Path], Assertion]]
        ] = {
            "edtf": (frozenset({"at", "edtf"}), self._at),
            "duration": (frozenset({"from", "to", "duration", "approximate"}), self._lasts),
            "before": (frozenset({"before", "strict"}), self._before),
            "age": (frozenset({"age", "of", "at"}), self._aged),
        }

    def assertion(self, entry: object, path: _Path) -> Assertion:
        fields = _object(entry, path)
        name = fields.get("id")
        if not isinstance(name, str) or not name:
            raise BadProblem("no-id", "An assertion needs an id.", path)
        if name in self._ids:
            raise BadProblem("id-twice", "Two assertions carry the same id.", (*path, "id"))
        self._ids.add(name)
        for key in ("by", "source"):
            if not isinstance(fields.get(key, ""), str | None):
                raise BadProblem("not-text", "Who says it and where are text.", (*path, key))
        kinds = [kind for kind in self._forms if kind in fields]
        if len(kinds) != 1:
            raise BadProblem(
                "unknown-form", "An assertion has exactly one of: edtf, duration, before, age.", path
            )
        known, read = self._forms[kinds[0]]
        for key in fields:
            if key not in known and key not in _MEMBERS:
                raise BadProblem("unknown-field", "This kind of assertion has no such field.", (*path, key))
        return read(name, fields, path)

    def _at(self, name: str, fields: Mapping[str, object], path: _Path) -> At:
        point = self._point(fields, "at", path)
        place = (*path, "edtf")
        try:
            value = parse(_text(fields["edtf"], place))
        except NotADate as wrong:
            raise BadProblem(wrong.code, wrong.message, place) from wrong
        if value.kind == "all-of" and len(value.parts) > 1:
            raise BadProblem(
                "several-days", "One point cannot lie on all of several dates; use [a,b].", place
            )
        return At(name, point, value)

    def _lasts(self, name: str, fields: Mapping[str, object], path: _Path) -> Lasts | Within:
        place = (*path, "duration")
        text = _text(fields["duration"], place)
        try:
            duration = parse_clock(text) if text.startswith("PT") else parse_duration(text)
        except NotADate as wrong:
            raise BadProblem(wrong.code, wrong.message, place) from wrong
        start, end = self._point(fields, "from", path), self._point(fields, "to", path)
        about = _flag(fields, "approximate", path)
        if isinstance(duration, Clock):
            return Within(name, start, end, duration, about)
        return Lasts(name, start, end, duration, about)

    def _before(self, name: str, fields: Mapping[str, object], path: _Path) -> Before:
        place = (*path, "before")
        pair = _list(fields["before"], place)
        if len(pair) != 2:  # noqa: PLR2004 - a pair
            raise BadProblem("not-a-pair", "`before` names two points: the earlier and the later.", place)
        earlier, later = (self._read_point(point, (*place, index)) for index, point in enumerate(pair))
        return Before(name, earlier, later, _flag(fields, "strict", path))

    def _aged(self, name: str, fields: Mapping[str, object], path: _Path) -> Aged:
        years = fields["age"]
        if not isinstance(years, int) or isinstance(years, bool) or not 0 <= years <= _OLDEST:
            raise BadProblem("bad-age", "An age is a whole number of years, 0 or more.", (*path, "age"))
        return Aged(name, years, self._point(fields, "of", path), self._point(fields, "at", path))

    def _point(self, fields: Mapping[str, object], key: str, path: _Path) -> Point:
        return self._read_point(fields.get(key), (*path, key))

    def _read_point(self, value: object, path: _Path) -> Point:
        pair = _list(value, path)
        if len(pair) != 2 or pair[1] not in ("start", "end"):  # noqa: PLR2004 - a pair
            raise BadProblem("bad-point", 'A point is [occurrence id, "start" or "end"].', path)
        if not isinstance(pair[0], str) or pair[0] not in self._occurrences:
            raise BadProblem("unknown-occurrence", "The point belongs to no occurrence of the list.", path)
        return Point(pair[0], str(pair[1]))


def _object(value: object, path: _Path) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise BadProblem("not-an-object", "Here an object with named fields is needed.", path)
    return value


def _list(value: object, path: _Path) -> Sequence[object]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise BadProblem("not-a-list", "Here a list is needed.", path)
    return value


def _text(value: object, path: _Path) -> str:
    if not isinstance(value, str):
        raise BadProblem("not-text", "Here text is needed.", path)
    return value


def _flag(fields: Mapping[str, object], key: str, path: _Path) -> bool:
    value = fields.get(key, False)
    if not isinstance(value, bool):
        raise BadProblem("not-true-or-false", "Here true or false is needed.", (*path, key))
    return value
