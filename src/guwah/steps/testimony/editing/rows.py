"""A revision's rows as a draft that can be revised, and a draft as the rows of a revision."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from django.db.models import Max

from guwah.instruments.transcripts.model import Span
from guwah.instruments.transcripts.revising import Draft, Part, Unit
from guwah.steps.testimony.editing.tables import Edit
from guwah.steps.testimony.editing.word_rows import heard_in, keep_heard
from guwah.steps.testimony.layers.vouching import told_of_edit
from guwah.steps.testimony.models import Block, Event, Mark, Participant, Revision, Session
from guwah.vault.rows import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

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
    # A long text has ten thousand: as plain rows they take a third of the time.
    blocks = list(revision.blocks.order_by("start", "pk").values_list("pk", *_UNIT))
    uids = {each[0]: each[1] for each in blocks}
    events = Event.objects.filter(session__in=sessions).order_by("start")
    return Draft(
        revision.text,
        tuple(_unit(each[1:], numbers) for each in blocks),
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
        heard_in(revision),
    )


def cues_kept(cues: Iterable[Part]) -> list[list[Any]]:
    """Return cues as they are kept beside a text: `[start, end, begins, ends, approximate]`."""
    return [
        [each.start, each.end, *cast("Time", each.known["time"]), bool(each.known["approximate"])]
        for each in cues
    ]


_UNIT = (
    *("uid", "session_id", "start", "end", "label", "label_start", "label_end"),
    *("participant_id", "time_start", "time_end", "manner", "addressee"),
)


def _unit(row: Sequence[Any], sessions: dict[int, int]) -> Unit:
    uid, session, start, end, label, label_start, label_end, speaker, begins, ends, manner, addressee = row
    printed = Span(label_start, label_end) if label_start is not None and label_end is not None else None
    return Unit(
        uid=uid,
        session=sessions[session] if session else None,
        start=start,
        end=end,
        label=label,
        label_span=printed,
        speaker=speaker,
        time=(begins, ends) if begins is not None else None,
        manner=manner,
        addressee=addressee,
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
    keep_heard(revision, draft.heard, heard_in(parent))
    marks = [
        (blocks.get(each.uid or 0), each.kind, each.start, each.end, dict(each.known)) for each in draft.marks
    ]
    insert(Mark, ("block_id", "kind", "start", "end", "attributes"), marks, {"revision_id": revision.pk})
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
        read: Any = each.known.get("participants", ())
        if not read:
            # An edit reads no session again; a long text has many.
            continue
        session = sessions[each.session]
        root = session.first or session
        known = {one.label: one for one in root.participants.all()}
        for one in read:
            person = known.get(one.label[:200]) or Participant.objects.create(
                session=root, label=one.label[:200], name=(one.name or "")[:300], role=one.role or ""
            )
            found.setdefault((each.session, one.speaker), person.pk)
            found[each.session, one.label] = person.pk
    return found


_COLUMNS = ("uid", "session_id", "kind", "n", "label", "label_start", "label_end", "participant_id")
_PLACES = ("start", "end", "time_start", "time_end", "manner", "addressee")


def _blocks(
    revision: Revision, draft: Draft, sessions: dict[int | None, Session], people: Speakers
) -> dict[int, int]:
    """Write the blocks; return their numbers by their names."""
    numbers: dict[int | None, Any] = defaultdict(lambda: count(1))
    kept = {n: each.pk for n, each in sessions.items()}
    rows = [
        (
            unit.uid,
            kept.get(unit.session),
            (Block.Kind.PARAGRAPH if unit.session is None else Block.Kind.TURN).value,
            next(numbers[unit.session]),
            unit.label,
            *((unit.label_span.start, unit.label_span.end) if unit.label_span else (None, None)),
            unit.speaker or people.get((unit.session, unit.label)),
            *(unit.start, unit.end),
            *(unit.time or (None, None)),
            *(unit.manner, unit.addressee),
        )
        for unit in draft.units
    ]
    insert(Block, (*_COLUMNS, *_PLACES), rows, {"revision_id": revision.pk})
    return dict(revision.blocks.order_by().values_list("uid", "pk")) if draft.marks else {}


def _events(draft: Draft, sessions: dict[int | None, Session]) -> None:
    """Write what happened between turns, each after the turn it follows now."""
    ends: dict[int | None, list[int]] = defaultdict(list)
    for unit in draft.units:
        ends[unit.session].append(unit.end)
    Event.objects.bulk_create(
        [
            Event(
                session=sessions[each.session],
                kind=each.kind,
                after_turn=bisect_right(sorted(ends[each.session]), each.start),
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
