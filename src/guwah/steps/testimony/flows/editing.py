"""A text corrected or brought back: always as a new revision, the earlier ones stay."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.instruments.transcripts import operations
from guwah.instruments.transcripts.following import inverse
from guwah.instruments.transcripts.revising import CannotRevise, Draft, Revised
from guwah.steps.testimony import search
from guwah.steps.testimony.editing.carrying import History, carry_all
from guwah.steps.testimony.editing.rows import How, draft_of, newest, next_uid, write
from guwah.steps.testimony.editing.tables import Edit, Standing
from guwah.steps.testimony.flows.lasting import beside_again
from guwah.steps.testimony.models import Participant, Revision, Session
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guwah.accounts.models import Member
    from guwah.instruments.transcripts.anchors import Edit as TextEdit
    from guwah.instruments.transcripts.model import Time
    from guwah.steps.testimony.models import Layer

Kind = Edit.Kind
_WHY_NOT = {
    "no-such-block": "This part does not stand in the text any more.",
    "no-words": "A part needs words. To take a whole part out of the text, cut it off.",
    "nothing-before": "Nothing stands before this part in its session that it could be joined with.",
    "between": "Something else stands between the two parts, and would become somebody's words.",
    "no-speaker": "A paragraph has no speaker.",
    "bad-label": "The label of a speaker is one line of at most 200 characters.",
    "bad-time": "A time is not before the beginning, and its end not before its start.",
    "wrong-order": "The last part to take out stands before the first.",
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that somebody wants done to a text.

    Attributes:
        kind: what; `restore` is asked for with `restore`.
        uid: which block, by its name in every revision.
        words: its words, for `fix`.
        at: after how many code points of its words, for `split`.
        label: whose turn it is, by the label of a participant or a new one, for `speaker`.
        time: seconds of the recording, or None for none, for `time`.
        last: the last block, for `cut-off`; 0 for the same.
    """

    kind: str
    uid: int
    words: str = ""
    at: int = 0
    label: str = ""
    time: Time | None = None
    last: int = 0


class Meanwhile(Refused):
    """Somebody else changed the same part since it was shown; nothing was overwritten.

    Attributes:
        uid: which block.
        theirs: its words now, or None when it is no more.
        by: who made the newest revision.
        revision: that one.
    """

    def __init__(self, uid: int, theirs: str | None, revision: Revision) -> None:
        super().__init__(
            "edited-meanwhile",
            "Somebody changed this part after you opened it. Nothing was overwritten.",
        )
        self.uid = uid
        self.theirs = theirs
        self.by = revision.made_by
        self.revision = revision


@dataclass(slots=True)
class _Work:
    """A revision under way: the draft so far, and what was done to it."""

    layer: Layer
    draft: Draft
    edits: list[TextEdit]
    rows: list[Edit]

    def did(self, wish: Wish, revised: Revised, before: str, after: str) -> None:
        """Add what an operation did; what changed nothing leaves no trace."""
        if (revised.draft.text, revised.draft.units) == (self.draft.text, self.draft.units):
            return
        text = self.draft.text
        for edit in revised.edits:
            self._row(wish, (edit.start, edit.end), text[edit.start : edit.end], edit.words)
            text = text[: edit.start] + edit.words + text[edit.end :]
        if not revised.edits:
            self._row(wish, None, before, after)
        self.edits += revised.edits
        self.draft = revised.draft

    def _row(self, wish: Wish, place: tuple[int, int] | None, before: str, after: str) -> None:
        start, end = place or (None, None)
        number, uid = len(self.rows) + 1, wish.uid or None
        row = Edit(n=number, kind=wish.kind, uid=uid, start=start, end=end, before=before, after=after)
        self.rows.append(row)


