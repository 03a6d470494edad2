"""A budget of steps: counted, not timed, and honest about what was left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.chronology import Result, check, load
from guwah.instruments.chronology.fitting import fitting_amid, smallest
from guwah.instruments.chronology.knots import Knot
from guwah.instruments.chronology.network import Budget
from guwah.instruments.chronology.problem import Assertion
from guwah.instruments.chronology.wording import describe

POINTS = [[name, end] for name in ("bakery", "stall") for end in ("start", "end")]
OCCURRENCES = {"bakery": "the bakery is open", "stall": "the stall stands", "birth": "a birth"}
TORN: list[dict[str, object]] = [
    {"id": "a", "at": POINTS[0], "edtf": "2018-03-02"},
    {"id": "b", "at": POINTS[0], "edtf": "2018-03-09"},
    {"id": "c", "at": POINTS[1], "edtf": "2018-05-01"},
    {"id": "d", "from": POINTS[0], "to": POINTS[1], "duration": "P2M"},
    {"id": "e", "before": [POINTS[1], POINTS[2]], "strict": True},
    {"id": "f", "before": [POINTS[3], POINTS[0]], "strict": True},
    {"id": "g", "age": 30, "of": ["birth", "start"], "at": POINTS[0]},
    {"id": "h", "at": ["birth", "start"], "edtf": "1980"},
]
WHOLE: list[dict[str, object]] = [TORN[0], TORN[2], TORN[3], TORN[4], {**TORN[6], "age": 37}, TORN[7]]


def solved(listed: list[dict[str, object]], budget: int) -> Result:
    return check(load({"occurrences": OCCURRENCES, "assertions": listed}), budget=budget)


@pytest.mark.parametrize("listed", [TORN, WHOLE])
def test_with_any_budget_what_is_said_is_true(listed: list[dict[str, object]]) -> None:
    full = solved(listed, 120_000)
    assert full.complete
    smallest = [set(conflict.members) for conflict in full.conflicts]
    seen = set()
    for budget in [*range(0, 400, 23), *range(400, 6000, 400)]:
        result = solved(listed, budget)
        seen.add((result.complete, result.consistent))
        if result.complete:
            assert result == full
        if not result.consistent:
            assert not full.consistent
        for conflict in result.conflicts:
            assert any(one <= set(conflict.members) for one in smallest)
        assert set(result.countings) == set(full.countings)
        for name, ways in full.countings.items():
            assert result.complete or set(ways) <= set(result.countings[name])
    assert (False, full.consistent) in seen
    assert (True, full.consistent) in seen


def test_many_orders_in_a_dense_circle_stop_in_time_and_say_so() -> None:
    names = [f"e{place:02}" for place in range(20)]
    listed: list[dict[str, object]] = [
        {"id": f"{one}-{other}", "before": [[one, "start"], [other, "start"]], "strict": True}
        for one in names
        for other in names
        if one < other
    ]
    problem = {"occurrences": dict.fromkeys(names, "a delivery"), "assertions": listed}
    assert check(load(problem), budget=2000).consistent
    listed.append({"id": "back", "before": [["e19", "start"], ["e00", "start"]]})
    result = check(load(problem), budget=20_000)
    assert (result.consistent, result.complete) == (False, False)
    assert result.conflicts
    assert all("back" in conflict.members for conflict in result.conflicts)


def test_more_ages_than_can_be_tried_leave_bounds_open() -> None:
    names = [f"t{place}" for place in range(9)]
    listed: list[dict[str, object]] = [
        {"id": f"a{name}", "age": 30, "of": ["birth", "start"], "at": [name, "start"]} for name in names
    ]
    result = check(load({"occurrences": OCCURRENCES | dict.fromkeys(names, "a talk"), "assertions": listed}))
    assert (result.consistent, result.complete) == (True, False)
    assert set(result.conventions.values()) == {("completed", "nominal", "lunar")}
    assert set(result.bounds.values()) == {(None, None)}


def test_two_hundred_statements_in_one_knot_are_solved_whole() -> None:
    names = [f"e{place:03}" for place in range(80)]
    listed: list[dict[str, object]] = []
    for place, name in enumerate(names):
        month, day = place // 28 + 1, place % 28 + 1
        listed.append({"id": f"at{name}", "at": [name, "start"], "edtf": f"2018-{month:02}-{day:02}"})
        listed.append({"id": f"for{name}", "from": [name, "start"], "to": [name, "end"], "duration": "P3D"})
        if place:
            listed.append({"id": f"in{name}", "before": [[names[place - 1], "start"], [name, "start"]]})
    listed.append({"id": "wrong", "at": ["e040", "start"], "edtf": "2018-02-01"})
    result = check(load({"occurrences": dict.fromkeys(names, "a delivery"), "assertions": listed}))
    assert (result.consistent, result.complete) == (False, True)
    assert ("ate040", "wrong") in [conflict.members for conflict in result.conflicts]
    assert all("wrong" in conflict.members for conflict in result.conflicts)


@given(st.sampled_from([[0, 1], [0, 2, 3], [4, 5]]))
def test_a_conflict_is_described_even_without_steps(places: list[int]) -> None:
    loaded = load({"occurrences": OCCURRENCES, "assertions": [TORN[place] for place in places]})
    members: list[Assertion] = list(loaded.assertions)
    assert describe(members, OCCURRENCES, steps=0).grade == "hard"


def test_ways_of_counting_that_could_not_be_looked_at_are_kept() -> None:
    ends: list[dict[str, object]] = [
        {"id": f"e{day}", "at": POINTS[1], "edtf": f"2018-05-{day:02}"} for day in (1, 2, 3)
    ]
    loaded = load({"occurrences": OCCURRENCES, "assertions": [TORN[0], TORN[3], TORN[6], *ends]})
    knot = Knot(loaded.assertions)
    masks, whole = knot.conflicts(Budget(100_000))
    full, sure = fitting_amid(knot, masks, Budget(100_000))
    assert (whole, sure, full["d"]) == (True, True, ("inclusive", "exclusive"))
    for steps in range(0, 3000, 20):
        fits, sure = fitting_amid(knot, masks, Budget(steps))
        assert all(set(full[name]) <= set(fits[name]) for name in full)
        assert not sure or fits == full
    assert sure
    assert fitting_amid(knot, masks, Budget(0))[1] is False


def chain(size: int) -> list[dict[str, object]]:
    """Orders in a line that is one circle too long, with statements at its side that it does not need."""
    names = [f"e{place:02}" for place in range(size)]
    circle: list[dict[str, object]] = [
        {"id": one, "before": [[one, "start"], [other, "start"]], "strict": True}
        for one, other in zip(names, [*names[1:], names[0]], strict=True)
    ]
    return circle + [{"id": f"{name}x", "at": [name, "end"], "edtf": "2015/.."} for name in names]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 6, 11])
def test_a_conflict_shrinks_to_nothing_but_what_it_needs(size: int) -> None:
    names = [f"e{place:02}" for place in range(size)]
    loaded = load({"occurrences": dict.fromkeys(names, "a delivery"), "assertions": chain(size)})
    knot = Knot(loaded.assertions)
    needed = sum(1 << place for place, one in enumerate(knot.assertions) if not one.id.endswith("x"))
    assert smallest(knot, {knot.everything}, Budget(1_000_000)) == {needed}
    assert smallest(knot, set(), Budget(1_000_000)) == {needed}
    budget = Budget(0)
    assert smallest(knot, {knot.everything}, budget) <= {knot.everything, needed}
