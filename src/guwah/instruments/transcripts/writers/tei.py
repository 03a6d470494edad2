"""Writes TEI for spoken language (ISO 24624:2016, TEI P5 chapter 8): the archival form, nothing left out."""

from dataclasses import dataclass, field

from lxml import etree

from guwah.instruments.transcripts.model import Event, Session, Transcript, Turn
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.tei_names import (
    EVENTS,
    OWN,
    TEI,
    XML_ID,
    XML_LANG,
    XML_SPACE,
    clean,
    own,
    tei,
)
from guwah.instruments.transcripts.word_times import within
from guwah.instruments.transcripts.writers.tei_head import header, person_id
from guwah.instruments.transcripts.writers.tei_plan import Part, plan
from guwah.instruments.transcripts.writers.tei_words import Timeline, put_words
from guwah.instruments.transcripts.writers.written import Written

_NAMES: dict[str | None, str] = {None: TEI, "g": OWN}
_HEARD = frozenset({"words", "paragraph"})
_SIMPLE = {"title": "head", "paragraph": "p"}


def write(transcript: Transcript) -> Written:
    """Write a transcript as TEI.

    Words, signs and notes are elements of TEI. What TEI has no place for (the label as it was printed, the
    spaces between parts) are attributes of a namespace of our own, which other programs pass over. The
    document was not held against the schema of ISO 24624.

    Returns:
        The file; a warning where characters cannot stand in XML and U+FFFD stands for them.
    """
    root = etree.Element(tei("TEI"), nsmap=_NAMES)  # type: ignore[arg-type]  # the stubs know no default namespace
    root.append(header(transcript))
    etree.indent(root, "  ")
    page = _Page(transcript)
    page.text_below(root)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    lost = sum(one != other for one, other in zip(transcript.text, clean(transcript.text), strict=True))
    return Written(data + b"\n", (doubt("characters-lost:xml", n=lost),) if lost else ())


@dataclass(slots=True)
class _Page:
    """The text as far as it is written; `reached` is the offset up to which every character is told."""

    transcript: Transcript
    reached: int = 0
    times: Timeline = field(default_factory=Timeline)
    words: str = ""
    blocks: dict[int, etree._Element] = field(default_factory=dict)

    def text_below(self, root: etree._Element) -> None:
        """Write the element of the text, its parts in the order they are read."""
        self.words = clean(self.transcript.text)
        text = etree.SubElement(root, tei("text"))
        text.set(XML_SPACE, "preserve")
        if self.transcript.text_language:
            text.set(XML_LANG, self.transcript.text_language)
        front = etree.SubElement(text, tei("front")) if self.transcript.preamble else None
        body = etree.SubElement(text, tei("body"))
        divs = {session.n: _division(body, session) for session in self.transcript.sessions}
        for part in plan(self.transcript):
            self._put(self._element(divs[part.session.n] if part.session else body, front, part), part)
        if self.words[self.reached :]:
            text.set(own("rest"), self.words[self.reached :])
        text.insert(0, self.times.element())

    def _element(self, above: etree._Element, front: etree._Element | None, part: Part) -> etree._Element:
        """Return the element the words of a part go into."""
        if part.kind == "preamble" and front is not None:
            return etree.SubElement(front, tei("p"))
        if isinstance(part.thing, Event):
            return etree.SubElement(_event(above, part.thing), tei("desc"))
        if isinstance(part.thing, Turn) and part.session:
            block = self._block(above, part.session, part.thing)
            return _note(block, "label") if part.kind == "label" else etree.SubElement(block, tei("u"))
        if part.kind in _SIMPLE:
            element = etree.SubElement(above, tei(_SIMPLE[part.kind]))
            self.times.put(element, part.time, (own("start"), own("end")))
            return element
        return _note(above, "matter" if part.kind == "matter" else "outside")

    def _block(self, div: etree._Element, session: Session, turn: Turn) -> etree._Element:
        """Return the block of a turn, which its label and its words share."""
        if id(turn) in self.blocks:
            return self.blocks[id(turn)]
        block = self.blocks[id(turn)] = etree.SubElement(div, tei("annotationBlock"))
        block.set(XML_ID, f"s{session.n}-t{turn.n}")
        who = person_id(session, turn)
        if who is not None:
            block.set("who", f"#{who}")
        self.times.put(block, turn.time)
        beside = {"manner": turn.manner, "addressee": turn.addressee}
        for name, value in {"label": turn.label, "speaker": turn.speaker, **beside}.items():
            if value is not None:
                block.set(own(name), clean(value))
        return block

    def _put(self, element: etree._Element, part: Part) -> None:
        """Write the words of a part, and in an attribute what stands between them and the part before."""
        start = max(self.reached, part.start)
        between = self.words[self.reached : start]
        if between:
            element.set(own("before"), between)
        heard = within(self.transcript.words, part) if part.kind in _HEARD else ()
        put_words(element, self.words[start : part.end], start, part, self.times, heard)
        self.reached = max(self.reached, part.end)


def _division(body: etree._Element, session: Session) -> etree._Element:
    div = etree.SubElement(body, tei("div"))
    div.set("type", "session")
    div.set("n", str(session.n))
    div.set(own("start"), str(session.start))
    div.set(own("end"), str(session.end))
    if session.spoken_languages:
        div.set(own("languages"), clean(" ".join(session.spoken_languages)))
    if session.title is not None:
        div.set(own("title"), clean(session.title))
    return div


def _event(div: etree._Element, event: Event) -> etree._Element:
    element = etree.SubElement(div, tei(EVENTS.get(event.kind, "incident")))
    element.set(own("event"), event.kind)
    element.set(own("after"), str(event.after_turn))
    return element


def _note(above: etree._Element, kind: str) -> etree._Element:
    note = etree.SubElement(above, tei("note"))
    note.set("type", kind)
    return note
