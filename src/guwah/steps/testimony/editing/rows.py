"""A revision's rows as a draft that can be revised, and a draft as the rows of a revision."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Max

from guwah.instruments.transcripts.model import Span
from guwah.instruments.transcripts.revising import Draft, Part, Unit
from guwah.steps.testimony.editing.tables import Edit
from guwah.steps.testimony.layers.vouching import told_of_edit
from guwah.steps.testimony.models import Block, Event, Mark, Participant, Revision, Session
from guwah.vault.rows import written

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guwah.accounts.models import Member
    from guwah.instruments.transcripts.anchors import Edit as TextEdit
    from guwah.instruments.transcripts.model import Time
    from guwah.steps.evidence.models import Item
from guwah.steps.testimony.models import Layer

_BATCH = 500
# Numbers of participants by session and what a turn may call them.
Speakers = dict[tuple[int | None, str], int]


def draft_of(revision: Revision) -> Draft:
    """Return a revision with all its parts; `known` of a session is its row's number."""
    sessions = list(revision.sessions.all())
    numbers = {each.pk: each.n for each in sessions}
    blocks = list(revision.blocks.order_by("start", "pk"))
    uids = {each.pk: each.uid for each in blocks}
    events = Event.objects.filter(session__in=sessions).order_by("start")
    return Draft(
        revision.text,
        tuple(_unit(each, numbers) for each in blocks),
        tuple(Part("session", each.start, each.end, each.n, known={"pk": each.pk}) for each in sessions),
        tuple(Part(each.kind, each.start, each.end, numbers[each.session_id]) for each in events),
        tuple(
            Part(each.kind, each.start, each.end, uid=uids.get(each.block_id or 0), known=each.attributes)
            for each in revision.marks.order_by("start", "end")
        ),
        tuple(Part(kind, start, end) for kind, start, end in revision.reading.get("beside", ())),
        tuple(
            Part("cue", start, end, known={"time": (begins, ends), "approximate": bool(rough)})
            for start, end, begins, ends, rough in revision.reading.get("cues", ())
        ),
    )


def cues_kept(cues: Iterable[Part]) -> list[list[Any]]:
    """Return cues as they are kept beside a text: `[start, end, begins, ends, approximate]`."""
    return [
        [each.start, each.end, *cast("Time", each.known["time"]), bool(each.known["approximate"])]
        for each in cues
    ]


def _unit(block: Block, sessions: dict[int, int]) -> Unit:
    start, end = block.label_start, block.label_end
    return Unit(
        uid=block.uid,
        session=sessions[block.session_id] if block.session_id else None,
        start=block.start,
        end=block.end,
        label=block.label,
        label_span=Span(start, end) if start is not None and end is not None else None,
        speaker=block.participant_id,
        time=(block.time_start, block.time_end) if block.time_start is not None else None,
        manner=block.manner,
        addressee=block.addressee,
    )


@dataclass(frozen=True, slots=True)
class How:
    """How a revision came about, beside its draft.

    Attributes:
        restores: the earlier revision it brings back.
        item: the file it was read from again.
        format: format of that file.
        reading: what its reader said beside the text.
    """

    restores: Revision | None = None
    item: Item | None = None
    format: str = ""
    reading: Mapping[str, Any] | None = None


EDITED = How()


def write(actor: Member, parent: Revision, draft: Draft, how: How = EDITED) -> Revision:
    """Write a draft as the next revision of a layer, inside the caller's transaction.

    The caller carries what is held, then brings the revision into the search.
    """
    shown = how.restores or parent
    beside = [[each.kind, each.start, each.end] for each in draft.beside]
    reading = {**(how.reading or shown.reading), "beside": beside, "cues": cues_kept(draft.cues)}
    if how.reading is None and how.restores is None:
        # What a person corrected is not what the table of letters wrote.
        reading.pop("script", None)
    with told_of_edit(parent.layer):
        revision = Revision.objects.create(
            layer=parent.layer,
            number=parent.number + 1,
            item=how.item,
            format=how.format or shown.format,
            text=draft.text,
            reading=reading,
            parent=parent,
            restores=how.restores,
            made_by=actor,
        )
    sessions = _sessions(revision, draft, {each.n: each for each in shown.sessions.all()})
    blocks = _blocks(revision, draft, sessions, _people(draft, sessions))
    _events(draft, sessions)
    Mark.objects.bulk_create(
        [
            Mark(
                revision=revision,
                block=blocks.get(each.uid or 0),
                kind=each.kind,
                start=each.start,
                end=each.end,
                attributes=dict(each.known),
            )
            for each in draft.marks
        ],
        batch_size=_BATCH,
    )
    return revision


