"""Reads the file of oTranscribe: a page of HTML inside JSON, with time stamps a person set by key."""

from html.parser import HTMLParser
from typing import Any

from guwah.instruments.transcripts.assemble import assemble
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.limits import check_text
from guwah.instruments.transcripts.model import Origin, Transcript

_LINES = frozenset({"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "tr", "hr"})
_UNSEEN = frozenset({"script", "style", "head", "title"})


def is_otr(data: Any) -> bool:  # noqa: ANN401 -- any JSON
    """Tell whether parsed JSON is a file of oTranscribe: a text, and the medium it was typed from."""
    return (
        isinstance(data, dict)
        and isinstance(data.get("text"), str)
        and "segments" not in data
        and any(key in data for key in ("media", "media-time", "media-source"))
    )


def read(data: dict[str, Any], origin: Origin, conventions: Conventions) -> Transcript:
    """Read the text; labels are looked for as in labelled text, time stamps stand in square brackets.

    Args:
        data: The parsed file, of which `is_otr` is true.
        origin: The file.
        conventions: Habits of the transcriber.

    Raises:
        NotUnderstood: `empty-file`, or what `limits.check_text` refuses.
    """
    page = _Page()
    page.feed(data["text"])
    page.close()
    text = page.text()
    if not text:
        raise NotUnderstood("empty-file", "The file has no words in it.")
    check_text(text)
    return assemble(text, origin, conventions)


class _Page(HTMLParser):
    """Takes the words out of the page; nothing in it is run or fetched."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._unseen = 0
        self._stamp = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LINES:
            self._out.append("\n")
        elif tag in _UNSEEN:
            self._unseen += 1
        elif tag == "span" and "timestamp" in (dict(attrs).get("class") or "").split():
            self._stamp = True
            self._out.append("[")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES:
            self._out.append("\n")
        elif tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "span" and self._stamp:
            self._stamp = False
            self._out.append("]")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            # Line ends of HTML are spaces; those of the page are its tags.
            self._out.append(data.strip() if self._stamp else " ".join(data.splitlines()))

    def text(self) -> str:
        """Return the words, one paragraph to a line."""
        lines = "".join(self._out).split("\n")
        return "\n".join(bare for line in lines if (bare := line.strip()))
