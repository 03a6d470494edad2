"""The bytes of an export as text: strictly where they say what they are, aloud where they only seem so."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.transcripts.encodings import announced, text_encoding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.deliveries.model import Notes

MAX_TEXT = 64 * 1024 * 1024
"""Bytes of one text that are read; WhatsApp ends an export at 40,000 messages, about 4 MB."""

MAX_LINE = 1_000_000
"""Code points of one line; a longer one was not typed by anybody."""

MAX_PAGE = 16 * 1024 * 1024
"""Bytes of one HTML page that are read; Telegram divides its pages after a thousand messages."""

MAX_MESSAGES = 300_000
"""Entries of one delivery."""

MAX_SIGNS = 1_000_000
"""Brackets in one chat text that may tell of a thing."""

_HEAD = 64 * 1024
_FEW = 10  # of so many characters one at least is a blank, a digit or a line end
_LEAST = 4  # such signs below which it may be anything
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+\Z")


@dataclass(frozen=True, slots=True)
class Text:
    """A decoded file: its text without byte order mark, line ends kept, and its encoding."""

    text: str
    encoding: str


def decode(raw: bytes, notes: Notes, *, declared: str = "", limit: int = MAX_TEXT) -> Text:
    """Read bytes as text.

    A byte order mark decides, then what a person declares, then UTF-8; what only looks like another encoding
    is read as that with the doubt `encoding-seems`: the sealed bytes stay what they are.

    Raises:
        NotUnderstood: `too-large`, `bad-encoding` with the byte, `binary-file`.
    """
    if len(raw) > limit:
        told = f"A text of more than {limit // 1024 // 1024} MiB is not read; it can be kept as it is."
        raise NotUnderstood("too-large", told, name=notes.file)
    mark, encoding = announced(raw) or (b"", _known(declared, notes) if declared else "utf-8")
    body = raw[len(mark) :]
    # Where nobody says, the look of the first bytes does.
    likely = "" if mark or declared else text_encoding(raw[:_HEAD]) or _by_zeros(raw[:_HEAD])
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as broken:
        if likely in ("", "utf-8"):
            told = f"From byte {len(mark) + broken.start} on these are no letters in {encoding.upper()}."
            offset = len(mark) + broken.start
            raise NotUnderstood("bad-encoding", told, name=notes.file, offset=offset) from broken
        text, encoding = _seeming(body, likely, notes), likely
    if likely.startswith("utf-16") and "\x00" in text:
        text, encoding = _seeming(body, likely, notes), likely
    nul = text.find("\x00")
    if nul >= 0:
        raise NotUnderstood("binary-file", "This is no text: it holds NUL.", name=notes.file, offset=nul)
    return Text(text, encoding)


def lines(text: str, name: str) -> Iterator[tuple[int, int, str]]:
    """Yield line number from 1, offset and each line with its end; only LF ends a line.

    Other separators (U+2028, form feed) are typed inside messages and divide nothing.

    Raises:
        NotUnderstood: `line-too-long`, with its line and offset.
    """
    for number, found in enumerate(_LINE.finditer(text), start=1):
        if found.end() - found.start() > MAX_LINE:
            told = f"Line {number} has more than {MAX_LINE:,} characters."
            raise NotUnderstood("line-too-long", told, name=name, line=number, offset=found.start())
        yield number, found.start(), found[0]


def check_number(messages: int, name: str) -> None:
    """Refuse more messages than a delivery may have.

    Raises:
        NotUnderstood: `too-many-messages`.
    """
    if messages > MAX_MESSAGES:
        told = f"It has more than {MAX_MESSAGES:,} messages. Divide it where it was exported."
        raise NotUnderstood("too-many-messages", told, name=name)


def check_signs(text: str, sign: str, name: str) -> None:
    """Refuse a text of nothing but brackets, each of which would be a thing of a message.

    Raises:
        NotUnderstood: `too-many-signs`.
    """
    if text.count(sign) > MAX_SIGNS:
        raise NotUnderstood("too-many-signs", f"It has more than {MAX_SIGNS:,} brackets.", name=name)


def _by_zeros(head: bytes) -> str:
    """Name the UTF-16 whose blanks, digits and line ends would lie so, between letters of another script.

    A text of many numbers and few letters does not look like one by its letters.
    """
    low, high = head[0::2].count(0), head[1::2].count(0)
    if min(low, high) or max(low, high) < max(_LEAST, len(head) // 2 / _FEW):
        return ""
    name = "utf-16-le" if high else "utf-16-be"
    # The beginning may end inside a pair.
    text = head[: len(head) - len(head) % 2].decode(name, "ignore")
    return "" if _CONTROLS.search(text) else name


def _known(declared: str, notes: Notes) -> str:
    try:
        return codecs.lookup(declared).name
    except LookupError as unknown:
        raise NotUnderstood(
            "bad-encoding", "The encoding that was named is not known here.", name=notes.file
        ) from unknown


def _seeming(body: bytes, encoding: str, notes: Notes) -> str:
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as broken:
        told = f"Its beginning looks like {encoding.upper()}, but byte {broken.start} is none of it."
        raise NotUnderstood("bad-encoding", told, name=notes.file, offset=broken.start) from broken
    told = f"The file does not say its encoding; it looks like {encoding.upper()} and was read so."
    notes.doubt("encoding-seems", told)
    return text
