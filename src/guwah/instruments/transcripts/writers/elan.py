"""Writes ELAN (EAF 3.0): a tier for each speaker, one for events, one below each for notes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from lxml import etree

from guwah.instruments.transcripts.machine import HEAD, stands_before
from guwah.instruments.transcripts.model import Mark, Segment, Session, Time, Transcript, Turn, Warning_
from guwah.instruments.transcripts.readers.elan import EVENTS
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.tei_names import clean
from guwah.instruments.transcripts.word_times import said_in, within
from guwah.instruments.transcripts.writers.cues import lines_of
from guwah.instruments.transcripts.writers.written import Written

_SPEECH, _BELOW, _WORDS = "speech", "said of speech", "words of speech"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.mpi.nl/tools/elan/EAFv3.0.xsd"
_NO_DATE = "1970-01-01T00:00:00+00:00"


def write(transcript: Transcript) -> Written:
    """Write a transcript for ELAN; where a turn has no time, its points of time have none either.

    It names no date, no author and no recording: the words are all it knows.
    """
    page = _Page(transcript)
    if stands_before(transcript):
        # What stands before the talk has no place here, but for this.
        page.annotate(page.tier(EVENTS, ""), HEAD, None)
    for session in transcript.sessions:
        for start, thing in sorted(_parts(transcript, session), key=lambda pair: pair[0]):
            page.add(start, thing)
    for block in transcript.blocks:
        page.annotate(page.tier("text", ""), transcript.text_of(block), block.time)
    return Written(page.document(), tuple(page.warnings()))


def _parts(transcript: Transcript, session: Session) -> Iterator[tuple[int, Turn | tuple[int, int]]]:
    for turn in session.turns:
        yield turn.start, turn
    for event in session.events:
        yield event.start, (event.start, event.end)
    for mark in transcript.marks:
        if mark.session == session.n and mark.turn is None and mark.start < mark.end:
            yield mark.start, (mark.start, mark.end)


@dataclass(slots=True)
class _Page:
    """The document as far as it is written."""

    transcript: Transcript
    order: etree._Element = field(default_factory=lambda: etree.Element("TIME_ORDER"))
    tiers: dict[str, etree._Element] = field(default_factory=dict)
    count: int = 0
    slots: int = 0
    lost: int = 0
    notes: dict[int, list[Mark]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for mark in self.transcript.marks:
            if mark.start == mark.end:
                self.notes.setdefault(mark.start, []).append(mark)

    def add(self, start: int, thing: Turn | tuple[int, int]) -> None:
        """Add a turn, each of its cues an annotation; or what stands between turns."""
        if not isinstance(thing, Turn):
            self.annotate(self.tier(EVENTS, ""), self.transcript.text[start : thing[1]], None)
            return
        tier = self.tier(thing.speaker or "text", thing.speaker)
        for cue in thing.segments or (Segment(thing.start, thing.end, thing.time),):
            made = self.annotate(tier, self.transcript.text_of(cue), cue.time or thing.time)
            if made and cue.time:
                self._one_by_one(tier, cue, cue.time)
            for place in range(cue.start, cue.end + 1):
                for note in self.notes.pop(place, []) if made else []:
                    self._note(tier, made, note)

    def _one_by_one(self, above: etree._Element, cue: Segment, time: Time) -> None:
        """Put the single words of a cue on a tier below, if their times follow each other within its own."""
        said = said_in(self.transcript.text, cue, within(self.transcript.words, cue))
        ends = [one.end for one in said if one.end is not None]
        starts = [one.start for one in said if one.start is not None]
        edges = sorted((*starts, *ends))
        if len(said) < 2 or [*chain(*zip(starts, ends, strict=True))] != edges:  # noqa: PLR2004 -- a word and another
            return
        if not starts or edges[0] < time[0] or time[1] is None or edges[-1] > time[1]:
            return
        name = f"words@{above.get('TIER_ID')}"
        if name not in self.tiers:
            self.tiers[name] = etree.Element("TIER", TIER_ID=name, LINGUISTIC_TYPE_REF=_WORDS)
            self.tiers[name].set("PARENT_REF", str(above.get("TIER_ID")))
        reached = time[0]
        for one, after in zip(said, (*said, None)[1:], strict=True):
            until = after.start if after and after.start is not None else time[1]
            begins, reached = (one.start, one.end or until) if one.start is not None else (reached, until)
            self.annotate(self.tiers[name], one.words, (begins, reached))

    def tier(self, name: str, participant: str) -> etree._Element:
        """Return the tier of a speaker, made where it is not there."""
        bare = clean(" ".join(name.split()))
        if bare not in self.tiers:
            tier = self.tiers[bare] = etree.Element("TIER", TIER_ID=bare, LINGUISTIC_TYPE_REF=_SPEECH)
            if participant:
                tier.set("PARTICIPANT", clean(" ".join(participant.split())))
        return self.tiers[bare]

    def annotate(self, tier: etree._Element, words: str, time: Time | None) -> str:
        """Add an annotation; return its id, or nothing where there are no words."""
        said = clean(lines_of(words))
        self.lost += said.count("\ufffd") - words.count("\ufffd")
        if not said:
            return ""
        slots = [self._slot(one) for one in (time or (None, None))]
        made = etree.SubElement(etree.SubElement(tier, "ANNOTATION"), "ALIGNABLE_ANNOTATION")
        made.set("ANNOTATION_ID", self._number())
        made.set("TIME_SLOT_REF1", slots[0])
        made.set("TIME_SLOT_REF2", slots[1])
        etree.SubElement(made, "ANNOTATION_VALUE").text = said
        return str(made.get("ANNOTATION_ID"))

    def _slot(self, seconds: float | None) -> str:
        # Counted here: an element of lxml counts its children anew each time it is asked.
        self.slots += 1
        slot = etree.SubElement(self.order, "TIME_SLOT", TIME_SLOT_ID=f"ts{self.slots}")
        if seconds is not None:
            slot.set("TIME_VALUE", str(round(seconds * 1000)))
        return str(slot.get("TIME_SLOT_ID"))

    def _number(self) -> str:
        self.count += 1
        return f"a{self.count}"

    def _note(self, above: etree._Element, owner: str, note: Mark) -> None:
        what = note.attributes.get("what") or f"{note.attributes.get('from', 'note')}@{above.get('TIER_ID')}"
        name = clean(what)
        tier = self.tiers.get(name)
        if tier is None:
            tier = self.tiers[name] = etree.Element("TIER", TIER_ID=name, LINGUISTIC_TYPE_REF=_BELOW)
            tier.set("PARENT_REF", str(above.get("TIER_ID")))
        made = etree.SubElement(etree.SubElement(tier, "ANNOTATION"), "REF_ANNOTATION")
        made.set("ANNOTATION_ID", self._number())
        made.set("ANNOTATION_REF", owner)
        etree.SubElement(made, "ANNOTATION_VALUE").text = clean(note.attributes.get("words", ""))

    def document(self) -> bytes:
        """Return the whole file."""
        root = etree.Element("ANNOTATION_DOCUMENT", nsmap={"xsi": _XSI})
        root.set("AUTHOR", "")
        root.set("DATE", _NO_DATE)
        root.set("FORMAT", "3.0")
        root.set("VERSION", "3.0")
        root.set(f"{{{_XSI}}}noNamespaceSchemaLocation", _SCHEMA)
        etree.SubElement(root, "HEADER", MEDIA_FILE="", TIME_UNITS="milliseconds")
        root.append(self.order)
        root.extend(self.tiers.values())
        _kind(root, _SPEECH, "true", "")
        _kind(root, _BELOW, "false", "Symbolic_Association")
        _kind(root, _WORDS, "true", "Included_In")
        etree.indent(root, " ")
        return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"

    def warnings(self) -> Iterator[Warning_]:
        """Say what characters could not be written."""
        if self.lost:
            yield doubt("characters-lost:xml", n=self.lost)


def _kind(root: etree._Element, name: str, timed: str, constraint: str) -> None:
    kind = etree.SubElement(root, "LINGUISTIC_TYPE", LINGUISTIC_TYPE_ID=name, TIME_ALIGNABLE=timed)
    kind.set("GRAPHIC_REFERENCES", "false")
    if constraint:
        kind.set("CONSTRAINTS", constraint)
