"""What a search passes over: the words under cuts, and what says the same in other texts (law 5)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.steps.testimony.editing.tables import Standing
from guwah.steps.testimony.finding import quoted
from guwah.steps.testimony.layers.closing import close_over
from guwah.steps.testimony.models import Cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.steps.testimony.layers.versions import Part
    from guwah.steps.testimony.models import Revision

_NO_MORE = {Standing.State.LOST, Standing.State.GONE}


def closed(group: Sequence[Part]) -> dict[int, Spans]:
    """Return what is withheld in texts that say the same, by the numbers of their layers.

    Cuts are closed over all of them as for an edition. Where cut words are gone from their own text nothing
    tells any more what says the same, and the other texts are passed over whole: it is better to find too
    little than what somebody asked to withhold.

    Args:
        group: every text that says the same, see `layers.versions.group_of`.
    """
    own = cut_in(part.revision for part in group)
    cuts = {part.key: own[part.revision.pk] for part in group if own[part.revision.pk]}
    found = close_over(cuts, group) if cuts else dict.fromkeys((part.key for part in group), NOTHING)
    gone = _gone(part.layer.pk for part in group)
    return {
        part.layer.pk: Spans.of([(0, len(part.revision.text))]) if gone - {part.layer.pk} else found[part.key]
        for part in group
    }


def cut_in(revisions: Iterable[Revision]) -> dict[int, Spans]:
    """Return what lies under cuts of its own layer in revisions, each the newest of its layer.

    A cut whose words were touched by an edit also holds wherever they still stand letter by letter.

    Returns:
        Code points, by the number of the revision.
    """
    newest = {each.layer_id: each for each in revisions}
    found: dict[int, list[tuple[int, int]]] = {each.pk: [] for each in newest.values()}
    cuts = Cut.objects.filter(lifted_at=None, anchor__revision__layer__in=newest)
    for anchor in (cut.anchor for cut in cuts.select_related("anchor__now", "anchor__revision")):
        revision, now = newest[anchor.revision.layer_id], anchor.now
        if now.revision_id == revision.pk:
            found[revision.pk].append((now.start, now.end))
        if now.revision_id != revision.pk or now.state != now.State.EXACT:
            found[revision.pk] += quoted(revision.text, anchor.quote)
    return {number: Spans.of(places) for number, places in found.items()}


def withheld(revision: Revision) -> Spans:
    """Return what lies under cuts of its own layer in the newest revision of a layer."""
    return cut_in([revision])[revision.pk]


def _gone(layers: Iterable[int]) -> set[int]:
    """Return the layers that have lost words under a cut."""
    cuts = Cut.objects.filter(
        lifted_at=None, anchor__now__state__in=_NO_MORE, anchor__revision__layer__in=[*layers]
    )
    return set(cuts.values_list("anchor__revision__layer", flat=True))


def inside(holes: Spans, start: int, end: int) -> Spans:
    """Return what of some holes lies in a stretch, counted from where the stretch begins."""
    pairs = holes.pairs
    some = pairs[bisect_right(pairs, start, key=itemgetter(1)) : bisect_left(pairs, end, key=itemgetter(0))]
    return Spans(tuple((max(a, start) - start, min(b, end) - start) for a, b in some))


def names_speaker(holes: Spans, start: int, label: str, label_start: int | None) -> bool:
    """Say whether it may be told who speaks: a cut that reaches over the label before the words says no.

    Args:
        holes: what is withheld in the text.
        start: first code point of the words.
        label: as printed.
        label_start: where it is printed, if it stands in the text; what is said of the manner may stand
            between it and the words.
    """
    printed = max(0, start - len(label) - 1)
    if label_start is not None:
        printed = min(printed, label_start)
    return not inside(holes, printed, start)
