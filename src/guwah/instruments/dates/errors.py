"""What the date readers say when they cannot read a value."""

from __future__ import annotations


class NotADate(ValueError):
    """A value that is no EDTF date or no duration.

    Attributes:
        code: one kebab-case word for programs.
        message: one sentence for people; it never repeats the value.
        offset: 0-based place in the value, or None.
    """

    def __init__(self, code: str, message: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.offset = offset
