"""What stands side by side: which texts say the same, and how far people have confirmed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Count, Q

from guwah.steps.testimony.layers.reviewing import with_states
from guwah.steps.testimony.layers.tables import AlignedGroup, Alignment
from guwah.steps.testimony.models import Layer

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from django.db.models import QuerySet

    from guwah.accounts.models import Case
    from guwah.steps.testimony.models import Revision


class Tie(NamedTuple):
    """Stretches of two revisions that answer to one another; code points, half-open, a side may be empty.

    A stretch goes from its first turn's words to where the turn after it begins: labels between are in it.
    """

    one: int
    one_start: int
    one_end: int
    other: int
    other_start: int
    other_end: int
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """How far the alignment of two layers has come."""

    layer: Layer
    alignment: Alignment | None
    groups: int = 0
    confirmed: int = 0
    doubtful: int = 0


def kin(layer: Layer) -> QuerySet[Layer]:
    """Return the other layers that say the same as one: of its source, its original, its translations."""
    original = layer.translated_from_id or layer.pk
    same = Q(source=layer.source_id) | Q(pk=original) | Q(translated_from=original) | Q(translated_from=layer)
    return (
        Layer.objects.filter(same, case=layer.case_id).exclude(pk=layer.pk).select_related("source", "case")
    )


def unrelated(layer: Layer) -> QuerySet[Layer]:
    """Return the texts of the case that one could be said to come from."""
    others = Layer.objects.filter(case=layer.case_id).exclude(pk=layer.pk).exclude(translated_from=layer)
    return others.select_related("source").order_by("pk")


def alignment_between(revision: Revision, other: Revision) -> Alignment | None:
    """Return how two revisions were set side by side, in whichever order they are asked for."""
    one, second = sorted((revision, other), key=lambda each: each.layer_id)
    return (
        Alignment.objects.filter(one=one, other=second).select_related("one__layer", "other__layer").first()
    )


def live(alignment: Alignment) -> QuerySet[AlignedGroup]:
    """Return the groups of an alignment that stand, in the order of both texts."""
    return AlignedGroup.objects.filter(alignment=alignment, dropped_at=None).order_by(
        "one_start", "other_start", "one_end", "other_end"
    )


def after(group: AlignedGroup) -> AlignedGroup | None:
    """Return the next group that waits for somebody, behind one; else None."""
    behind = live(group.alignment).filter(one_start__gte=group.one_start, confirmed_at=None)
    return behind.filter(other_start__gte=group.other_start).exclude(pk=group.pk).first()


def group_of(case: Case, group_id: int) -> AlignedGroup | None:
    """Return a group of a case, or None."""
    rows = AlignedGroup.objects.select_related("alignment__one__layer__case", "alignment__other__layer__case")
    return rows.filter(alignment__one__layer__case=case, pk=group_id).first()


def alignment_of(revisions: Collection[int]) -> list[Tie]:
    """Return every group that stands between some revisions, confirmed or not; for whoever closes cuts.

    Args:
        revisions: numbers (keys) of revisions; groups between any two of them are returned.
    """
    rows = AlignedGroup.objects.filter(
        dropped_at=None, alignment__one__in=revisions, alignment__other__in=revisions
    ).values_list(
        "alignment__one",
        "one_start",
        "one_end",
        "alignment__other",
        "other_start",
        "other_end",
        "confirmed_at",
    )
    return [
        Tie(*row[:-1], row[-1] is not None) for row in rows.order_by("alignment", "one_start", "other_start")
    ]


def standing(revision: Revision, kin: Iterable[Layer]) -> list[Standing]:
    """Return how far some texts are aligned with the newest of another, counting only their newest too."""
    relatives = with_states(kin)
    newest = {there.pk: each for each, there in _newest(relatives).items()}
    found = dict[int, Alignment]()
    for pair in Alignment.objects.filter(
        Q(one=revision, other__in=newest) | Q(other=revision, one__in=newest)
    ):
        found[newest[pair.other_id if pair.one_id == revision.pk else pair.one_id]] = pair
    counted = _counted(found.values())
    told = ((each, found.get(each.pk)) for each in relatives)
    return [Standing(each, pair, *counted.get(pair.pk if pair else 0, (0, 0, 0))) for each, pair in told]


def _counted(alignments: Iterable[Alignment]) -> dict[int, tuple[int, int, int]]:
    """Return by the number of each alignment how many groups stand, are confirmed, and are doubtful."""
    waiting = Q(confirmed_at=None)
    rows = AlignedGroup.objects.filter(alignment__in=alignments, dropped_at=None).order_by()
    told = rows.values_list("alignment").annotate(
        groups=Count("pk"),
        confirmed=Count("pk", filter=~waiting),
        doubtful=Count("pk", filter=waiting & ~Q(doubts=[])),
    )
    return {number: (groups, confirmed, doubtful) for number, groups, confirmed, doubtful in told}


def _newest(layers: Collection[Layer]) -> dict[int, Revision]:
    from guwah.steps.testimony.models import Revision

    rows = Revision.objects.defer("text").filter(layer__in=layers).select_related("layer").order_by("number")
    return {row.layer_id: row for row in rows}
