"""Letters as files: `.eml` and `.mbox`, with letters inside letters (RFC 5322, 2045 to 2047, 2231).

The standard library's parser divides them; every header is kept raw, in its order, beside what it decodes to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.utils import parsedate_tz
from typing import TYPE_CHECKING

from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.mail_parts import (
    decoded,
    is_cut_off,
    leaves,
    parsed,
    part_name,
    raw_header,
    words_of,
)
from guwah.instruments.deliveries.markup import plain_words
from guwah.instruments.deliveries.model import INSIDE, MESSAGE, NAMED, Attachment, Message, Reading
from guwah.instruments.deliveries.names_tell import made_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message as Letter

    from guwah.instruments.deliveries.model import Notes

MAX_PARTS = 2_000
MAX_DEPTH = 20
MAX_HEADERS = 2_000
_SEPARATOR = re.compile(rb"(?m)^From [^\r\n]{1,300}\r?\n(?=[!-9;-~]{1,100}:)")
_HEADERS = re.compile(
    rb"(?:From [^\r\n]*\r?\n)?(?:[!-9;-~]{1,100}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+", re.DOTALL
)
_KNOWN = re.compile(rb"(?im)^(?:from|date|received|message-id|subject|to|return-path|mime-version):")
_SAYS_ZONE = re.compile(r"\+\d{4}\b|-(?!0000\b)\d{4}\b|\b(?:UTC?|GMT|Z|[ECMP][SD]T)\b")
_YEAR_DIGITS = 4
_ENCRYPTED = "encrypted-letter", "A letter is encrypted; what it says is not read. Deliver it decrypted too."
_SEALED = {
    "application/ms-tnef": (
        "tnef-not-opened",
        "Outlook packed words or files into one part (winmail.dat); it may hold what is not read here.",
    ),
    "application/pgp-encrypted": _ENCRYPTED,
    "application/pkcs7-mime": _ENCRYPTED,
    "application/x-pkcs7-mime": _ENCRYPTED,
}
_REMARK = re.compile(r"\([^()]{0,200}\)")


@dataclass(slots=True)
class Post:
    """What came out of a file of letters: the letters, and the bytes of what they carry, by name."""

    messages: list[Message] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    parts: int = 0


def looks_so(head: bytes) -> bool:
    """Say whether a file begins with headers of a letter."""
    found = _HEADERS.match(head[:65536].lstrip(b"\xef\xbb\xbf"))
    return found is not None and len(_KNOWN.findall(found[0])) > 1


def read(raw: bytes, notes: Notes) -> Post:
    """Read a file of one letter, or of several behind `From ` lines (RFC 4155).

    Raises:
        NotUnderstood: `no-messages`, `too-many-parts`, `too-many-headers`, `too-deep` or `broken-letter`.
    """
    post = Post()
    if not looks_so(raw[:65536]):
        raise NotUnderstood(
            "no-messages", "This file does not begin with the head of a letter.", name=notes.file
        )
    for start, end in _letters(raw):
        letter = parsed(raw[start:end], notes.file, start)
        line = raw.count(b"\n", 0, start) + 1
        _take(letter, post, notes, _Place("", line, start, end, 0))
    return post


def date_readings(value: str, of: str) -> tuple[Reading, ...]:
    """Return what the date of a header tells (RFC 5322, 3.3); `-0000` says that the zone is not told."""
    told = parsedate_tz(value)
    if told is None:
        return ()
    day = made_on(f"{told[0]:04}{told[1]:02}{told[2]:02}") if len(str(told[0])) <= _YEAR_DIGITS else None
    if day is None or not (told[3] < 24 and told[4] < 60 and told[5] < 61):  # noqa: PLR2004 - a clock
        return ()
    clock = f"{told[3]:02}:{told[4]:02}:{min(told[5], 59):02}"
    zone = _zone(told[9] or 0) if _SAYS_ZONE.search(_REMARK.sub("", value)) else ""
    return (Reading(f"{day}T{clock}{zone}", clock, zone, of=of),)


def _zone(seconds: int) -> str:
    minutes = abs(seconds) // 60
    return f"{'-' if seconds < 0 else '+'}{minutes // 60 % 24:02}:{minutes % 60:02}"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a letter stands: the path of the part that holds it, line, bytes, depth."""

    path: str
    line: int
    start: int
    end: int
    depth: int


def _letters(raw: bytes) -> Iterator[tuple[int, int]]:
    starts = [found.start() for found in _SEPARATOR.finditer(raw)] if raw.startswith(b"From ") else [0]
    yield from zip(starts or [0], [*starts[1:], len(raw)], strict=True)


def _too_deep(notes: Notes, offset: int) -> NotUnderstood:
    told = f"Letters are nested in letters more than {MAX_DEPTH} times."
    return NotUnderstood("too-deep", told, name=notes.file, offset=offset)


