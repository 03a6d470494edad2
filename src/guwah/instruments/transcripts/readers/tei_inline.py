"""Reads the content of one element of our own TEI back: words, marks, notes and cues."""

import re
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from guwah.instruments.transcripts.model import Mark, Segment, Time, Word
from guwah.instruments.transcripts.readers.xml_tree import name_of
from guwah.instruments.transcripts.tei_names import MARKS, OWN, own

_SAID = re.compile(rf"\{{{re.escape(OWN)}\}}is-(.+)")
_PLACE = re.compile(r"(\d*)\.(\d*)")

Place = tuple[int | None, int | None]


@dataclass(slots=True)
class Page:
    """The text as far as it is read, and what was found in it."""

    times: dict[str, float]
    parts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    cues: list[Segment] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    _begun: tuple[int, float | None] | None = None

    def put(self, words: str | None) -> None:
        """Add words to the text."""
        if words:
            self.parts.append(words)
            self.length += len(words)

    def time_of(self, element: etree._Element, names: tuple[str, str] = ("start", "end")) -> Time | None:
        """Return the start and end of an element in seconds; None where it has no start."""
        start, end = (self.at(element.get(name)) for name in names)
        return None if start is None else (start, end)

    def at(self, reference: str | None) -> float | None:
        """Return the seconds a reference to the timeline means."""
        return self.times.get((reference or "").removeprefix("#"))

    def stretch(self, element: etree._Element, place: Place) -> tuple[int, int]:
        """Read what stands before an element and its words; return where these begin and end."""
        self.put(element.get(own("before")))
        start = self.length
        self._content(element, place)
        return start, self.length

    def _content(self, element: etree._Element, place: Place) -> None:
        self.put(element.text)
        for child in element:
            self._child(child, place)
            self.put(child.tail)

    def _child(self, element: etree._Element, place: Place) -> None:
        if name_of(element) == "anchor":
            self._cue(element)
            return
        kind = element.get(own("mark"))
        start = self.length
        at = len(self.marks)
        if element.get(own("aside")) is None:
            self._content(element, place)
        if kind in MARKS:
            self.marks.insert(at, self._mark(element, kind, start, place))

    def _mark(self, element: etree._Element, kind: str, start: int, place: Place) -> Mark:
        said = {match[1]: value for key, value in _own(element) if (match := _SAID.fullmatch(key))}
        if element.get(own("aside")) is not None:
            said = {"words": element.text or "", **said}
        told = _PLACE.fullmatch(element.get(own("place"), ""))
        session, turn = (int(one) if one else None for one in told.groups()) if told else place
        return Mark(kind, start, self.length, session, turn, MappingProxyType(said))

    def _cue(self, anchor: etree._Element) -> None:
        """Begin a cue or a word, or end the one that was begun."""
        seconds = self.at(anchor.get("synch"))
        if anchor.get("type") in {"word", "word-end"}:
            self._word(seconds, begins=anchor.get("type") == "word")
            return
        if anchor.get("type") == "cue":
            self.cues.append(Segment(self.length, self.length, None if seconds is None else (seconds, None)))
        elif self.cues:
            begun = self.cues[-1]
            time = (begun.time[0], seconds) if begun.time else None
            self.cues[-1] = Segment(begun.start, self.length, time)

    def _word(self, seconds: float | None, *, begins: bool) -> None:
        """Begin a word, or end it where it was begun; one without both times has none."""
        begun, self._begun = self._begun, (self.length, seconds) if begins else None
        if not begins and begun and begun[1] is not None and seconds is not None and begun[0] < self.length:
            self.words.append(Word(begun[0], self.length, (begun[1], seconds)))


def _own(element: etree._Element) -> list[tuple[str, str]]:
    return [(str(key), str(value)) for key, value in element.attrib.items()]
