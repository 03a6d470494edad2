"""Reads the TEI that our own writer makes: everything comes back, to the last space."""

from lxml import etree

from guwah.instruments.transcripts.model import (
    EVENT_KINDS,
    Block,
    Event,
    Origin,
    Participant,
    Session,
    Span,
    Transcript,
    Turn,
)
from guwah.instruments.transcripts.readers.tei_inline import Page
from guwah.instruments.transcripts.readers.tei_tree import below
from guwah.instruments.transcripts.readers.xml_tree import name_of
from guwah.instruments.transcripts.tei_names import OWN, XML_ID, XML_LANG, own

_DIGITS = 10
_NO_TIME = 1e9  # seconds that no recording has; infinity and what is no number are none either


def is_own(root: etree._Element) -> bool:
    """Tell whether a document is of our profile: its root knows the namespace of our attributes."""
    return OWN in root.nsmap.values() and len(below(root, "text")) == 1


def ours(root: etree._Element, origin: Origin) -> Transcript:
    """Read a document of our own profile.

    Args:
        root: Its root.
        origin: The file.
    """
    page = Page(times_of(root))
    text = below(root, "text")[0]
    people = _people(root)
    preamble: Span | None = None
    sessions: list[Session] = []
    blocks: list[Block] = []
    for front in below(text, "front"):
        for element in front:
            preamble = Span(*page.stretch(element, (None, None)))
    for body in below(text, "body"):
        for element in body:
            if name_of(element) == "div":
                sessions.append(_session(page, element, len(sessions) + 1, people))
            elif name_of(element) == "p":
                time = page.time_of(element, (own("start"), own("end")))
                blocks.append(Block(len(blocks) + 1, *page.stretch(element, (None, None)), time))
            else:
                page.stretch(element, (None, None))
    page.put(text.get(own("rest")))
    words = "".join(page.parts)
    told = (preamble, tuple(sessions), tuple(blocks), tuple(page.marks), (), origin)
    return Transcript("tei", words, text.get(XML_LANG), *told, tuple(page.words))


def times_of(root: etree._Element) -> dict[str, float]:
    """Return the points of the timeline in seconds, by their ids (TEI P5 §17.4.2).

    A point without a time is the origin where it is the first one or the timeline says so; elsewhere it
    only has a place in the order. Some programs write seconds as `absolute`; days and hours are none.
    """
    found: dict[str, float] = {}
    for line in below(root, "timeline"):
        points = below(line, "when")
        origins = {(line.get("origin") or "").removeprefix("#"), *(one.get(XML_ID) for one in points[:1])}
        for when in points:
            since = found.get((when.get("since") or "").removeprefix("#"), 0.0)
            seconds, absolute = _seconds(when.get("interval")), _seconds(when.get("absolute"))
            if seconds is not None or absolute is not None:
                found[when.get(XML_ID) or ""] = since + seconds if seconds is not None else absolute or 0.0
            elif when.get(XML_ID) in origins and when.get("absolute") is None:
                found[when.get(XML_ID) or ""] = 0.0
    return found


def _seconds(said: str | None) -> float | None:
    try:
        number = float(said) if said is not None else -1.0
    except ValueError:
        return None
    return number if 0 <= number < _NO_TIME else None


def _people(root: etree._Element) -> dict[str, Participant]:
    return {
        person.get(XML_ID, ""): Participant(
            person.get("n", ""),
            next((one.text or "" for one in below(person, "persName")), None),
            person.get("role"),
        )
        for person in below(root, "person")
    }


def _session(page: Page, div: etree._Element, n: int, people: dict[str, Participant]) -> Session:
    begun = page.length
    title: Span | None = None
    matter: list[Span] = []
    turns: list[Turn] = []
    events: list[Event] = []
    for element in div:
        name = name_of(element)
        if name == "annotationBlock":
            turns.append(_turn(page, element, (n, len(turns) + 1)))
        elif element.get(own("event")) in EVENT_KINDS and len(element):
            start, end = page.stretch(element[0], (n, None))
            after = _number(element, "after", len(turns))
            events.append(Event(element.get(own("event"), ""), after, start, end))
        else:
            span = Span(*page.stretch(element, (n, None)))
            title = span if name == "head" else title
            matter.extend([span] if element.get("type") == "matter" else [])
    named = tuple(person for key, person in people.items() if key.startswith(f"s{n}-p"))
    languages = tuple((div.get(own("languages")) or "").split())
    told = (named, tuple(turns), tuple(events), tuple(matter))
    start, end = _number(div, "start", begun), _number(div, "end", page.length)
    return Session(n, div.get(own("title")), title, languages, *told, start, end)


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    """Return a number our writer left; what somebody wrote in its place counts for nothing."""
    said = element.get(own(name), "")
    return int(said) if said.isdecimal() and len(said) < _DIGITS else otherwise


def _turn(page: Page, block: etree._Element, place: tuple[int, int]) -> Turn:
    page.cues.clear()
    label = block.get(own("label"), "")
    label_span: Span | None = None
    start = end = page.length
    for element in block:
        at = page.stretch(element, place)
        if name_of(element) == "u":
            start, end = at
        else:
            label_span = Span(at[0], min(at[0] + len(label), at[1]))
    speaker = block.get(own("speaker"), label)
    beside = (block.get(own("manner")), block.get(own("addressee")))
    time, cues = page.time_of(block), tuple(page.cues)
    return Turn(place[1], label, speaker, label_span, start, end, time, cues, *beside)
