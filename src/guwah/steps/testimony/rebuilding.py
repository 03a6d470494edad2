"""A kept text as a transcript again, to be written in any format."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from guwah.failures import Problem
from guwah.instruments.transcripts import model
from guwah.instruments.transcripts.word_times import unpacked
from guwah.steps.testimony.editing.word_rows import heard_in
from guwah.steps.testimony.flows.reading import How, understood

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.steps.testimony.models import Block, Revision, Session

_NOBODY = model.Origin("kept", "utf-8", b"", b"")


def transcript_of(revision: Revision) -> model.Transcript:
    """Return what a revision holds.

    Where the sealed file still reads as it is kept, the reading of the file is taken: it knows cues, and
    what stands beside a label. The roles that people said are always those kept here.
    """
    read = _read_again(revision)
    if read is None:
        return _from_rows(revision)
    roles = {
        (row.session.n, row.label): row.role or None
        for session in revision.sessions.prefetch_related("participants", "first__participants")
        for row in session.cast
    }
    sessions = tuple(
        replace(
            session,
            participants=tuple(
                replace(one, role=roles.get((session.n, one.label[:200]), one.role))
                for one in session.participants
            ),
        )
        for session in read.sessions
    )
    return replace(read, sessions=sessions)


def _read_again(revision: Revision) -> model.Transcript | None:
    """Read the sealed file again; None where there is none, it was corrected, or it reads otherwise now."""
    corrected = revision.parent_id is not None or revision.reading.get("set_right")
    if revision.item is None or corrected:
        return None
    try:
        read = understood(revision.item, revision.format, How.of(revision.reading))
    except Problem:
        # A damaged blob is told elsewhere; the words are kept in the database as well.
        return None
    blocks = [(one.start, one.end) for session in read.sessions for one in session.turns]
    blocks += [(one.start, one.end) for one in read.blocks]
    kept = list(revision.blocks.order_by("start").values_list("start", "end"))
    return read if read.text == revision.text and blocks == kept else None


def _from_rows(revision: Revision) -> model.Transcript:
    spans = [(kind, model.Span(start, end)) for kind, start, end in revision.reading.get("beside", ())]
    cues = revision.reading.get("cues", ())
    sessions = tuple(
        _session(session, spans, cues)
        for session in revision.sessions.prefetch_related("participants", "first__participants")
    )
    paragraphs = revision.blocks.filter(session=None).order_by("start")
    blocks = tuple(model.Block(row.n, row.start, row.end, _time(row)) for row in paragraphs)
    marks = tuple(
        model.Mark(
            row.kind,
            row.start,
            row.end,
            row.block.session.n if row.block and row.block.session else None,
            row.block.n if row.block and row.block.session else None,
            MappingProxyType(row.attributes),
        )
        for row in revision.marks.select_related("block__session").order_by("start", "end")
    )
    preamble = next((span for kind, span in spans if kind == "preamble"), None)
    language = revision.reading.get("text_language")
    told = (preamble, sessions, blocks, marks, (), _NOBODY)
    return model.Transcript("kept", revision.text, language, *told, _words(revision))


def _words(revision: Revision) -> tuple[model.Word, ...]:
    heard = heard_in(revision)
    places = revision.blocks.order_by("start").values_list("uid", "start") if heard else ()
    return tuple(word for uid, start in places for word in unpacked(heard.get(uid, ""), start))


def _session(
    session: Session, spans: Iterable[tuple[str, model.Span]], cues: Sequence[Sequence[Any]]
) -> model.Session:
    own = [(kind, span) for kind, span in spans if session.start <= span.start < session.end]
    people = {
        row.pk: model.Participant(row.label, row.name or None, row.role or None) for row in session.cast
    }
    return model.Session(
        session.n,
        session.title or None,
        next((span for kind, span in own if kind == "title"), None),
        tuple(session.spoken_languages),
        tuple(people.values()),
        tuple(
            replace(_turn(row, people), segments=_segments(cues, row))
            for row in session.turns.order_by("start")
        ),
        tuple(
            model.Event(row.kind, row.after_turn, row.start, row.end)
            for row in session.events.order_by("start")
        ),
        tuple(span for kind, span in own if kind == "matter"),
        session.start,
        session.end,
    )


def _segments(cues: Sequence[Sequence[Any]], row: Block) -> tuple[model.Segment, ...]:
    """Return the cues inside a turn; one that reaches over its bounds is cut at them."""
    found = []
    for start, end, begins, ends, rough in cues[bisect_right(cues, row.start, key=itemgetter(1)) :]:
        if start >= row.end:
            break
        inside = max(start, row.start), min(end, row.end)
        found.append(model.Segment(*inside, (begins, ends), bool(rough)))
    return tuple(found)


def _turn(row: Block, people: dict[int, model.Participant]) -> model.Turn:
    person = people.get(row.participant_id or 0)
    start, end = row.label_start, row.label_end
    return model.Turn(
        row.n,
        row.label,
        person.speaker if person else row.label,
        model.Span(start, end) if start is not None and end is not None else None,
        row.start,
        row.end,
        _time(row),
        manner=row.manner or None,
        addressee=row.addressee or None,
    )


def _time(row: Block) -> model.Time | None:
    return None if row.time_start is None else (row.time_start, row.time_end)
