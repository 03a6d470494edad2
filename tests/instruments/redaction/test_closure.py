"""The closure of cuts against a slow model of its four rules, written as they are said; all invented."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.redaction import Layer, Link, Spans, Stretch, close

Points = set[int]
TEXT = "T abcd U ef gh V ijkl W"
BLOCKS = ((2, 6), (9, 14), (17, 21))
NAMES = ("kk", "en", "ru", "ug")


def points(spans: Spans) -> Points:
    return {point for start, end in spans for point in range(start, min(end, len(TEXT)))}


@dataclass(frozen=True)
class Block:
    layer: str
    points: frozenset[int]


@dataclass
class Model:
    """Sets of places instead of spans; every rule looks at everything."""

    layers: Sequence[str]
    links: Sequence[Link]
    found: dict[str, Points]

    def __post_init__(self) -> None:
        self.blocks = [
            Block(name, frozenset(range(start, end))) for name in self.layers for start, end in BLOCKS
        ]
        self.ties = [
            (one.layer, points(one.spans), other.layer, points(other.spans))
            for link in self.links
            for one, other in ((link.one, link.other), *([(link.other, link.one)] if link.back else []))
        ]
        self.groups = {block: {block} for block in self.blocks}
        for one, left, other, right in self.ties:
            touched = self.touched(one, left) | self.touched(other, right)
            together = set().union(*(self.groups[block] for block in touched)) if touched else set()
            for block in together:
                self.groups[block] = together

    def touched(self, layer: str, places: Iterable[int]) -> set[Block]:
        here = set(places)
        return {block for block in self.blocks if block.layer == layer and block.points & here}

    def close(self, cuts: Mapping[str, Spans]) -> dict[str, Points]:
        for layer, spans in cuts.items():
            self.found[layer] |= points(spans)
            self.where_nothing_joins(layer, points(spans))
        while True:
            before = {name: set(places) for name, places in self.found.items()}
            self.along_links()
            for block in self.blocks:
                self.what_no_link_carries(block)
            if before == self.found:
                return self.found

    def along_links(self) -> None:
        for one, left, other, right in self.ties:
            if left & self.found[one]:
                self.found[other] |= right

    def what_no_link_carries(self, block: Block) -> None:
        said = {place for place in block.points & self.found[block.layer] if TEXT[place].isalnum()}
        for layer in {each.layer for each in self.groups[block]} - {block.layer}:
            leaving = [
                tie for tie in self.ties if block in self.touched(tie[0], tie[1]) and tie[0] == block.layer
            ]
            direct = [tie for tie in leaving if tie[2] == layer]
            if said <= set().union(*(tie[1] for tie in direct or leaving)):
                continue
            reached = set().union(*(tie[3] for tie in direct))
            for partner in self.groups[block]:
                if partner.layer == layer and (not direct or partner.points & reached):
                    self.found[layer] |= partner.points

    def where_nothing_joins(self, layer: str, places: Points) -> None:
        for block in self.touched(layer, places):
            for other in set(self.layers) - {each.layer for each in self.groups[block]}:
                for each in self.blocks:
                    if each.layer == other and layer not in {one.layer for one in self.groups[each]}:
                        self.found[other] |= each.points
        inside = {place for start, end in BLOCKS for place in range(start, end)}
        if any(TEXT[place].isalnum() for place in places - inside):
            for other in set(self.layers) - {layer}:
                self.found[other] |= set(range(len(TEXT))) - inside


edges = st.sampled_from(
    sorted({0, 1, *(edge for block in BLOCKS for edge in block), 3, 11, 12, 19, len(TEXT)})
)
spans = st.lists(st.tuples(edges, edges).map(lambda pair: (min(pair), max(pair))), max_size=2).map(Spans.of)
stretches = st.builds(Stretch, st.sampled_from(NAMES), spans)
joins = st.lists(st.builds(Link, stretches, stretches, st.booleans()), max_size=6)
cuts = st.dictionaries(st.sampled_from(NAMES), spans, max_size=2)


@given(cut=cuts, links=joins)
def test_the_closure_is_what_its_four_rules_say(cut: dict[str, Spans], links: list[Link]) -> None:
    layers = {name: Layer(TEXT, BLOCKS) for name in NAMES}
    slow = Model(NAMES, links, {name: set() for name in NAMES}).close(cut)
    assert {name: points(found) for name, found in close(cut, layers, links).items()} == slow


@given(cut=cuts, links=joins)
def test_closing_what_is_closed_along_links_adds_nothing_to_linked_words(
    cut: dict[str, Spans], links: list[Link]
) -> None:
    layers = {name: Layer(TEXT, BLOCKS) for name in NAMES}
    once = close(cut, layers, links)
    assert all(end <= len(TEXT) for found in once.values() for _, end in found)
    assert once == close(cut, layers, [*reversed(links), *links])


def one_link(left: tuple[int, int], right: tuple[int, int]) -> list[Link]:
    return [Link(Stretch("kk", Spans.of([left])), Stretch("en", Spans.of([right])))]


def closed(cut: tuple[int, int], links: list[Link]) -> tuple[tuple[int, int], ...]:
    layers = {name: Layer(TEXT, BLOCKS) for name in ("kk", "en")}
    return close({"kk": Spans.of([cut])}, layers, links)["en"].pairs


def test_a_cut_that_ends_where_a_block_begins_is_not_in_it() -> None:
    linked = one_link((2, 6), (2, 6))
    assert closed((2, 6), linked) == ((2, 6),)
    assert closed((7, 9), linked) == ((0, 2), (6, 9), (14, 17), (21, 23))
    assert closed((6, 7), linked) == ()
    assert closed((13, 14), linked) == ((9, 14), (17, 21))
    assert closed((5, 7), linked) == ((2, 6),)


def test_a_link_that_carries_all_but_one_letter_cuts_the_whole_block() -> None:
    assert closed((2, 6), one_link((2, 5), (2, 3))) == ((2, 6),)
    assert closed((2, 5), one_link((2, 5), (2, 3))) == ((2, 3),)
    assert closed((9, 14), [*one_link((9, 11), (9, 10)), *one_link((12, 14), (12, 13))]) == (
        (9, 10),
        (12, 13),
    )


def test_of_a_layer_only_the_blocks_that_a_link_reaches_are_cut_whole() -> None:
    layers = {name: Layer(TEXT, BLOCKS) for name in ("kk", "en", "ru")}
    links = [
        *one_link((2, 4), (2, 4)),
        Link(Stretch("en", Spans.of([(4, 6)])), Stretch("ru", Spans.of([(2, 6)]))),
        Link(Stretch("ru", Spans.of([(2, 6)])), Stretch("en", Spans.of([(17, 19)]))),
    ]
    found = close({"kk": Spans.of([(5, 6)])}, layers, links)
    assert found["en"].pairs == ((2, 6), (17, 19))
    assert found["ru"].pairs == ((2, 6),)
