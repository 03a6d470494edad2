"""By which links a cut in one text reaches the others: as people confirmed them, else by counting turns."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from guwah.instruments.redaction.cuts import Link, Stretch, close
from guwah.instruments.redaction.spans import Spans
from guwah.steps.testimony.layers.queries import alignment_of
from guwah.steps.testimony.layers.versions import closing_layers
from guwah.steps.testimony.models import Block, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from guwah.steps.testimony.layers.queries import Tie
    from guwah.steps.testimony.layers.versions import Part
    from guwah.steps.testimony.models import Layer


def close_over(cuts: Mapping[str, Spans], group: Sequence[Part]) -> dict[str, Spans]:
    """Close cuts over the texts of a group that say the same.

    What a person has confirmed takes the place of counting. Where nothing is confirmed turns are counted, in
    sessions that have as many in both texts, while both have the turns they came with; elsewhere nothing is
    linked, and the closing rule cuts whole texts: coarse, and safe. A proposal nobody has confirmed only ever
    adds to what is withheld.
    """
    ties = alignment_of({part.revision.pk for part in group})
    known = _Known(group, (tie for tie in ties if tie.confirmed))
    layers = closing_layers(group)
    found = close(cuts, layers, known.links + known.counted())
    proposed = [tie for tie in ties if not tie.confirmed]
    if proposed:
        also = close(cuts, layers, known.links + [link for tie in proposed for link in known.tied(tie)])
        found = {key: spans | also[key] for key, spans in found.items()}
    return found


class _Known:
    """What people have confirmed between the texts of a group."""

    def __init__(self, group: Sequence[Part], ties: Iterable[Tie]) -> None:
        self.group = group
        self._parts = {part.revision.pk: part for part in group}
        self._starts = {part.revision.pk: [block.start for block in part.blocks] for part in group}
        # (block, layer): somebody has said what answers to this block in that layer.
        self._said: set[tuple[int, str]] = set()
        self.links: list[Link] = []
        for tie in ties:
            ours, theirs = self._blocks(tie.one, tie.one_start, tie.one_end), self._blocks(*tie[3:6])
            self._said |= {(block.pk, self._parts[tie.other].key) for block in ours}
            self._said |= {(block.pk, self._parts[tie.one].key) for block in theirs}
            self.links += self.tied(tie)

    def tied(self, tie: Tie) -> list[Link]:
        """Return a tie as a link over the words of its turns; none where one side has no turn."""
        ours, theirs = self._blocks(tie.one, tie.one_start, tie.one_end), self._blocks(*tie[3:6])
        if not ours or not theirs:
            return []
        return [Link(_stretch(self._parts[tie.one], ours), _stretch(self._parts[tie.other], theirs))]

    def counted(self) -> list[Link]:
        """Pair turns by their numbers, save those of which a person has said what answers to them.

        Turns joined in one place and split in another are as many as before, and answer to others: a text in
        which that was done is not counted, and no text that was made from it.
        """
        countable = [part for part in self.group if _as_it_came(part)]
        return [
            Link(_stretch(one, [left]), _stretch(other, [right]))
            for at, one in enumerate(countable)
            for other in countable[at + 1 :]
            for left, right in _by_number(one, other)
            if not {(left.pk, other.key), (right.pk, one.key)} & self._said
        ]

    def _blocks(self, revision: int, start: int, end: int) -> tuple[Block, ...]:
        starts = self._starts[revision]
        return self._parts[revision].blocks[bisect_left(starts, start) : bisect_left(starts, end)]


def _as_it_came(part: Part) -> bool:
    """Say whether a text, and all it was made from, have the turns of their first revisions."""
    above: Layer | None = part.layer
    met = set[int]()
    while above is not None and above.pk not in met:
        met.add(above.pk)
        if not all(_turns_stand(revision) for revision in _behind(above)):
            return False
        above = above.translated_from
    return True


def _behind(layer: Layer) -> Iterable[Revision]:
    """Yield the newest text of a layer, and every one that was written into its script to make it."""
    texts = list(layer.revisions.order_by("-number").only("pk", "number", "layer", "reading"))
    yield from texts[:1]
    sources = {each.reading.get("script", {}).get("from") for each in texts} - {None}
    yield from Revision.objects.filter(pk__in=sources).only("pk", "number", "layer")


def _turns_stand(revision: Revision) -> bool:
    """Say whether a text has the turns of the first revision, in their order and their sessions."""
    if revision.number == 1:
        return True
    first = Block.objects.filter(revision__layer=revision.layer_id, revision__number=1)
    return _turns(first) == _turns(Block.objects.filter(revision=revision.pk))


def _turns(blocks: QuerySet[Block]) -> list[tuple[int, int]]:
    return list(blocks.order_by("start").values_list("session__n", "uid"))


def _by_number(one: Part, other: Part) -> Iterable[tuple[Block, Block]]:
    here, there = _by_session(one), _by_session(other)
    for number, blocks in here.items():
        facing = there.get(number, [])
        if len(facing) == len(blocks):
            yield from zip(blocks, facing, strict=True)


def _by_session(part: Part) -> dict[int, list[Block]]:
    found: dict[int, list[Block]] = {}
    for block in part.blocks:
        found.setdefault(block.session.n if block.session else 0, []).append(block)
    return found


def _stretch(part: Part, blocks: Iterable[Block]) -> Stretch:
    return Stretch(part.key, Spans.of((block.start, block.end) for block in blocks))
