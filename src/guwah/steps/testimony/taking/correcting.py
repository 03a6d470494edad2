"""What a person sets right in a reading before it is kept: who is who, and who is one and the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guwah.failures import WrongUse
from guwah.instruments.vocabularies import is_code

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.instruments.transcripts.model import Participant, Session, Transcript


@dataclass(frozen=True, slots=True)
class Person:
    """What a person says of one participant of a reading.

    Attributes:
        session: number of the session, from 1.
        label: the label of the participant, as it was read.
        name: their name; empty where nobody said one.
        role: code of `person_roles`, or empty.
        same_as: label of the participant of the session who they are; empty for themselves.
    """

    session: int
    label: str
    name: str = ""
    role: str = ""
    same_as: str = ""


def set_right(transcript: Transcript, people: Sequence[Person]) -> Transcript:
    """Return a reading with its participants as a person says; text, labels and places stay as they are.

    Raises:
        WrongUse: `no-such-speaker`, `unknown-role`, or `same-as-nobody`: one is said to be somebody who is
            not there, or who is said to be somebody else.
    """
    told = {(each.session, each.label): each for each in people}
    known = {(session.n, one.label) for session in transcript.sessions for one in session.participants}
    if set(told) - known:
        raise WrongUse("no-such-speaker", "Nobody in this text has this label.")
    if any(each.role and not is_code("person_roles", each.role) for each in people):
        raise WrongUse("unknown-role", "This role is not in the list.")
    merged = {key: each.same_as for key, each in told.items() if each.same_as}
    for (number, label), other in merged.items():
        if other == label or (number, other) not in known or (number, other) in merged:
            raise WrongUse("same-as-nobody", "One speaker is said to be another who is nobody by themselves.")
    return replace(transcript, sessions=tuple(_session(each, told) for each in transcript.sessions))


def _session(session: Session, told: dict[tuple[int, str], Person]) -> Session:
    mine = {label: each for (number, label), each in told.items() if number == session.n}
    if not mine:
        return session
    kept = {one.label: _named(one, mine.get(one.label)) for one in session.participants}
    before = {one.speaker: one.label for one in reversed(session.participants)}
    turns = []
    for turn in session.turns:
        label = turn.label if turn.label in kept else before.get(turn.speaker, "")
        if label:
            same = mine[label].same_as if label in mine else ""
            turns.append(replace(turn, speaker=kept[same or label].speaker))
        else:
            turns.append(turn)
    gone = {label for label, each in mine.items() if each.same_as}
    participants = tuple(one for label, one in kept.items() if label not in gone)
    return replace(session, participants=participants, turns=tuple(turns))


def _named(one: Participant, told: Person | None) -> Participant:
    if told is None:
        return one
    return replace(one, name=told.name.strip() or None, role=told.role or None)