def revise(actor: Member, layer: Layer, base: int, wishes: Sequence[Wish]) -> Revision:
    """Do what somebody wants to a text, all of it or nothing, as one new revision.

    Everything held in it is carried along or flagged, cuts among it, in the same transaction.

    Args:
        actor: who edits.
        layer: which text.
        base: number of the revision the editor had before the eyes. Newer ones that left the same parts
            alone are kept, and the wishes are done to them.
        wishes: in order; later ones see what earlier ones did.

    Returns:
        The newest revision: the same as before when nothing would change.

    Raises:
        NotPermitted: the actor does not work on texts here.
        NotUnderstood: an operation that cannot be done, or no such revision.
        Meanwhile: somebody else changed the same part.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, layer.case, target=f"layer:{layer.pk}")
    with transaction.atomic():
        now = newest(layer)
        work = _Work(layer, draft_of(now), [], [])
        if now.number != base:
            _nobody_else(draft_of(numbered(layer, base)), work.draft, wishes, now)
        for wish in wishes:
            _do(work, wish)
        return _kept(actor, now, work) if work.rows else now


def undo(actor: Member, layer: Layer, base: int) -> Revision:
    """Take back the last change that was not taken back before.

    Raises:
        Refused: `nothing-to-undo`, or `edited-meanwhile`: another revision is the newest by now.
        NotPermitted: the actor does not work on texts here.
    """
    target = before_last(layer)
    if target is None:
        raise Refused("nothing-to-undo", "This text stands as it was taken in. There is nothing to undo.")
    return restore(actor, layer, base, target)


def restore(actor: Member, layer: Layer, base: int, number: int) -> Revision:
    """Bring an earlier revision back, as a new one with its text and parts.

    What is held in words that were there stands again as it stood then.

    Raises:
        NotPermitted: the actor does not work on texts here.
        NotUnderstood: `no-such-revision`.
        Refused: `edited-meanwhile`: another revision is the newest by now.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, layer.case, target=f"layer:{layer.pk}")
    with transaction.atomic():
        now = newest(layer)
        if now.number != base:
            raise Refused(
                "edited-meanwhile", "The text was changed since this page was loaded. Look at it again."
            )
        back = numbered(layer, number)
        if back.number >= now.number:
            raise NotUnderstood("no-such-revision", "Only an earlier text can be brought back.")
        way = History.of(layer).way(back.number, now.number)
        work = _Work(layer, draft_of(now), [], [])
        wish = Wish(Kind.RESTORE, 0)
        work.did(wish, Revised(draft_of(back), inverse(back.text, way)), str(now.number), str(number))
        return _kept(actor, now, work, back) if work.rows else now


def before_last(layer: Layer) -> int | None:
    """Return the number of the revision that undoing would bring back, or None."""
    restores = dict(Revision.objects.filter(layer=layer).values_list("number", "restores__number"))
    standing = max(restores)
    while (back := restores.get(standing)) is not None:
        standing = back
    return standing - 1 or None


def numbered(layer: Layer, number: int) -> Revision:
    """Return a revision of a layer by its number.

    Raises:
        NotUnderstood: `no-such-revision`.
    """
    found = Revision.objects.filter(layer=layer, number=number).first()
    if found is None:
        raise NotUnderstood("no-such-revision", "This text has no such revision.")
    return found


def _nobody_else(base: Draft, now: Draft, wishes: Sequence[Wish], newer: Revision) -> None:
    """Refuse where somebody changed the same parts since.

    Raises:
        Meanwhile: with what stands there now.
    """
    for wish in wishes:
        for uid in _parts(base, wish):
            if _seen(base, uid) != _seen(now, uid):
                theirs = next((now.words(each) for each in now.units if each.uid == uid), None)
                raise Meanwhile(uid, theirs, newer)


def _parts(base: Draft, wish: Wish) -> list[int]:
    """Return the blocks that a wish is about, as the one who wished it saw the text."""
    order = [each.uid for each in base.units]
    if wish.uid not in order:
        return []
    at = order.index(wish.uid)
    if wish.kind == Kind.MERGE:
        return order[max(0, at - 1) : at + 1]
    last = order.index(wish.last) if wish.kind == Kind.CUT_OFF and wish.last in order else at
    return order[at : last + 1]


