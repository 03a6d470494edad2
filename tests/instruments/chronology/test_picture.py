from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.chronology.axis import LEAST, Paper, Scale
from guwah.instruments.chronology.picture import (
    GAP,
    INSET,
    LANE,
    Days,
    Mark,
    Occurrence,
    Row,
    Statement,
    layout,
)
from guwah.instruments.chronology.strokes import ARROW, BAR, arrow, hatching, line, triangle

DAY = date(2018, 3, 2).toordinal()
WIDTH = 1000
days = st.integers(DAY, DAY + 4000)
spans = st.tuples(days, days, st.booleans(), st.booleans()).map(
    lambda four: (None if four[2] else min(four[:2]), None if four[3] else max(four[:2]))
)
statements = st.builds(
    lambda end, span, conflicts: Statement("7", "a start", "/7/", end, span, tuple(sorted(conflicts))),
    st.sampled_from(["start", "end"]),
    spans,
    st.sets(st.integers(1, 9), max_size=3),
)
occurrences = st.lists(
    st.builds(
        lambda listed, started, ended: Occurrence("o", "the oven", tuple(listed), started, ended),
        st.lists(statements, max_size=3),
        spans,
        spans,
    ),
    max_size=5,
)


def said(end: str, first: int | None, last: int | None, *conflicts: int, words: str = "7") -> Statement:
    return Statement(words, "a start", "/claims/7/", end, (first, last), conflicts)


def one(
    *listed: Statement, rtl: bool = False, started: Days = (None, None), ended: Days = (None, None)
) -> Row:
    return layout([Occurrence("o", "the oven", listed, started, ended)], width=WIDTH, rtl=rtl).rows[0]


def edges(mark: Mark) -> tuple[int, int]:
    if mark.box is not None:
        return mark.box.x, mark.box.x + mark.box.width
    corners = [int(corner.split(",")[0]) for corner in mark.points.split()]
    return min(corners), max(corners)


def numbers(path: str) -> list[int]:
    return [int(part) for part in path.replace("M", " ").replace("L", " ").replace(",", " ").split()]


@given(occurrences, st.booleans())
def test_everything_lies_on_the_paper_and_nothing_on_top_of_anything(
    listed: list[Occurrence], rtl: bool
) -> None:
    picture = layout(listed, width=WIDTH, rtl=rtl)
    bottom = 0
    for row, occurrence in zip(picture.rows, listed, strict=True):
        assert row.y == bottom + GAP
        assert row.height == LANE * max(1, len(occurrence.statements) + occurrence.known)
        bottom = row.y + row.height
        assert row.label_x == (WIDTH if rtl else 0)
        for lane, mark in enumerate(row.marks, start=int(occurrence.known)):
            top = row.y + lane * LANE + INSET
            assert mark.text_y == top + BAR - 1
            low, high = edges(mark)
            assert 0 <= low < high <= WIDTH
            assert 0 <= mark.text_x <= WIDTH
        for box in row.bar.boxes if row.bar else ():
            assert 0 <= box.x < box.x + box.width <= WIDTH
            assert box.y == row.y + INSET
    assert bottom <= picture.axis_y < picture.height
    assert len(picture.ticks) <= 13
    assert all(0 <= tick.x <= WIDTH for tick in picture.ticks)
    for tie in picture.ties:
        assert all(0 <= x <= WIDTH for x, _ in tie.dots)
        assert 0 <= tie.x <= WIDTH


@given(occurrences)
def test_a_page_from_right_to_left_is_the_mirror(listed: list[Occurrence]) -> None:
    plain, mirrored = layout(listed, width=WIDTH), layout(listed, width=WIDTH, rtl=True)
    assert (plain.mirrored, mirrored.mirrored) == (False, True)
    for row, other in zip(plain.rows, mirrored.rows, strict=True):
        assert (row.y, row.height) == (other.y, other.height)
        for mark, there in zip(row.marks, other.marks, strict=True):
            low, high = edges(mark)
            assert edges(there) == (WIDTH - high, WIDTH - low)
            assert there.text_x == WIDTH - mark.text_x
            assert {there.anchor, mark.anchor} == {"start", "end"}
            assert numbers(there.arrows)[::2] == [WIDTH - x for x in numbers(mark.arrows)[::2]]
    for tie, opposite in zip(plain.ties, mirrored.ties, strict=True):
        assert opposite.dots == tuple((WIDTH - x, y) for x, y in tie.dots)
        assert (opposite.x, opposite.y) == (WIDTH - tie.x, tie.y)
        assert (tie.anchor, opposite.anchor) == ("start", "end")
    assert [tick.edtf for tick in plain.ticks] == [tick.edtf for tick in mirrored.ticks]
    assert [tick.x for tick in mirrored.ticks] == [WIDTH - tick.x for tick in plain.ticks]


