"""A JSON value on its way into a model: typed steps down, each knowing its JSON pointer."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from guwah.instruments import vocabularies
from guwah.instruments.placed_json.errors import NotUnderstoodError

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_CODE = 64  # letters compared with the codes of a list: the comparison grows with their square
_ALIKE = 0.5  # share of letters two codes have in common before one is called the nearest


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
                message = f"the contract has no such field; {_instead(name, sorted(known))}"
                raise self.get(name).wrong("unknown-field", message)
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
        # JSON's true would pass for a number in Python.
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 0:
            raise self.wrong("bad-span", "a whole number from 0 is expected")
        return self.value

    def code(self, list_name: str) -> str:
        """Return a code of a vocabulary; for another the error names the nearest, or all codes."""
        if not vocabularies.is_code(list_name, self.text()):
            told = _instead(self.text(), vocabularies.codes(list_name))
            raise self.wrong("unknown-code", f"no such code in the list {list_name}; {told}")
        return self.text()


def _instead(given: str, allowed: tuple[str, ...] | list[str]) -> str:
    """Say what could have been meant; the given word itself is not repeated."""
    near = get_close_matches(given[:_LONGEST_CODE].casefold(), allowed, n=3, cutoff=_ALIKE)
    return f"nearest: {', '.join(near)}" if near else f"allowed: {', '.join(allowed)}"
