"""A JSON value on its way into the model: typed steps down, each knowing its JSON pointer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guwah.instruments import vocabularies
from guwah.instruments.permissions.places import Place, place_at, place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_NUMBER = 18  # digits; every offset fits, and Python's own limit on reading numbers is never met
LIMIT = 64 * 1024 * 1024  # bytes; no list of consent records comes near


class NotUnderstoodError(ValueError):
    """The input is not what the contract of `permission evaluate` says.

    Attributes:
        code: kebab-case: bad-encoding, bad-json, duplicate-name, too-large, too-deep, wrong-type,
            missing-field, unknown-field, unknown-code, bad-date, bad-span, bad-language, duplicate-id.
        message: one sentence; it names fields and places, never values of free text.
        pointer: JSON pointer (RFC 6901) of the value, empty for the whole.
        place: line, column, offset in the text, where there is a text.
    """

    def __init__(self, code: str, message: str, pointer: str = "", place: Place | None = None) -> None:
        # A lone surrogate is legal in JSON and cannot be printed: it is shown as its escape.
        shown = pointer.encode("utf-8", "backslashreplace").decode("utf-8")
        super().__init__(f"{message} (at {shown})" if pointer else message)
        self.code = code
        self.message = str(self)
        self.pointer = pointer
        self.place = place


@dataclass(frozen=True, slots=True)
class Node:
    """A JSON value and the pointer to it; every method raises `NotUnderstoodError` with that pointer."""

    value: Any
    pointer: str = ""

    def wrong(self, code: str, message: str) -> NotUnderstoodError:
        """Build the error for this value."""
        return NotUnderstoodError(code, message, self.pointer)

    @property
    def absent(self) -> bool:
        """Whether nothing was said here: no such field, or null."""
        return self.value is None

    def fields(self, known: frozenset[str]) -> Node:
        """Check that this is an object without fields the contract does not know; return it."""
        if not isinstance(self.value, dict):
            raise self.wrong("wrong-type", "an object is expected")
        for name in self.value:
            if name not in known:
                raise self.get(name).wrong("unknown-field", "the contract has no such field")
        return self

    def get(self, name: str) -> Node:
        """Step into a field of an object; a missing one is absent."""
        step = name.replace("~", "~0").replace("/", "~1")
        return Node(self.value.get(name), f"{self.pointer}/{step}")

    def need(self, name: str) -> Node:
        """Step into a field that must be there."""
        found = self.get(name)
        if found.absent:
            raise found.wrong("missing-field", "this must be said")
        return found

    def each(self) -> Iterator[Node]:
        """Walk over a list; nothing when absent."""
        if self.absent:
            return
        if not isinstance(self.value, list):
            raise self.wrong("wrong-type", "a list is expected")
        for number, value in enumerate(self.value):
            yield Node(value, f"{self.pointer}/{number}")

    def one_or_each(self) -> Iterator[Node]:
        """Walk over a list, or over the one value that stands in its place."""
        return self.each() if self.absent or isinstance(self.value, list) else iter((self,))

    def text(self) -> str:
        """Return a text that is not empty."""
        if not isinstance(self.value, str) or not self.value:
            raise self.wrong("wrong-type", "a text is expected")
        if any("\ud800" <= letter <= "\udfff" for letter in self.value):
            raise self.wrong("bad-encoding", "half of a surrogate pair is no letter")
        return self.value

    def truth(self) -> bool | None:
        """Return true, false, or none when absent."""
        if self.absent or isinstance(self.value, bool):
            return self.value if self.value is not None else None
        raise self.wrong("wrong-type", "true, false or null is expected")

    def number(self) -> int:
        """Return a whole number from 0."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            raise self.wrong("bad-span", "a whole number from 0 is expected")
        return self.value

    def code(self, list_name: str) -> str:
        """Return a code of a vocabulary."""
        if not vocabularies.is_code(list_name, self.text()):
            raise self.wrong("unknown-code", f"no such code in the list {list_name}")
        return self.text()


def parse(text: str) -> Node:
    """Read JSON strictly: no name twice in an object, no NaN, nothing behind the value.

    Raises:
        NotUnderstoodError: bad-json, duplicate-name or too-deep, with the place where it is known.
    """
    try:
        return Node(json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_small))
    except json.JSONDecodeError as wrong:
        raise NotUnderstoodError(
            "bad-json", f"not JSON: {wrong.msg}", "", place_at(text, wrong.pos)
        ) from wrong
    except RecursionError as wrong:
        raise NotUnderstoodError(
            "too-deep", "the JSON is nested too deeply", "", place_at(text, 0)
        ) from wrong


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotUnderstoodError("duplicate-name", "an object names the same field twice")
    return found


def _small(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise NotUnderstoodError("bad-json", "a number has too many digits")
    return int(digits)


def _no_constant(name: str) -> None:
    raise NotUnderstoodError("bad-json", f"not JSON: {name} is no number")


def decode(raw: bytes) -> str:
    """Return UTF-8 text without its byte order mark.

    Raises:
        NotUnderstoodError: too-large, or bad-encoding with the place of the first wrong byte.
    """
    if len(raw) > LIMIT:
        raise NotUnderstoodError("too-large", "the file is larger than 64 MiB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        before = raw[: wrong.start].decode("utf-8-sig")
        place = place_at(before, len(before))
        raise NotUnderstoodError("bad-encoding", "the file is not UTF-8 text", "", place) from wrong


def with_place(wrong: NotUnderstoodError, text: str) -> NotUnderstoodError:
    """Return the error with the place of its pointer in the text it was read from."""
    place = wrong.place if wrong.place is not None else place_of(text, wrong.pointer)
    found = NotUnderstoodError(wrong.code, "", wrong.pointer, place)
    found.message = wrong.message
    found.args = wrong.args
    return found
