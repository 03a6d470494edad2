"""Words with the signs, notes and cues in them, as the content of a TEI element (TEI P5 §8.3, §16.2)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from guwah.instruments.transcripts.model import Mark, Segment, Time, Turn, Word
from guwah.instruments.transcripts.tei_names import DESCRIBED, MARKS, XML_ID, clean, own, say, tei
from guwah.instruments.transcripts.writers.tei_plan import Part

_CLOSES, _BETWEEN, _OPENS = range(3)


@dataclass(slots=True)
class Timeline:
    """The points of time a document speaks of, each once, in the order they come up."""

    points: dict[float, str] = field(default_factory=dict)

    def ref(self, seconds: float) -> str:
        """Return the reference to a point of time."""
        return "#" + self.points.setdefault(seconds, f"T{len(self.points) + 1}")

    def put(
        self, element: etree._Element, time: Time | None, names: tuple[str, str] = ("start", "end")
    ) -> None:
        """Give an element its start and end, in attributes of these names."""
        for name, seconds in zip(names, time or (), strict=False):
            if seconds is not None:
                element.set(name, self.ref(seconds))

    def element(self) -> etree._Element:
        """Return the timeline: each point so many seconds after the beginning of the recording."""
        timeline = etree.Element(tei("timeline"))
        timeline.set("unit", "s")
        etree.SubElement(timeline, tei("when")).set(XML_ID, "T0")
        for seconds, name in self.points.items():
            when = etree.SubElement(timeline, tei("when"))
            when.set(XML_ID, name)
            when.set("interval", repr(seconds))
            when.set("since", "#T0")
        return timeline


@dataclass(frozen=True, slots=True)
class _Sign:
    """Something that happens at a place in the words; `order` says what comes first at one place."""

    at: int
    order: tuple[int, int]
    mark: Mark | None = None
    cue: tuple[str, float | None] | None = None


def put_words(
    element: etree._Element, words: str, start: int, part: Part, times: Timeline, heard: Sequence[Word] = ()
) -> None:
    """Write words into an element, with marks around them and milestones where cues and words begin and end.

    Args:
        element: Where to.
        words: What; cleaned.
        start: The offset of the first of them in the text.
        part: The part they are of, with the marks in it, and the cues where it is the words of a turn.
        times: Collects the points of time.
        heard: Single words with a time of their own.
    """
    cues = part.thing.segments if part.kind == "words" and isinstance(part.thing, Turn) else ()
    here = element
    reached = 0
    for sign in sorted(_signs(part.marks, cues, heard), key=lambda one: (one.at, one.order)):
        at = max(reached, min(sign.at - start, len(words)))
        say(here, words[reached:at])
        reached = at
        if sign.cue is not None:
            _milestone(here, sign.cue, times)
        elif sign.mark is None:
            here = _outer(here)
        elif sign.mark.start == sign.mark.end:
            _aside(here, sign.mark, part)
        else:
            here = _open(here, sign.mark, part)
    say(here, words[reached:])


def _signs(marks: Sequence[Mark], cues: Sequence[Segment], heard: Sequence[Word]) -> Iterator[_Sign]:
    for n, mark in enumerate(marks):
        if mark.start == mark.end:
            yield _Sign(mark.start, (_BETWEEN, -len(marks) + n), mark)
            continue
        yield _Sign(mark.start, (_OPENS, n), mark)
        yield _Sign(mark.end, (_CLOSES, n))
    for n, cue in enumerate(cues):
        start, end = cue.time or (None, None)
        yield _Sign(cue.start, (_BETWEEN, 2 * n), cue=("cue", start))
        yield _Sign(cue.end, (_BETWEEN, 2 * n + 1), cue=("cue-end", end))
    for n, word in enumerate(heard, start=len(cues)):
        yield _Sign(word.start, (_BETWEEN, 2 * n), cue=("word", word.time[0]))
        yield _Sign(word.end, (_BETWEEN, 2 * n + 1), cue=("word-end", word.time[1]))


def _milestone(element: etree._Element, cue: tuple[str, float | None], times: Timeline) -> None:
    anchor = etree.SubElement(element, tei("anchor"))
    anchor.set("type", cue[0])
    if cue[1] is not None:
        anchor.set("synch", times.ref(cue[1]))


def _outer(element: etree._Element) -> etree._Element:
    """Return the element around a mark, out of its description too."""
    above = element.getparent()
    out = above.getparent() if above is not None and element.tag == tei("desc") else above
    return element if out is None else out


def _open(element: etree._Element, mark: Mark, part: Part) -> etree._Element:
    """Begin a mark; return the element its words go into."""
    name = MARKS.get(mark.kind, "note")
    made = etree.SubElement(element, tei(name))
    _say(made, mark, part)
    if name == "gap":
        made.set("reason", mark.kind)
    return etree.SubElement(made, tei("desc")) if name in DESCRIBED else made


def _aside(element: etree._Element, mark: Mark, part: Part) -> None:
    """Write a note that stands beside the words at a point of them."""
    note = etree.SubElement(element, tei("note"))
    note.text = clean(mark.attributes.get("words", "")) or None
    _say(note, mark, part, leave="words")
    note.set(own("aside"), "true")


def _say(element: etree._Element, mark: Mark, part: Part, leave: str = "") -> None:
    """Say of an element which mark it is, and what that says."""
    element.set(own("mark"), mark.kind)
    if (mark.session, mark.turn) != part.place:
        element.set(own("place"), f"{mark.session or ''}.{mark.turn or ''}")
    for name, value in mark.attributes.items():
        if name != leave:
            element.set(own(f"is-{name}"), clean(value))
