"""A cut is a cut everywhere: cuts carried over every aligned layer until nothing more follows (law 5).

The rule is that of the reference on integrity (§3.3, closure): what is aligned to a cut stretch is cut, in
both directions and through any number of layers; where the alignment does not reach the cut words, the whole
block is cut. Coarse alignment makes coarse cuts: align segments, not turns, to keep them small.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.redaction.spans import NOTHING, WHOLE, Spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Layer:
    """One text and its blocks (turns or paragraphs), half-open code points of the text, not overlapping."""

    text: str
    blocks: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one layer."""

    layer: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Link:
    """Two stretches that say the same in two layers (or twice in one): a translation, a gloss, a cue.

    Attributes:
        one: The one.
        other: The other.
        back: Whether a cut in the other reaches the one; where not, another link says what it reaches.
    """

    one: Stretch
    other: Stretch
    back: bool = True


class UnknownLayerError(ValueError):
    """A cut or a link names a layer that was not given; `code` is always `unknown-layer`."""

    code = "unknown-layer"


def close(cuts: Mapping[str, Spans], layers: Mapping[str, Layer], links: Iterable[Link]) -> dict[str, Spans]:
    """Return everything to withhold, by layer, when `cuts` are withheld.

    Four rules, applied until nothing changes (the last two for the cuts as given):

    1. A link with a cut word on one side has its whole other side cut.
    2. A cut word that no link carries from its block to a layer the block is otherwise joined to: the blocks
       of that layer that are linked with the block are cut whole, or, if only other layers stand between,
       all that the chain of links joins.
    3. A cut in a block that no chain of links joins to some layer: every block of that layer that no chain
       joins to the cut's layer is cut whole, since the passage may stand in any of them.
    4. A cut outside of all blocks (a title, a label): whatever stands outside of blocks elsewhere is cut.

    All the layers given are taken as versions of one another; give each group apart.

    Args:
        cuts: code points to withhold, by layer id; more than the text has is no mistake.
        layers: every layer of the group, by id.
        links: alignments, in any order; each is read in both directions, unless it says otherwise.

    Returns:
        Every layer's id with its cuts, within its text.

    Raises:
        UnknownLayerError: a cut or a link names a layer that is not among `layers`.
    """
    ties = [
        tie
        for link in links
        for tie in ((link.one, link.other), *([(link.other, link.one)] if link.back else []))
    ]
    for name in (*cuts, *(each.layer for tie in ties for each in tie)):
        if name not in layers:
            raise UnknownLayerError("a cut or a link names a layer that was not given")
    closing = _Closing(layers, ties)
    for name, spans in cuts.items():
        closing.cut(name, spans)
        closing.unjoined(name, spans)
    while closing.follow():
        pass
    return closing.found


def _all_of(parts: Iterable[Spans]) -> Spans:
    return Spans.of(pair for part in parts for pair in part)


class _Closing:
    """The growing set of cuts, with the blocks of every layer and the links that touch each."""

    def __init__(self, layers: Mapping[str, Layer], ties: Sequence[tuple[Stretch, Stretch]]) -> None:
        self.layers = layers
        self.ties = ties
        self.found = dict.fromkeys(layers, NOTHING)
        self.blocks: list[Stretch] = []
        self.numbered: dict[str, tuple[int, list[int], list[int]]] = {}
        for name, layer in layers.items():
            pairs = sorted(layer.blocks)
            edges = ([start for start, _ in pairs], [end for _, end in pairs])
            self.numbered[name] = (len(self.blocks), *edges)
            self.blocks.extend(Stretch(name, Spans.of([pair])) for pair in pairs)
        self.of_block: list[list[tuple[Stretch, Stretch]]] = [[] for _ in self.blocks]
        for tie in ties:
            for number in self._touched(tie[0]):
                self.of_block[number].append(tie)
        self.joined = self._components()

    def cut(self, layer: str, spans: Spans) -> None:
        if not self.found[layer].covers(spans):
            self.found[layer] |= spans & Spans.of([(0, len(self.layers[layer].text))])

    def follow(self) -> bool:
        """Apply rules 1 and 2 once everywhere; say whether anything grew."""
        before = dict(self.found)
        for one, other in self.ties:
            if one.spans.overlaps(self.found[one.layer]):
                self.cut(other.layer, other.spans)
        for layer, spans in list(self.found.items()):
            for number in self._touched(Stretch(layer, spans)):
                words = self._words(layer, self.blocks[number].spans & self.found[layer])
                if words:
                    self._uncarried(number, words)
        return self.found != before

    def _uncarried(self, number: int, words: Spans) -> None:
        """Apply rule 2 to the cut words of one block, for each layer that chains of links join it to."""
        ties = self.of_block[number]
        for layer in {self.blocks[each].layer for each in self.joined[number]} - {self.blocks[number].layer}:
            direct = [tie for tie in ties if tie[1].layer == layer]
            if not _all_of(one.spans for one, _ in direct or ties).covers(words):
                reached = _all_of(other.spans for _, other in direct) if direct else WHOLE
                self._cut_joined(number, Stretch(layer, reached))

    def _cut_joined(self, number: int, reached: Stretch) -> None:
        """Cut every block that chains of links join to this one, where the stretch reaches it."""
        for partner in (self.blocks[each] for each in self.joined[number]):
            if partner.layer == reached.layer and partner.spans.overlaps(reached.spans):
                self.cut(partner.layer, partner.spans)

    def unjoined(self, layer: str, spans: Spans) -> None:
        """Apply rules 3 and 4 to a cut as it was given."""
        others: set[str] = set()
        for number in self._touched(Stretch(layer, spans)):
            others |= self.layers.keys() - {self.blocks[each].layer for each in self.joined[number]}
        for number, block in enumerate(self.blocks):
            if block.layer in others and all(
                self.blocks[each].layer != layer for each in self.joined[number]
            ):
                self.cut(block.layer, block.spans)
        if self._words(layer, spans - Spans.of(self.layers[layer].blocks)):
            for other in self.layers.keys() - {layer}:
                whole = Spans.of([(0, len(self.layers[other].text))])
                self.cut(other, whole - Spans.of(self.layers[other].blocks))

    def _words(self, layer: str, spans: Spans) -> Spans:
        """Leave out spaces and signs: no link needs to carry them."""
        text = self.layers[layer].text
        return Spans.of(
            (place, place + 1)
            for start, end in spans
            for place in range(start, min(end, len(text)))
            if text[place].isalnum()
        )

    def _touched(self, stretch: Stretch) -> list[int]:
        """Return the numbers of the blocks that share a code point with a stretch."""
        first, starts, ends = self.numbered[stretch.layer]
        found: dict[int, None] = {}
        for start, end in stretch.spans:
            for place in range(bisect_right(ends, start), bisect_left(starts, end)):
                found.setdefault(first + place)
        return list(found)

    def _components(self) -> list[set[int]]:
        """Return for each block the blocks that chains of links join it to, itself among them."""
        joined = [{number} for number in range(len(self.blocks))]
        for one, other in self.ties:
            touched = {*self._touched(one), *self._touched(other)}
            sets = {id(joined[number]): joined[number] for number in touched}
            if len(sets) > 1:
                together = set().union(*sets.values())
                for number in together:
                    joined[number] = together
        return joined
