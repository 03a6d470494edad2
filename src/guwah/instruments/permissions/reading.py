"""The bytes of a question or of consent records on their way into the model, by way of `placed_json`."""

from __future__ import annotations

from guwah.instruments import placed_json
from guwah.instruments.placed_json import Node, NotUnderstoodError, parse, with_place

__all__ = ["LIMIT", "Node", "NotUnderstoodError", "decode", "parse", "with_place"]

LIMIT = 64 * 1024 * 1024  # bytes; no list of consent records comes near


def decode(raw: bytes) -> str:
    """Return UTF-8 text without its byte order mark.

    Raises:
        NotUnderstoodError: too-large, or bad-encoding with the place of the first wrong byte.
    """
    return placed_json.decode(raw, LIMIT)
