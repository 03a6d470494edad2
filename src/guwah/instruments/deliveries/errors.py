"""What is said of a delivery that cannot be read, with its place."""

from __future__ import annotations


class NotUnderstood(ValueError):
    """A delivery, or one file in it, that is not read.

    Attributes:
        code: one kebab-case word for programs.
        message: one sentence for people; it never quotes what somebody wrote.
        name: the file inside the delivery, as it is called there; empty for the whole.
        line: its line, from 1, or None.
        offset: 0-based place: bytes in a container, code points in a text; or None.
    """

    def __init__(
        self, code: str, message: str, *, name: str = "", line: int | None = None, offset: int | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.name = name
        self.line = line
        self.offset = offset
