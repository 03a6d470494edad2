"""What readers see in place of withheld words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.redaction import Piece, Spans, Withheld, apply, public_label

WISH, MASK = "withheld at the speaker’s wish", "[withheld]"


def test_the_label_never_tells_the_reason_or_by_whom() -> None:
    assert public_label("wish") == WISH
    for reason in ("mask", "health", "asked by her brother", "editor", "Wish", ""):
        assert public_label(reason) == MASK
    assert public_label("wish", "ky") == WISH
    assert public_label("wish", "ru").endswith(f" ({WISH})"), "nobody has checked the Russian"
    assert (
        public_label("health", "kk") == public_label("mask", "kk") not in (MASK, public_label("wish", "kk"))
    )


def test_cuts_and_masks_are_taken_out() -> None:
    text = "I baked for Boris at home."
    pieces = apply(text, Spans.of([(2, 7)]), Spans.of([(12, 17)]))
    assert pieces == (
        Piece(0, 2, "I "),
        Piece(2, 7, WISH, Withheld.WISH),
        Piece(7, 12, " for "),
        Piece(12, 17, MASK, Withheld.MASK),
        Piece(17, 26, " at home."),
    )


def test_what_touches_is_one_and_the_wish_is_told() -> None:
    assert [piece.text for piece in apply("abcdef", Spans.of([(2, 3)]), Spans.of([(1, 2), (3, 9)]))] == [
        "a",
        WISH,
    ]


def test_an_accent_goes_with_its_letter() -> None:
    assert [piece.text for piece in apply("xe\u0301y", Spans.of([(1, 2)]), Spans())] == ["x", WISH, "y"]
    assert apply("e\u0301", Spans.of([(0, 1)]), Spans())[0].end == 2


spans = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=4).map(
    lambda pairs: Spans.of((min(pair), max(pair)) for pair in pairs)
)


@given(text=st.text(max_size=12), cuts=spans, masks=spans)
def test_pieces_tile_the_text_and_show_nothing_withheld(text: str, cuts: Spans, masks: Spans) -> None:
    pieces = apply(text, cuts, masks)
    edges = [0, *(piece.end for piece in pieces)]
    assert [piece.start for piece in pieces] == edges[:-1]
    assert edges[-1] == len(text)
    for piece in pieces:
        hidden = (cuts | masks).overlaps(Spans.of([(piece.start, piece.end)]))
        assert hidden == (piece.withheld is not None)
        assert piece.withheld is not None or piece.text == text[piece.start : piece.end]
