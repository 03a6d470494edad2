"""Whole invented readings for property tests: every part of the text model, in five scripts."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from hypothesis import strategies as st

from guwah.instruments.transcripts import (
    EVENT_KINDS,
    Block,
    Event,
    Mark,
    Origin,
    Participant,
    Segment,
    Session,
    Span,
    Transcript,
    Turn,
    Word,
)
from guwah.instruments.transcripts.word_times import Said, located

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.instruments.transcripts.model import Time

WORDS = (
    "We baked", "бардық", "хлеб", "ңөі", "نان", "ياقمىدىم", "ٴبىز", "面包", "你好", "e\u0301", "نا\u200cن",
    "\u2067ئالىم\u2069", "R&D <oven>", "it's “so”", "]]>", "2018-04-07", "one\n two", "x  y", "They: no",
    "-->",
)  # fmt: skip
MARKS: tuple[tuple[str, str, Mapping[str, str]], ...] = (
    ("unheard", "[inaudible]", {}),
    ("vocal", "[laughter]", {}),
    ("withheld", "(redacted)", {}),
    ("insertion", "[the oven]", {}),
    ("uncertain", "[rye?]", {}),
    ("description", "[seems to nod]", {"hedged": "yes"}),
    ("correction", "[sic]", {"doubts": "bread"}),
    ("gloss", "(нан)", {"term": "nan", "script": "Cyrl", "meaning": "bread & <salt>"}),
    ("note", "[note: later]", {}),
)
PEOPLE = (
    Participant("A", "Ann Poe", "interviewer"),
    Participant("Ben"),
    Participant("Айсұлу", None, "witness"),
    Participant("ئالىم", "ئالىم قادىر", None),
    Participant("李明", None, "interpreter"),
)
OUTSIDE = ("[they stand up]", "(үзіліс)", "[ئۇلار كەتتى]")
LINES = (
    "Date: 4 May",
    "Место: Алма & Ата",
    "地点：面包店",
    "ئورنى: ناۋايخانا",
    "A foreword of <some> words.",
)


class Spoken(NamedTuple):
    """A turn as it is drawn: whose, its parts (words, or the number of a mark), where cues end."""

    who: int
    parts: list[str | int]
    cues: int
    time: Time | None
    beside: tuple[str | None, str | None]
    note: tuple[int, str] | None


class Talk(NamedTuple):
    """A session as it is drawn; a number among the things said is an event, words are a description."""

    title: str | None
    languages: list[str]
    matter: list[str]
    things: list[Spoken | int | str]


_parts = st.lists(st.one_of(st.sampled_from(WORDS), st.integers(0, len(MARKS) - 1)), min_size=1, max_size=4)
_seconds = st.integers(0, 4_000_000).map(lambda n: n / 1000)
_times = st.one_of(
    st.none(),
    st.tuples(_seconds, st.none()),
    st.tuples(_seconds, st.integers(1, 9000)).map(lambda pair: (pair[0], round(pair[0] + pair[1] / 1000, 3))),
)
_spoken = st.builds(
    Spoken,
    who=st.integers(0, len(PEOPLE) - 1),
    parts=_parts,
    cues=st.integers(0, 2),
    time=_times,
    beside=st.tuples(st.sampled_from([None, None, "sighing"]), st.sampled_from([None, None, "to her"])),
    note=st.one_of(
        st.none(), st.tuples(st.integers(0, 3), st.sampled_from(["footnotes", "comments", "endnotes"]))
    ),
)
_talks = st.builds(
    Talk,
    title=st.sampled_from([None, "A talk about ovens", "Әңгіме", "谈话", "سۆھبەت"]),
    languages=st.lists(st.sampled_from(["kk", "ug", "ru", "zh", "en"]), max_size=2, unique=True),
    matter=st.lists(st.sampled_from(LINES), max_size=2, unique=True),
    things=st.lists(
        st.one_of(_spoken, _spoken, _spoken, st.integers(0, len(EVENT_KINDS) - 1), st.sampled_from(OUTSIDE)),
        min_size=1,
        max_size=6,
    ).filter(lambda things: any(isinstance(one, Spoken) for one in things)),
)
_paragraphs = st.lists(_parts, min_size=1, max_size=4)


def documents() -> st.SearchStrategy[Transcript]:
    """Draw transcripts with sessions, and texts of paragraphs; as some reader could have made them."""
    talks = st.builds(
        _transcript, st.sampled_from(["", "Three talks of an invented baker.\nAll invented."]),
        st.lists(_talks, min_size=1, max_size=2), st.just([]),
    )  # fmt: skip
    texts = st.builds(_transcript, st.just(""), st.just([]), _paragraphs, st.lists(_times, max_size=4))
    return st.builds(_heard, st.one_of(talks, talks, talks, texts), st.lists(st.integers(0, 900), max_size=9))


def _heard(document: Transcript, lasts: list[int]) -> Transcript:
    """Give words times of their own, one after another; a last figure of 0 stands for a word without one."""
    found: list[Word] = []
    places: list[Turn | Block] = [turn for session in document.sessions for turn in session.turns]
    for place in (*places, *document.blocks):
        at, said = place.time[0] if place.time else 0.0, []
        for token, last in zip(document.text_of(place).split(), lasts, strict=False):
            said.append(Said(token, at if last % 10 else None, round(at + last / 1000, 3)))
            at = round(at + (last + last % 3 * 50) / 1000, 3)
        rest = document.text_of(place).split()[len(said) :]
        found += located(document.text, place, [*said, *(Said(token, None) for token in rest)])
    return replace(document, words=tuple(found))


class _Page:
    """The text as far as it is written, and the marks in it."""

    def __init__(self) -> None:
        self.text = ""
        self.marks: list[Mark] = []

    def put(self, words: str) -> Span:
        start = len(self.text)
        self.text += words
        return Span(start, len(self.text))

    def say(self, parts: list[str | int], place: tuple[int, int] | tuple[None, None]) -> list[Span]:
        spans = []
        for number, part in enumerate(parts):
            self.put(" " if number else "")
            if isinstance(part, str):
                spans.append(self.put(part))
                continue
            kind, words, said = MARKS[part]
            span = self.put(words)
            session, turn = place
            self.marks.append(Mark(kind, span.start, span.end, session, turn, MappingProxyType(dict(said))))
            spans.append(span)
        return spans


def _transcript(
    preamble: str, talks: list[Talk], paragraphs: list[list[str | int]], times: Sequence[Time | None] = ()
) -> Transcript:
    page = _Page()
    before = page.put(preamble) if preamble else None
    page.put("\n\n" if preamble else "")
    sessions = tuple(_session(page, n, talk) for n, talk in enumerate(talks, start=1))
    blocks = []
    for n, parts in enumerate(paragraphs, start=1):
        spans = page.say(parts, (None, None))
        time = times[n - 1] if n <= len(times) else None
        blocks.append(Block(n, spans[0].start, spans[-1].end, time))
        page.put("\n\n")
    marks = tuple(sorted(page.marks, key=lambda mark: (mark.start, mark.end)))
    origin = Origin("invented", "utf-8", b"", b"")
    return Transcript("invented", page.text, None, before, sessions, tuple(blocks), marks, (), origin)


def _session(page: _Page, n: int, talk: Talk) -> Session:
    start = len(page.text)
    title = page.put(talk.title) if talk.title else None
    page.put("\n" if title else "")
    matter = []
    for line in talk.matter:
        matter.append(page.put(line))
        page.put("\n")
    turns: list[Turn] = []
    events: list[Event] = []
    for thing in talk.things:
        if isinstance(thing, Spoken):
            turns.append(_turn(page, (n, len(turns) + 1), thing))
        elif isinstance(thing, str):
            span = page.put(thing)
            page.marks.append(Mark("description", span.start, span.end, n))
        else:
            span = page.put("[tape ends]" if thing % 2 else "a silence")
            events.append(Event(EVENT_KINDS[thing], len(turns), span.start, span.end))
        page.put("\n")
    who = sorted({thing.who for thing in talk.things if isinstance(thing, Spoken)})
    people = tuple(PEOPLE[one] for one in who)
    end = len(page.text.rstrip("\n"))
    told = (people, tuple(turns), tuple(events), tuple(matter), start, end)
    return Session(n, talk.title, title, tuple(talk.languages), *told)


def _turn(page: _Page, place: tuple[int, int], said: Spoken) -> Turn:
    person = PEOPLE[said.who]
    label = page.put(person.label)
    manner, addressee = said.beside
    page.put((f" ({manner})" if manner else "") + (f" [{addressee}]" if addressee else "") + ": ")
    spans = page.say(said.parts, place)
    start, end = spans[0].start, spans[-1].end
    segments = _cues(said, spans) if said.time and said.cues else ()
    if said.note:
        at = spans[min(said.note[0], len(spans) - 1)].end
        what = {"words": "Rye, or <so>.", "from": said.note[1]}
        page.marks.append(Mark("note", at, at, place[0], place[1], MappingProxyType(what)))
    return Turn(
        place[1], person.label, person.speaker, label, start, end, said.time, segments, manner, addressee
    )


def _cues(said: Spoken, spans: list[Span]) -> tuple[Segment, ...]:
    groups = [spans[: said.cues], spans[said.cues :]] if len(spans) > said.cues else [spans]
    first = said.time[0] if said.time else 0.0
    return tuple(
        Segment(group[0].start, group[-1].end, (first + number, first + number + 0.5))
        for number, group in enumerate(groups)
    )
