"""The engine against z3: the same problems, solved by a program that shares nothing with it."""

import calendar
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from itertools import combinations
from random import Random
from typing import Any

import z3
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guwah.instruments.chronology import check, load, to_json

FIRST = date(2018, 1, 1).toordinal()
WINDOW = (date(2016, 12, 1), date(2019, 8, 1))
Stated = dict[str, Any]
OCCURRENCES = {"oven": "the oven is lit", "licence": "the licence hangs on the wall"}

days = st.integers(FIRST, FIRST + 120).map(lambda number: date.fromordinal(number).isoformat())
months = st.integers(1, 5).map(lambda month: f"2018-{month:02}")
points = st.tuples(st.sampled_from(sorted(OCCURRENCES)), st.sampled_from(["start", "end"])).map(list)
edtf = st.one_of(
    days,
    months,
    st.tuples(days, days).map(lambda pair: "[" + ",".join(pair) + "]"),
    st.tuples(days, days).map(lambda pair: "/".join(sorted(pair))),
    days.map(lambda day: day + "~"),
    days.map(lambda day: day + "/.."),
    days.map(lambda day: "../" + day),
    st.just("2018-XX-15"),
)
durations = st.one_of(
    st.integers(0, 40).map(lambda number: f"P{number}D"),
    st.builds("P{}M{}D".format, st.integers(1, 2), st.integers(0, 3)),
    st.builds("PT{}H{}M".format, st.integers(0, 80), st.integers(0, 59)),
)
dated = st.builds(lambda point, value: {"at": point, "edtf": value}, points, edtf)
assertions = st.lists(
    st.one_of(
        dated,
        dated,
        st.builds(
            lambda start, end, length, about: {
                "from": start,
                "to": end,
                "duration": length,
                "approximate": about,
            },
            points,
            points,
            durations,
            st.booleans(),
        ),
        st.builds(
            lambda one, other, strict: {"before": [one, other], "strict": strict},
            points,
            points,
            st.booleans(),
        ),
    ),
    min_size=1,
    max_size=5,
).map(lambda listed: [{"id": f"s{place}", **one} for place, one in enumerate(listed)])  # fmt: skip


def add_months(day: date, count: int) -> date:
    years, index = divmod(day.month - 1 + count, 12)
    length = calendar.monthrange(day.year + years, index + 1)[1]
    return day.replace(year=day.year + years, month=index + 1, day=min(day.day, length))


def starts_of_months() -> Iterator[date]:
    day = WINDOW[0]
    while day < WINDOW[1]:
        yield day
        day = add_months(day, 1)


def moved(point: z3.ArithRef, count: int) -> z3.ArithRef:
    """The day so many months after a z3 variable, month by month of the window."""
    result = point
    for first in starts_of_months():
        there = add_months(first, count).toordinal()
        last = add_months(date.fromordinal(add_months(first, 1).toordinal() - 1), count).toordinal()
        length = calendar.monthrange(*date.fromordinal(there).timetuple()[:2])[1]
        same = there + point - first.toordinal()
        clamped = z3.If(same > there + length - 1, there + length - 1, same) if last else same
        inside = z3.And(point >= first.toordinal(), point < add_months(first, 1).toordinal())
        result = z3.If(inside, clamped, result)
    return result


def bounds_of(text: str) -> list[tuple[int | None, int | None]]:
    """The runs of days of the values drawn here, worked out without the engine's own reader."""
    if text == "2018-XX-15":
        return [(date(2018, month, 15).toordinal(),) * 2 for month in range(1, 13)]
    if text[0] == "[":
        return [bounds_of(part)[0] for part in text[1:-1].split(",")]
    if "/" in text:
        start, end = text.split("/")
        return [
            (None if start == ".." else bounds_of(start)[0][0], None if end == ".." else bounds_of(end)[0][1])
        ]
    if text[-1] == "~":
        day = date.fromisoformat(text[:-1]).toordinal()
        return [(day - 3, day + 3)]
    if len(text) == 7:
        first = date.fromisoformat(text + "-01")
        return [(first.toordinal(), add_months(first, 1).toordinal() - 1)]
    return [(date.fromisoformat(text).toordinal(),) * 2]


