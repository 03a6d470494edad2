"""Sentences that people said answer to one another: what stands, and what an edit leaves of it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from guwah.instruments.alignment import sentences
from guwah.steps.testimony.layers.sides import moved
from guwah.steps.testimony.layers.tables import AlignedSentences, Alignment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from guwah.accounts.models import Case
    from guwah.steps.testimony.layers.sides import Side
    from guwah.steps.testimony.models import Revision

Places = tuple[tuple[int, int], ...]
_TOGETHER, _CHANGED = AlignedSentences.Verdict.TOGETHER, AlignedSentences.Verdict.CHANGED


class Linked(NamedTuple):
    """Sentences of two revisions that a person confirmed; places are code points of each."""

    one: int
    one_places: Places
    other: int
    other_places: Places


def live(alignment: Alignment) -> QuerySet[AlignedSentences]:
    """Return what stands between two texts, in the order it was said."""
    return AlignedSentences.objects.filter(alignment=alignment, dropped_at=None).order_by("pk")


def sentences_row(case: Case, number: int) -> AlignedSentences | None:
    """Return what was said of some sentences of a case, or None."""
    rows = AlignedSentences.objects.select_related("alignment__one__layer", "alignment__other__layer")
    return rows.filter(alignment__one__layer__case=case, pk=number).first()


def alignment_in(case: Case, number: int) -> Alignment | None:
    """Return an alignment of a case, or None."""
    rows = Alignment.objects.select_related("one__layer", "other__layer")
    return rows.filter(one__layer__case=case, pk=number).first()


def linked(revisions: Collection[int]) -> list[Linked]:
    """Return every confirmed link of sentences between some revisions; for whoever closes cuts."""
    rows = AlignedSentences.objects.filter(
        dropped_at=None,
        verdict=_TOGETHER,
        alignment__one__in=revisions,
        alignment__other__in=revisions,
    ).select_related("alignment")
    return [
        Linked(row.alignment.one_id, as_places(row.one), row.alignment.other_id, as_places(row.other))
        for row in rows.order_by("pk")
    ]


def as_places(stored: Iterable[Sequence[int]]) -> Places:
    """Return places as they were written into a row."""
    return tuple((start, end) for start, end in stored)


def are_sentences(revision: Revision, places: Places) -> bool:
    """Say whether places are whole sentences of the blocks of a revision, each once and in order."""
    if not places or list(places) != sorted(set(places)):
        return False
    blocks = list(revision.blocks.order_by("start").values_list("start", "end"))
    starts = [start for start, _ in blocks]
    for start, end in places:
        at = bisect_right(starts, start) - 1
        first, last = blocks[at] if at >= 0 else (0, 0)
        if (start - first, end - first) not in sentences(revision.text[first:last]):
            return False
    return True


def carried(earlier: Alignment, now: Alignment, sides: tuple[tuple[Side, Side], tuple[Side, Side]]) -> int:
    """Bring what stands over an edit: where its words stayed as it is, elsewhere as something to look at.

    Args:
        earlier: how the texts stood before.
        now: how they stand since.
        sides: both texts before, and both now.

    Returns:
        How many wait for somebody to look, because their words changed.
    """
    before, after = sides
    shifts = [_Shifts(*pair) for pair in zip(before, after, strict=True)]
    flagged = 0
    for row in live(earlier):
        places = [
            shift.places(as_places(side)) for shift, side in zip(shifts, (row.one, row.other), strict=True)
        ]
        whole = len(places[0]) == len(row.one) and len(places[1]) == len(row.other)
        if not whole:
            flagged += 1
            places = [
                tuple(dict.fromkeys(_around(*texts, as_places(side))))
                for texts, side in (
                    ((earlier.one, now.one), row.one),
                    ((earlier.other, now.other), row.other),
                )
            ]
        AlignedSentences.objects.create(
            alignment=now,
            one=places[0],
            other=places[1],
            verdict=row.verdict if whole else _CHANGED,
            made_by=row.made_by,
            carried=row,
        )
    return flagged


class _Shifts:
    """Where the blocks of a text stand after an edit, word for word."""

    def __init__(self, before: Side, now: Side) -> None:
        self._before, self._now = before, now
        self._moves = moved(before, now)

    def places(self, places: Places) -> Places:
        """Return the places that stand in blocks whose words stayed, where they stand now."""
        return tuple(self._moved(places))

    def _moved(self, places: Places) -> Iterator[tuple[int, int]]:
        for start, end in places:
            block = bisect_right(self._before.starts, start) - 1
            there = self._moves.get(block)
            if there is not None:
                shift = self._now.starts[there] - self._before.starts[block]
                yield (start + shift, end + shift)


def _around(before: Revision, now: Revision, places: Places) -> Iterator[tuple[int, int]]:
    """Yield the blocks, as they stand now, that held places of an earlier revision."""
    blocks = list(before.blocks.order_by("start").values_list("start", "end", "uid"))
    stand = {uid: (start, end) for start, end, uid in now.blocks.values_list("start", "end", "uid")}
    for start, _ in places:
        held = [uid for first, last, uid in blocks if first <= start < last]
        yield from (stand[uid] for uid in held if uid in stand)
