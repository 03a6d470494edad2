"""Writing what was read: one row for each part, all of them inside the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.steps.testimony.flows.reading import reading_of
from guwah.steps.testimony.models import Block, Event, Layer, Mark, Participant, Revision, Session

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.instruments.transcripts.model import Session as ReadSession
    from guwah.instruments.transcripts.model import Time, Transcript
    from guwah.steps.evidence.models import Item

_BATCH = 500
# Blocks by session and turn number; paragraphs have no session.
Blocks = dict[tuple[int | None, int], Block]


def store(actor: Member, layer: Layer, item: Item, transcript: Transcript) -> Revision:
    """Write the next revision of a layer with everything that was read in it."""
    revision = Revision.objects.create(
        layer=layer,
        number=layer.revisions.count() + 1,
        item=item,
        format=transcript.format,
        text=transcript.text,
        reading=reading_of(transcript),
        made_by=actor,
    )
    blocks = _paragraphs(revision, transcript)
    for session in transcript.sessions:
        blocks.update(_session(revision, session))
    _marks(revision, transcript, blocks)
    return revision


def _paragraphs(revision: Revision, transcript: Transcript) -> Blocks:
    rows = [
        Block(revision=revision, kind=Block.Kind.PARAGRAPH, n=one.n, start=one.start, end=one.end)
        for one in transcript.blocks
    ]
    return {(None, row.n): row for row in Block.objects.bulk_create(rows, batch_size=_BATCH)}


def _session(revision: Revision, read: ReadSession) -> Blocks:
    session = Session.objects.create(
        revision=revision,
        n=read.n,
        title=(read.title or "")[:500],
        spoken_languages=list(read.spoken_languages),
        start=read.start,
        end=read.end,
    )
    people = _participants(session, read)
    turns = Block.objects.bulk_create(_turns(revision, session, read, people), batch_size=_BATCH)
    Event.objects.bulk_create(
        [
            Event(session=session, kind=one.kind, after_turn=one.after_turn, start=one.start, end=one.end)
            for one in read.events
        ],
        batch_size=_BATCH,
    )
    return {(read.n, row.n): row for row in turns}


def _participants(session: Session, read: ReadSession) -> dict[str, Participant]:
    """Write the participants; return them by what a turn may call them, the label before the name."""
    rows = Participant.objects.bulk_create(
        [
            Participant(
                session=session, label=one.label[:200], name=(one.name or "")[:300], role=one.role or ""
            )
            for one in read.participants
        ]
    )
    pairs = list(zip(read.participants, rows, strict=True))
    return {one.speaker: row for one, row in pairs} | {one.label: row for one, row in pairs}


def _turns(
    revision: Revision, session: Session, read: ReadSession, people: dict[str, Participant]
) -> list[Block]:
    return [
        Block(
            revision=revision,
            session=session,
            kind=Block.Kind.TURN,
            n=one.n,
            label=one.label[:200],
            participant=people.get(one.label) or people.get(one.speaker),
            start=one.start,
            end=one.end,
            time_start=_second(one.time, 0),
            time_end=_second(one.time, 1),
        )
        for one in read.turns
    ]


def _second(time: Time | None, which: int) -> float | None:
    return time[which] if time else None


def _marks(revision: Revision, transcript: Transcript, blocks: Blocks) -> None:
    paragraphs = [] if transcript.sessions else sorted(blocks.values(), key=lambda block: block.start)
    rows = []
    at = 0
    for one in transcript.marks:
        block = blocks.get((one.session, one.turn)) if one.turn is not None else None
        while at < len(paragraphs) and paragraphs[at].end <= one.start:
            at += 1
        if at < len(paragraphs) and paragraphs[at].start <= one.start:
            block = paragraphs[at]
        rows.append(
            Mark(
                revision=revision,
                block=block,
                kind=one.kind,
                start=one.start,
                end=one.end,
                attributes=dict(one.attributes),
            )
        )
    Mark.objects.bulk_create(rows, batch_size=_BATCH)
