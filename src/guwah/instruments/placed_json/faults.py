"""Where in a text of JSON stands what the parser let through and the house does not.

Python's parser tells the place of what is no JSON, but not that of a field named twice, of NaN or an endless
number. This walk over the signs of the text finds it; it is taken only when something is known to be wrong.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guwah.instruments.placed_json.places import pointer_to

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 200  # levels; what people hand in has fewer than ten
LONGEST_NUMBER = 18  # digits; every offset fits, and Python's own limit on reading numbers is never met

_SIGN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_CONSTANTS = frozenset({"NaN", "Infinity", "-Infinity"})


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, its JSON pointer, and its offset in code points."""

    code: str
    message: str
    pointer: str
    offset: int


@dataclass(slots=True)
class _Level:
    """An object or a list that is open: where the walk stands in it, and which names it had."""

    named: bool
    step: str | int = 0
    names: set[str] = field(default_factory=set)
    wants_name: bool = False


def first_fault(text: str, longest: int = LONGEST_NUMBER) -> Fault | None:
    """Return the first of: a field named twice, a number that is none or too long, nesting too deep."""
    return next(_faults(text, longest), None)


def _faults(text: str, longest: int) -> Iterator[Fault]:
    open_levels: list[_Level] = []
    for match in _SIGN.finditer(text):
        sign = match.group()
        told = _wrong_with(sign, open_levels, longest)
        if told is not None:
            # Of what is too deep the pointer would be as long as it is deep.
            steps = [] if told[0] == "too-deep" else [level.step for level in open_levels]
            yield Fault(*told, pointer_to(steps), match.start())
        _step(sign, open_levels)


def _wrong_with(sign: str, open_levels: list[_Level], longest: int) -> tuple[str, str] | None:
    if sign in "{[" and len(open_levels) == DEEPEST:
        return "too-deep", f"the JSON is nested more than {DEEPEST} levels deep"
    if sign in _CONSTANTS:
        return "bad-json", f"not JSON: {sign} is no number"
    digits = sign.removeprefix("-")
    if len(digits) > longest and digits.isdecimal():
        return "bad-json", f"a number has more than {longest} digits"
    if open_levels and open_levels[-1].wants_name and sign.startswith('"'):
        level = open_levels[-1]
        level.step = _name(sign)
        if level.step in level.names:
            return "duplicate-name", "an object names the same field twice"
    return None


def _step(sign: str, open_levels: list[_Level]) -> None:
    level = open_levels[-1] if open_levels else None
    if sign in "{[":
        open_levels.append(_Level(named=sign == "{", wants_name=sign == "{"))
    elif level is None:
        return
    elif sign in "}]":
        open_levels.pop()
    elif sign == ",":
        level.wants_name = level.named
        level.step = level.step + 1 if isinstance(level.step, int) else level.step
    elif level.wants_name and isinstance(level.step, str):
        level.names.add(level.step)
        level.wants_name = False


def _name(sign: str) -> str:
    try:
        return str(json.loads(sign, strict=False))
    except json.JSONDecodeError:
        # A broken escape: the parser has a word for it, and it is not ours.
        return sign
