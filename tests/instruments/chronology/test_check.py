"""What the engine says about small cases. Bob runs a bakery in Elmford; nothing here happened."""

import pytest

from guwah.instruments.chronology import Result, check, load, to_json
from guwah.instruments.chronology.problem import Point

OCCURRENCES = {"closure": "the closure", "talk": "the talk", "visit": "the visit", "birth": "Bob's birth"}
START, END = ["closure", "start"], ["closure", "end"]


def at(name: str, point: list[str], edtf: str) -> dict[str, object]:
    return {"id": name, "at": point, "edtf": edtf}


def lasts(name: str, duration: str, *, approximate: bool = False) -> dict[str, object]:
    return {"id": name, "from": START, "to": END, "duration": duration, "approximate": approximate}


def before(name: str, earlier: list[str], later: list[str], *, strict: bool = True) -> dict[str, object]:
    return {"id": name, "before": [earlier, later], "strict": strict}


def solved(*assertions: dict[str, object], budget: int = 120_000) -> Result:
    return check(load({"occurrences": OCCURRENCES, "assertions": list(assertions)}), budget=budget)


def members(result: Result) -> list[tuple[str, ...]]:
    return [conflict.members for conflict in result.conflicts]


def test_two_years_and_23_days_fit_when_both_end_days_count() -> None:
    told = to_json(solved(at("a", START, "2017-09-26"), at("b", END, "2019-10-18"), lasts("c", "P2Y23D")))
    assert told["consistent"]
    assert told["complete"]
    assert told["conflicts"] == []
    assert told["countings"] == {"c": ["inclusive"]}
    assert told["bounds"]["closure"] == {
        "start": ["2017-09-26", "2017-09-26"],
        "end": ["2019-10-18", "2019-10-18"],
    }
    assert told["bounds"]["visit"] == {"start": [None, None], "end": [None, None]}


def test_one_end_on_two_days_is_a_hard_conflict() -> None:
    result = solved(at("a", END, "2019-04-07"), at("b", END, "2019-10-18"))
    (conflict,) = result.conflicts
    assert not result.consistent
    assert (conflict.members, conflict.grade, conflict.convention) == (("a", "b"), "hard", None)
    assert conflict.why == (
        "These cannot all be true. a: the end of “the closure” is 7 April 2019. "
        "b: the end of “the closure” is 18 October 2019."
    )


def test_a_conflict_beside_a_duration_does_not_hide_its_counting() -> None:
    result = solved(
        at("a", START, "2017-09-26"),
        at("b", END, "2019-10-18"),
        at("c", END, "2019-04-07"),
        lasts("d", "P2Y23D"),
    )
    assert members(result) == [("b", "c"), ("a", "c", "d")]
    assert result.countings == {"d": ("inclusive",)}
    assert result.conflicts[1].convention == "inclusive, exclusive"
    assert "it is 2 years and 23 days, first day counted or not" in result.conflicts[1].why


@pytest.mark.parametrize(
    ("duration", "countings"), [("P2Y23D", ("inclusive",)), ("P2Y22D", ("exclusive",)), ("P3Y", ())]
)
def test_a_counting_that_fits_one_of_three_sides(duration: str, countings: tuple[str, ...]) -> None:
    result = solved(
        at("a", END, "2019-04-07"),
        at("b", END, "2019-10-18"),
        at("c", END, "2020-01-01"),
        at("s", START, "2017-09-26"),
        lasts("z", duration),
    )
    assert {("a", "b"), ("a", "c"), ("b", "c")} <= set(members(result))
    assert result.countings == {"z": countings}


def test_a_counting_that_fits_no_way_to_settle_what_else_is_said() -> None:
    talk = ["talk", "start"]
    result = solved(
        at("a", END, "2018-03-10"),
        at("b", END, "2018-03-20"),
        at("c", talk, "2018-03-10"),
        at("d", talk, "2018-03-20"),
        at("s", START, "2018-03-01"),
        lasts("z", "P15D"),
        before("x", END, talk, strict=False),
        before("y", talk, END, strict=False),
    )
    assert result.countings == {"z": ()}


@pytest.mark.parametrize(
    ("end", "countings"),
    [("2016-03-31", ("inclusive",)), ("2016-04-01", ("exclusive",)), ("2016-03-30", ()), ("2016-04-02", ())],
)
def test_a_month_is_a_calendar_month(end: str, countings: tuple[str, ...]) -> None:
    result = solved(at("a", START, "2016-03-01"), at("b", END, end), lasts("c", "P1M"))
    assert result.countings == {"c": countings}
    assert result.consistent == bool(countings)


def test_a_duration_alone_fits_either_way() -> None:
    assert solved(lasts("c", "P1M")).countings == {"c": ("inclusive", "exclusive")}
    assert solved(lasts("c", "P0D")).countings == {"c": ("exclusive",)}
    assert solved(lasts("c", "P1D")).countings == {"c": ("inclusive", "exclusive")}


@pytest.mark.parametrize(
    ("end", "fits", "grade"),
    [
        ("2018-04-15", True, ""),  # 105 days counted inclusively
        ("2018-04-14", False, "some-readings"),
        ("2018-05-21", True, ""),  # 140 days later
        ("2018-05-22", False, "some-readings"),
        ("2020-05-21", False, "hard"),
    ],
)
def test_about_four_months(end: str, *, fits: bool, grade: str) -> None:
    result = solved(at("a", START, "2018-01-01"), at("b", END, end), lasts("c", "P4M", approximate=True))
    assert result.consistent == fits
    assert [conflict.grade for conflict in result.conflicts] == [grade] * (not fits)
    assert all("about 4 months" in conflict.why for conflict in result.conflicts)


