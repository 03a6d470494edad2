"""The index of an OHMS file: points in time with title, synopsis, keywords and places, as notes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from lxml import etree

from guwah.instruments.transcripts.model import Segment, Transcript
from guwah.instruments.transcripts.readers.clocks import clock_of
from guwah.instruments.transcripts.readers.cues import note_at
from guwah.instruments.transcripts.readers.xml_tree import named, words_in

_SAID = ("synopsis", "keywords", "subjects")
_FIRST_WORDS = 8
_LEAST_WORDS = 2  # a single word is said many times


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the index.

    Attributes:
        time: Seconds of the recording, or None.
        opening: The first words spoken there, as the index quotes them.
        said: `words` (its title), `what` (always `index`), and what else it says, as text.
    """

    time: float | None
    opening: str
    said: Mapping[str, str]


def points_of(record: etree._Element) -> list[Point]:
    """Return the points of a record's index, those without any words left out."""
    found = [_point(one) for index in named(record, "index") for one in named(index, "point")]
    return [one for one in found if one.said["words"] or len(one.said) > len(("words", "what", "time"))]


def _point(one: etree._Element) -> Point:
    time = clock_of(words_in(one, "time"))
    said = {"words": words_in(one, "title").strip("; "), "what": "index"}
    said |= {} if time is None else {"time": str(time)}
    said |= {name: words for name in _SAID if (words := words_in(one, name).strip("; "))}
    # Version 5.4 put the coordinates below an element of their own.
    places = [one, *named(one, "gpspoints")]
    coordinates = "; ".join(
        f"{words_in(place, 'gps')} {words_in(place, 'gps_text')}".strip()
        for place in places
        if words_in(place, "gps")
    )
    said |= {"gps": coordinates} if coordinates else {}
    return Point(time, words_in(one, "partial_transcript"), MappingProxyType(said))


def with_points(transcript: Transcript, points: Sequence[Point]) -> Transcript:
    """Put the points into a text as notes: at the words they quote, else at their time, else at its start.

    Args:
        transcript: With segments or paragraphs that have times.
        points: Of the index.
    """
    notes = [note_at(transcript.sessions, _place(transcript, one), one.said) for one in points]
    marks = sorted((*transcript.marks, *notes), key=lambda mark: (mark.start, mark.end))
    return replace(transcript, marks=tuple(marks))


def _place(transcript: Transcript, point: Point) -> int:
    begin = _at_time(transcript, point.time)
    words = point.opening.split()
    # The label before them stands outside the words of a turn.
    words = words[words[:1] != [] and words[0].endswith(":") :][:_FIRST_WORDS]
    if len(words) >= _LEAST_WORDS:
        quoted = re.compile(r"\s+".join(map(re.escape, words)))
        found = quoted.search(transcript.text, begin or 0)
        if found:
            return found.start()
    return begin or 0


def _at_time(transcript: Transcript, time: float | None) -> int | None:
    """Return where the last stretch begins that starts no later than a time."""
    if time is None:
        return None
    before = [one for one in _stretches(transcript) if one.time and one.time[0] <= time]
    return max(before, key=lambda one: (one.time or (0.0,))[0]).start if before else None


def _stretches(transcript: Transcript) -> Iterator[Segment]:
    for session in transcript.sessions:
        for turn in session.turns:
            yield from turn.segments
    yield from (Segment(one.start, one.end, one.time) for one in transcript.blocks)