def test_shapes_say_what_colours_could() -> None:
    marks = one(
        said("start", DAY, DAY),
        said("end", DAY + 10, DAY + 40),
        said("end", DAY + 10, None),
        said("end", None, DAY),
        said("end", None, None),
    ).marks
    assert [bool(mark.points) for mark in marks] == [True, False, False, False, False]
    assert [mark.box is None for mark in marks] == [True, False, False, False, False]
    assert all(mark.box.hatch for mark in marks if mark.box)
    assert [mark.arrows.count("M") for mark in marks] == [0, 0, 1, 1, 2]


def test_a_start_points_forward_and_an_end_back() -> None:
    for rtl in (False, True):
        start, end = one(said("start", DAY, DAY), said("end", DAY + 90, DAY + 90), rtl=rtl).marks
        for mark, forward in ((start, not rtl), (end, rtl)):
            foot, _, tip, _, same, _ = numbers(mark.points)
            assert foot == same
            assert (tip > foot) is forward
            assert abs(tip - foot) == BAR


def test_the_words_stand_after_the_mark_or_before_it_where_there_is_no_room() -> None:
    early, late = one(said("start", DAY, DAY + 20), said("start", DAY + 3970, DAY + 4000)).marks
    assert early.box
    assert late.box
    assert (early.anchor, early.text_x) == ("start", early.box.x + early.box.width + 4)
    assert (late.anchor, late.text_x) == ("start", late.box.x + late.box.width + 4)
    wide = one(said("start", DAY, DAY + 20), said("end", DAY + 10, None)).marks[1]
    assert wide.box
    assert (wide.anchor, wide.text_x) == ("end", wide.box.x - 4)


def test_later_days_stand_further_along() -> None:
    early, late = one(said("start", DAY, DAY), said("start", DAY + 30, DAY + 30)).marks
    assert edges(early)[0] < edges(late)[0]


@pytest.mark.parametrize(
    ("started", "ended", "hatched"),
    [
        ((DAY, DAY), (DAY + 50, DAY + 50), [False]),
        ((DAY, DAY + 9), (DAY + 50, DAY + 50), [True, False]),
        ((DAY, DAY), (DAY + 50, DAY + 70), [False, True]),
        ((DAY, DAY + 9), (DAY + 50, DAY + 70), [True, False, True]),
        ((DAY, DAY + 60), (DAY + 50, DAY + 70), [True]),
        ((None, DAY), (DAY + 50, None), [True, False, True]),
        ((DAY, None), (None, DAY + 70), [True]),
        ((DAY, DAY + 9), (DAY + 9, DAY + 70), [True, False, True]),
    ],
)
def test_a_bar_is_whole_where_it_certainly_lasted(started: Days, ended: Days, hatched: list[bool]) -> None:
    bar = one(said("start", DAY - 200, DAY + 200), started=started, ended=ended).bar
    assert bar is not None
    assert [bool(box.hatch) for box in bar.boxes] == hatched
    for before, after in zip(bar.boxes, bar.boxes[1:], strict=False):
        assert before.x + before.width == after.x
    assert bar.arrows.count("M") == (started[0] is None) + (ended[1] is None)


@pytest.mark.parametrize(
    ("started", "ended"),
    [
        ((None, None), (None, None)),
        ((DAY, DAY), (DAY, None)),
        ((None, DAY), (DAY, DAY)),
        ((DAY, DAY + 9), (None, None)),
        ((None, DAY + 9), (DAY, None)),
        ((DAY, None), (DAY, None)),
    ],
)
def test_without_two_ends_there_is_no_bar_and_no_lane_for_it(started: Days, ended: Days) -> None:
    row = one(said("start", DAY, DAY), started=started, ended=ended)
    assert (row.bar, row.height) == (None, LANE)


def test_a_day_that_no_reading_names_is_on_the_paper_when_a_bar_needs_it() -> None:
    row = one(started=(DAY, DAY), ended=(DAY + 300, DAY + 300))
    assert row.bar is not None
    assert row.bar.boxes[0].width > WIDTH // 2
    assert len(layout([Occurrence("o", "it", (), (DAY, DAY), (DAY, DAY))]).ticks) > 1


