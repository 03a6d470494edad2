"""Texts that say the same: translations and scripts of one another, or texts of one source."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.redaction.cuts import Layer as ClosingLayer
from guwah.instruments.redaction.spans import Spans
from guwah.steps.testimony.models import Block, Layer, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from guwah.accounts.models import Case


@dataclass(frozen=True, slots=True)
class Part:
    """One layer at its newest revision."""

    layer: Layer
    revision: Revision
    blocks: tuple[Block, ...]

    @property
    def key(self) -> str:
        """The name under which the permission engine knows it, too."""
        return f"layer:{self.layer.pk}"

    @property
    def spans(self) -> Spans:
        """All words of its blocks; labels, headings and what stands between are not testimony."""
        return Spans.of((block.start, block.end) for block in self.blocks)


def every_part_of(case: Case) -> list[Part]:
    """Return every layer of a case, machine drafts too: a cut reaches them, and through them further."""
    return _parts(Layer.objects.filter(case=case))


def group_of(layer: Layer) -> list[Part]:
    """Return the texts that say the same as one, itself among them; one without a text yet is left out."""
    return _parts(Layer.objects.filter(pk__in=alike(layer)))


def alike(layer: Layer) -> set[int]:
    """Return the numbers of all layers that say the same as one, by the rule of `versions`."""
    near = defaultdict[tuple[str, int], list[tuple[str, int]]](list)
    for pk, source, original in Layer.objects.filter(case=layer.case_id).values_list(
        "pk", "source", "translated_from"
    ):
        for other in (("source", source), *([("layer", original)] if original else ())):
            near["layer", pk].append(other)
            near[other].append(("layer", pk))
    reached, waiting = set[tuple[str, int]](), [("layer", layer.pk)]
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += near[here]
    return {number for kind, number in reached if kind == "layer"}


def _parts(layers: QuerySet[Layer]) -> list[Part]:
    found = []
    for layer in layers.select_related("source", "case").order_by("pk"):
        revision = layer.revisions.order_by("-number").first()
        if revision is not None:
            blocks = revision.blocks.select_related("session", "participant").order_by("start")
            found.append(Part(layer, revision, tuple(blocks)))
    return found


def versions(parts: Iterable[Part]) -> list[list[Part]]:
    """Group layers that say the same: translations and scripts of one another, or texts of one source.

    What a layer was made from counts through any number of steps, whether or not those are among the parts.
    """
    groups: list[tuple[set[tuple[str, int]], list[Part]]] = []
    for part in parts:
        named, joined = _family(part.layer), list[Part]()
        apart = []
        for group in groups:
            if named.isdisjoint(group[0]):
                apart.append(group)
            else:
                named |= group[0]
                joined += group[1]
        groups = [*apart, (named, [*joined, part])]
    return [group for _, group in groups]


def _family(layer: Layer) -> set[tuple[str, int]]:
    """Return a layer, all it was made from, and their sources: layers that share one say the same."""
    found: set[tuple[str, int]] = set()
    above: Layer | None = layer
    while above is not None and ("layer", above.pk) not in found:
        found |= {("layer", above.pk), ("source", above.source_id)}
        above = above.translated_from
    return found


def closing_layers(group: Sequence[Part]) -> dict[str, ClosingLayer]:
    """Return the texts of a group as the closing of cuts takes them."""
    return {
        part.key: ClosingLayer(part.revision.text, tuple((block.start, block.end) for block in part.blocks))
        for part in group
    }
