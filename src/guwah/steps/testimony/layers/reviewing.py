"""How far a text has been checked: by whom, against what, and whether it changed since (DESIGN §2, law 6)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from guwah.steps.testimony.layers.tables import TextReview
from guwah.steps.testimony.models import Layer, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guwah.accounts.models import Case
    from guwah.steps.testimony.models import Anchor

DRAFT, CHECKED, CHANGED = "draft", "checked", "changed"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """How far one text has been checked.

    Attributes:
        code: `draft` (nobody has checked it), `checked`, or `changed` (it, or what it was held against, is
            another text since).
        machine: a machine wrote it.
        review: the newest check that stands; None where there is none.
        below: it was made from a machine draft that nobody answers for, and was not held against a recording.
    """

    code: str
    machine: bool
    review: TextReview | None = None
    below: bool = False

    @property
    def unchecked_draft(self) -> bool:
        """Whether a machine wrote it and no person answers for the words as they stand now."""
        return self.machine and self.code != CHECKED

    @property
    def held_back(self) -> bool:
        """Whether its words are an unchecked machine draft's, or come from one: it goes out in nothing."""
        return self.unchecked_draft or self.below


def states(case: Case) -> dict[int, Reviewed]:
    """Return how far every text of a case has been checked, by the number of its layer; three questions."""
    # As plain rows: a case may have a thousand texts, and every page of one asks this.
    listed = Layer.objects.filter(case=case).order_by().values_list("pk", "kind", "translated_from")
    layers = {pk: (kind, original) for pk, kind, original in listed}
    newest = dict(Revision.objects.filter(layer__case=case).order_by("number").values_list("layer_id", "pk"))
    rows = TextReview.objects.filter(revision__layer__case=case, withdrawn_at=None)
    reviews = {
        each.revision.layer_id: each
        for each in rows.select_related("revision", "compared", "made_by")
        .order_by("pk")
        .defer("revision__text", "compared__text")
    }
    found: dict[int, Reviewed] = {}
    for layer in layers:
        _settle(layer, layers, newest, reviews, found)
    return found


def with_states(layers: Iterable[Layer]) -> list[Layer]:
    """Return layers with `state` set on each, asking the database once for every case among them."""
    listed = list(layers)
    known: dict[int, dict[int, Reviewed]] = {}
    for layer in listed:
        if layer.case_id not in known:
            known[layer.case_id] = states(layer.case)
        layer.state = known[layer.case_id][layer.pk]
    return listed


def state_of(layer: Layer) -> Reviewed:
    """Return how far one text has been checked."""
    return states(layer.case)[layer.pk]


def unchecked_drafts(case: Case) -> frozenset[int]:
    """Return the layers that a machine wrote and nobody answers for, and what was made from them.

    They go out in nothing.
    """
    return frozenset(pk for pk, state in states(case).items() if state.held_back)


def is_unchecked(layer: Layer) -> bool:
    """Say whether a text is, or was made from, a machine's that nobody answers for as it stands now."""
    return state_of(layer).held_back


def are_unchecked(anchor: Anchor) -> bool:
    """Say whether held words are, or come from, a machine's that nobody answers for.

    Nobody does where the text is unchecked, nor where these words were changed before it was checked.
    """
    layer: Layer | None = anchor.revision.layer
    if layer is not None and is_unchecked(layer):
        return True
    now = anchor.now
    if now.state in now.STANDS and not now.respoken:
        return False
    while layer is not None and layer.kind != Layer.Kind.MACHINE:
        layer = layer.translated_from
    return layer is not None


def history(layer: Layer) -> list[TextReview]:
    """Return every check of a text, those taken back too, the newest first."""
    rows = TextReview.objects.filter(revision__layer=layer)
    related = rows.select_related("revision", "made_by", "withdrawn_by", "compared__layer")
    return list(related.defer("revision__text", "compared__text").order_by("-pk"))


def _settle(
    layer: int,
    layers: Mapping[int, tuple[str, int | None]],
    newest: Mapping[int, int],
    reviews: Mapping[int, TextReview],
    found: dict[int, Reviewed],
) -> Reviewed:
    """Work out the state of a text, and before it those of what it was held against and made from."""
    if layer in found:
        return found[layer]
    kind, original = layers[layer]
    machine, review = kind == Layer.Kind.MACHINE, reviews.get(layer)
    # Texts held against one another in a circle vouch for nothing.
    found[layer] = Reviewed(DRAFT if review is None else CHANGED, machine, review)
    heard = False
    below = original is not None and _settle(original, layers, newest, reviews, found).held_back
    if review is not None and newest[layer] == review.revision_id:
        against = review.compared
        if against is None:
            stands = True
        else:
            above = _settle(against.layer_id, layers, newest, reviews, found)
            stands = newest[against.layer_id] == against.pk and not above.held_back
        heard = stands and review.against == TextReview.Against.RECORDING
        found[layer] = Reviewed(CHECKED if stands else CHANGED, machine, review)
    if below and not heard:
        found[layer] = replace(found[layer], below=True)
    return found[layer]