def test_about_a_date_and_doubt_grade_a_conflict() -> None:
    assert solved(at("a", END, "2018-03-10~"), at("b", END, "2018-03-13")).consistent
    assert (
        solved(at("a", END, "2018-03-10~"), at("b", END, "2018-03-14")).conflicts[0].grade == "some-readings"
    )
    assert solved(at("a", END, "2018-03-10~"), at("b", END, "2018-05-14")).conflicts[0].grade == "hard"
    assert solved(at("a", END, "2018-03-10?"), at("b", END, "2018-03-14")).conflicts[0].grade == "question"


def test_an_end_before_its_start_is_explained() -> None:
    (conflict,) = solved(at("a", START, "2018-03-10"), at("b", END, "2018-03-09")).conflicts
    assert conflict.members == ("a", "b")
    assert conflict.why.endswith("“the closure” cannot end before it starts.")


@pytest.mark.parametrize(
    ("edtf", "day", "fits"),
    [
        ("[2018-03-02,2018-03-05]", "2018-03-05", True),
        ("[2018-03-02,2018-03-05]", "2018-03-03", False),
        ("2018-XX-15", "2018-04-15", True),
        ("2018-XX-15", "2018-04-16", False),
        ("2018-03-XX", "2018-03-31", True),
        ("2018-24", "2019-02-28", True),
        ("2018-24", "2018-06-01", False),
        ("2018-03-02/..", "2030-01-01", True),
        ("../2018-03-02", "2018-03-03", False),
        ("XXXX-10-02", "2022-10-02", True),
    ],
)
def test_a_point_lies_somewhere_within_its_value(edtf: str, day: str, *, fits: bool) -> None:
    assert solved(at("a", END, edtf), at("b", END, day)).consistent == fits


def test_alternatives_narrow_together() -> None:
    result = solved(
        at("a", START, "[2018-03-02,2018-03-09]"), at("b", END, "[2018-03-05,2018-03-12]"), lasts("c", "P4D")
    )
    assert result.consistent
    told = to_json(result)["bounds"]["closure"]
    assert told == {"start": ["2018-03-02", "2018-03-09"], "end": ["2018-03-05", "2018-03-12"]}
    torn = solved(
        at("a", START, "[2018-03-02,2018-03-09]"), at("b", END, "[2018-03-04,2018-03-15]"), lasts("c", "P5D")
    )
    assert members(torn) == [("a", "b", "c")]


def test_orders_that_run_in_a_circle() -> None:
    points = [["closure", "end"], ["talk", "start"], ["visit", "start"]]
    result = solved(
        before("a", points[0], points[1]),
        before("b", points[1], points[2]),
        before("c", points[2], points[0], strict=False),
    )
    assert members(result) == [("a", "b", "c")]
    assert "before or on the day of" in result.conflicts[0].why
    pairs = zip("abc", points, points[1:] + points[:1], strict=True)
    loose = [before(name, one, other, strict=False) for name, one, other in pairs]
    assert solved(*loose).consistent


@pytest.mark.parametrize(
    "assertion",
    [
        before("a", START, START),
        {"id": "a", "from": START, "to": START, "duration": "P5D"},
        {"id": "a", "from": END, "to": START, "duration": "P5D"},
        {"id": "a", "age": 5, "of": START, "at": START},
    ],
)
def test_one_assertion_can_contradict_itself(assertion: dict[str, object]) -> None:
    result = solved(assertion)
    assert members(result) == [("a",)]
    assert result.conflicts[0].why.startswith("This cannot be true. ")
    assert [*result.countings.values(), *result.conventions.values()] in ([], [()])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("P2Y", "P2Y3D"),
        ("P1M", "P26D"),
        ("P1M1D", "P1M3D"),
        ("P50Y", "P50Y9D"),
        ("P120Y", "P120Y9D"),
        ("P3M", "P3M3D"),
    ],
)
def test_two_lengths_of_one_thing_without_any_date(one: str, other: str) -> None:
    result = solved(lasts("a", one), lasts("b", other))
    assert result.complete
    assert members(result) == [("a", "b")]


def test_a_month_and_28_days_meet_in_february_only() -> None:
    assert solved(lasts("a", "P1M"), lasts("b", "P28D"), at("c", START, "2018-02")).consistent
    torn = solved(lasts("a", "P1M"), lasts("b", "P28D"), at("c", START, "2018-07"))
    assert members(torn) == [("a", "b", "c")]
    assert solved(lasts("a", "P1M"), lasts("b", "P28D"), at("c", START, "2018-03/..")).bounds[
        Point("closure", "start")
    ] != (None, None)


def test_knots_are_solved_apart() -> None:
    result = solved(
        at("a", END, "2018"),
        at("b", END, "2019"),
        at("c", ["visit", "start"], "2018-05"),
        before("d", ["visit", "end"], ["talk", "start"]),
    )
    told = to_json(result)["bounds"]
    assert members(result) == [("a", "b")]
    assert told["closure"]["end"] == [None, None]
    assert told["visit"] == {"start": ["2018-05-01", "2018-05-31"], "end": ["2018-05-01", None]}
    assert told["talk"]["start"] == ["2018-05-02", None]


def test_bounds_amid_a_conflict_come_from_what_is_in_none() -> None:
    result = solved(at("a", END, "2018"), at("b", END, "2019"), at("c", START, "2017-05-03"))
    assert to_json(result)["bounds"]["closure"] == {
        "start": ["2017-05-03", "2017-05-03"],
        "end": ["2017-05-03", None],
    }


def test_nothing_said_is_consistent() -> None:
    result = solved()
    assert (result.consistent, result.complete, result.conflicts) == (True, True, ())
