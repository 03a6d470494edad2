"""Where a value stands in a JSON text: from a JSON pointer (RFC 6901) to line, column and offset."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SPACE = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text: line and column start at 1, the offset in code points at 0."""

    line: int
    column: int
    offset: int


def place_at(text: str, offset: int) -> Place:
    """Return line and column of an offset; lines end at a line feed, as in Python's JSON errors."""
    return Place(text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset), offset)


def pointer_to(path: Iterable[str | int]) -> str:
    """Return the JSON pointer (RFC 6901 §3) of keys and 0-based indices; empty for the whole."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def place_of(text: str, pointer: str) -> Place:
    """Return the place of the value a pointer names, or of the nearest value around it that exists.

    The text must be valid JSON; of two equal names in an object the last counts, as in `json.loads`.
    """
    offset = _skip(text, 0)
    for part in pointer.split("/")[1:]:
        found = _child(text, offset, part.replace("~1", "/").replace("~0", "~"))
        if found is None:
            break
        offset = found
    return place_at(text, offset)


def _child(text: str, offset: int, name: str) -> int | None:
    if text[offset] == "{":
        return _member(text, offset, name)
    if text[offset] == "[" and name.isdecimal():
        return _element(text, offset, int(name))
    return None


def _member(text: str, offset: int, name: str) -> int | None:
    found, at = None, _skip(text, offset + 1)
    while text[at] != "}":
        key, at = _value(text, at)
        at = _skip(text, _skip(text, at) + 1)
        found = at if key == name else found
        at = _next(text, at)
    return found


def _element(text: str, offset: int, number: int) -> int | None:
    at = _skip(text, offset + 1)
    while text[at] != "]":
        if number == 0:
            return at
        number -= 1
        at = _next(text, at)
    return None


def _next(text: str, at: int) -> int:
    """Step over a value and the comma behind it, if there is one."""
    at = _skip(text, _value(text, at)[1])
    return _skip(text, at + 1) if text[at] == "," else at


def _value(text: str, at: int) -> tuple[object, int]:
    value, end = json.JSONDecoder().raw_decode(text, at)
    return value, end


def _skip(text: str, at: int) -> int:
    return SPACE.match(text, at).end()  # type: ignore[union-attr]  # the pattern matches the empty text too
