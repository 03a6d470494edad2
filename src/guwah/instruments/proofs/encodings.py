"""The few encodings proofs are written in, each with exactly one accepted spelling."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias, cast

import rfc8785

from guwah.instruments.proofs.errors import Malformed

if TYPE_CHECKING:
    from collections.abc import Mapping

HASH_SIZE: Final = 32
_HEX_HASH: Final = re.compile(r"[0-9a-f]{64}\Z")
_DECIMAL: Final = re.compile(r"(?:0|[1-9][0-9]{0,18})\Z", re.ASCII)
# The whole numbers that every reader of JSON keeps exactly (RFC 8785 section 3.2.2.3, I-JSON).
_MOST_EXACT: Final = 2**53 - 1
_write_plain: Final = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
).encode

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"


def to_base64(data: bytes) -> str:
    """Return standard padded base64 (RFC 4648 section 4)."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str, *, line: int | None = None) -> bytes:
    """Read standard base64 and refuse every spelling but the canonical one (RFC 4648 section 3.5).

    Raises:
        Malformed: `bad-base64`.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if to_base64(data) != text:
        raise Malformed("bad-base64", "Not canonical base64.", line)
    return data


def hash_from_base64(text: str, *, line: int | None = None) -> bytes:
    """Read one 32-byte hash written in base64.

    Raises:
        Malformed: `bad-base64` or `bad-hash` (another length).
    """
    data = from_base64(text, line=line)
    if len(data) != HASH_SIZE:
        raise Malformed("bad-hash", "A SHA-256 hash has 32 bytes.", line)
    return data


def hash_from_hex(text: object) -> bytes:
    """Read one 32-byte hash written as 64 lower-case hexadecimal digits.

    Raises:
        Malformed: `bad-hash`.
    """
    if not isinstance(text, str) or not _HEX_HASH.match(text):
        raise Malformed("bad-hash", "A hash is written as 64 lower-case hexadecimal digits.")
    return bytes.fromhex(text)


def decimal(text: str, *, line: int | None = None) -> int:
    """Read a count: ASCII digits without leading zero, below 10**19 (C2SP tlog-checkpoint, line 2).

    Raises:
        Malformed: `bad-number`.
    """
    if not _DECIMAL.match(text):
        raise Malformed("bad-number", "Not a decimal number without leading zeroes.", line)
    return int(text)


def canonical(value: Json) -> bytes:
    """Return the one canonical JSON form of `value` (RFC 8785, JCS).

    Raises:
        Malformed: `not-json` for values JCS cannot write (not JSON, or an integer beyond 2**53).
    """
    try:
        if _is_plain(value):
            return _write_plain(value).encode()
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, RecursionError, UnicodeEncodeError) as error:
        raise Malformed("not-json", "This value has no canonical JSON form.") from error


def _is_plain(value: object) -> bool:
    """Say whether Python's own writer, which is ten times as fast, writes a value as JCS wants it.

    It does for texts and whole numbers in objects whose names sort alike in code points and in UTF-16; both
    escape the same characters in the same way (RFC 8785 section 3.2.2.2).
    """
    kind = type(value)
    if kind is dict:
        named = cast("dict[object, object]", value)
        return all(type(name) is str and name.isascii() for name in named) and all(
            map(_is_plain, named.values())
        )
    if kind is list or kind is tuple:
        return all(map(_is_plain, cast("list[object]", value)))
    if kind is int:
        return abs(cast("int", value)) <= _MOST_EXACT
    return kind is str or kind is bool or value is None


def read_canonical(data: bytes) -> Json:
    """Parse bytes that must be exactly the canonical form of what they say (RFC 8785).

    That one comparison refuses doubled keys, other spacing, other escapes, NaN and a byte order mark.

    Raises:
        Malformed: `not-json` or `not-canonical`.
    """
    try:
        value: Json = json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Malformed("not-json", "Not JSON in UTF-8.") from error
    if canonical(value) != data:
        raise Malformed("not-canonical", "Not in canonical JSON form (RFC 8785).")
    return value


def read_object(data: bytes, members: frozenset[str]) -> Mapping[str, Any]:
    """Parse a canonical JSON object that has exactly the given members.

    Raises:
        Malformed: `not-json`, `not-canonical`, or `bad-members`.
    """
    value = read_canonical(data)
    if not isinstance(value, dict) or frozenset(value) != members:
        raise Malformed("bad-members", "Not an object with exactly the expected members.")
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise Malformed("not-json", f"{name} is not JSON.")
