"""What the jailed reader said, taken apart without believing it: parts of a closed list, of checked size."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from guwah.steps.evidence.reading.drawing import NotAPicture, Picture
from guwah.steps.evidence.reading.jail import JailFailed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

    from guwah.steps.evidence.reading.jail import Child

_LONGEST_HEAD: Final = 1024
# Largest payload of each part, in bytes.
LARGEST: Final = {
    "metadata": 8 << 20,
    "text": 64 << 20,
    "picture": 160 << 20,
    "file": 512 << 20,
    "more": 0,
    "failed": 0,
}
# Why a file could not be read, as the jailed reader may say; anything else counts as babble.
REASONS: Final = frozenset(
    {
        "nested-too-deep",
        "needs-passphrase",
        "needs-too-much",
        "not-readable",
        "too-many-pages",
        "too-much-output",
    }
)
_MOST_NUMBER: Final = 100_000


class CannotRead(Exception):
    """The file was tried and cannot be read; `code` is one of `REASONS` or of `JailFailed`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """One thing the jailed reader found.

    Attributes:
        part: `metadata`, `text`, `picture`, `file` or `more`.
        payload: its bytes; of a picture none, see there.
        picture: the picture, checked.
    """

    part: str
    payload: bytes = b""
    picture: Picture | None = None


class Sayings(io.RawIOBase):
    """What a jailed child says, as a stream."""

    def __init__(self, child: Child) -> None:
        super().__init__()
        self._child = child

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        """Take the next bytes.

        Raises:
            JailFailed, VaultLocked: as `Child.read`.
        """
        room = memoryview(buffer).cast("B")
        piece = self._child.read(len(room))
        room[: len(piece)] = piece
        return len(piece)


def answers(child: Child) -> Iterator[Answer]:
    """Give what the child says, one part after the other.

    Raises:
        CannotRead: it says that the file cannot be read.
        JailFailed: `reader-babbled`, what it says is in no form it was told to speak in; and as `Child.read`.
        VaultLocked: the vault was locked meanwhile.
    """
    with io.BufferedReader(Sayings(child), 1 << 16) as stream:
        while line := stream.readline(_LONGEST_HEAD):
            head = _head(line)
            if head["part"] == "failed":
                code = head.get("code")
                raise CannotRead(code if type(code) is str and code in REASONS else "not-readable")
            payload = stream.read(head["bytes"])
            if len(payload) != head["bytes"]:
                raise JailFailed("reader-babbled")
            yield _answer(head, payload)


def told_json(data: bytes) -> Any:  # noqa: ANN401 - whatever a file holds, in the forms JSON has
    """Return JSON of the jail as a value; it may say anything, but it is whole and not nested without end.

    Raises:
        JailFailed: `reader-babbled`.
    """
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as babble:
        raise JailFailed("reader-babbled") from babble


def _head(line: bytes) -> dict[str, Any]:
    head = told_json(line)
    if not isinstance(head, dict):
        raise JailFailed("reader-babbled")
    part, size = head.get("part"), head.get("bytes")
    # Of exact types: a list is no name, and true is no number.
    if type(part) is not str or part not in LARGEST:
        raise JailFailed("reader-babbled")
    if type(size) is not int or not 0 <= size <= LARGEST[part]:
        raise JailFailed("reader-babbled")
    return head


def _answer(head: dict[str, Any], payload: bytes) -> Answer:
    part = head["part"]
    try:
        if part == "picture":
            return Answer(part, picture=_picture(head, payload))
        if part in {"text", "metadata"}:
            payload.decode("utf-8")
    except (NotAPicture, UnicodeDecodeError) as babble:
        raise JailFailed("reader-babbled") from babble
    return Answer(part, payload)


def _picture(head: dict[str, Any], rows: bytes) -> Picture:
    width, height, number = (head.get(name) for name in ("width", "height", "number"))
    if not (type(width) is type(height) is type(number) is int) or not 0 < number <= _MOST_NUMBER:
        raise NotAPicture
    points = tuple(head.get(name, 0.0) for name in ("points_wide", "points_high"))
    if not all(type(each) in {int, float} for each in points):
        raise NotAPicture
    return Picture(width, height, rows, number, (float(points[0]), float(points[1]))).checked()
