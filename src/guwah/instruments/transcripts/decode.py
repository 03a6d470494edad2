"""Bytes to text without guessing: what cannot be read for certain is refused with its place."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from guwah.instruments.transcripts.encodings import announced, unmarked_utf16
from guwah.instruments.transcripts.encodings_proposed import proposed
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.limits import check_text
from guwah.instruments.transcripts.model import Warning_
from guwah.instruments.transcripts.saying import doubt

MAX_BYTES = 64 * 1024 * 1024
"""Largest file that is read; a document may hold pictures beside its words."""

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
_LOOKED_AT = 64 * 1024  # bytes at the beginning that tell which encoding a file is likely to have


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

    @property
    def warnings(self) -> tuple[Warning_, ...]:
        """What a person should know of the encoding: nothing where it is UTF-8."""
        return tuple(_warnings(self))


def decode(
    raw: bytes,
    *,
    declared: str | None = None,
    limit: int = MAX_BYTES,
    spoken: bool = True,
    controls: str = "",
) -> Decoded:
    """Read bytes as text.

    A byte order mark decides; else the bytes are UTF-8 or what the caller declares. A single-byte or
    East Asian code page is never guessed: nearly every byte string can be read as one of them.

    Args:
        raw: The whole file.
        declared: An encoding a person has named for this file.
        limit: Most bytes that are accepted.
        spoken: Whether the text is what somebody said; in a program's own file one line may hold all of
            it, and the words are measured when they are taken out.
        controls: Control characters that have a meaning in this format.

    Returns:
        The text, such that `Decoded.encode()` gives the same bytes.

    Raises:
        NotUnderstood: `too-large`, `too-many-lines`, `too-many-signs`, `line-too-long`, `empty-file`,
            `binary-file` or `bad-encoding`, with line and byte offset where there is a place.
    """
    check_size(len(raw), limit)
    bom, encoding = announced(raw) or (b"", "utf-8")
    if not bom:
        _refuse_known_binaries(raw)
        encoding = _known(declared) if declared else "utf-8"
    decoded = Decoded(_strict(raw, bom, encoding), encoding, bom)
    _refuse_controls(decoded, controls)
    if spoken:
        check_text(decoded.text)
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


def _warnings(decoded: Decoded) -> Iterator[Warning_]:
    if decoded.encoding != "utf-8":
        key = "other-encoding:marked" if decoded.bom else "other-encoding:said"
        yield doubt(key, 1, encoding=decoded.encoding.upper())


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
        if not bom:
            _refuse_unmarked(raw)
        offset = len(bom) + broken.start
        before = body[: broken.start].decode(encoding, errors="replace")
        nul = raw.find(b"\x00")
        if not bom and nul >= 0:
            raise NotUnderstood("binary-file", f"Byte {nul} is NUL: this is no text.", offset=nul) from broken
        line, column = place(before, len(before))
        raise NotUnderstood(
            "bad-encoding",
            f"Line {line}, byte {offset}: these bytes are not {encoding.upper()}. {_advice(raw, bom)}",
            line=line,
            column=column,
            offset=offset,
        ) from broken


def _advice(raw: bytes, bom: bytes) -> str:
    """Return what to do with bytes that could not be read; a likely encoding is named, never used."""
    found = () if bom else proposed(raw[:_LOOKED_AT])
    if not found:
        return "Save the file as UTF-8 in the program it was written in."
    names = " or ".join(f"{one.name.upper()} ({one.language})" for one in found)
    which = "that encoding" if len(found) == 1 else "the one that is right"
    return (
        f"They look like {names}, and are not read on a guess: name {which} (on the command line: "
        f"--encoding {found[0].name}), or save the file as UTF-8 in the program it was written in, or: "
        f"iconv -f {found[0].name.upper()} -t UTF-8 FILE >NEW"
    )


def _refuse_unmarked(raw: bytes) -> None:
    """Refuse what looks like UTF-16 and does not say so: the byte order would be a guess."""
    likely = unmarked_utf16(raw[:_LOOKED_AT])
    if likely:
        name = likely.upper().removesuffix("-LE").removesuffix("-BE") + likely[-2:].upper()
        raise NotUnderstood(
            "bad-encoding",
            f"This looks like {name} without the mark that says so, and is not read on a guess. Open it "
            f"in the program it was written in and save it as UTF-8, or: iconv -f {name} -t UTF-8 FILE >NEW",
            line=1,
            column=1,
            offset=0,
        )


def _refuse_controls(decoded: Decoded, meant: str) -> None:
    nul = decoded.text.find("\x00")
    found = [one for one in _CONTROL.findall(decoded.text) if one not in meant]
    if nul < 0 and len(found) <= _MOSTLY_CONTROLS * len(decoded.text):
        return
    if nul >= 0 and not decoded.bom:
        _refuse_unmarked(decoded.text[:_LOOKED_AT].encode(decoded.encoding))
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
