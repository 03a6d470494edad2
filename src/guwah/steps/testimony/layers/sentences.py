"""Sentences that people said answer to one another: what stands, and what an edit leaves of it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple

from guwah.instruments.alignment import sentences
from guwah.steps.testimony.layers.tables import AlignedSentences, Alignment
from guwah.vault.rows import insert

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from guwah.accounts.models import Case
    from guwah.steps.testimony.layers.lasting import Lasting
    from guwah.steps.testimony.models import Revision

Places = tuple[tuple[int, int], ...]
_CARRIED = ("one", "other", "verdict", "made_by_id", "carried_id")
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


def carried(earlier: Alignment, now: Alignment, texts: tuple[Lasting, Lasting]) -> int:
    """Bring what stands over an edit: where its words stayed as it is, elsewhere as something to look at.

    Args:
        earlier: how the texts stood before.
        now: how they stand since.
        texts: both of them, before and now.

    Returns:
        How many wait for somebody to look, because their words changed.
    """
    flagged, rows = 0, list[tuple[Any, ...]]()
    for row in live(earlier):
        places = [
            tuple(_moved(text, as_places(side)))
            for text, side in zip(texts, (row.one, row.other), strict=True)
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
        rows.append((*places, row.verdict if whole else _CHANGED.value, row.made_by_id, row.pk))
    insert(AlignedSentences, _CARRIED, rows, {"alignment_id": now.pk})
    return flagged


def _moved(text: Lasting, places: Places) -> Iterator[tuple[int, int]]:
    """Yield the places that stand in blocks whose words stayed, where they stand now."""
    for start, end in places:
        block = bisect_right(text.before.starts, start) - 1
        there = text.moves.get(block)
        if there is not None:
            shift = text.now.starts[there] - text.before.starts[block]
            yield (start + shift, end + shift)


def _around(before: Revision, now: Revision, places: Places) -> Iterator[tuple[int, int]]:
    """Yield the blocks, as they stand now, that held places of an earlier revision."""
    blocks = list(before.blocks.order_by("start").values_list("start", "end", "uid"))
    stand = {uid: (start, end) for start, end, uid in now.blocks.values_list("start", "end", "uid")}
    for start, _ in places:
        held = [uid for first, last, uid in blocks if first <= start < last]
        yield from (stand[uid] for uid in held if uid in stand)
