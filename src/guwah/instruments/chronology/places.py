"""JSON read strictly, and the place in its text that a path leads to."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import NoReturn

_DECODER = json.JSONDecoder()
_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a text: line and column from 1, offset from 0, all in code points."""

    line: int
    column: int
    offset: int


class BadJson(ValueError):
    """Text that is not JSON as RFC 8259 writes it, or names a member twice.

    Attributes:
        code: `not-json`, `member-twice` or `too-deep`.
        message: one sentence.
        place: where, when that is known.
    """

    def __init__(self, code: str, message: str, place: Place | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.place = place


def read_json(text: str) -> object:
    """Parse JSON; a member named twice, NaN and infinities are refused (RFC 8259, 4 and 6).

    Raises:
        BadJson: with the place, except for a member named twice or nesting too deep.
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse)
    except json.JSONDecodeError as wrong:
        place = Place(wrong.lineno, wrong.colno, wrong.pos)
        raise BadJson("not-json", f"This is not JSON: {wrong.msg}.", place) from wrong
    except RecursionError as wrong:
        raise BadJson("too-deep", "The JSON is nested too deeply.") from wrong


def place_of(text: str, path: tuple[str | int, ...]) -> Place:
    """Return where the value at a path starts; where the path breaks off, the place before it.

    Args:
        text: JSON that `read_json` accepts.
        path: keys and 0-based indices.
    """
    offset = _skip(text, 0)
    for step in path:
        inner = _member(text, offset, step)
        if inner is None:
            break
        offset = inner
    line_start = text.rfind("\n", 0, offset) + 1
    return Place(text.count("\n", 0, offset) + 1, offset - line_start + 1, offset)


def _member(text: str, offset: int, step: str | int) -> int | None:
    """Return the offset of one member's value, or None when the container has none such."""
    named = text[offset] == "{"
    if text[offset] not in "{[" or named != isinstance(step, str):
        return None
    offset = _skip(text, offset + 1)
    index = 0
    while text[offset] not in "}]":
        key: str | int = index
        if named:
            key, offset = _DECODER.raw_decode(text, offset)
            offset = _skip(text, _skip(text, offset) + 1)
        if key == step:
            return offset
        _, offset = _DECODER.raw_decode(text, offset)
        offset = _skip(text, offset)
        if text[offset] == ",":
            offset = _skip(text, offset + 1)
        index += 1
    return None


def _skip(text: str, offset: int) -> int:
    found = _SPACE.match(text, offset)
    return offset if found is None else found.end()


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise BadJson("member-twice", "An object names one of its members twice.")
    return made


def _refuse(word: str) -> NoReturn:
    del word
    raise BadJson("not-json", "This is not JSON: it holds a number that is none.")
