"""Writing what was read: one row for each part, all of them inside the caller's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guwah.instruments.transcripts.rereading import cues, read_again
from guwah.instruments.transcripts.word_times import packed, within
from guwah.steps.testimony import search
from guwah.steps.testimony.editing.carrying import carry_all
from guwah.steps.testimony.editing.rows import How, cues_kept, draft_of, edit_rows, newest, next_uid, write
from guwah.steps.testimony.editing.tables import Edit
from guwah.steps.testimony.editing.word_rows import keep_heard
from guwah.steps.testimony.flows.lasting import beside_again
from guwah.steps.testimony.flows.reading import reading_of
from guwah.steps.testimony.models import Block, Event, Layer, Mark, Participant, Revision, Session
from guwah.steps.testimony.taking.doubting import in_first, in_later

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.accounts.models import Member
    from guwah.instruments.transcripts.model import Session as ReadSession
    from guwah.instruments.transcripts.model import Time, Transcript, Turn
    from guwah.instruments.transcripts.revising import Revised
    from guwah.steps.evidence.models import Item

_BATCH = 500
# Blocks by session and turn number; paragraphs have no session.
Blocks = dict[tuple[int | None, int], Block]


def store(
    actor: Member,
    layer: Layer,
    item: Item | None,
    transcript: Transcript,
    how: Mapping[str, Any] | None = None,
) -> Revision:
    """Write the next revision of a layer with everything that was read in it, and how it was read.

    In a layer that has a text already everything held in that one is carried to the new one, or flagged.
    """
    if layer.revisions.exists():
        return _again(actor, layer, item, transcript, how or {})
    revision = Revision.objects.create(
        layer=layer,
        number=1,
        item=item,
        format=transcript.format,
        text=transcript.text,
        reading=reading_of(transcript, in_first(transcript)) | _cues(transcript) | dict(how or {}),
        made_by=actor,
    )
    blocks = _paragraphs(revision, transcript)
    for session in transcript.sessions:
        blocks.update(_session(revision, session, len(blocks)))
    _marks(revision, transcript, blocks)
    if transcript.words:
        keep_heard(revision, _heard(transcript, blocks), {})
    search.written(revision)
    return revision


def _heard(transcript: Transcript, blocks: Blocks) -> dict[int, str]:
    """Return when single words are heard, packed, by the names of their blocks."""
    found = {row.uid: packed(within(transcript.words, row), row.start) for row in blocks.values()}
    return {uid: times for uid, times in found.items() if times}


def _cues(transcript: Transcript) -> dict[str, Any]:
    """Return the times inside turns as they are kept beside a text; nothing where there are none."""
    found = cues_kept(cues(transcript))
    return {"cues": found} if found else {}


def _again(
    actor: Member, layer: Layer, item: Item | None, transcript: Transcript, told: Mapping[str, Any]
) -> Revision:
    former = newest(layer)
    revised = read_again(draft_of(former), transcript, next_uid(layer))
    doubts = in_later(transcript, revised.draft.units)
    how = How(item=item, format=transcript.format, reading=reading_of(transcript, doubts) | dict(told))
    return store_next(actor, former, revised, how)


def store_next(actor: Member, former: Revision, revised: Revised, how: How) -> Revision:
    """Write what was made of a text and a file as the next revision, and carry what is held in it."""
    revision = write(actor, former, revised.draft, how)
    Edit.objects.bulk_create(edit_rows(revision, former.text, revised.edits))
    carry_all(former, revision, revised.edits)
    beside_again(actor, former)
    # Behind the texts beside it: what stands in those of what is cut here hangs on the new groups.
    search.written(revision)
    return revision


def _paragraphs(revision: Revision, transcript: Transcript) -> Blocks:
    rows = [
        Block(
            revision=revision,
            kind=Block.Kind.PARAGRAPH,
            n=one.n,
            uid=one.n,
            start=one.start,
            end=one.end,
            time_start=_second(one.time, 0),
            time_end=_second(one.time, 1),
        )
        for one in transcript.blocks
    ]
    return {(None, row.n): row for row in Block.objects.bulk_create(rows, batch_size=_BATCH)}


def _session(revision: Revision, read: ReadSession, named: int) -> Blocks:
    """Write a session; `named` is how many blocks of the text have a name already."""
    session = Session.objects.create(
        revision=revision,
        n=read.n,
        title=(read.title or "")[:500],
        spoken_languages=list(read.spoken_languages),
        start=read.start,
        end=read.end,
    )
    people = _participants(session, read)
    turns = Block.objects.bulk_create(_turns(session, read, people, named), batch_size=_BATCH)
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


def _turns(session: Session, read: ReadSession, people: dict[str, Participant], named: int) -> list[Block]:
    return [
        Block(
            revision=session.revision,
            session=session,
            kind=Block.Kind.TURN,
            n=one.n,
            uid=number,
            label=one.label[:200],
            label_start=one.label_span.start if one.label_span else None,
            label_end=one.label_span.end if one.label_span else None,
            manner=(one.manner or "")[:300],
            addressee=(one.addressee or "")[:300],
            participant=_who(one, people),
            start=one.start,
            end=one.end,
            time_start=_second(one.time, 0),
            time_end=_second(one.time, 1),
        )
        for number, one in enumerate(read.turns, start=named + 1)
    ]


def _who(turn: Turn, people: dict[str, Participant]) -> Participant | None:
    """Return who speaks: by the label, unless somebody set right that it is another's."""
    row = people.get(turn.label)
    if row is not None and turn.speaker[:300] in {row.name, row.label}:
        return row
    return people.get(turn.speaker) or row


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