def _take(letter: Letter, post: Post, notes: Notes, place: _Place) -> None:
    if place.depth > MAX_DEPTH:
        raise _too_deep(notes, place.start)
    headers = tuple((name, raw_header(value)) for name, value in letter.raw_items())
    if len(headers) > MAX_HEADERS:
        told = f"A letter has more than {MAX_HEADERS:,} headers."
        raise NotUnderstood("too-many-headers", told, name=notes.file, offset=place.start)
    by_name = _first(headers)
    n = len(post.messages) + 1
    # The place in the row is taken before the letters inside come: the outer one is told first.
    post.messages.append(Message(n, MESSAGE, "", "", (), ""))
    words, attachments = _contents(letter, n, post, notes, place)
    if is_cut_off(letter):
        told = "A letter ends before the parts that its head announces: it was cut off, or never whole."
        notes.doubt("cut-off", told, place.line)
    time = by_name.get("date", "")
    readings = date_readings(time, "Date") + _received(headers)
    if time and not date_readings(time, "Date"):
        notes.doubt("time-not-read", "A date of a letter is kept as written, without reading.", place.line)
    inside = (("inside", place.path),) if place.path else ()
    decoded_too = tuple(
        (f"{name} (decoded)", decoded(value))
        for name, value in headers
        if name.lower() in ("subject", "to", "cc", "from", "reply-to", "sender") and decoded(value) != value
    )
    post.messages[n - 1] = Message(
        n,
        MESSAGE,
        decoded(by_name.get("from", "")),
        time,
        readings,
        words,
        tuple(attachments),
        notes.file,
        place.line,
        place.start,
        place.end,
        -1,
        inside + headers + decoded_too,
    )


def _first(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in headers:
        found.setdefault(name.lower(), value)
    return found


def _received(headers: tuple[tuple[str, str], ...]) -> tuple[Reading, ...]:
    """Read what each server on the way says of its time, the last one first as they stand (RFC 5321, 4.4)."""
    traces = [value for name, value in headers if name.lower() == "received"]
    return tuple(
        reading
        for number, value in enumerate(traces, start=1)
        for reading in date_readings(value.rpartition(";")[2].strip(), f"Received {number}")
    )


def _contents(
    letter: Letter, n: int, post: Post, notes: Notes, place: _Place
) -> tuple[str, list[Attachment]]:
    """Take the words of a letter and what it carries; letters inside it follow as letters of their own."""
    words: str | None = None
    pages: list[str] = []
    attachments: list[Attachment] = []
    for path, part in leaves(letter, place.path):
        _count(post, notes, place)
        kind = part.get_content_type()
        name = part_name(part)
        claims = (("type", kind), ("part", path))
        _doubt_sealed(kind, name, notes, place.line)
        if kind == "message/rfc822" and part.is_multipart():
            attachments.append(Attachment(name, INSIDE, "", claims))
            inner = _Place(path, place.line, place.start, place.end, place.depth + 1)
            _take(part.get_payload(0), post, notes, inner)  # type: ignore[arg-type]  # a letter, by the parser
        elif name or not kind.startswith("text/"):
            attachments.append(_carried(part, f"{n}/{name or f'part {path}'}", name, post, claims))
        elif kind == "text/plain" and words is None:
            words = words_of(part, notes)
        else:
            _note_page(part, pages, notes)
            attachments.append(Attachment("", INSIDE, "", claims))
    return _words_of_page(pages, notes, place) if words is None else words, attachments


def _words_of_page(pages: list[str], notes: Notes, place: _Place) -> str:
    if not pages:
        return ""
    notes.doubt(
        "words-from-html", "A letter has no plain words; those its page shows were taken.", place.line
    )
    return plain_words(pages[0])


def _doubt_sealed(kind: str, name: str, notes: Notes, line: int) -> None:
    """Say that a part holds what is not read here."""
    if kind in _SEALED or name.lower() == "winmail.dat":
        notes.doubt(*_SEALED.get(kind, _SEALED["application/ms-tnef"]), line)


def _note_page(part: Letter, pages: list[str], notes: Notes) -> None:
    if part.get_content_type() == "text/html":
        pages.append(words_of(part, notes))


def _count(post: Post, notes: Notes, place: _Place) -> None:
    post.parts += 1
    if post.parts > MAX_PARTS:
        told = f"The letters have more than {MAX_PARTS:,} parts."
        raise NotUnderstood("too-many-parts", told, name=notes.file, offset=place.start)


def _carried(
    part: Letter, key: str, name: str, post: Post, claims: tuple[tuple[str, str], ...]
) -> Attachment:
    while key in post.files:
        key = f"{key}_"
    post.files[key] = bytes(part.get_payload(decode=True) or b"")
    return Attachment(name, NAMED, "", claims, key)
