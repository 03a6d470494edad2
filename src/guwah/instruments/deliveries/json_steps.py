"""JSON walked from outside in, each value with its place: large exports are read one message at a time."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from guwah.instruments.deliveries.errors import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Step = Callable[[int], int]
    """Takes the offset at which a value begins and returns where it ends."""

_BLANK = re.compile(r"[ \t\r\n]*")
_LONGEST_NUMBER = 400  # digits: longer ones only make a machine count


class JsonText:
    """A JSON text (RFC 8259) of a delivery. A field named twice, NaN and infinities are refused (§4, §6).

    Every method raises `NotUnderstood` with line and offset: `bad-json`, `duplicate-name` or `too-deep`.
    """

    def __init__(self, text: str, name: str) -> None:
        self.text = text
        self.name = name
        self._decoder = json.JSONDecoder(
            object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_small
        )
        self._counted = (0, 1)

    def whole(self, step: Step) -> None:
        """Walk over the one value of the text; nothing may stand behind it."""
        end = self._skip(step(self._skip(0)))
        if end < len(self.text):
            raise self.wrong("bad-json", "something stands behind the end of the JSON", end)

    def fields(self, at: int, steps: Mapping[str, Step]) -> tuple[dict[str, Any], int]:
        """Walk over the object at an offset.

        Args:
            at: where it begins.
            steps: for some of its fields, what walks over their values.

        Returns:
            The values of the other fields by name, and where the object ends.
        """
        others: dict[str, Any] = {}
        seen: set[str] = set()

        def field(start: int) -> int:
            name, after = self.value(start)
            colon = self._skip(after)
            if not isinstance(name, str) or self.text[colon : colon + 1] != ":":
                raise self.wrong("bad-json", "a field has no name or no value", start)
            if name in seen:
                raise self.wrong("duplicate-name", "a field stands here for the second time", start)
            seen.add(name)
            begin = self._skip(colon + 1)
            if name in steps:
                return steps[name](begin)
            others[name], end = self.value(begin)
            return end

        return others, self._members(at, "{}", field)

    def items(self, at: int, step: Step) -> int:
        """Walk over the array at an offset with a step for each value; return where it ends."""
        return self._members(at, "[]", step)

    def value(self, at: int) -> tuple[Any, int]:
        """Return the value at an offset, and where it ends."""
        try:
            return self._decoder.raw_decode(self.text, at)
        except json.JSONDecodeError as wrong:
            raise self.wrong("bad-json", "from here on it is no JSON", wrong.pos) from wrong
        except _Unfit as wrong:
            raise self.wrong(
                wrong.code, "in the value that begins here a field stands twice or a number is none", at
            ) from wrong
        except RecursionError as wrong:
            raise self.wrong("too-deep", "the value that begins here is nested too deeply", at) from wrong

    def line(self, at: int) -> int:
        """Return the line of an offset, from 1; quick when asked in rising order."""
        before, line = self._counted if self._counted[0] <= at else (0, 1)
        line += self.text.count("\n", before, at)
        self._counted = (at, line)
        return line

    def wrong(self, code: str, what: str, at: int) -> NotUnderstood:
        """Build the refusal for an offset."""
        line = self.line(at)
        return NotUnderstood(code, f"Line {line}: {what}.", name=self.name, line=line, offset=at)

    def _members(self, at: int, signs: str, step: Step) -> int:
        if self.text[at : at + 1] != signs[0]:
            raise self.wrong("bad-json", f"{signs} is expected here", at)
        here = self._skip(at + 1)
        if self.text[here : here + 1] == signs[1]:
            return here + 1
        while True:
            here = self._skip(step(here))
            sign = self.text[here : here + 1]
            if sign == signs[1]:
                return here + 1
            if sign != ",":
                raise self.wrong("bad-json", "a comma or an end is expected here", here)
            here = self._skip(here + 1)

    def _skip(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        return at if found is None else found.end()


class _Unfit(ValueError):
    """The decoder came upon something the house does not take; `code` says what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Unfit("duplicate-name")
    return found


def _small(digits: str) -> int:
    if len(digits) > _LONGEST_NUMBER:
        raise _Unfit("bad-json")
    return int(digits)


def _no_constant(name: str) -> None:
    del name
    raise _Unfit("bad-json")
