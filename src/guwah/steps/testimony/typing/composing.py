"""Typed turns put together: one text, and where its parts stand. Nothing is guessed from the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.transcripts import DEFAULT, Mark, Origin, Participant, Session, Span, Transcript, Turn
from guwah.instruments.transcripts.marks import Place, find_marks
from guwah.instruments.transcripts.unnamed import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FORMAT = "labelled-text"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who speaks: the name, which is the label too, and a code of person_roles or empty."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One turn: who (index from 1 in the people, 0 for nobody), the words, seconds or None."""

    speaker: int
    words: str
    time_start: float | None = None


def compose(people: Sequence[Person], turns: Sequence[Spoken]) -> Transcript:
    """Return the transcript of typed turns.

    Its text is labelled text: `[0:01:07] Name: words`, an empty line between turns. Line breaks inside a turn
    stay; an empty line inside one does not, nor white space around its words. Turns without words are left
    out. Signs in square brackets become marks by the conventions; time stamps stand outside the words. Where
    nobody has said who speaks a dash stands for the name, as everywhere in a transcript: no word of any
    language, which would be somebody's name in all others.

    Args:
        people: who speaks, by their keys 1 to 9.
        turns: in order.
    """
    spoken = [(each, _tidy(each.words)) for each in turns]
    heard = [(each, words) for each, words in spoken if words]
    made = _Made(people)
    for index, (each, words) in enumerate(heard):
        later = (one.time_start for one, _ in heard[index + 1 :] if one.time_start is not None)
        made.add(each, words, next(later, None))
    return made.transcript()


def clock(seconds: float) -> str:
    """Return a time as `h:mm:ss`, as it is written before a label."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


class _Made:
    """A text that grows turn by turn."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._text = ""
        self._turns: list[Turn] = []
        self._seen: dict[str, Participant] = {}

    def add(self, spoken: Spoken, words: str, following: float | None) -> None:
        if self._text:
            self._text += "\n\n"
        if spoken.time_start is not None:
            self._text += f"[{clock(spoken.time_start)}] "
        label = self._label(spoken.speaker)
        at = len(self._text)
        self._text += f"{label}: "
        start = len(self._text)
        self._text += words
        time = None
        if spoken.time_start is not None:
            # A later turn that was stamped earlier says nothing of where this one ends.
            time = (
                spoken.time_start,
                following if following is not None and following >= spoken.time_start else None,
            )
        n = len(self._turns) + 1
        span = Span(at, at + len(label))
        self._turns.append(Turn(n, label, label, span, start, len(self._text), time))

    def _label(self, speaker: int) -> str:
        known = 0 < speaker <= len(self._people)
        person = self._people[speaker - 1] if known else Person(UNNAMED)
        label = _label(person.name) or UNNAMED
        self._seen.setdefault(label, Participant(label, role=person.role or None))
        return label

    def transcript(self) -> Transcript:
        text = self._text + "\n" if self._text else ""
        session = Session(
            1, None, None, (), tuple(self._seen.values()), tuple(self._turns), (), (), 0, len(self._text)
        )
        origin = Origin(FORMAT, "utf-8", b"", text.encode())
        marks = tuple(self._marks(text))
        sessions = (session,) if self._turns else ()
        return Transcript(FORMAT, text, None, None, sessions, (), marks, (), origin)

    def _marks(self, text: str) -> Iterator[Mark]:
        for turn in self._turns:
            yield from find_marks(text, turn.start, turn.end, Place(1, turn.n), DEFAULT)


def _label(name: str) -> str:
    """Return a name as a label can be: on one line, without the sign that ends it."""
    return " ".join(name.replace(":", " ").replace("：", " ").split())


def _tidy(words: str) -> str:
    lines = (line.strip() for line in words.split("\n"))
    return "\n".join(line for line in lines if line)