def _sessions(revision: Revision, draft: Draft, before: dict[int, Session]) -> dict[int | None, Session]:
    found: dict[int | None, Session] = {}
    for each in draft.sessions:
        former = before.get(each.session or 0)
        title, languages = each.known.get("title"), each.known.get("spoken_languages")
        found[each.session] = Session.objects.create(
            revision=revision,
            n=each.session or 0,
            title=str(title)[:500] if title is not None else former.title if former else "",
            spoken_languages=languages or (former.spoken_languages if former else []),
            start=each.start,
            end=each.end,
            held=former.held if former else "",
            first_id=(former.first_id or former.pk) if former else None,
        )
    return found


def _people(draft: Draft, sessions: dict[int | None, Session]) -> Speakers:
    """Return who speaks in sessions that were read again: whoever had the label before, or somebody new."""
    found: Speakers = {}
    for each in draft.sessions:
        session = sessions[each.session]
        root = session.first or session
        known = {one.label: one for one in root.participants.all()}
        read: Any = each.known.get("participants", ())
        for one in read:
            person = known.get(one.label[:200]) or Participant.objects.create(
                session=root, label=one.label[:200], name=(one.name or "")[:300], role=one.role or ""
            )
            found.setdefault((each.session, one.speaker), person.pk)
            found[each.session, one.label] = person.pk
    return found


def _blocks(
    revision: Revision, draft: Draft, sessions: dict[int | None, Session], people: Speakers
) -> dict[int, Block]:
    numbers: dict[int | None, Any] = {}
    rows = [
        Block(
            revision=revision,
            session=sessions.get(unit.session),
            kind=Block.Kind.TURN if unit.session is not None else Block.Kind.PARAGRAPH,
            n=next(numbers.setdefault(unit.session, count(1))),
            uid=unit.uid,
            label=unit.label,
            label_start=unit.label_span.start if unit.label_span else None,
            label_end=unit.label_span.end if unit.label_span else None,
            participant_id=unit.speaker or people.get((unit.session, unit.label)),
            start=unit.start,
            end=unit.end,
            time_start=unit.time[0] if unit.time else None,
            time_end=unit.time[1] if unit.time else None,
            manner=unit.manner,
            addressee=unit.addressee,
        )
        for unit in draft.units
    ]
    return {row.uid: row for row in written(rows)}


def _events(draft: Draft, sessions: dict[int | None, Session]) -> None:
    """Write what happened between turns, each after the turn it follows now."""
    Event.objects.bulk_create(
        [
            Event(
                session=sessions[each.session],
                kind=each.kind,
                after_turn=sum(
                    unit.end <= each.start for unit in draft.units if unit.session == each.session
                ),
                start=each.start,
                end=each.end,
            )
            for each in draft.events
        ],
        batch_size=_BATCH,
    )


def edit_rows(revision: Revision, text: str, edits: Iterable[TextEdit]) -> list[Edit]:
    """Return the rows of edits that were found by comparing two texts."""
    found = []
    for number, edit in enumerate(edits, start=1):
        before = text[edit.start : edit.end]
        found.append(
            Edit(
                revision=revision,
                n=number,
                kind=Edit.Kind.REREAD,
                start=edit.start,
                end=edit.end,
                before=before,
                after=edit.words,
            )
        )
        text = text[: edit.start] + edit.words + text[edit.end :]
    return found


def next_uid(layer: Layer) -> int:
    """Return a name for a block that none had in any revision of a layer."""
    most: int | None = Block.objects.filter(revision__layer=layer).aggregate(most=Max("uid"))["most"]
    return (most or 0) + 1


def newest(layer: Layer) -> Revision:
    """Return the newest revision of a layer, held until the transaction ends."""
    rows = Revision.objects.select_for_update().select_related("layer__case", "made_by")
    return rows.filter(layer=layer).latest("number")
