from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.chronology.picture import LANE, Occurrence, Picture, Statement, layout

DAY = date(2018, 3, 2).toordinal()
days = st.integers(DAY, DAY + 4000)
statements = st.builds(
    lambda end, pair, opened: Statement(
        "s", "Alice", end, None if opened[0] else min(pair), None if opened[1] else max(pair), opened[0]
    ),
    st.sampled_from(["start", "end"]),
    st.tuples(days, days),
    st.tuples(st.booleans(), st.booleans()),
)
occurrences = st.lists(
    st.lists(statements, max_size=3).map(lambda listed: Occurrence("o", "the oven", tuple(listed))),
    max_size=5,
)


def one(*listed: Statement, rtl: bool = False) -> Picture:
    return layout([Occurrence("o", "the oven", listed)], rtl=rtl)


@given(occurrences, st.booleans())
def test_everything_lies_on_the_paper_and_nothing_on_top_of_anything(
    listed: list[Occurrence], rtl: bool
) -> None:
    picture = layout(listed, width=500, rtl=rtl)
    bottom = 0.0
    for row in picture.rows:
        assert row.y > bottom
        bottom = row.y + row.height
        assert row.label_x == (500 if rtl else 0)
        for lane, mark in enumerate(row.marks):
            assert mark.y == row.y + lane * LANE
            assert mark.x >= -1e-6
            assert mark.x + mark.width <= 500 + 1e-6
    assert bottom < picture.axis_y < picture.height
    assert len(picture.ticks) <= 13
    assert all(-1e-6 <= tick.x <= 500 + 1e-6 for tick in picture.ticks)


@given(occurrences)
def test_a_page_from_right_to_left_is_the_mirror(listed: list[Occurrence]) -> None:
    plain, mirrored = layout(listed), layout(listed, rtl=True)
    for row, other in zip(plain.rows, mirrored.rows, strict=True):
        for mark, there in zip(row.marks, other.marks, strict=True):
            assert there.x == pytest.approx(1000 - mark.x - mark.width)
            assert (there.arrow_left, there.arrow_right) == (mark.arrow_right, mark.arrow_left)
    assert [tick.edtf for tick in plain.ticks] == [tick.edtf for tick in mirrored.ticks]
    assert (plain.anchor, mirrored.anchor) == ("left", "right")


def test_shapes_say_what_colours_could() -> None:
    picture = one(
        Statement("a", "Alice", "start", DAY, DAY),
        Statement("b", "Bob", "end", DAY + 10, DAY + 40, approximate=True),
        Statement("c", "Bob", "end", DAY + 10, None, conflicts=("k2",)),
        Statement("d", "Bob", "end", None, DAY, conflicts=("k1", "k2")),
        Statement("e", "Bob", "end", None, None),
    )
    marks = picture.rows[0].marks
    assert [mark.shape for mark in marks] == ["point", "bar", "bar", "bar", "bar"]
    assert [mark.edge for mark in marks] == ["opening", "closing", "closing", "closing", "closing"]
    assert [mark.hatched for mark in marks] == [False, True, False, False, False]
    assert [(mark.arrow_left, mark.arrow_right) for mark in marks[2:]] == [
        (False, True),
        (True, False),
        (True, True),
    ]
    assert [mark.flags for mark in marks] == [(), (), (1,), (1, 2), ()]
    assert picture.conflicts == ("k2", "k1")


def test_later_days_stand_further_along() -> None:
    early, late = (
        one(Statement("a", "Alice", "start", DAY, DAY), Statement("b", "Alice", "start", DAY + 30, DAY + 30))
        .rows[0]
        .marks
    )
    assert early.x < late.x


@pytest.mark.parametrize(
    ("length", "first", "second"),
    [
        (5, "2018-03-01", "2018-03-02"),
        (60, "2018-02-27", "2018-03-06"),
        (200, "2018-03", "2018-04"),
        (900, "2018-07", "2019-01"),
        (4000, "2018", "2020"),
        (400_000, "2000", "2200"),
        (40_000_000, "0000", "Y20000"),
    ],
)
def test_ticks_are_round(length: int, first: str, second: str) -> None:
    picture = one(Statement("a", "Alice", "start", DAY, DAY + length))
    assert [tick.edtf for tick in picture.ticks][:2] == [first, second]


def test_without_any_day_there_is_no_axis_to_read() -> None:
    picture = layout(
        [
            Occurrence("o", "the oven", ()),
            Occurrence("p", "the visit", (Statement("a", "A", "end", None, None),)),
        ]
    )
    assert picture.ticks == ()
    assert [row.height for row in picture.rows] == [LANE, LANE]
    assert layout([]).rows == ()
