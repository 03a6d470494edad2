"""Every way a file's bytes can be read as text: as it is, unescaped, without markup, in other encodings.

A view is a text with the name of the way it was read; the search looks at each. What cannot be looked into
(an archive too large or broken) is an error, never passed over: a leak check that did not look has not
passed.
"""

from __future__ import annotations

import binascii
import gzip
import html
import io
import re
import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 4  # archives or base64 within one another
LARGEST = 512 * 1024 * 1024  # bytes unpacked from one file

TAG = re.compile(r"<[!/?]?[A-Za-z][^<>]*>")
# Between these a word goes on; every other element starts a new one.
INLINE = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|em|font|i|ins|kbd|mark|q|rb|rp|rt|ruby|s|small|span|strong|sub|sup|u|v|c|"
    r"tspan|wbr|w:[a-z]+|text:[a-z]+)\b[^<>]*>",
    re.IGNORECASE,
)
JSON_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")
JSON_LETTER = re.compile(r"\\u([0-9a-fA-F]{4})|\\u\{([0-9a-fA-F]{1,6})\}|\\x([0-9a-fA-F]{2})")
JSON_SIGN = re.compile(r'\\([nrtbfv"\\/\'])')
# Long enough to be no word; broken over lines as in mail.
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]{4,})*")
SHORT_BASE64 = re.compile(rb"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{4,11}(?:={1,2})?(?![A-Za-z0-9+/_=-])")
HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){4,}")
# Stands between what separate runs say: ordinary words read as base64 are noise; nothing is said across.
BETWEEN = "\n\x00\n"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
URL_SAFE = bytes.maketrans(b"-_", b"+/")


class NotSearchedError(ValueError):
    """A file could not be looked into; `code` is broken-archive, too-deep or too-large, `file` its name."""

    def __init__(self, code: str, file: str) -> None:
        super().__init__(f"{file}: could not be searched ({code})")
        self.code = code
        self.file = file


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a file: `form` names the way, `text` is what it says."""

    form: str
    text: str


@dataclass(frozen=True, slots=True)
class Member:
    """A file, or one packed inside of it: its name, with `!` before each inner name, and its bytes."""

    name: str
    data: bytes


def members(name: str, data: bytes) -> Iterator[Member]:
    """Yield the file itself and every file in it, through gzip and zip.

    Raises:
        NotSearchedError: an archive is broken, nested too deeply, or unpacks to more than `LARGEST` bytes.
    """
    yield from _unpacked(Member(name, data), DEEPEST, [LARGEST])


def _unpacked(member: Member, depth: int, left: list[int]) -> Iterator[Member]:
    yield member
    inner: Iterator[Member] = iter(())
    if member.data.startswith(b"\x1f\x8b"):
        inner = _gzip(member, left)
    elif member.data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        inner = _zip(member, left)
    for each in inner:
        if depth == 0:
            raise NotSearchedError("too-deep", member.name)
        yield from _unpacked(each, depth - 1, left)


def _gzip(member: Member, left: list[int]) -> Iterator[Member]:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(member.data)) as packed:
            yield Member(f"{member.name}!", _limited(packed.read(left[0] + 1), member.name, left))
    except (OSError, EOFError, zlib.error) as wrong:
        raise NotSearchedError("broken-archive", member.name) from wrong


def _zip(member: Member, left: list[int]) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(io.BytesIO(member.data)) as packed:
            for info in packed.infolist():
                with packed.open(info) as stream:
                    data = _limited(stream.read(left[0] + 1), member.name, left)
                yield Member(f"{member.name}!{info.filename}", data)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as wrong:
        raise NotSearchedError("broken-archive", member.name) from wrong


def _limited(data: bytes, name: str, left: list[int]) -> bytes:
    left[0] -= len(data)
    if left[0] < 0:
        raise NotSearchedError("too-large", name)
    return data


def views(data: bytes) -> Iterator[View]:
    """Yield every reading of some bytes; several may be equal in what they say."""
    for form, text in _decoded(data):
        yield View(form, text)
        yield from _opened(form, text)
    for form, inner in _runs(data):
        yield View(form, inner.decode("utf-8", "replace"))


def views_of_name(name: str) -> Iterator[View]:
    """Yield the readings of a file's name."""
    yield View("file name", name)
    unescaped = unquote(name)
    if unescaped != name:
        yield View("file name, unescaped", unescaped)


def _decoded(data: bytes) -> Iterator[tuple[str, str]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        yield "utf-8", data.decode("utf-8", "replace")
        yield "windows-1251", data.decode("cp1251", "replace")
        yield "gb18030", data.decode("gb18030", "replace")
    else:
        yield "utf-8", text
        if not CONTROL.search(text):
            return  # UTF-16 text would show control characters here
    for shift in (0, 1):
        yield "utf-16-le", data[shift:].decode("utf-16-le", "replace")
        yield "utf-16-be", data[shift:].decode("utf-16-be", "replace")


def _opened(form: str, text: str) -> Iterator[View]:
    unescaped = _unescape(text)
    if unescaped != text:
        yield View(f"{form}, unescaped", unescaped)
    if "<" in text:
        words = TAG.sub(" ", INLINE.sub("", _without_comments(text)))
        yield View(f"{form}, without markup", _unescape(words))


def _without_comments(text: str) -> str:
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + len("-->")
    return "".join((*kept, text[at:]))


def _unescape(text: str) -> str:
    """Undo escapes within escapes; every round that changes something makes the text shorter."""
    before = ""
    while text != before:
        before = text
        if "&" in text:
            text = html.unescape(text)
        if "%" in text:
            text = unquote(text)
        if "\\" in text:
            text = JSON_SIGN.sub(_sign, JSON_LETTER.sub(_letter, JSON_PAIR.sub(_pair, text)))
    return text


def _pair(found: re.Match[str]) -> str:
    high, low = int(found[1], 16) - 0xD800, int(found[2], 16) - 0xDC00
    return chr(0x10000 + (high << 10) + low)


def _letter(found: re.Match[str]) -> str:
    number = int(found[1] or found[2] or found[3], 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"  # noqa: PLR2004 - the last code point


def _sign(found: re.Match[str]) -> str:
    return found[1] if found[1] in "\"\\/'" else " "


def _runs(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield what all base64 runs say together, and what all hexadecimal runs say.

    A run is read from each of the four places where its groups of four may begin.
    """
    found: list[bytes] = []
    for each in BASE64.finditer(data):
        run = each[0].replace(b"\r", b"").replace(b"\n", b"").translate(URL_SAFE)
        found.extend(_base64(run[shift:]) for shift in range(4))
    found.extend(_base64(each[0].rstrip(b"=").translate(URL_SAFE)) for each in SHORT_BASE64.finditer(data))
    yield "base64", BETWEEN.encode().join(found)
    yield "hex", BETWEEN.encode().join(binascii.unhexlify(each[0]) for each in HEX.finditer(data))


def _base64(run: bytes) -> bytes:
    whole = run[: len(run) - (len(run) % 4 == 1)]
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