def test_what_cannot_all_be_true_is_tied_together_across_rows() -> None:
    picture = layout(
        [
            Occurrence("o", "the oven", (said("start", DAY, DAY, 12), said("end", DAY + 9, DAY + 9))),
            Occurrence("p", "the visit", (said("start", DAY + 4, DAY + 4, 12, 3),)),
            Occurrence("q", "the fair", (said("start", DAY + 8, DAY + 8, 3, 5),)),
        ],
        width=WIDTH,
    )
    three, twelve = picture.ties
    assert (three.conflict, twelve.conflict) == (3, 12)
    holds = [mark.hold for row in picture.rows for mark in row.marks]
    assert [y for _, y in twelve.dots] == [holds[0][1], holds[2][1]]
    assert [y for _, y in three.dots] == [holds[2][1], holds[3][1]]
    assert three.dots[0][0] != twelve.dots[0][0]
    assert all(numbers(tie.path)[4:6] == list(hold) for tie, hold in ((twelve, holds[0]), (three, holds[2])))
    assert [mark.loose for row in picture.rows for mark in row.marks] == [(), (), (), (5,)]


def test_ties_that_do_not_overlap_share_a_column_and_those_too_many_are_written_beside_the_mark() -> None:
    apart = [
        Occurrence("o", "it", (said("start", DAY, DAY, number), said("start", DAY + 3, DAY + 3, number)))
        for number in (1, 2)
    ]
    first, second = layout(apart, width=WIDTH).ties
    assert first.dots[0][0] == second.dots[0][0]
    many = tuple(range(1, 8))
    crowded = layout([Occurrence("o", "it", (said("start", DAY, DAY, *many),) * 2)], width=WIDTH)
    assert [tie.conflict for tie in crowded.ties] == [1, 2, 3, 4, 5]
    assert len({tie.x for tie in crowded.ties}) == 5
    assert {(mark.loose, mark.more) for mark in crowded.rows[0].marks} == {((6, 7), 0)}
    hundred = layout([Occurrence("o", "it", (said("start", DAY, DAY, *range(1, 101)),) * 2)], width=WIDTH)
    assert {(mark.loose, mark.more) for mark in hundred.rows[0].marks} == {((6, 7), 93)}
    assert all(mark.hold[0] < WIDTH for mark in hundred.rows[0].marks)


def test_a_long_name_is_cut_and_every_name_isolated() -> None:
    name = layout([Occurrence("o", "x" * 80, ())], width=1130).rows[0].label
    assert name == "\u2068" + "x" * 32 + "…\u2069"
    assert layout([Occurrence("o", "x" * 33, ())], width=1130).rows[0].label == "\u2068" + "x" * 33 + "\u2069"


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
    picture = layout([Occurrence("o", "it", (said("start", DAY, DAY + length),))])
    assert [tick.edtf for tick in picture.ticks][:2] == [first, second]


def test_without_any_day_there_is_no_axis_to_read() -> None:
    picture = layout(
        [Occurrence("o", "the oven", ()), Occurrence("p", "the visit", (said("end", None, None),))]
    )
    assert picture.ticks == ()
    assert [row.height for row in picture.rows] == [LANE, LANE]
    assert layout([]).rows == ()


def test_a_day_on_the_scale_is_as_wide_as_its_share_and_never_too_narrow_to_see() -> None:
    scale = Scale([(DAY, DAY + 99)], 100, 1170)
    assert (scale.first, scale.last) == (DAY - 4, DAY + 103)
    assert (scale.at(scale.first), scale.at(scale.last + 1)) == (100, 1170)
    assert scale.stretch(DAY, DAY + 9) == (scale.at(DAY), scale.at(DAY + 10) - scale.at(DAY))
    assert scale.stretch(None, None) == (100, 1070)
    narrow = Scale([(DAY, DAY + 9000)], 100, 200)
    assert narrow.stretch(DAY, DAY)[1] == LEAST
    x, width = narrow.stretch(narrow.last, None)
    assert x + width == 200


def test_strokes_mirror_with_the_paper() -> None:
    plain, mirrored = Paper(100, mirrored=False), Paper(100, mirrored=True)
    assert (plain.x(30), mirrored.x(30), plain.box(30, 20), mirrored.box(30, 20)) == (30, 70, 30, 50)
    assert triangle(plain, 30, 5, backward=False) == "30,5 42,11 30,17"
    assert triangle(mirrored, 30, 5, backward=True) == "70,5 82,11 70,17"
    assert arrow(plain, 30, 5, backward=True) == f"M{30 + ARROW} 5L30 11L{30 + ARROW} 17"
    assert arrow(plain, 30, 5, backward=False) == f"M{30 - ARROW} 5L30 11L{30 - ARROW} 17"
    assert line(mirrored, (10, 5), (20, 7)) == "M90 5L80 7"
    assert hatching(plain, 30, 5, 14) == "M30 17L42 5M36 17L44 9M42 17L44 15"
    assert hatching(mirrored, 56, 5, 14) == hatching(plain, 30, 5, 14)
