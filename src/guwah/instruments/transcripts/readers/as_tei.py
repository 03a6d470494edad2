"""What other XML of speech says, said in TEI: so that one reader of utterances serves all of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from lxml import etree

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.events import event_kind
from guwah.instruments.transcripts.limits import check_text
from guwah.instruments.transcripts.model import Mark, Origin, Transcript
from guwah.instruments.transcripts.people import participant_of_voice
from guwah.instruments.transcripts.readers.tei_common import common
from guwah.instruments.transcripts.tei_names import XML_ID


@dataclass(slots=True)
class Document:
    """A document of TEI as far as it is made; ids are our own, whatever the file calls them.

    Attributes:
        conventions: Words of sounds and of roles.
        body: Where utterances and lines go, in order.
    """

    conventions: Conventions
    root: etree._Element = field(default_factory=lambda: etree.Element("TEI"))
    body: etree._Element = field(init=False)
    _head: etree._Element = field(init=False)
    _times: etree._Element = field(init=False)
    _people: dict[str, str] = field(default_factory=dict)
    _points: dict[float, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._head = etree.SubElement(self.root, "teiHeader")
        text = etree.SubElement(self.root, "text")
        self._times = etree.SubElement(text, "timeline")
        self.body = etree.SubElement(text, "body")

    def title(self, words: str) -> None:
        """Say the title; without words there is none."""
        if words.strip():
            etree.SubElement(self._head, "title").text = words

    def language(self, tag: str) -> None:
        """Say a language that was spoken."""
        if tag.strip():
            etree.SubElement(self._head, "language", ident=tag.strip())

    def person(self, key: str, name: str) -> None:
        """Say who somebody is; a role or a number is nobody's name."""
        if not key or key in self._people:
            return
        known = participant_of_voice(" ".join(name.split()) or key, self.conventions)
        self._people[key] = f"p{len(self._people)}"
        made = etree.SubElement(self._head, "person", n=known.label, role=known.role or "")
        made.set(XML_ID, self._people[key])
        if known.name:
            etree.SubElement(made, "persName").text = known.name

    def utterance(self, who: str, printed: str = "") -> etree._Element:
        """Begin an utterance: of somebody known by a key, else of whom the file prints, else of nobody."""
        made = etree.SubElement(self.body, "u")
        if who in self._people:
            made.set("who", f"#{self._people[who]}")
        elif printed.strip():
            etree.SubElement(made, "speaker").text = printed
        return made

    def point(self, seconds: float | None) -> str:
        """Return the reference to a point of time; empty where there is none."""
        if seconds is None:
            return ""
        if seconds not in self._points:
            self._points[seconds] = f"t{len(self._points)}"
            made = etree.SubElement(self._times, "when", interval=str(seconds))
            made.set(XML_ID, self._points[seconds])
        return f"#{self._points[seconds]}"

    def sound(self, where: etree._Element, said: str) -> None:
        """Put what is heard or seen into an utterance, or between two."""
        words = said.strip(" \t\r\n[]()")
        kind = event_kind(words, self.conventions)
        name = {"unheard": "gap", "vocal": "vocal"}.get(kind or "", "incident")
        etree.SubElement(etree.SubElement(where, name), "desc").text = words

    def transcript(self, origin: Origin) -> Transcript:
        """Return what it is read as.

        Raises:
            NotUnderstood: `empty-file`, or what `limits.check_text` refuses.
        """
        found = common(self.root, origin, self.conventions)
        if not found.text.strip():
            raise NotUnderstood("empty-file", "The document has no words in it.")
        check_text(found.text)
        return replace(found, marks=tuple(_from(found.marks, origin.format)))


def _from(marks: tuple[Mark, ...], format_: str) -> Iterator[Mark]:
    for mark in marks:
        said = mark.attributes
        known = MappingProxyType({**said, "from": format_}) if said.get("from") == "tei" else said
        yield replace(mark, attributes=known)
