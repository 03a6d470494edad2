"""What a reader says when a file is not what it should be."""


class NotUnderstood(ValueError):
    """A file that cannot be read as a transcript; nothing of its words is quoted.

    Attributes:
        code: One of `empty-file`, `binary-file`, `bad-encoding`, `too-large`, `too-many-lines`,
            `too-many-signs`, `line-too-long`, `no-turns`, `not-a-docx`, `docx-bomb`, `not-webvtt`,
            `bad-time`, `unknown-format`, `not-a-file`, `bad-conventions`.
        message: A sentence for the person who gave the file.
        line: Line of the trouble, counted from 1, or None.
        column: Column in code points, counted from 1, or None.
        offset: Offset in bytes of the file, counted from 0, or None.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        offset: int | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.line = line
        self.column = column
        self.offset = offset