def _seen(draft: Draft, uid: int) -> tuple[object, ...] | None:
    for each in draft.units:
        if each.uid == uid:
            return draft.words(each), each.label, each.speaker, each.time
    return None


def _do(work: _Work, wish: Wish) -> None:
    does = {
        Kind.FIX.value: _fix,
        Kind.SPLIT.value: _split,
        Kind.MERGE.value: _merge,
        Kind.SPEAKER.value: _speaker,
        Kind.TIME.value: _time,
        Kind.CUT_OFF.value: _cut_off,
    }
    doing: Callable[[_Work, Wish], None] | None = does.get(str(wish.kind))
    if doing is None:
        raise WrongUse("unknown-edit", f"An edit is one of: {', '.join(does)}.")
    try:
        doing(work, wish)
    except CannotRevise as wrong:
        raise NotUnderstood(wrong.code, f"{_WHY_NOT[wrong.code]} Nothing was changed.") from wrong


def _fix(work: _Work, wish: Wish) -> None:
    work.did(wish, operations.fix(work.draft, wish.uid, wish.words), "", "")


def _split(work: _Work, wish: Wish) -> None:
    new = max(next_uid(work.layer), *(each.uid + 1 for each in work.draft.units))
    work.did(wish, operations.split(work.draft, wish.uid, wish.at, new), "", "")


def _merge(work: _Work, wish: Wish) -> None:
    work.did(wish, operations.merge(work.draft, wish.uid), "", "")


def _time(work: _Work, wish: Wish) -> None:
    before, revised = work.draft.unit(wish.uid).time, operations.retime(work.draft, wish.uid, wish.time)
    work.did(wish, revised, str(before or ""), str(wish.time or ""))


def _cut_off(work: _Work, wish: Wish) -> None:
    work.did(wish, operations.cut_off(work.draft, wish.uid, wish.last or wish.uid), "", "")


def _speaker(work: _Work, wish: Wish) -> None:
    """Give a turn to whoever has this label in the session, or to somebody new there."""
    unit = work.draft.unit(wish.uid)
    label = wish.label.strip()
    revised = operations.attribute(work.draft, wish.uid, label, unit.speaker)
    shown = next(each for each in work.draft.sessions if each.session == unit.session)
    session = Session.objects.select_related("first").get(pk=str(shown.known["pk"]))
    people = list(session.cast)
    found = next((one for one in people if label in {one.label, one.name}), None)
    person = found or Participant.objects.create(session=session.first or session, label=label[:200])
    units = tuple(
        replace(each, speaker=person.pk) if each.uid == wish.uid else each for each in revised.draft.units
    )
    done = Revised(replace(revised.draft, units=units), revised.edits)
    work.did(wish, done, unit.label, label)


def _kept(actor: Member, now: Revision, work: _Work, back: Revision | None = None) -> Revision:
    """Write the revision, carry what is held, and tell the log."""
    revision = write(actor, now, work.draft, How(restores=back))
    for row in work.rows:
        row.revision = revision
    Edit.objects.bulk_create(work.rows)
    carry_all(now, revision, work.edits)
    beside_again(actor, now)
    search.written(revision)
    flagged = Standing.objects.filter(revision=revision, since=revision).values_list("pk", flat=True)
    told = {
        "layer": revision.layer_id,
        "revision": revision.number,
        "restores": back.number if back else None,
        "edits": [[row.kind, row.uid] for row in work.rows],
        "changed": sorted(flagged),
        "text_sha256": hashlib.sha256(revision.text.encode()).hexdigest(),
    }
    record(Act.TEXT_EDITED, actor.actor, things=[Thing("layer", told)], case=revision.layer.case_id)
    return revision
