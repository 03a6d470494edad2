"""A cut is a cut everywhere: cuts carried over every aligned layer until nothing more follows (law 5).

The rule is that of the reference on integrity (§3.3, closure): what is aligned to a cut stretch is cut, in
both directions and through any number of layers; where the alignment does not reach the cut words, the whole
block is cut. Coarse alignment makes coarse cuts: align segments, not turns, to keep them small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.redaction.spans import NOTHING, Spans

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
    """Two stretches that say the same in two layers (or twice in one): a translation, a gloss, a cue."""

    one: Stretch
    other: Stretch


@dataclass(frozen=True, slots=True)
class _Block:
    layer: str
    spans: Spans


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
        links: alignments, in any order; each is read in both directions.

    Returns:
        Every layer's id with its cuts, within its text.

    Raises:
        UnknownLayerError: a cut or a link names a layer that is not among `layers`.
    """
    ties = [tie for link in links for tie in ((link.one, link.other), (link.other, link.one))]
    for name in (*cuts, *(one.layer for one, _ in ties)):
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
    """The growing set of cuts, with the blocks and the links by layer."""

    def __init__(self, layers: Mapping[str, Layer], ties: Sequence[tuple[Stretch, Stretch]]) -> None:
        self.layers = layers
        self.ties = ties
        self.found = dict.fromkeys(layers, NOTHING)
        self.blocks = [
            _Block(name, Spans.of([pair])) for name, layer in layers.items() for pair in layer.blocks
        ]
        self.joined = self._components()

    def cut(self, layer: str, spans: Spans) -> None:
        whole = Spans.of([(0, len(self.layers[layer].text))])
        self.found[layer] |= spans & whole

    def follow(self) -> bool:
        """Apply rules 1 and 2 once everywhere; say whether anything grew."""
        before = dict(self.found)
        for one, other in self.ties:
            if one.spans.overlaps(self.found[one.layer]):
                self.cut(other.layer, other.spans)
        for number, block in enumerate(self.blocks):
            words = self._words(block.layer, block.spans & self.found[block.layer])
            if words:
                self._uncarried(number, words)
        return self.found != before

    def _uncarried(self, number: int, words: Spans) -> None:
        """Apply rule 2 to the cut words of one block, for each layer that chains of links join it to."""
        block = self.blocks[number]
        ties = [
            (one.spans, other)
            for one, other in self.ties
            if one.layer == block.layer and one.spans.overlaps(block.spans)
        ]
        for layer in {self.blocks[each].layer for each in self.joined[number]} - {block.layer}:
            direct = [(spans, other) for spans, other in ties if other.layer == layer]
            if _all_of(spans for spans, _ in direct or ties).covers(words):
                continue
            reached = _all_of(other.spans for _, other in direct)
            for each in self.joined[number]:
                partner = self.blocks[each]
                if partner.layer == layer and (not direct or partner.spans.overlaps(reached)):
                    self.cut(layer, partner.spans)

    def unjoined(self, layer: str, spans: Spans) -> None:
        """Apply rules 3 and 4 to a cut as it was given."""
        for number, block in enumerate(self.blocks):
            if block.layer == layer and block.spans.overlaps(spans):
                reached = {self.blocks[each].layer for each in self.joined[number]}
                self._may_stand_in(layer, set(self.layers) - reached)
        if self._words(layer, spans - self._in_blocks(layer)):
            for other in self.layers.keys() - {layer}:
                whole = Spans.of([(0, len(self.layers[other].text))])
                self.cut(other, whole - self._in_blocks(other))

    def _may_stand_in(self, layer: str, others: set[str]) -> None:
        for number, block in enumerate(self.blocks):
            apart = all(self.blocks[each].layer != layer for each in self.joined[number])
            if block.layer in others and apart:
                self.cut(block.layer, block.spans)

    def _in_blocks(self, layer: str) -> Spans:
        return Spans.of(self.layers[layer].blocks)

    def _words(self, layer: str, spans: Spans) -> Spans:
        """Leave out spaces and signs: no link needs to carry them."""
        text = self.layers[layer].text
        return Spans.of(
            (place, place + 1)
            for start, end in spans
            for place in range(start, min(end, len(text)))
            if text[place].isalnum()
        )

    def _components(self) -> list[set[int]]:
        """Return for each block the blocks that chains of links join it to, itself among them."""
        joined = [{number} for number in range(len(self.blocks))]
        for one, other in self.ties:
            touched = [
                number
                for number, block in enumerate(self.blocks)
                for side in (one, other)
                if block.layer == side.layer and block.spans.overlaps(side.spans)
            ]
            together = set().union(*(joined[number] for number in touched))
            for number in together:
                joined[number] = together
        return joined
