from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.dates.civil import number_of
from guwah.steps.claims.geometry import HEAD, NARROWEST, WIDEST, Line, Said, layout


def day(text: str) -> int:
    year, month, number = (int(part) for part in text.split("-"))
    return number_of(year, month, number)


def said(first: int | None, last: int | None, *, end: bool = False, conflict: bool = False) -> Said:
    return Said(1, "/claims/1/", "words", first, last, end=end, conflict=conflict)


def line(
    start: tuple[int | None, int | None] = (None, None),
    end: tuple[int | None, int | None] = (None, None),
    *signs: Said,
) -> Line:
    return Line("Closed", "occurrence-1", start, end, signs)


def test_with_no_day_there_is_no_picture() -> None:
    assert layout([]) is None
    assert layout([line()]) is None


def test_what_is_certain_is_solid_and_what_is_open_is_hatched() -> None:
    low, high = (day("2011-05-01"), day("2011-05-31")), (day("2012-06-01"), day("2012-06-30"))
    picture = layout([line(low, high)])
    assert picture is not None
    solid, before, after = picture.lines[0].bars
    assert not solid.hatch
    assert before.hatch.startswith(f"M{before.x} ")
    assert after.hatch
    assert before.x + before.width <= solid.x + 1
    assert solid.x + solid.width <= after.x + 1


def test_exact_days_leave_nothing_hatched() -> None:
    exact = day("2011-05-05"), day("2011-05-05")
    picture = layout([line(exact, (day("2012-05-07"), day("2012-05-07")))])
    assert picture is not None
    assert [bool(bar.hatch) for bar in picture.lines[0].bars] == [False]


def test_an_open_end_runs_to_the_edge() -> None:
    picture = layout([line((day("2011-05-05"), day("2011-05-05")), (day("2011-05-05"), None))])
    assert picture is not None
    solid, after = picture.lines[0].bars
    assert not solid.hatch
    assert after.x + after.width == picture.width


def test_when_start_and_end_may_be_the_same_days_all_is_open() -> None:
    picture = layout([line((day("2011-05-01"), day("2011-07-31")), (day("2011-05-01"), day("2011-07-31")))])
    assert picture is not None
    assert [bool(bar.hatch) for bar in picture.lines[0].bars] == [True]


def test_a_day_is_a_triangle_that_points_by_its_end_and_more_is_a_bar() -> None:
    one = day("2011-05-05")
    picture = layout(
        [line((None, None), (None, None), said(one, one), said(one, one, end=True), said(one, None))]
    )
    assert picture is not None
    start, end, open_one = picture.lines[0].signs
    assert start.bar is None
    assert end.bar is None
    upright, tip = (int(corner.split(",")[0]) for corner in start.points.split()[:2])
    assert tip > upright
    upright, tip = (int(corner.split(",")[0]) for corner in end.points.split()[:2])
    assert tip < upright
    assert open_one.bar is not None
    assert open_one.bar.x + open_one.bar.width == picture.width
    assert [sign.y for sign in picture.lines[0].signs] == sorted({sign.y for sign in picture.lines[0].signs})


def test_the_axis_names_months_in_a_short_time_and_years_in_a_long_one() -> None:
    short = layout([line((day("2011-05-01"), day("2011-05-01")), (day("2012-01-31"), day("2012-01-31")))])
    long = layout([line((day("1911-05-01"), day("1911-05-01")), (day("2012-01-31"), day("2012-01-31")))])
    assert short is not None
    assert long is not None
    assert [tick.label for tick in short.ticks] == ["2011-04", "2011-07", "2011-10", "2012"]
    assert [tick.label for tick in long.ticks][:3] == ["1920", "1930", "1940"]
    assert (short.width, long.width) == (NARROWEST, WIDEST)


days = st.one_of(st.none(), st.integers(min_value=day("1900-01-01"), max_value=day("2100-01-01")))


@given(st.lists(st.tuples(days, days, days, days), min_size=1, max_size=5))
def test_nothing_lies_outside_the_picture(given_days: list[tuple[int | None, ...]]) -> None:
    lines = []
    for a, b, c, d in given_days:
        start, end = (tuple(sorted(pair, key=lambda one: (one is None, one))) for pair in ((a, b), (c, d)))
        lines.append(line((start[0], start[1]), (end[0], end[1]), said(start[0], end[0])))
    picture = layout(lines)
    if picture is None:
        assert all(one is None for four in given_days for one in four)
        return
    for drawn in picture.lines:
        assert drawn.y > HEAD
        for bar in (*drawn.bars, *(sign.bar for sign in drawn.signs if sign.bar)):
            assert bar.x >= 0
            assert bar.width > 0
            assert 0 <= bar.y < picture.height
