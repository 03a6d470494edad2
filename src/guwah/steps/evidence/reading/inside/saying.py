"""How the jailed reader says what it found: a line of JSON, then as many bytes as the line announces."""

from __future__ import annotations

import base64
import json
import struct
import sys
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

# A file that lies about itself makes its parser stumble anywhere: these are the ways of stumbling.
STUMBLES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
# A value that is no text and longer than this is told by its length only; the original has it.
LONGEST_BYTES: Final = 256 * 1024


class CannotRead(Exception):
    """The file cannot be read in this way; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def say(part: str, payload: bytes = b"", **facts: float) -> None:
    """Tell one thing that was found.

    Args:
        part: what it is: `metadata`, `text`, `picture`, `file`, `more` or `failed`.
        payload: its bytes.
        facts: its numbers.
    """
    _put({"part": part, "bytes": len(payload), **facts}, payload)


@contextmanager
def stumbling() -> Iterator[None]:
    """Tell of a file that cannot be read instead of ending with an error.

    Codes: `not-readable`, `needs-too-much`, `nested-too-deep`, and whatever `CannotRead` carries.
    """
    try:
        yield
    except CannotRead as plain:
        _fail(plain.code)
    except RecursionError:
        _fail("nested-too-deep")
    except MemoryError:
        _fail("needs-too-much")
    except STUMBLES:
        _fail("not-readable")


def as_json(value: object) -> Any:  # noqa: ANN401 - whatever a file holds, in the forms JSON has
    """Return a value as a file holds it in the forms JSON has; bytes that are no text in base64."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return _bytes(bytes(value))
    if isinstance(value, dict):
        return {str(key): as_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_json(each) for each in value]
    return str(value)


def _bytes(value: bytes) -> str | dict[str, Any]:
    try:
        text = value.rstrip(b"\x00").decode("utf-8")
    except UnicodeDecodeError:
        text = "\x00"
    if "\x00" not in text:
        return text
    if len(value) > LONGEST_BYTES:
        return {"bytes": len(value)}
    return {"base64": base64.b64encode(value).decode("ascii")}


def _fail(code: str) -> None:
    _put({"part": "failed", "bytes": 0, "code": code}, b"")


def _put(head: dict[str, Any], payload: bytes) -> None:
    out = sys.stdout.buffer
    out.write(json.dumps(head).encode("ascii") + b"\n")
    out.write(payload)
    out.flush()
