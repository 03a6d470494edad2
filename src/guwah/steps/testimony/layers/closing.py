"""By which links a cut in one text reaches the others: as people confirmed them, else by counting turns."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from guwah.instruments.redaction.cuts import Link, Stretch, close
from guwah.instruments.redaction.spans import Spans
from guwah.steps.testimony.layers.queries import alignment_of
from guwah.steps.testimony.layers.sentences import linked
from guwah.steps.testimony.layers.versions import closing_layers
from guwah.steps.testimony.models import Block, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from guwah.steps.testimony.layers.queries import Tie
    from guwah.steps.testimony.layers.sentences import Linked
    from guwah.steps.testimony.layers.versions import Part
    from guwah.steps.testimony.models import Layer


def close_over(cuts: Mapping[str, Spans], group: Sequence[Part]) -> dict[str, Spans]:
    """Close cuts over the texts of a group that say the same.

    What a person has confirmed takes the place of counting. Where nothing is confirmed turns are counted, in
    sessions that have as many in both texts, while both have the turns they came with; elsewhere nothing is
    linked, and the closing rule cuts whole texts: coarse, and safe. A proposal nobody has confirmed only ever
    adds to what is withheld.
    """
    revisions = {part.revision.pk for part in group}
    ties = alignment_of(revisions)
    known = _Known(group, (tie for tie in ties if tie.confirmed), linked(revisions))
    layers = closing_layers(group)
    proposed = [link for tie in ties if not tie.confirmed for link in known.tied(tie)]
    counted = known.links + known.counted()
    ways = [counted]
    # What says nothing of whole turns joins none: alone it would make less of a text unknown than it is.
    ways += [counted + known.loose] if known.loose else []
    ways += [known.links + proposed] if any(not tie.confirmed for tie in ties) else []
    found = close(cuts, layers, ways[0])
    for links in ways[1:]:
        also = close(cuts, layers, links)
        found = {key: spans | also[key] for key, spans in found.items()}
    return found


class _Known:
    """What people have confirmed between the texts of a group."""

    def __init__(self, group: Sequence[Part], ties: Iterable[Tie], said: Sequence[Linked] = ()) -> None:
        self.group = group
        self._sentences = said
        # Links of sentences that stand within a confirmed group.
        self._within: list[Linked] = []
        self._parts = {part.revision.pk: part for part in group}
        self._starts = {part.revision.pk: [block.start for block in part.blocks] for part in group}
        # (block, layer): somebody has said what answers to this block in that layer.
        self._said: set[tuple[int, str]] = set()
        self.links: list[Link] = []
        for tie in ties:
            ours, theirs = self._blocks(tie.one, tie.one_start, tie.one_end), self._blocks(*tie[3:6])
            self._said |= {(block.pk, self._parts[tie.other].key) for block in ours}
            self._said |= {(block.pk, self._parts[tie.one].key) for block in theirs}
            self.links += [part for link in self.tied(tie) for part in self._narrowed(tie, link)]
        self.loose = [self._linked(each) for each in said if each not in self._within]

    def tied(self, tie: Tie) -> list[Link]:
        """Return a tie as a link over the words of its turns; none where one side has no turn."""
        ours, theirs = self._blocks(tie.one, tie.one_start, tie.one_end), self._blocks(*tie[3:6])
        if not ours or not theirs:
            return []
        return [Link(_stretch(self._parts[tie.one], ours), _stretch(self._parts[tie.other], theirs))]

    def _linked(self, said: Linked) -> Link:
        return Link(
            Stretch(self._parts[said.one].key, Spans.of(said.one_places)),
            Stretch(self._parts[said.other].key, Spans.of(said.other_places)),
        )

    def _narrowed(self, tie: Tie, whole: Link) -> list[Link]:
        """Return how far a cut reaches within turns that a person confirmed as a group.

        From sentences confirmed within it, the links of these say so. From all other words the whole of the
        other side is reached, in one direction only: what comes back from there its own links say.
        """
        inside = [
            (said, pair)
            for said in self._sentences
            if (said.one, said.other) == (tie.one, tie.other)
            and whole.one.spans.covers((pair := self._linked(said)).one.spans)
            and whole.other.spans.covers(pair.other.spans)
        ]
        if not inside:
            return [whole]
        self._within += [said for said, _ in inside]
        links = [pair for _, pair in inside]
        ours = Spans.of(place for link in links for place in link.one.spans)
        theirs = Spans.of(place for link in links for place in link.other.spans)
        ways = (
            (self._rest(tie.one, whole.one, ours), whole.other),
            (self._rest(tie.other, whole.other, theirs), whole.one),
        )
        return [*links, *(Link(here, there, back=False) for here, there in ways if here.spans)]

    def _rest(self, revision: int, side: Stretch, said: Spans) -> Stretch:
        """Return the words of a side that no confirmed sentence holds; spaces and signs are none."""
        text = self._parts[revision].revision.text
        left = side.spans - said
        return Stretch(side.layer, Spans.of((a, b) for a, b in left if any(map(str.isalnum, text[a:b]))))

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
