"""The words of one utterance of TEI, with what is heard in it, its unclear words and its notes."""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise
from types import MappingProxyType

from lxml import etree

from guwah.instruments.transcripts.model import Mark, Segment, Span, Word
from guwah.instruments.transcripts.readers.tei_tree import below
from guwah.instruments.transcripts.readers.webvtt_runs import joint
from guwah.instruments.transcripts.readers.xml_tree import name_of
from guwah.instruments.transcripts.word_times import Said, located, said_in

SOUNDS = {
    "vocal": "vocal",
    "incident": "description",
    "kinesic": "description",
    "gap": "unheard",
    "writing": "description",
    "shift": "description",
}
"""What is heard or seen, by its element, and the kind of mark it is (TEI P5 §8.3.3)."""

_AROUND = {"unclear": "uncertain", "supplied": "insertion"}
_SKIPPED = frozenset({"speaker", "desc", "pause", "spanGrp", "fw", "interp", "fs"})
_PARAGRAPHS = frozenset({"p", "ab", "l", "lb", "seg"})
_UNSAID = "not described"
_SPACES = re.compile(r"\s+")


@dataclass(slots=True)
class Speech:
    """Words being gathered; offsets count from the first of them."""

    times: dict[str, float]
    words: str = ""
    marks: list[Mark] = field(default_factory=list)
    cuts: list[tuple[int, float]] = field(default_factory=list)
    waiting: bool = False
    heard: list[tuple[int, Said]] = field(default_factory=list)

    def say(self, words: str | None) -> None:
        """Add running words, with all white space made single spaces."""
        plain = _SPACES.sub(" ", words or "")
        self.waiting = self.waiting or plain.startswith(" ")
        if plain.strip():
            self._add(plain.strip())
            self.waiting = plain.endswith(" ")

    def word(self, words: str, time: tuple[float | None, float | None] = (None, None)) -> None:
        """Add one word that an element of its own holds, with the times it begins and ends at."""
        plain = _SPACES.sub(" ", words).strip()
        if plain and self.words and not self.waiting:
            self.waiting = bool(joint(self.words, plain))
        if plain:
            self._add(plain)
            self.heard.append((len(self.words) - len(plain), Said(plain, *time)))

    def stop(self, words: str) -> None:
        """Add a sign of punctuation, which no space comes before."""
        self.waiting = False
        self._add(words.strip())

    def _add(self, words: str) -> None:
        self.words += (" " if self.waiting and self.words else "") + words
        self.waiting = False

    def words_from(self, at: int, end: float | None) -> list[Word]:
        """Return the words with a time of their own; one without an end lasts until the next begins."""
        words = [Word(place, place + len(one.words), (0.0, 0.0)) for place, one in self.heard]
        said = iter(one for _, one in self.heard)
        cut = [
            one if one.start is None else next(said)
            for one in said_in(self.words, Span(0, len(self.words)), words)
        ]
        found = located(self.words, Span(0, len(self.words)), cut, end) if self.heard else []
        return [replace(one, start=at + one.start, end=at + one.end) for one in found]

    def cues_from(self, at: int, start: float | None, end: float | None) -> tuple[Segment, ...]:
        """Return the cues that points of time divide the words into; none where there is no such point."""
        inner = [(place, time) for place, time in self.cuts if 0 < place < len(self.words)]
        if not inner:
            return ()
        edges: list[tuple[int, float | None]] = [(0, start), *inner, (len(self.words), end)]
        found = []
        for (a, begun), (b, ended) in pairwise(edges):
            inside = self.words[a:b]
            first = a + len(inside) - len(inside.lstrip())
            time = None if begun is None else (begun, ended)
            found.append(Segment(at + first, at + first + len(inside.strip()), time))
        return tuple(found)


def speech_of(element: etree._Element, times: dict[str, float]) -> Speech:
    """Read the words of an element.

    Args:
        element: An utterance, a speech or a paragraph.
        times: The points of the timeline in seconds, by their ids.
    """
    speech = Speech(times)
    _inside(speech, element)
    return speech


def sound_of(element: etree._Element) -> tuple[str, str]:
    """Return the kind of what is heard or seen, and its description in brackets."""
    said = " ".join(" ".join("".join(map(str, one.itertext())).split()) for one in below(element, "desc"))
    words = said or element.get("reason") or element.get("type") or element.get("new") or _UNSAID
    return SOUNDS[name_of(element)], f"[{words.strip('[]')}]"


def _points_of(child: etree._Element, times: dict[str, float]) -> tuple[float | None, float | None]:
    """Return when a word begins and ends, as its attributes say (TEI P5 §17.4.2, ISO 24624)."""
    begun, _, ended = (child.get("synch") or "").partition(" ")
    start, end = child.get("start") or begun, child.get("end") or ended
    known = (times.get(point.strip().removeprefix("#")) for point in (start, end))
    return next(known), next(known)


def _inside(speech: Speech, element: etree._Element) -> None:
    speech.say(element.text)
    for child in element:
        _child(speech, child)
        speech.say(child.tail)


def _child(speech: Speech, child: etree._Element) -> None:
    name = name_of(child)
    if name == "w":
        speech.word("".join(map(str, child.itertext())), _points_of(child, speech.times))
    elif name == "pc":
        speech.stop("".join(map(str, child.itertext())))
    elif name in SOUNDS:
        kind, words = sound_of(child)
        speech.waiting = True
        speech.say(words)
        end = len(speech.words)
        speech.marks.append(Mark(kind, end - len(words), end))
    elif name == "note":
        said = " ".join("".join(map(str, child.itertext())).split())
        at = len(speech.words)
        speech.marks.append(Mark("note", at, at, attributes=MappingProxyType({"words": said, "from": "tei"})))
    elif name == "anchor":
        seconds = speech.times.get((child.get("synch") or "").removeprefix("#"))
        if seconds is not None:
            speech.cuts.append((len(speech.words), seconds))
    elif name not in _SKIPPED:
        speech.waiting = speech.waiting or name in _PARAGRAPHS
        _around(speech, child, _AROUND.get(name))


def _around(speech: Speech, child: etree._Element, kind: str | None) -> None:
    before, at = len(speech.words), len(speech.marks)
    _inside(speech, child)
    added = speech.words[before:]
    start = before + len(added) - len(added.lstrip())
    if kind and added.strip():
        speech.marks.insert(at, Mark(kind, start, len(speech.words)))
