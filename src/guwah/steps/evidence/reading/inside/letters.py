"""Letters and saved pages, inside the jail: every header as it stands, and the words in reading order."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser
from typing import BinaryIO, Final

from guwah.steps.evidence.reading.inside.saying import STUMBLES, CannotRead

LARGEST: Final = 100_000_000
MOST_PARTS: Final = 2_000
_SILENT: Final = frozenset({"script", "style", "template", "noscript"})
_LINES: Final = frozenset(
    {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "section", "hr"}
)


def mail_metadata(file: BinaryIO) -> dict[str, object]:
    """Return every header of a letter in its order, and what each of its parts says of itself."""
    message = _mail(file)
    return {
        "headers": _headers(message),
        "parts": [
            {
                "type": part.get_content_type(),
                "name": part.get_filename() or "",
                "bytes": len(_payload(part)),
                "headers": _headers(part),
            }
            for part in _parts(message)
        ],
    }


def mail_text(file: BinaryIO) -> str:
    """Return the words of a letter: its plain text, or that of its page when there is no other."""
    message = _mail(file)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    words = _decoded(body)
    return words if body.get_content_type() == "text/plain" else _page_words(words)


def page_metadata(file: BinaryIO) -> dict[str, object]:
    """Return title, language and `meta` elements of a saved page, and the addresses it names."""
    page = _page(_page_source(file))
    return {"title": "".join(page.title).strip(), "language": page.language, "meta": page.meta}


def page_text(file: BinaryIO) -> str:
    """Return the words of a saved page; nothing it names is fetched or run."""
    return _page_words(_page_source(file))


def _mail(file: BinaryIO) -> EmailMessage:
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise CannotRead("needs-too-much")
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise CannotRead("not-readable")
    return message


def _parts(message: EmailMessage) -> list[MIMEPart]:
    parts: list[MIMEPart] = []
    for part in message.walk():
        if len(parts) > MOST_PARTS:
            raise CannotRead("needs-too-much")
        if not part.is_multipart():
            parts.append(part)
    return parts


def _headers(part: MIMEPart) -> list[list[str]]:
    """Return name and value of every header, in words; one that cannot be decoded stays as it stands."""
    found = []
    for name, raw in part.raw_items():
        try:
            value = str(part.policy.header_fetch_parse(name, raw))
        except STUMBLES:
            value = str(raw)
        found.append([name, value])
    return found


def _payload(part: MIMEPart) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _decoded(part: MIMEPart) -> str:
    charset = part.get_content_charset() or "utf-8"
    try:
        return _payload(part).decode(charset, "replace")
    except LookupError:
        return _payload(part).decode("utf-8", "replace")


def _page_source(file: BinaryIO) -> str:
    raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise CannotRead("needs-too-much")
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, "replace")
    return raw.decode("utf-8-sig", "replace")


def _page_words(source: str) -> str:
    lines = ("".join(_page(source).words)).split("\n")
    return "\n".join(words for line in lines if (words := " ".join(line.split())))


def _page(source: str) -> _Page:
    page = _Page()
    page.feed(source)
    page.close()
    return page


class _Page(HTMLParser):
    """The words of a page and what its head says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.title: list[str] = []
        self.meta: list[dict[str, str]] = []
        self.language = ""
        self._silent = 0
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what matters of an element that begins."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "title":
            self._in_title = True
        elif tag == "meta":
            self.meta.append({name: value or "" for name, value in attrs})
        elif tag == "html":
            self.language = dict(attrs).get("lang") or ""
        if tag in _LINES:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag == "title":
            self._in_title = False
        if tag in _LINES:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep words that a reader would see."""
        if self._in_title:
            self.title.append(data)
        elif not self._silent:
            self.words.append(data)
