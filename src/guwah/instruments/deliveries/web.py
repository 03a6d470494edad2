"""Saved web pages: HTML with its folder, single files, MHTML (RFC 2557); each is one page with its address.

What a saved page says of itself is written by the program that saved it, or by the page: kept, not believed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from guwah.instruments.deliveries.errors import NotUnderstood
from guwah.instruments.deliveries.mail import date_readings
from guwah.instruments.deliveries.mail_parts import decoded, leaves, parsed, raw_header, words_of
from guwah.instruments.deliveries.markup import COMMENT, END, START, WORDS, plain_words, tokens
from guwah.instruments.deliveries.model import INSIDE, PAGE, Attachment, Message

if TYPE_CHECKING:
    from guwah.instruments.deliveries.markup import Token
    from guwah.instruments.deliveries.model import Notes

_SAVED_FROM = re.compile(r"saved from url=\(\d{1,8}\)(?P<url>\S+)")
_SINGLE_FILE = re.compile(
    r"Page saved with SingleFile\s+url:\s*(?P<url>\S+)\s+saved date:\s*(?P<date>[^\r\n]+)"
)
_META = {
    "article:published_time", "article:modified_time", "date", "pubdate", "dc.date", "author", "og:url",
    "og:title", "og:site_name", "description", "last-modified",
}  # fmt: skip
_LONGEST = 2_000  # characters of one thing a page says of itself
MAX_PARTS = 20_000


def looks_like_html(text: str) -> bool:
    """Say whether a text is a page."""
    begin = text[:4096].lstrip("\ufeff \t\r\n").lower()
    return begin.startswith(("<!doctype html", "<html", "<!--")) or ("<html" in begin and "<head" in begin)


def looks_like_mhtml(head: bytes) -> bool:
    """Say whether a file begins as a page saved with everything in one file."""
    begin = head[:8192].lower()
    return b"multipart/related" in begin and b"mime-version:" in begin


def read_html(text: str, notes: Notes) -> Message:
    """Read one saved page; its address and time only as far as the file says them.

    Raises:
        NotUnderstood: `no-page`.
    """
    if not looks_like_html(text):
        raise NotUnderstood("no-page", "This file is no page.", name=notes.file)
    told = _told(text)
    said = dict(reversed(told))
    time = said.get("saved date", "")
    if not said.get("url"):
        notes.doubt("no-address", "The page does not say from which address it was saved.")
    return Message(1, PAGE, "", time, (), plain_words(text), (), notes.file, 1, 0, len(text), -1, tuple(told))


def read_mhtml(raw: bytes, notes: Notes) -> Message:
    """Read one MHTML file; its parts stay inside it.

    Raises:
        NotUnderstood: `no-page`, `too-many-parts`, `too-deep` or `broken-letter`.
    """
    if not looks_like_mhtml(raw):
        raise NotUnderstood("no-page", "This file is no page saved as MHTML.", name=notes.file)
    letter = parsed(raw, notes.file)
    headers = tuple((name, raw_header(value)) for name, value in letter.raw_items())
    first = {name.lower(): value for name, value in reversed(headers)}
    page = ""
    parts: list[Attachment] = []
    for path, part in leaves(letter, ""):
        if len(parts) >= MAX_PARTS:
            raise NotUnderstood("too-many-parts", f"It has more than {MAX_PARTS:,} parts.", name=notes.file)
        kind = part.get_content_type()
        where = raw_header(part.get("Content-Location", "")) if part.get("Content-Location") else ""
        parts.append(Attachment(where, INSIDE, "", (("type", kind), ("part", path))))
        if kind == "text/html" and not page:
            page = words_of(part, notes)
    time = first.get("date", "")
    url = first.get("snapshot-content-location") or next((each.name for each in parts if each.name), "")
    if not url:
        notes.doubt("no-address", "The page does not say from which address it was saved.")
    told = (("url", url), ("title", decoded(first.get("subject", ""))), *headers)
    readings, words = date_readings(time, "Date"), plain_words(page)
    return Message(1, PAGE, "", time, readings, words, tuple(parts), notes.file, 1, 0, len(raw), -1, told)


def companion_folder(name: str, folders: frozenset[str]) -> str:
    """Return the folder a browser wrote beside a page (`page_files`, `page.files`, `page-Dateien`), or ''."""
    stem = name.rpartition(".")[0]
    for folder in sorted(folders):
        rest = folder.removeprefix(stem)
        if rest != folder and rest[:1] in ("_", ".", "-") and "/" not in rest:
            return folder
    return ""


def _told(text: str) -> list[tuple[str, str]]:
    """Return what the page and the program that saved it say, in order, nothing of the page's words."""
    told: list[tuple[str, str]] = []
    title = _Title()
    for token in tokens(text):
        if token.kind == COMMENT:
            told.extend(_of_comment(token.text[:_LONGEST]))
        elif token.name == "title" or token.kind == WORDS:
            told.extend(title.take(token))
        elif token.kind == START:
            told.extend(_of_tag(token.name, token.attributes))
    return told


class _Title:
    """The first title of a page, gathered from its words."""

    def __init__(self) -> None:
        self._words: list[str] | None = None
        self._told = False

    def take(self, token: Token) -> list[tuple[str, str]]:
        """Heed one token; return the title when it ends."""
        if token.kind == START and not self._told:
            self._words = []
        elif token.kind == WORDS and self._words is not None:
            self._words.append(token.text)
        elif token.kind == END and self._words is not None:
            title, self._words, self._told = self._words, None, True
            return [("title", " ".join("".join(title).split())[:_LONGEST])]
        return []


def _of_comment(words: str) -> list[tuple[str, str]]:
    single = _SINGLE_FILE.search(words)
    if single is not None:
        return [("url", single["url"]), ("saved date", single["date"].strip())]
    saved = _SAVED_FROM.search(words)
    return [] if saved is None else [("url", saved["url"])]


def _of_tag(name: str, attributes: dict[str, str]) -> list[tuple[str, str]]:
    if name == "meta":
        key = (
            attributes.get("property") or attributes.get("name") or attributes.get("http-equiv", "")
        ).lower()
        return [(f"meta {key}", attributes.get("content", "")[:_LONGEST])] if key in _META else []
    if name == "link" and attributes.get("rel", "").lower() == "canonical":
        return [("canonical", attributes.get("href", "")[:_LONGEST])]
    if name == "html" and attributes.get("lang"):
        return [("lang", attributes["lang"][:100])]
    return []
