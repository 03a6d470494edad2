"""`messages.html` of Telegram Desktop, page by page, by the classes its exporter writes.

The form is that of the program's own exporter (Telegram/SourceFiles/export/output/export_output_html.cpp).
`title` of the date holds day, month, year and clock in this order; later versions add `UTC+HH:MM`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guwah.instruments.deliveries.clocks import read_clock
from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.markup import END, START, VOID, WORDS, Token, tokens
from guwah.instruments.deliveries.model import EVENT, LEFT_OUT, MESSAGE, NAMED, Attachment, Message, Reading
from guwah.instruments.deliveries.names_tell import made_on

if TYPE_CHECKING:
    from guwah.instruments.deliveries.model import Notes

_TITLE = re.compile(
    r"(\d\d)\.(\d\d)\.(\d{4}) (\d\d:\d\d:\d\d)(?: UTC(?P<zone>[+-]\d\d:\d\d)?(?P<utc>))?", re.ASCII
)
_MOST_DEPTH = 500
# The class of an element -> where its words go. The first that fits is taken.
_PLACES = ("from_name", "text", "reply_to", "signature", "description", "title", "status", "duration")
_MEDIA = "media_wrap"


@dataclass(slots=True)
class _Entry:
    """A message on its way."""

    kind: str
    start: int
    line: int
    told: list[tuple[str, str]]
    joined: bool
    time: str = ""
    words: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    forwarded: list[str] = field(default_factory=list)

    def said(self, place: str) -> str:
        """Return the words gathered for a place."""
        return "".join(self.words.get(place, ())).strip()


def looks_so(text: str) -> bool:
    """Say whether a page is one of these exports."""
    return 'class="message default' in text or ('class="page_header' in text and 'class="history"' in text)


def read(text: str, notes: Notes) -> tuple[str, tuple[Message, ...]]:
    """Read one page: the name of the chat as its head shows it, and its messages in order, numbered from 1.

    Raises:
        NotUnderstood: `no-messages`, or `too-deep` with line and offset.
    """
    page = _Page(text, notes)
    for token in tokens(text):
        page.take(token)
    page.close(len(text))
    if not page.messages:
        raise NotUnderstood("no-messages", "This page holds no messages of Telegram.", name=notes.file)
    return page.title.strip(), tuple(page.messages)


class _Page:
    def __init__(self, text: str, notes: Notes) -> None:
        self.title = ""
        self.messages: list[Message] = []
        self._text = text
        self._notes = notes
        self._stack: list[tuple[str, frozenset[str]]] = []
        self._entry: _Entry | None = None
        self._depth = 0
        self._sender = ""
        self._counted = (0, 1)

    def take(self, token: Token) -> None:
        if token.kind == START:
            self._open(token)
        elif token.kind == END:
            self._close_element(token)
        elif token.kind == WORDS:
            self._say(token.text)

    def close(self, end: int) -> None:
        """End the message that is open."""
        if self._entry is not None:
            self.messages.append(self._message(self._entry, end))
            self._entry = None

    def _open(self, token: Token) -> None:
        classes = token.classes
        if "message" in classes and token.name == "div":
            self.close(token.start)
            self._begin(token, classes)
        elif self._entry is not None:
            self._look(self._entry, token, classes)
        if token.name == "br":
            self._say("\n")
        if token.name not in VOID:
            if len(self._stack) >= _MOST_DEPTH:
                told = "The page is nested deeper than any export."
                raise NotUnderstood(
                    "too-deep", told, name=self._notes.file, line=self._line(token.start), offset=token.start
                )
            self._stack.append((token.name, classes))

    def _begin(self, token: Token, classes: frozenset[str]) -> None:
        kind = EVENT if "service" in classes else MESSAGE
        told = [("id", token.attributes.get("id", ""))]
        self._depth = len(self._stack)
        self._entry = _Entry(kind, token.start, self._line(token.start), told, "joined" in classes)

    def _look(self, entry: _Entry, token: Token, classes: frozenset[str]) -> None:
        title = token.attributes.get("title", "")
        if "date" in classes and title:
            if entry.time:
                entry.told.append(("forwarded_date", title))
            else:
                entry.time = title
        href = token.attributes.get("href", "")
        if token.name == "a" and href and self._inside(_MEDIA) and "://" not in href:
            entry.files.append(href)
        elif href:
            entry.told.append(("href", href))
        kind = next((each for each in sorted(classes) if each.startswith(("media_", "photo_wrap"))), "")
        if kind and kind != _MEDIA:
            entry.media.append(kind)

    def _close_element(self, token: Token) -> None:
        # An end that fits nothing near is a slip of the page; it must not close everything.
        near = range(len(self._stack) - 1, max(len(self._stack) - 20, 0) - 1, -1)
        at = next((at for at in near if self._stack[at][0] == token.name), -1)
        if at >= 0:
            del self._stack[at:]
            if self._entry is not None and at <= self._depth:
                self.close(token.end)

    def _say(self, words: str) -> None:
        if self._entry is None:
            if self._inside("page_header"):
                self.title += words
            return
        if self._entry.kind == EVENT:
            self._entry.words.setdefault("text", []).append(words)
            return
        forwarded = self._inside("forwarded") and not self._inside("text")
        for place in _PLACES:
            if self._inside(place):
                if forwarded and place == "from_name":
                    self._entry.forwarded.append(words)
                else:
                    self._entry.words.setdefault(place, []).append(words)
                return

    def _inside(self, wanted: str) -> bool:
        return any(wanted in classes for _name, classes in self._stack[-_MOST_DEPTH:])

    def _line(self, at: int) -> int:
        before, line = self._counted
        self._counted = (at, line + self._text.count("\n", before, at))
        return self._counted[1]

    def _message(self, entry: _Entry, end: int) -> Message:
        sender = entry.said("from_name")
        if entry.kind == MESSAGE and not sender and entry.joined:
            # The page shows it under the name above: the exporter's own way to say who it is from.
            sender = self._sender
            entry.told.append(("joined", "shown under the name above"))
        if entry.kind == MESSAGE:
            self._sender = sender
        for place in ("reply_to", "signature"):
            if entry.said(place):
                entry.told.append((place, entry.said(place)))
        if entry.forwarded:
            entry.told.append(("forwarded_from", "".join(entry.forwarded).strip()))
        return Message(
            len(self.messages) + 1,
            entry.kind,
            sender if entry.kind == MESSAGE else "",
            entry.time,
            _readings(entry, self._notes),
            entry.said("text"),
            tuple(_attachments(entry)),
            self._notes.file,
            entry.line,
            entry.start,
            end,
            -1,
            tuple(entry.told),
        )


def _attachments(entry: _Entry) -> list[Attachment]:
    claims = tuple(
        (place, entry.said(place)) for place in ("title", "description", "status") if entry.said(place)
    )
    claims += tuple(("class", kind) for kind in entry.media)
    if entry.files:
        return [Attachment(path, NAMED, path, claims) for path in dict.fromkeys(entry.files)]
    return [Attachment("", LEFT_OUT, entry.said("description"), claims)] if entry.media else []


def _readings(entry: _Entry, notes: Notes) -> tuple[Reading, ...]:
    found = _TITLE.fullmatch(entry.time)
    if found is None:
        if entry.time:
            told = "A time in a form not known here is kept as written, without reading."
            notes.doubt("time-not-read", told, entry.line)
        return ()
    day = made_on(found[3] + found[2] + found[1])
    clocks = read_clock(found[4])
    if day is None or not clocks:
        notes.doubt(
            "no-such-day", "A time that no calendar has is kept as written, without reading.", entry.line
        )
        return ()
    zone = "" if found["utc"] is None else found["zone"] or "Z"
    return (Reading(f"{day}T{clocks[0]}{zone}", clocks[0], zone, of="date"),)
