"""Cuts reach every layer by every road. The texts are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.redaction import Layer, Link, Spans, Stretch, UnknownLayerError, close


def layer(*blocks: str) -> Layer:
    """Blocks one after the other, each behind a label of two signs."""
    text, pairs = "", []
    for block in blocks:
        pairs.append((len(text) + 2, len(text) + 2 + len(block)))
        text += f"- {block}"
    return Layer(text, tuple(pairs))


def words(layer: Layer, *wanted: str) -> Spans:
    return Spans.of((layer.text.index(each), layer.text.index(each) + len(each)) for each in wanted)


def shown(layers: dict[str, Layer], found: dict[str, Spans]) -> dict[str, str]:
    return {
        name: "".join(
            "_" if found[name].overlaps(Spans.of([(place, place + 1)])) else letter
            for place, letter in enumerate(one.text)
        )
        for name, one in layers.items()
    }


KK = layer("nan pisirdim", "licenziya alindi")
EN = layer("I baked bread", "the licence was taken")
RU = layer("ya pekla hleb", "licenziyu zabrali")


def link(one: str, spans: Spans, other: str, others: Spans) -> Link:
    return Link(Stretch(one, spans), Stretch(other, others))


def blocks(one: str, other: str, layers: dict[str, Layer]) -> list[Link]:
    return [
        link(one, Spans.of([left]), other, Spans.of([right]))
        for left, right in zip(layers[one].blocks, layers[other].blocks, strict=True)
    ]


def test_aligned_words_are_cut_in_both_directions_and_no_others() -> None:
    layers = {"kk": KK, "en": EN}
    links = [
        link("kk", words(KK, "nan"), "en", words(EN, "bread")),
        link("kk", words(KK, "pisirdim"), "en", words(EN, "I baked")),
    ]
    there = close({"kk": words(KK, "nan")}, layers, links)
    back = close({"en": words(EN, "bread")}, layers, links)
    assert there == back
    assert shown(layers, there)["en"] == "- I baked _____- the licence was taken"


def test_cuts_pass_through_layers_to_those_behind_them() -> None:
    layers = {"kk": KK, "en": EN, "ru": RU}
    links = [
        link("kk", words(KK, "nan"), "en", words(EN, "bread")),
        link("en", words(EN, "bread"), "ru", words(RU, "hleb")),
        *blocks("kk", "ru", layers)[1:],
    ]
    found = close({"ru": words(RU, "hleb")}, layers, links)
    assert shown(layers, found)["kk"] == "- ___ pisirdim- licenziya alindi"


def test_words_that_no_link_carries_cut_the_whole_block() -> None:
    layers = {"kk": KK, "en": EN}
    links = [link("kk", words(KK, "nan"), "en", words(EN, "bread"))]
    found = close({"kk": words(KK, "pisirdim")}, layers, links)
    assert shown(layers, found)["en"] == "- _____________- the licence was taken"


def test_a_space_between_linked_words_needs_no_link() -> None:
    layers = {"kk": KK, "en": EN}
    links = [
        link("kk", words(KK, "licenziya"), "en", words(EN, "licence")),
        link("kk", words(KK, "alindi"), "en", words(EN, "was taken")),
    ]
    found = close({"kk": words(KK, "licenziya alindi")}, layers, links)
    assert shown(layers, found)["en"] == "- I baked bread- the _______ _________"


def test_a_cut_of_nothing_but_a_space_says_nothing_of_other_layers() -> None:
    layers = {"kk": KK, "en": EN}
    links = [link("kk", words(KK, "nan"), "en", words(EN, "bread"))]
    assert not close({"kk": words(KK, " pis") & Spans.of([(5, 6)])}, layers, links)["en"]


def test_blocks_aligned_as_a_whole_are_cut_as_a_whole() -> None:
    layers = {"kk": KK, "en": EN}
    found = close({"kk": words(KK, "nan")}, layers, blocks("kk", "en", layers))
    assert shown(layers, found) == {
        "kk": "- ____________- licenziya alindi",
        "en": "- _____________- the licence was taken",
    }


def test_without_any_alignment_every_block_may_hold_the_passage() -> None:
    layers = {"kk": KK, "en": EN}
    found = close({"kk": words(KK, "nan")}, layers, [])
    assert shown(layers, found)["en"] == "- _____________- _____________________"
    assert found["kk"] == words(KK, "nan")


def test_only_blocks_aligned_to_nothing_may_hold_the_passage_of_an_unaligned_one() -> None:
    layers = {"kk": KK, "en": EN}
    second = blocks("kk", "en", layers)[1:]
    found = close({"kk": words(KK, "nan")}, layers, second)
    assert shown(layers, found)["en"] == "- _____________- the licence was taken"


def test_a_cut_outside_of_the_blocks_cuts_what_stands_outside_elsewhere() -> None:
    layers = {"kk": Layer("Dana: nan", ((6, 9),)), "en": Layer("Dana: bread", ((6, 11),))}
    links = [link("kk", Spans.of([(6, 9)]), "en", Spans.of([(6, 11)]))]
    found = close({"kk": Spans.of([(0, 4)])}, layers, links)
    assert shown(layers, found) == {"kk": "____: nan", "en": "______bread"}
    sign_only = close({"kk": Spans.of([(4, 6)])}, layers, links)
    assert not sign_only["en"]


def test_a_word_said_twice_in_one_layer_is_cut_twice() -> None:
    layers = {"kk": Layer("nan (bread)", ((0, 11),)), "en": Layer("bread", ((0, 5),))}
    links = [
        link("kk", Spans.of([(0, 3)]), "en", Spans.of([(0, 5)])),
        link("kk", Spans.of([(5, 10)]), "en", Spans.of([(0, 5)])),
    ]
    assert shown(layers, close({"kk": Spans.of([(0, 3)])}, layers, links)) == {
        "kk": "___ (_____)",
        "en": "_____",
    }


def test_a_cut_is_kept_within_its_text_and_one_layer_alone_needs_no_links() -> None:
    assert close({"kk": Spans.of([(0, 10**6)])}, {"kk": KK}, [])["kk"].pairs == ((0, len(KK.text)),)
    assert close({}, {"kk": KK}, []) == {"kk": Spans()}


def test_a_layer_that_was_not_given_is_refused() -> None:
    with pytest.raises(UnknownLayerError) as wrong:
        close({"ug": Spans.of([(0, 1)])}, {"kk": KK}, [])
    assert wrong.value.code == "unknown-layer"
    with pytest.raises(UnknownLayerError):
        close({}, {"kk": KK}, [link("kk", words(KK, "nan"), "ug", words(KK, "nan"))])


NAMES = ("kk", "en", "ru")
LAYERS = {name: Layer("abcd efgh ijkl", ((0, 4), (5, 9), (10, 14))) for name in NAMES}
spans = st.lists(st.tuples(st.integers(0, 12), st.integers(1, 5)), min_size=1, max_size=2).map(
    lambda pairs: Spans.of((start, min(start + length, 14)) for start, length in pairs)
)
stretches = st.builds(Stretch, st.sampled_from(NAMES), spans)
links_of_all = st.lists(st.builds(Link, stretches, stretches), max_size=5)
cuts = st.dictionaries(st.sampled_from(NAMES), spans, min_size=1, max_size=2)


@given(cut=cuts, links=links_of_all)
def test_nothing_linked_to_a_cut_word_is_left(cut: dict[str, Spans], links: list[Link]) -> None:
    found = close(cut, LAYERS, links)
    assert all(found[name].covers(asked) for name, asked in cut.items())
    for each in links:
        for one, other in ((each.one, each.other), (each.other, each.one)):
            assert not found[one.layer].overlaps(one.spans) or found[other.layer].covers(other.spans)


@given(cut=cuts, more=cuts, links=links_of_all)
def test_cutting_more_never_shows_more(
    cut: dict[str, Spans], more: dict[str, Spans], links: list[Link]
) -> None:
    both = {name: cut.get(name, Spans()) | more.get(name, Spans()) for name in NAMES}
    less, all_of_it = close(cut, LAYERS, links), close(both, LAYERS, links)
    assert all(all_of_it[name].covers(less[name]) for name in NAMES)


@given(cut=cuts, links=links_of_all)
def test_a_layer_without_links_keeps_no_block_beside_a_cut_one(
    cut: dict[str, Spans], links: list[Link]
) -> None:
    found = close(cut, LAYERS, links)
    blocks_of_one = Spans.of(LAYERS["kk"].blocks)
    linked = {side.layer for each in links for side in (each.one, each.other)}
    for alone in set(NAMES) - linked:
        touched = any(asked.overlaps(blocks_of_one) for name, asked in cut.items() if name != alone)
        assert found[alone].covers(blocks_of_one) or not touched