def length_holds(
    one: Stated, start: z3.ArithRef, end: z3.ArithRef, counting: str | None = None
) -> z3.BoolRef:
    if one["duration"].startswith("PT"):
        return by_clock(one, end - start)
    count, number = (
        (int(part) for part in one["duration"][1:-1].split("M"))
        if "M" in one["duration"]
        else (0, int(one["duration"][1:-1]))
    )
    extra = {"inclusive": [1], "exclusive": [0], None: [0, 1]}[counting]
    if one["approximate"]:
        short, long = 30 * count + number, 31 * count + number
        unit = (1, 1) if number or not count else (30, 31)
        low = max(0, -(-(8 * short - max(short, 4 * unit[0]) - 7) // 8))
        high = -((-8 * long - max(long, 4 * unit[1])) // 8)
        return z3.And(
            end >= start,
            z3.Or([z3.And(end - start + more >= low, end - start + more <= high) for more in extra]),
        )
    whole = (moved(start, count) if count else start) + number
    return z3.And(end >= start, z3.Or([end == whole - more for more in extra]))


def by_clock(one: Stated, days: z3.ArithRef) -> z3.BoolRef:
    """It began at some moment of its first day and ended at some moment of its last one."""
    hours, minutes = (int(part) for part in one["duration"][2:-1].split("H"))
    length, wide = 60 * hours + minutes, 1 if one["approximate"] else 0
    # Eighths of a minute, so that "about" needs no fraction.
    day, least, most = 8 * 24 * 60, (8 - wide) * length, (8 + wide) * length
    return z3.And((days + 1) * day > least, days * day < day + most)


def statement(
    one: Stated, point: Callable[[Iterable[str]], z3.ArithRef], counting: str | None = None
) -> z3.BoolRef:
    if "edtf" in one:
        at = point(one["at"])
        return z3.Or(
            [
                z3.And(*([] if first is None else [at >= first]), *([] if last is None else [at <= last]))
                for first, last in bounds_of(one["edtf"])
            ]
        )
    if "before" in one:
        earlier, later = (point(each) for each in one["before"])
        return earlier < later if one["strict"] else earlier <= later
    return length_holds(one, point(one["from"]), point(one["to"]), counting)


class Oracle:
    def __init__(self, listed: list[Stated]) -> None:
        self.listed = {one["id"]: one for one in listed}
        self.solver = z3.Solver()
        for name in OCCURRENCES:
            start, end = self.point([name, "start"]), self.point([name, "end"])
            self.solver.add(start <= end)
            self.solver.add(start >= WINDOW[0].toordinal(), end < WINDOW[1].toordinal())
        for name, one in self.listed.items():
            self.solver.add(z3.Implies(z3.Bool(name), statement(one, self.point)))

    @staticmethod
    def point(pair: Iterable[str]) -> z3.ArithRef:
        return z3.Int("-".join(pair))

    def holds(self, names: Iterable[str], *more: z3.BoolRef) -> bool:
        return bool(self.solver.check([z3.Bool(name) for name in names] + list(more)) == z3.sat)

    def smallest_conflicts(self) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        for size in range(1, len(self.listed) + 1):
            for names in combinations(sorted(self.listed), size):
                if not any(set(smaller) <= set(names) for smaller in found) and not self.holds(names):
                    found.append(names)
        return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(assertions)
def test_every_smallest_conflict_and_no_other(listed: list[Stated]) -> None:
    result = check(load({"occurrences": OCCURRENCES, "assertions": listed}))
    assert result.complete
    assert [conflict.members for conflict in result.conflicts] == Oracle(listed).smallest_conflicts()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(assertions)
def test_countings_and_bounds_are_those_z3_finds(listed: list[Stated]) -> None:
    result = check(load({"occurrences": OCCURRENCES, "assertions": listed}))
    oracle = Oracle(listed)
    names = sorted(oracle.listed)
    assert result.consistent == oracle.holds(names)
    if not result.consistent:
        return
    for name, ways in result.countings.items():
        one = oracle.listed[name]
        assert ways == tuple(
            counting
            for counting in ("inclusive", "exclusive")
            if oracle.holds(names, statement(one, oracle.point, counting))
        )
    for point, (low, high) in result.bounds.items():
        variable = oracle.point(point)
        if low is not None:
            assert oracle.holds(names, variable == low)
            assert not oracle.holds(names, variable < low)
        if high is not None:
            assert oracle.holds(names, variable == high)
            assert not oracle.holds(names, variable > high)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(assertions, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(listed: list[Stated], random: Random) -> None:
    told = to_json(check(load({"occurrences": OCCURRENCES, "assertions": listed})))
    random.shuffle(listed)
    assert to_json(check(load({"occurrences": OCCURRENCES, "assertions": listed}))) == told


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(assertions)
def test_one_more_assertion_never_mends_a_problem(listed: list[Stated]) -> None:
    fewer = check(load({"occurrences": OCCURRENCES, "assertions": listed[:-1]}))
    more = check(load({"occurrences": OCCURRENCES, "assertions": listed}))
    assert fewer.consistent or not more.consistent
    assert {one.members for one in fewer.conflicts} <= {one.members for one in more.conflicts}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(assertions)
def test_what_is_said_with_few_steps_is_still_true(listed: list[Stated]) -> None:
    oracle = Oracle(listed)
    for budget in (0, 10, 40, 160):
        result = check(load({"occurrences": OCCURRENCES, "assertions": listed}), budget=budget)
        if result.complete:
            assert [conflict.members for conflict in result.conflicts] == oracle.smallest_conflicts()
        assert all(not oracle.holds(conflict.members) for conflict in result.conflicts)
        if not result.consistent:
            assert not oracle.holds(sorted(oracle.listed))


def test_the_oracle_moves_by_months_as_the_calendar_does() -> None:
    assert add_months(date(2018, 1, 31), 1) == date(2018, 2, 28)
    assert add_months(date(2018, 11, 30), 3) - timedelta(days=1) == date(2019, 2, 27)
