"""Bytes to text without guessing: what cannot be read for certain is refused with its place."""

import codecs
import re
from dataclasses import dataclass

from guwah.instruments.transcripts.errors import NotUnderstood

MAX_BYTES = 64 * 1024 * 1024
"""Largest text that is read; a two-hour conversation has about 100 kB."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    # UTF-32 little-endian begins with the mark of UTF-16: the longer one is asked first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NEWLINE = re.compile("\r\n|[\r\n]")
_CONTROL = re.compile("[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP package"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x7fELF", "a program"),
    (b"RIFF", "a sound or film"),
    (b"OggS", "a sound"),
    (b"ID3", "a sound"),
    (b"fLaC", "a sound"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "a database"),
)
_MOSTLY_CONTROLS = 0.01


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text of a file, its line ends kept, its byte order mark taken off.

    Attributes:
        text: The text.
        encoding: The encoding it was read with.
        bom: The byte order mark, empty when there was none.
    """

    text: str
    encoding: str
    bom: bytes

    def encode(self) -> bytes:
        """Return the bytes this text was read from."""
        return self.bom + self.text.encode(self.encoding)


def decode(raw: bytes, *, declared: str | None = None, limit: int = MAX_BYTES) -> Decoded:
    """Read bytes as text.

    A byte order mark decides; else the bytes are UTF-8 or what the caller declares. A single-byte or
    East Asian code page is never guessed: nearly every byte string can be read as one of them.

    Args:
        raw: The whole file.
        declared: An encoding a person has named for this file.
        limit: Most bytes that are accepted.

    Returns:
        The text, such that `Decoded.encode()` gives the same bytes.

    Raises:
        NotUnderstood: `too-large`, `empty-file`, `binary-file` or `bad-encoding`, with line and byte
            offset where there is a place.
    """
    check_size(len(raw), limit)
    bom, encoding = _sniff(raw)
    if not bom:
        _refuse_known_binaries(raw)
        encoding = _known(declared) if declared else "utf-8"
    decoded = Decoded(_strict(raw, bom, encoding), encoding, bom)
    _refuse_controls(decoded)
    if not decoded.text.strip("\ufeff \t\r\n\f\v\u2028\u2029\u00a0\u3000"):
        raise NotUnderstood("empty-file", "The file has no words in it.")
    if decoded.encode() != raw:
        raise NotUnderstood("bad-encoding", f"The bytes are no regular {encoding}: they would not come back.")
    return decoded


def check_size(size: int, limit: int = MAX_BYTES) -> None:
    """Refuse a size in bytes before anything is read.

    Raises:
        NotUnderstood: `empty-file` for nothing, `too-large` above the limit.
    """
    if size == 0:
        raise NotUnderstood("empty-file", "The file is empty.")
    if size > limit:
        mebibyte = 1024 * 1024
        raise NotUnderstood(
            "too-large",
            f"The file has {size / mebibyte:.0f} MiB; a transcript of more than {limit / mebibyte:.0f} MiB "
            "is not read. Is it a recording or an archive?",
        )


def _sniff(raw: bytes) -> tuple[bytes, str]:
    return next(((bom, name) for bom, name in _BOMS if raw.startswith(bom)), (b"", "utf-8"))


def _known(declared: str) -> str:
    try:
        return codecs.lookup(declared).name
    except LookupError as unknown:
        raise NotUnderstood("bad-encoding", "The encoding that was named is not known here.") from unknown


def _refuse_known_binaries(raw: bytes) -> None:
    for signature, what in _SIGNATURES:
        if raw.startswith(signature):
            raise NotUnderstood("binary-file", f"This is {what}, not a text.", offset=0)


def _strict(raw: bytes, bom: bytes, encoding: str) -> str:
    body = raw[len(bom) :]
    try:
        return body.decode(encoding)
    except UnicodeDecodeError as broken:
        offset = len(bom) + broken.start
        before = body[: broken.start].decode(encoding, errors="replace")
        nul = raw.find(b"\x00")
        if not bom and nul >= 0:
            raise NotUnderstood(
                "binary-file", f"Byte {nul} is NUL: this is no text, or UTF-16 without a mark.", offset=nul
            ) from broken
        line, column = place(before, len(before))
        raise NotUnderstood(
            "bad-encoding",
            f"Line {line}, byte {offset}: these bytes are not {encoding.upper()}. "
            "Save the file as UTF-8 in the program it was written in.",
            line=line,
            column=column,
            offset=offset,
        ) from broken


def _refuse_controls(decoded: Decoded) -> None:
    nul = decoded.text.find("\x00")
    found = _CONTROL.findall(decoded.text)
    if nul < 0 and len(found) <= _MOSTLY_CONTROLS * len(decoded.text):
        return
    at = nul if nul >= 0 else decoded.text.index(found[0])
    line, column = place(decoded.text, at)
    raise NotUnderstood(
        "binary-file",
        f"Line {line} has characters that no text has (NUL or other controls).",
        line=line,
        column=column,
        offset=len(decoded.bom) + len(decoded.text[:at].encode(decoded.encoding)),
    )


def place(text: str, at: int) -> tuple[int, int]:
    """Return line and column, both from 1, of a code point offset."""
    line, start = 1, 0
    for newline in _NEWLINE.finditer(text, 0, at):
        line, start = line + 1, newline.end()
    return line, at - start + 1
