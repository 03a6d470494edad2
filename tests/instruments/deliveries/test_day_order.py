from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.deliveries.day_order import ORDERS, Bounds, Numbers, decide, readings

BOUNDS = Bounds(2009)


def _numbers(*written: str) -> list[Numbers]:
    return [
        Numbers(tuple(each.split("/")), line)  # type: ignore[arg-type]  # three of them
        for line, each in enumerate(written, start=1)
    ]


@pytest.mark.parametrize(
    ("written", "order", "by", "line"),
    [
        (["31/1/2021"], "dmy", "impossible-days", 1),
        (["1/31/2021"], "mdy", "impossible-days", 1),
        (["4/3/2021", "4/13/2021"], "mdy", "impossible-days", 2),
        (["2021/3/4"], "ymd", "written-so", None),
        (["2021/13/4"], "ydm", "impossible-days", 1),
        (["4/3/21"], "", "undecided", None),
        (["4/3/2021", "4/3/2021"], "", "undecided", None),
        (["8/3/2021", "9/3/2021", "1/4/2021"], "dmy", "sequence", 3),
        (["31/1/2021", "1/31/2021"], "", "mixed", 2),
        (["2021/3/4", "4/3/2021"], "", "mixed", 2),
        (["99/99/2021"], "", "mixed", 1),
        ([], "ymd", "written-so", None),
    ],
)
def test_only_the_file_itself_decides(written: list[str], order: str, by: str, line: int | None) -> None:
    found = decide(_numbers(*written), BOUNDS, "a.txt")

    assert (found.order, found.by, found.line, found.file) == (order, by, line, "a.txt")


def test_a_program_wrote_nothing_before_it_began() -> None:
    assert decide(_numbers("5/4/21"), Bounds(2009)).open == ("dmy", "mdy")
    assert decide(_numbers("15/4/21"), Bounds(2009)).open == ("dmy", "ymd")
    assert decide(_numbers("15/4/21"), Bounds(2016)).order == "dmy"


def test_what_a_person_says_must_be_possible() -> None:
    assert decide(_numbers("4/3/2021"), Bounds(said="dmy")).by == "person"
    assert decide(_numbers("4/3/2021"), Bounds(said="ymd")).by == "undecided"


def test_named_numbers_need_no_order_and_prove_none() -> None:
    named = Numbers(("2021", "3", "4"), 1, named=True)
    order = decide([named], BOUNDS)

    assert (order.order, order.by) == ("ymd", "written-so")
    assert readings(named, order, BOUNDS, ()) == readings(named, order, BOUNDS, ("",))
    assert readings(named, order, BOUNDS, ())[0].basis == "stated"
    mixed = decide([named, *_numbers("5/4/2021")], BOUNDS)
    assert readings(named, mixed, BOUNDS, ("09:00",))[0].edtf == "2021-03-04"


def test_a_step_back_of_a_day_refutes_nothing() -> None:
    # Back by one day if the day stands first (a clock was set), back by a month if the month does.
    assert decide(_numbers("4/3/2021", "3/3/2021"), BOUNDS).order == "dmy"
    assert decide(_numbers("4/3/2021", "2/3/2021"), BOUNDS).by == "undecided"


def test_files_that_agree_with_both_orders_prove_none() -> None:
    dates = _numbers("4/4/2021", "5/4/2021")

    assert decide(dates, BOUNDS, "", {1: date(2021, 4, 4)}).by == "undecided"
    assert decide(dates, BOUNDS, "", {2: date(2020, 1, 1)}).by == "undecided"
    assert decide(dates, BOUNDS, "", {1: date(2021, 4, 4), 2: date(2021, 4, 5)}).line == 2


def test_a_zone_and_seconds_stand_in_the_value_minutes_do_not() -> None:
    (numbers,) = _numbers("31/1/2021")
    order = decide([numbers], BOUNDS)

    assert (
        readings(numbers, order, BOUNDS, ("09:00:01",), zone="+06:00")[0].edtf == "2021-01-31T09:00:01+06:00"
    )
    assert readings(numbers, order, BOUNDS, ("09:00",), zone="+06:00")[0].edtf == "2021-01-31"


@given(
    st.lists(st.integers(0, 2000), min_size=1, max_size=8),
    st.sampled_from(
        ["{d}/{m}/{y}", "{m}/{d}/{y}", "{y}/{m}/{d}", "{d}/{m}/{s}", "{m}/{d}/{s}", "{s}/{m}/{d}"]
    ),
)
def test_the_true_day_is_always_among_the_readings(days: list[int], form: str) -> None:
    true = [date(2012, 1, 1) + timedelta(days=each) for each in sorted(days)]
    written = [form.format(d=day.day, m=day.month, y=day.year, s=f"{day:%y}") for day in true]
    dates = _numbers(*written)

    order = decide(dates, BOUNDS)

    for numbers, day in zip(dates, true, strict=True):
        read = [reading.edtf for reading in readings(numbers, order, BOUNDS, ("",))]
        assert day.isoformat() in read
        assert len(set(read)) == len(read)
        assert len(read) == 1 or order.by == "undecided"
    assert order.order in ("", *ORDERS)
