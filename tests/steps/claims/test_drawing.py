from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.chronology.picture import Occurrence, Statement, layout
from guwah.steps.claims.drawing import WIDTH, Drawn, Said, Shape, drawn

HERS = Said(7, "/cases/1/claims/7/", "the start of “Closed”: 5 May 2011")
WORKED_OUT = Said(None, "", "certainly within it")


def draw(*statements: Statement, rtl: bool = False, title: str = "Closed") -> Drawn:
    picture = layout([Occurrence("occurrence-1", title, statements)], width=WIDTH, rtl=rtl)
    meant = {one.id: WORKED_OUT if one.id == "lasted" else HERS for one in statements}
    return drawn(picture, meant)


def shapes(*statements: Statement, rtl: bool = False) -> tuple[Shape, ...]:
    return draw(*statements, rtl=rtl).rows[0].shapes


def day(name: str, end: str, first: int | None, last: int | None, *conflicts: str) -> Statement:
    return Statement(name, "Saule", end, first, last, conflicts=conflicts)


def tip_and_foot(shape: Shape) -> tuple[int, int]:
    foot, tip = (int(corner.split(",")[0]) for corner in shape.points.split()[:2])
    return tip, foot


def test_a_day_is_a_triangle_forward_for_a_start_and_back_for_an_end() -> None:
    start, end = shapes(day("a", "start", 100, 100), day("b", "end", 200, 200))
    assert tip_and_foot(start)[0] > tip_and_foot(start)[1]
    assert tip_and_foot(end)[0] < tip_and_foot(end)[1]
    assert not start.hatch


def test_on_a_page_from_right_to_left_forward_is_to_the_left() -> None:
    start, end = shapes(day("a", "start", 100, 100), day("b", "end", 200, 200), rtl=True)
    assert tip_and_foot(start)[0] < tip_and_foot(start)[1]
    assert tip_and_foot(end)[0] > tip_and_foot(end)[1]
    assert start.x > end.x


def test_what_is_worked_out_is_solid_and_what_is_said_of_more_days_is_hatched() -> None:
    lasted, wide = shapes(day("lasted", "start", 100, 200), day("a", "end", 200, 260))
    assert (lasted.points, lasted.hatch) == ("", "")
    assert wide.hatch.startswith(f"M{wide.x} ")


def test_an_open_end_has_an_arrow_on_its_side() -> None:
    past, future, both = shapes(
        day("a", "start", None, 100), day("b", "end", 200, None), day("c", "start", 100, 110)
    )
    assert past.arrows.startswith(f"M{past.x + 8} ")
    assert future.arrows.startswith(f"M{future.x + future.width - 8} ")
    assert both.arrows == ""


def test_a_conflict_carries_the_number_of_its_page() -> None:
    one, other = shapes(day("a", "start", 100, 100, "12", "3"), day("b", "start", 101, 101, "3"))
    assert set(one.flags) == {"12", "3"}
    assert other.flags == ("3",)


def test_a_long_title_is_cut_in_the_picture_only() -> None:
    row = draw(day("a", "start", 1, 1), title="x" * 80).rows[0]
    assert len(row.title) < 40
    assert row.title.strip("\u2068\u2069").endswith("…")
    assert row.whole_title == "x" * 80
    assert draw(day("a", "start", 1, 1)).rows[0].title == "\u2068Closed\u2069"


days = st.integers(min_value=680_000, max_value=760_000)


@given(st.lists(st.tuples(days, days), min_size=1, max_size=6), st.booleans())
def test_nothing_lies_outside_the_picture(pairs: list[tuple[int, int]], rtl: bool) -> None:
    statements = [day(str(n), "start", min(pair), max(pair)) for n, pair in enumerate(pairs)]
    whole = draw(*statements, rtl=rtl)
    for shape in whole.rows[0].shapes:
        assert shape.x >= 0
        assert shape.x + shape.width <= whole.width + 2
        assert 0 <= shape.y < whole.axis_y
        assert 0 <= shape.text_x <= whole.width
