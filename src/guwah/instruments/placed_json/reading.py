"""Bytes to text to value, strictly: no name twice in an object, no NaN, nothing behind the value."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from functools import partial
from typing import TYPE_CHECKING, Any

from guwah.instruments.placed_json.errors import NotUnderstoodError
from guwah.instruments.placed_json.faults import LONGEST_NUMBER, first_fault
from guwah.instruments.placed_json.node import Node
from guwah.instruments.placed_json.places import place_at, place_of

if TYPE_CHECKING:
    from guwah.instruments.placed_json.faults import Fault

LIMIT = 64 * 1024 * 1024  # bytes


def decode(raw: bytes, limit: int = LIMIT) -> str:
    """Return UTF-8 text without its byte order mark.

    Args:
        raw: the whole file, or its first `limit` + 1 bytes.
        limit: most bytes that are accepted.

    Raises:
        NotUnderstoodError: too-large, or bad-encoding with the place of the first wrong byte.
    """
    if len(raw) > limit:
        raise NotUnderstoodError("too-large", f"the file is larger than {limit // (1024 * 1024)} MiB")
    body = raw.removeprefix(BOM_UTF8)
    try:
        return body.decode()
    except UnicodeDecodeError as wrong:
        before = body[: wrong.start].decode()
        place = place_at(before, len(before))
        raise NotUnderstoodError("bad-encoding", "the file is not UTF-8 text", "", place) from wrong


def parse(text: str, longest: int = LONGEST_NUMBER) -> Node:
    """Read JSON (RFC 8259); a field named twice, NaN and infinities are refused (§4, §6).

    Args:
        text: the JSON.
        longest: most digits of a whole number; at most 4000, below what Python itself refuses to read.

    Raises:
        NotUnderstoodError: bad-json, duplicate-name or too-deep, each with its place.
    """
    try:
        small = partial(_small, longest=longest)
        return Node(json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=small))
    except json.JSONDecodeError as wrong:
        raise NotUnderstoodError(
            "bad-json", f"not JSON: {wrong.msg}", "", place_at(text, wrong.pos)
        ) from wrong
    except _Unfit as wrong:
        raise _told(first_fault(text, longest), text, wrong.code) from wrong
    except RecursionError as wrong:
        raise _told(first_fault(text, longest), text, "too-deep") from wrong


def with_place(wrong: NotUnderstoodError, text: str) -> NotUnderstoodError:
    """Return the error with the place of its pointer in the text it was read from."""
    place = wrong.place if wrong.place is not None else place_of(text, wrong.pointer)
    found = NotUnderstoodError(wrong.code, "", wrong.pointer, place)
    found.message = wrong.message
    found.args = wrong.args
    return found


class _Unfit(ValueError):
    """The parser came upon something the house does not take; `code` says what."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _told(fault: Fault | None, text: str, code: str) -> NotUnderstoodError:
    if fault is None:
        return NotUnderstoodError(code, "the JSON cannot be taken as it stands", "", place_at(text, 0))
    return NotUnderstoodError(fault.code, fault.message, fault.pointer, place_at(text, fault.offset))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _Unfit("duplicate-name")
    return found


def _small(digits: str, longest: int) -> int:
    if len(digits.removeprefix("-")) > longest:
        raise _Unfit("bad-json")
    return int(digits)


def _no_constant(name: str) -> None:
    del name
    raise _Unfit("bad-json")
