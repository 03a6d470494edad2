"""Reads TEI made by other programs: who speaks, the words, the times, what is heard between them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from guwah.instruments.languages import language_of
from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.events import event_kind
from guwah.instruments.transcripts.model import (
    Block,
    Event,
    Mark,
    Origin,
    Participant,
    Session,
    Span,
    Transcript,
    Turn,
    Word,
)
from guwah.instruments.transcripts.readers.tei_own import times_of
from guwah.instruments.transcripts.readers.tei_speech import SOUNDS, Speech, sound_of, speech_of
from guwah.instruments.transcripts.readers.tei_tree import below
from guwah.instruments.transcripts.readers.xml_tree import name_of
from guwah.instruments.transcripts.saying import doubt
from guwah.instruments.transcripts.tei_names import XML_ID

_LINES = frozenset({"p", "ab", "head", "l", "item", "note", "docDate", "byline", "opener", "closer", "stage"})
# Posts are what people write to each other in a chat (TEI P5 chapter 9; `posting` before it was in TEI).
_TURNS = ("u", "sp", "post", "posting")
_SAID = {"annotations": "annotations", "pauses": "pauses", "no-voice": "no-voice:utterances"}


@dataclass(slots=True)
class _Body:
    """The text as far as it is read, and what was found in it."""

    conventions: Conventions
    times: dict[str, float]
    names: dict[str, Participant]
    text: str = ""
    turns: list[Turn] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    lines: list[Span] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    people: dict[str, Participant] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def common(root: etree._Element, origin: Origin, conventions: Conventions) -> Transcript:
    """Read a document of TEI that is not ours (TEI P5 chapters 7 and 8, ISO 24624:2016).

    An utterance (`u`), a speech (`sp`) or a post of a chat is a turn; without any the paragraphs are the
    text. All of it is one session.

    Args:
        root: Its root.
        origin: The file.
        conventions: Words for events, where the document only describes them.
    """
    body = _Body(conventions, times_of(root), _names(root, conventions))
    for text in below(root, "text"):
        if not any(name_of(above) == "text" for above in text.iterancestors()):
            _walk(body, text)
    warnings = tuple(doubt(key, n=body.counts[code]) for code, key in _SAID.items() if body.counts[code])
    language = language_of(body.text)
    if not body.turns:
        blocks = tuple(Block(n, one.start, one.end) for n, one in enumerate(body.lines, start=1))
        marks = tuple(replace(mark, session=None, turn=None) for mark in body.marks)
        return Transcript(origin.format, body.text, language, None, (), blocks, marks, warnings, origin)
    title = next(map(_flat, below(root, "title")), None)
    told = (tuple(body.people.values()), tuple(body.turns), tuple(body.events), tuple(body.lines))
    session = Session(1, title or None, None, _languages(root), *told, 0, len(body.text))
    return Transcript(
        origin.format,
        body.text,
        language,
        None,
        (session,),
        (),
        tuple(body.marks),
        warnings,
        origin,
        tuple(body.words),
    )


def _names(root: etree._Element, conventions: Conventions) -> dict[str, Participant]:
    found: dict[str, Participant] = {}
    for person in (*below(root, "person"), *below(root, "participant"), *below(root, "personGrp")):
        key = person.get(XML_ID) or person.get("id") or ""
        said = next(iter((*below(person, "persName"), *below(person, "name"))), None)
        name = _flat(said) if said is not None else ""
        role = conventions.role_words.get((person.get("role") or "").casefold())
        found[key] = Participant(person.get("n") or name or key, name or None, role)
    return found


def _flat(element: etree._Element) -> str:
    """Return all words of an element in one line."""
    return " ".join("".join(map(str, element.itertext())).split())


def _languages(root: etree._Element) -> tuple[str, ...]:
    tags = (one.get("ident") for one in below(root, "language"))
    return tuple(dict.fromkeys(tag for tag in tags if tag))


def _walk(body: _Body, element: etree._Element) -> None:
    for child in element:
        name = name_of(child)
        if name in _TURNS:
            _turn(body, child, child)
        elif name == "annotationBlock":
            for spoken in below(child, "u"):
                _turn(body, spoken, child)
            body.counts["annotations"] += len(below(child, "spanGrp"))
        elif name == "pause":
            body.counts["pauses"] += 1
        elif name in SOUNDS:
            _between(body, child)
        elif name in _LINES and not any(below(child, one) for one in _TURNS):
            _line(body, child)
        elif name not in {"timeline", "spanGrp", "fw"}:
            _walk(body, child)


def _put(body: _Body, words: str) -> Span:
    body.text += ("\n" if body.text else "") + words
    return Span(len(body.text) - len(words), len(body.text))


def _line(body: _Body, element: etree._Element) -> None:
    speech = speech_of(element, {})
    if speech.words:
        span = _put(body, speech.words)
        body.lines.append(span)
        body.marks.extend(_placed(speech, span, 1 if body.turns else None, None))


def _between(body: _Body, element: etree._Element) -> None:
    """Take what is heard between turns: an event where its words say so, otherwise a description."""
    kind, words = sound_of(element)
    found = kind if kind in {"vocal", "unheard"} else event_kind(words.strip("[]"), body.conventions)
    span = _put(body, words)
    if found:
        body.events.append(Event(found, len(body.turns), span.start, span.end))
    else:
        body.marks.append(Mark("description", span.start, span.end, 1))


def _turn(body: _Body, spoken: etree._Element, timed: etree._Element) -> None:
    key = _key(spoken.get("who") or timed.get("who") or "", body.names)
    printed = next(
        (" ".join("".join(map(str, one.itertext())).split()) for one in below(spoken, "speaker")), ""
    )
    person = body.names.get(key) or Participant(printed.rstrip(" .:") or key)
    speech = speech_of(spoken, body.times)
    body.counts["pauses"] += len(below(spoken, "pause"))
    if not speech.words:
        return
    if person.label:
        body.people.setdefault(person.label, person)
    else:
        body.counts["no-voice"] += 1
    span = _put(body, speech.words)
    n = len(body.turns) + 1
    start, end = (body.times.get(point) for point in _points(timed))
    cues = speech.cues_from(span.start, start, end)
    body.words.extend(speech.words_from(span.start, end))
    time = (start, end) if start is not None else None
    body.turns.append(Turn(n, person.label, person.speaker, None, span.start, span.end, time, cues))
    body.marks.extend(_placed(speech, span, 1, n))


def _key(who: str, names: Mapping[str, Participant]) -> str:
    """Return whom `who` points to, the first of several; where it points to nobody it is a name itself."""
    first = next(iter(who.split()), "").removeprefix("#")
    return first if first in names or "#" in who else " ".join(who.split())


def _points(timed: etree._Element) -> tuple[str, str]:
    """Return the ids of the points at which an element begins and ends; empty where it names none."""
    begun, _, ended = (timed.get("synch") or "").partition(" ")
    first, last = timed.get("start") or begun, timed.get("end") or ended
    return first.strip().removeprefix("#"), last.strip().removeprefix("#")


def _placed(speech: Speech, span: Span, session: int | None, turn: int | None) -> Iterator[Mark]:
    for mark in speech.marks:
        start, end = span.start + mark.start, span.start + mark.end
        yield replace(mark, start=start, end=end, session=session, turn=turn)
