"""What is said about JSON that is not what it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from guwah.instruments.placed_json.places import Place


class NotUnderstoodError(ValueError):
    """The input is no JSON, or not the JSON its contract says.

    Attributes:
        code: kebab-case. Of the reading itself: bad-encoding, bad-json, duplicate-name, too-large, too-deep.
            Of single values: wrong-type, missing-field, unknown-field, unknown-code, bad-span; whoever
            reads further adds their own.
        message: one sentence; it names fields and places, never values.
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
