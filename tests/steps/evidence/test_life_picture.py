"""The picture is inside its frame, in order, mirrored for right-to-left, and wide enough for its words."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guwah.steps.evidence.life_picture import LINE, NARROWEST, ROW, SHAPES, TEXT, Drawable, layout

_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
_MOMENTS = st.lists(
    st.builds(
        Drawable, st.sampled_from([*SHAPES, "unheard-of"]), _WORDS, _WORDS, st.sampled_from(["", "/x"])
    ),
    max_size=12,
)


@given(moments=_MOMENTS, rtl=st.booleans())
def test_everything_lies_inside_and_one_below_the_other(moments: list[Drawable], *, rtl: bool) -> None:
    picture = layout(moments, rtl=rtl)

    assert picture.width >= NARROWEST
    assert picture.height == len(moments) * ROW
    for place, row in enumerate(picture.rows):
        assert row.y == place * ROW + ROW // 2
        assert 10 < row.x < picture.width - 10
        assert place * ROW < row.first_y < row.second_y < (place + 1) * ROW
    assert picture.line_top <= picture.line_bottom


@given(moments=_MOMENTS)
def test_right_to_left_is_the_mirror_image(moments: list[Drawable]) -> None:
    plain, mirrored = layout(moments), layout(moments, rtl=True)

    assert (plain.mirrored, mirrored.mirrored) == (False, True)
    assert plain.width == mirrored.width
    assert plain.line_x == LINE == mirrored.width - mirrored.line_x
    for one, other in zip(plain.rows, mirrored.rows, strict=True):
        assert one.text_x == TEXT == mirrored.width - other.text_x
        assert (one.shape, one.words, one.y) == (other.shape, other.words, other.y)


def test_signs_tell_what_colours_tell() -> None:
    assert len(set(SHAPES.values())) == len(SHAPES)
    picture = layout([Drawable("broken", "", ""), Drawable("intact", "", ""), Drawable("nothing", "", "")])

    assert [row.alarming for row in picture.rows] == [True, False, False]
    assert picture.rows[2].shape == SHAPES["other"]


def test_longer_words_and_wider_signs_make_a_wider_picture() -> None:
    latin, chinese = layout([Drawable("sealed", "a" * 60, "")]), layout([Drawable("sealed", "封" * 60, "")])

    assert NARROWEST < latin.width < chinese.width
    assert layout([Drawable("sealed", "", "a" * 60)]).width == latin.width
    assert layout([Drawable("sealed", "\u0301" * 200, "")]).width == NARROWEST


def test_words_cannot_reorder_what_stands_beside_them() -> None:
    row = layout([Drawable("sealed", "\u202egnp.exe", "\u202e")]).rows[0]

    assert row.words.startswith("\u2068")
    assert row.detail.endswith("\u2069")


def test_nothing_is_a_picture_without_rows() -> None:
    assert layout([]).rows == ()
