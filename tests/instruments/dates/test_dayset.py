from collections.abc import Iterable
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.dates.dayset import DaySet, Run, union

small = st.integers(-30, 30)
closed = st.tuples(small, small).map(sorted).map(tuple)
runs = st.lists(
    st.one_of(
        closed, small.map(lambda day: (None, day)), small.map(lambda day: (day, None)), st.just((None, None))
    ),
    min_size=1,
    max_size=5,
)


def within(day: int, listed: Iterable[Run]) -> bool:
    return any((first is None or first <= day) and (last is None or day <= last) for first, last in listed)


@given(runs, small)
def test_a_union_holds_the_days_of_its_runs(listed: list[Run], day: int) -> None:
    made = union(listed)
    assert within(day, made.runs) == within(day, listed)
    for (_, last), (first, _) in pairwise(made.runs):
        assert last is not None
        assert first is not None
        assert last + 1 < first


@given(runs, small)
def test_nearest_days_on_either_side(listed: list[Run], day: int) -> None:
    made = union(listed)
    later, earlier = made.from_(day), made.until(day)
    assert later == next((one for one in range(day, 200) if within(one, listed)), None)
    assert earlier == next((one for one in range(day, -200, -1) if within(one, listed)), None)


@given(runs, st.integers(0, 5), small)
def test_widening_reaches_so_many_days_out(listed: list[Run], days: int, day: int) -> None:
    wide = union(listed).widened(days)
    assert within(day, wide.runs) == any(within(day + off, listed) for off in range(-days, days + 1))


def test_first_and_last() -> None:
    made = DaySet(((None, 3), (5, 9)))
    assert (made.first, made.last) == (None, 9)
