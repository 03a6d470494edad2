"""HTML as a row of tags and words with their places: nothing is fetched, expanded or run.

A small tokeniser in the manner of the HTML standard (13.2.5) and linear in the length of the text; the
standard library's parser looks again and again for ends that hostile text never brings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

START, END, WORDS, COMMENT = "start", "end", "words", "comment"
VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
"""Elements without an end (HTML standard, 13.1.2)."""

_RAW = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "textarea", "title")
}
_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,100}")
_MOST_ATTRIBUTES = 500
_LONGEST_TAG = 1_000_000  # characters: pictures are written into attributes of saved pages
_ATTRIBUTE = re.compile(
    r"[\s/]*(?P<name>[^\s=>/]{1,200})(?:\s{0,20}=\s{0,20}(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<bare>[^\s>\"']*)))?"
)
_BREAKING = frozenset(
    {
        "br",
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "table",
        "section",
    }
)
_SILENT = frozenset({"script", "style", "noscript", "template", "title"})


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of markup.

    Attributes:
        kind: `start`, `end`, `words` or `comment`.
        name: the element, in small letters; empty for words and comments.
        text: the words, character references resolved; of a comment its text.
        attributes: of a start tag; the first of a name counts, as in browsers.
        start: offset of its first character.
        end: offset behind it.
    """

    kind: str
    name: str
    text: str
    attributes: dict[str, str]
    start: int
    end: int

    @property
    def classes(self) -> frozenset[str]:
        """Return the classes of a start tag."""
        return frozenset(self.attributes.get("class", "").split())


def tokens(text: str) -> Iterator[Token]:
    """Yield the tags, words and comments of a page in order."""
    at = 0
    while at < len(text):
        sign = text.find("<", at)
        if sign != at:
            stop = len(text) if sign < 0 else sign
            yield _words(text, at, stop)
            at = stop
            continue
        token = _tag(text, at)
        if token is None:
            yield _words(text, at, at + 1)
            at += 1
            continue
        yield token
        at = token.end
        if token.kind == START and token.name in _RAW:
            found = _RAW[token.name].search(text, at)
            stop = len(text) if found is None else found.start()
            if stop > at:
                yield _words(text, at, stop)
            at = stop


def plain_words(text: str) -> str:
    """Return the words a page shows, one line for each block, without scripts and styles."""
    pieces: list[str] = []
    silent = ""
    for token in tokens(text):
        if silent:
            silent = "" if token.kind == END and token.name == silent else silent
        elif token.kind == START and token.name in _SILENT:
            silent = token.name
        elif token.kind == WORDS:
            pieces.append(re.sub(r"[ \t\r\n]+", " ", token.text))
        elif token.name in _BREAKING:
            pieces.append("\n")
    joined = re.sub(r" ?\n[ \n]*", "\n", "".join(pieces))
    return joined.strip()


def _words(text: str, start: int, stop: int) -> Token:
    return Token(WORDS, "", unescape(text[start:stop]), {}, start, stop)


def _tag(text: str, at: int) -> Token | None:
    if text.startswith("<!--", at):
        stop = text.find("-->", at + 4)
        # A comment without an end runs to the end of the page, so it is looked for once.
        inside = text[at + 4 :] if stop < 0 else text[at + 4 : stop]
        return Token(COMMENT, "", inside, {}, at, len(text) if stop < 0 else stop + 3)
    if text[at + 1 : at + 2] in ("!", "?"):
        stop = text.find(">", at)
        end = len(text) if stop < 0 else stop + 1
        return Token(COMMENT, "", text[at + 2 : end].removesuffix(">"), {}, at, end)
    closing = text.startswith("</", at)
    name = _NAME.match(text, at + 1 + closing)
    if name is None:
        return None
    attributes, end = _attributes(text, name.end())
    return Token(END if closing else START, name[0].lower(), "", attributes, at, end)


def _attributes(text: str, at: int) -> tuple[dict[str, str], int]:
    found: dict[str, str] = {}
    limit = min(len(text), at + _LONGEST_TAG)
    while at < limit and text[at] != ">":
        if len(found) >= _MOST_ATTRIBUTES:
            stop = text.find(">", at, limit)
            at = limit if stop < 0 else stop
            break
        one = _ATTRIBUTE.match(text, at, limit)
        if one is None:
            at += 1
            continue
        value = next((one[group] for group in ("double", "single", "bare") if one[group] is not None), "")
        found.setdefault(one["name"].lower(), unescape(value))
        at = one.end()
    return found, min(at + 1, len(text))
