"""Reads DOCX: paragraphs and tables in reading order, every character kept, labels as in labelled text."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lxml import etree

from guwah.instruments.transcripts.assemble import assemble
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.decode import check_size
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.habits import Looks
from guwah.instruments.transcripts.limits import MAX_LINES, check_text, too_many_lines
from guwah.instruments.transcripts.model import Mark, Origin, Transcript, Warning_
from guwah.instruments.transcripts.readers.docx_package import Package, open_package
from guwah.instruments.transcripts.saying import doubt

_SIGNS = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "\u2011",
    "softHyphen": "\u00ad",
}
_SKIPPED = frozenset(
    {"instrText", "delInstrText", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "Fallback"}
)
_REFERENCES = {
    "footnoteReference": "footnotes",
    "endnoteReference": "endnotes",
    "commentReference": "comments",
}
_OFF = frozenset({"0", "false", "off"})
_DELETED = frozenset({"del", "moveFrom"})
_SAID_BY = {"by": "author", "at": "date"}
_SEPARATOR_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_TOLD = (
    "tracked-deletion",
    "tracked-insertion",
    "footnotes",
    "endnotes",
    "comments",
    "symbol",
    "numbering",
    "embedded",
)


@dataclass(slots=True)
class _Gathered:
    """What was come upon on the way through the document."""

    notes: list[tuple[int, str, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def read(raw: bytes, conventions: Conventions) -> Transcript:
    """Read a DOCX file.

    Paragraphs and line breaks become lines, cells of a table row stand on one line divided by tabs.
    Tracked insertions are read, tracked deletions are not, both are told. Footnotes, endnotes and
    comments are notes at the place they refer to, never inside the words.

    Args:
        raw: The whole file.
        conventions: Habits of the transcriber.

    Returns:
        The transcript; its text is what this reader made of the document.

    Raises:
        NotUnderstood: `not-a-docx`, `docx-bomb`, `empty-file`, or what `limits.check_text` refuses.
    """
    check_size(len(raw))
    package = open_package(raw)
    gathered = _Gathered()
    lines: list[str] = []
    length = 0
    looks: _Markers = []
    for marker, words in _lines(package.body, gathered):
        if len(lines) == MAX_LINES:
            raise too_many_lines()
        for at, kind, id_ in marker:
            (looks if kind in _LOOKS else gathered.notes).append((length + at, kind, id_))
        lines.append(words)
        length += len(words) + 1
    text = "\n".join(lines)
    if not text.strip():
        raise NotUnderstood("empty-file", "The document has no words in it.")
    check_text(text)
    warnings = tuple(_warnings(gathered, package))
    origin = Origin("docx", "binary", b"", raw)
    transcript = assemble(text, origin, conventions, warnings, _looks(text, looks))
    notes = _notes(gathered, package, transcript)
    marks = tuple(sorted((*transcript.marks, *notes), key=lambda mark: (mark.start, mark.end)))
    return replace(transcript, marks=marks)


_Markers = list[tuple[int, str, str]]
_BOLD, _HEADING = "bold", "heading"
_LOOKS = frozenset({_BOLD, _HEADING})
_HEADING_STYLE = re.compile(
    r"(?:heading|title|subtitle|überschrift|titre|заголовок|标题|標題)", re.IGNORECASE
)


def _looks(text: str, found: _Markers) -> Looks:
    """Return which lines begin with bold words, and which are headings, by the first letter of each line."""
    bold: dict[int, int] = {}
    headings = set()
    for at, kind, _ in found:
        line = text.rfind("\n", 0, at) + 1
        start = line + len(text[line:at]) - len(text[line:at].lstrip())
        if kind == _BOLD:
            bold[start] = at
        else:
            headings.add(start)
    return Looks(bold, frozenset(headings))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _attribute(element: etree._Element, name: str) -> str:
    return next((str(v) for k, v in element.attrib.items() if etree.QName(k).localname == name), "")


def _lines(element: etree._Element, gathered: _Gathered) -> Iterator[tuple[_Markers, str]]:
    """Yield one line per paragraph and per table row, with the notes referred to in it."""
    for child in element:
        name = _name(child)
        if name == "p":
            yield _paragraph(child, gathered)
            for box in _boxes(child):
                yield from _lines(box, gathered)
        elif name == "tbl":
            for row in _rows(child):
                yield _row(row, gathered)
        elif name in _DELETED:
            gathered.counts["tracked-deletion"] += 1
        elif name not in _SKIPPED:
            yield from _lines(child, gathered)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if _name(child) == "tr":
            yield child
        elif _name(child) not in _SKIPPED:
            yield from _rows(child)


def _row(row: etree._Element, gathered: _Gathered) -> tuple[_Markers, str]:
    markers: _Markers = []
    text = ""
    for cell in _cells(row):
        written = ""
        inside: _Markers = []
        for line_markers, words in _lines(cell, gathered):
            if not words.strip() and not line_markers:
                continue
            written += "\n" if written else ""
            inside.extend((len(written) + at, kind, id_) for at, kind, id_ in line_markers)
            written += words
        text += "\t" if text and written else ""
        markers.extend((len(text) + at, kind, id_) for at, kind, id_ in inside)
        text += written
    return markers, text


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if _name(child) == "tc":
            yield child
        elif _name(child) not in _SKIPPED:
            yield from _cells(child)


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    for box in paragraph.iter("{*}txbxContent"):
        # A text box is written twice, the second time for old programs.
        if not any(_name(above) in {"Fallback", "txbxContent"} for above in box.iterancestors()):
            yield box


@dataclass(slots=True)
class _Words:
    """The words of one paragraph as far as they are read, and the notes referred to in them."""

    parts: list[str] = field(default_factory=list)
    markers: _Markers = field(default_factory=list)
    length: int = 0
    bold: bool = False
    lead: int = 0
    plain: bool = False

    def add(self, words: str) -> None:
        self.parts.append(words)
        self.length += len(words)
        if words.strip():
            self.plain = self.plain or not self.bold
            self.lead = self.lead if self.plain else self.length


def _paragraph(element: etree._Element, gathered: _Gathered) -> tuple[_Markers, str]:
    found = _Words()
    _walk(element, gathered, found)
    style = _setting(element, "pPr", "pStyle")
    if style is not None and _HEADING_STYLE.match(style):
        found.markers.append((found.length, _HEADING, ""))
    elif found.lead and "\n" not in "".join(found.parts)[: found.lead]:
        found.markers.append((found.lead, _BOLD, ""))
    gathered.counts["numbering"] += _setting(element, "pPr", "numPr") is not None and found.length > 0
    return found.markers, "".join(found.parts)


def _setting(element: etree._Element, group: str, name: str) -> str | None:
    """Return the value of a setting of a paragraph or a run, empty where it has none, None if not set."""
    for properties in element.iterchildren("{*}" + group):
        for one in properties.iterchildren("{*}" + name):
            return _attribute(one, "val")
    return None


def _walk(element: etree._Element, gathered: _Gathered, found: _Words) -> None:
    for child in element:
        name = _name(child)
        if name == "t":
            found.add(child.text or "")
        elif name in _SIGNS:
            found.add(_SIGNS[name])
        elif name in _REFERENCES:
            found.markers.append((found.length, _REFERENCES[name], _attribute(child, "id")))
        elif name in _DELETED:
            gathered.counts["tracked-deletion"] += 1
        elif name == "sym":
            gathered.counts["symbol"] += 1
            found.add("\ufffd")
        elif name in {"drawing", "pict", "object"}:
            gathered.counts["embedded"] += 1
        elif name not in _SKIPPED and name != "txbxContent":
            gathered.counts["tracked-insertion"] += name in {"ins", "moveTo"}
            if name == "r":
                weight = _setting(child, "rPr", "b")
                found.bold = weight is not None and weight not in _OFF
            _walk(child, gathered, found)


def _words_of(element: etree._Element) -> str:
    return "\n".join(words for _, words in _lines(element, _Gathered())).strip()


def _by_id(root: etree._Element) -> dict[str, dict[str, str]]:
    """Return what the notes of a part say, who wrote them and when, by their numbers."""
    return {
        _attribute(one, "id"): {
            "words": _words_of(one),
            **{key: said for key, name in _SAID_BY.items() if (said := _attribute(one, name))},
        }
        for one in root
        if _attribute(one, "type") not in _SEPARATOR_NOTES
    }


def _notes(gathered: _Gathered, package: Package, transcript: Transcript) -> Iterator[Mark]:
    words = {kind: _by_id(root) for kind, root in package.notes.items()}
    turns = sorted((turn.start, turn.end, one.n, turn.n) for one in transcript.sessions for turn in one.turns)
    starts = [start for start, _, _, _ in turns]
    for at, kind, id_ in gathered.notes:
        said = words.get(kind, {}).get(id_, {"words": ""})
        index = bisect_right(starts, at) - 1
        inside = index >= 0 and at <= turns[index][1]
        session, turn = (turns[index][2], turns[index][3]) if inside else (None, None)
        yield Mark("note", at, at, session, turn, MappingProxyType({**said, "from": kind}))


def _warnings(gathered: _Gathered, package: Package) -> Iterator[Warning_]:
    counts = gathered.counts + Counter(kind for _, kind, _ in gathered.notes)
    yield from (doubt(code, n=counts[code]) for code in _TOLD if counts[code])
    if any(_words_of(root) for root in package.margins):
        yield doubt("margins")
