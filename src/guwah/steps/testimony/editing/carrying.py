"""Where held words stand after edits; the one place where anchors are carried from text to text."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import F, OuterRef, Subquery

from guwah.instruments.transcripts.anchors import Edit as TextEdit
from guwah.instruments.transcripts.following import Followed, Way, follow
from guwah.steps.testimony.editing.tables import Edit, Seen, Standing
from guwah.steps.testimony.models import Anchor, Block, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from guwah.steps.testimony.models import Layer

_BATCH = 400
_State = Standing.State


@dataclass(frozen=True, slots=True)
class History:
    """The revisions of a layer, by number, with the edits that made each from the one before.

    Attributes:
        edits: of the text, in order; offsets as in `anchors.apply`.
        restores: which earlier number a revision brought back.
        newest: the last number.
    """

    edits: Mapping[int, Sequence[TextEdit]]
    restores: Mapping[int, int]
    newest: int

    @classmethod
    def of(cls, layer: Layer | int) -> History:
        """Load the history of a layer."""
        numbers = Revision.objects.filter(layer=layer).values_list("number", "restores__number")
        restores: dict[int, int | None] = dict(numbers)
        rows = Edit.objects.filter(revision__layer=layer, start__isnull=False).order_by("revision", "n")
        edits: dict[int, list[TextEdit]] = defaultdict(list)
        for number, start, end, words in rows.values_list("revision__number", "start", "end", "after"):
            edits[number].append(TextEdit(start or 0, end or 0, words))
        return cls(edits, {n: back for n, back in restores.items() if back is not None}, max(restores))

    def way(self, first: int, last: int) -> list[TextEdit]:
        """Return the edits that lead from one revision to a later one, what was undone left out."""
        numbers = []
        while last > first:
            back = self.restores.get(last)
            if back is not None and back >= first:
                last = back
            else:
                numbers.append(last)
                last -= 1
        return [edit for number in reversed(numbers) for edit in self.edits.get(number, ())]


def carried(anchors: Iterable[Anchor], revision: Revision | None = None) -> dict[int, Standing]:
    """Return where the words of anchors stand, by the anchor's number: the one way to ask for it.

    Args:
        anchors: of any texts.
        revision: a revision of their layer, from theirs on; None for the newest. In older ones nothing is
            known of what people said later of changed words.
    """
    wanted = list(anchors)
    if revision is None:
        rows = Standing.objects.filter(anchor__in=wanted).select_related("block__session", "revision")
        return {row.anchor_id: row for row in rows}
    history = History.of(revision.layer_id)
    numbers = dict(Revision.objects.filter(layer=revision.layer_id).values_list("pk", "number"))
    found = {}
    for each in wanted:
        way = history.way(numbers[each.revision_id], revision.number)
        now = follow(each.start, each.end, way, (each.quote[0], each.quote[-1]))
        found[each.pk] = Standing(
            anchor=each, revision=revision, start=now.start, end=now.end, state=_state(now)
        )
    return found


def stand(made: Anchor) -> Standing:
    """Write where a new anchor stands; one of an older revision is carried to the newest at once."""
    newest = Revision.objects.filter(layer=made.revision.layer_id).latest("number")
    said_by = made.block.participant_id if made.block else None
    if newest.pk == made.revision_id:
        return Standing.objects.create(
            anchor=made,
            revision=newest,
            block=made.block,
            start=made.start,
            end=made.end,
            said_by_id=said_by,
        )
    now = carried([made], newest)[made.pk]
    now.block = _block_around(newest, now.start, now.end)
    now.said_by_id = said_by
    now.respoken = said_by != (now.block.participant_id if now.block else None)
    now.since = newest if now.flagged else None
    now.save(force_insert=True)
    return now


def _block_around(revision: Revision, start: int, end: int) -> Block | None:
    return Block.objects.filter(revision=revision, start__lte=start, end__gte=end).first()


def carry_all(before: Revision, after: Revision, edits: Sequence[TextEdit]) -> None:
    """Carry everything held in a layer from one revision to the next, in the transaction that writes it.

    Where the next one brings an earlier one back, what was held then stands again exactly as it stood there.
    """
    changed: list[tuple[int, Followed, str]] = []
    by_shift: dict[int, list[int]] = defaultdict(list)
    way = Way(edits)
    rows = Standing.objects.filter(revision=before).values_list("pk", "start", "end", "state")
    for pk, start, end, state in rows:
        if state in {_State.LOST, _State.GONE}:
            changed.append((pk, follow(start, end, edits, lost=True), state))
            continue
        now = way.follow(start, end, (before.text[start], before.text[end - 1]))
        if now.touched:
            changed.append((pk, now, _state(now)))
        elif now.start != start:
            by_shift[now.start - start].append(pk)
    for shift, keys in by_shift.items():
        for some in _some(keys):
            Standing.objects.filter(pk__in=some).update(start=F("start") + shift, end=F("end") + shift)
    for pk, now, state in changed:
        row = Standing.objects.filter(pk=pk)
        row.exclude(state=state).update(since=after)
        row.update(start=now.start, end=now.end, state=state)
    Standing.objects.filter(revision=before).update(revision=after)
    if after.restores is not None:
        _restore(after, after.restores)
    _settle(after)


def _restore(after: Revision, back: Revision) -> None:
    """Let what was changed or lost since an earlier revision, and was held in it, stand as it stood there."""
    history = History.of(after.layer_id)
    rows = Standing.objects.filter(revision=after, anchor__revision__number__lte=back.number)
    rows = rows.exclude(state=_State.EXACT, respoken=False).prefetch_related("anchor__seen__revision")
    for row in rows.select_related("anchor__revision", "anchor__block"):
        held = row.anchor
        said = [each for each in held.seen.all() if each.revision.number <= back.number]
        last: Seen | None = said[-1] if said else None
        first = last or held
        way = history.way(first.revision.number, back.number)
        gone = last is not None and last.answer == Seen.Answer.GONE
        edges = ("", "") if gone else (first.revision.text[first.start], first.revision.text[first.end - 1])
        now = follow(first.start, first.end, way, edges, lost=gone)
        row.start, row.end, row.state = now.start, now.end, _state(now)
        if last is not None and (gone or not now.touched):
            row.state = _State.GONE if gone else _State.SEEN
        row.said_by_id = last.said_by_id if last else held.block.participant_id if held.block else None
        row.save()


def _settle(after: Revision) -> None:
    """Find the block around all that is held in a revision, and what another speaker says now."""
    former = Block.objects.filter(pk=OuterRef(OuterRef("block_id"))).values("uid")
    same = Block.objects.filter(revision=after, uid__in=former)
    here = Standing.objects.filter(revision=after)
    if not here.exists():
        return
    blocks = list(Block.objects.filter(revision=after).order_by("start").values_list("pk", "start", "end"))
    starts = [start for _, start, _ in blocks]
    here.update(block=Subquery(same.values("pk")[:1]))
    elsewhere: dict[int | None, list[int]] = defaultdict(list)
    for pk, start, end, block in here.values_list("pk", "start", "end", "block_id"):
        at = bisect_right(starts, start) - 1
        around = blocks[at][0] if at >= 0 and end <= blocks[at][2] else None
        if around != block:
            elsewhere[around].append(pk)
    for around, keys in elsewhere.items():
        for some in _some(keys):
            here.filter(pk__in=some).update(block=around)
    marked: dict[bool, list[int]] = {True: [], False: []}
    for pk, said_by, speaker, was in here.values_list("pk", "said_by", "block__participant", "respoken"):
        if (said_by != speaker) != was:
            marked[said_by != speaker].append(pk)
    for respoken, keys in marked.items():
        for some in _some(keys):
            here.filter(pk__in=some).update(respoken=respoken, since=after)


def edits_since(layer: int, moment: datetime) -> list[TextEdit]:
    """Return what was done to a text since a moment, for places that were named then by numbers alone.

    Args:
        layer: which text.
        moment: when they were named; the text that was the newest then is meant.
    """
    then = Revision.objects.filter(layer=layer, made_at__lte=moment).order_by("-number")
    number = then.values_list("number", flat=True).first() or 1
    history = History.of(layer)
    return history.way(number, history.newest)


def _state(now: Followed) -> str:
    return _State.LOST if now.lost else _State.CHANGED if now.touched else _State.EXACT


def _some(keys: Sequence[int]) -> Iterable[Sequence[int]]:
    return (keys[at : at + _BATCH] for at in range(0, len(keys), _BATCH))
