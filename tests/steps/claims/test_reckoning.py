from __future__ import annotations

import pytest

from guwah.steps.claims.reckoning import MOST_WAYS, Stated, answer, compile_readings

TITLES = {"o": "Closed", "p": "Opened"}
START, END = ("o", "start"), ("o", "end")


def test_one_reading_is_one_assertion_under_the_id_of_its_claim() -> None:
    compiled = compile_readings(TITLES, [Stated(7, "c1", "date", "2011-05-05", START)])
    assert compiled.whole
    assert compiled.readings == {"c1": (7,)}
    assert [one.id for one in compiled.problems[0].assertions] == ["c1"]


def test_a_claim_that_says_two_things_has_two_assertions() -> None:
    compiled = compile_readings(
        TITLES, [Stated(1, "c", "date", "2011", START), Stated(2, "c", "date", "2012", END)]
    )
    assert compiled.readings == {"c#1": (1,), "c#2": (2,)}
    assert compiled.claims == {"c#1": "c", "c#2": "c"}


@pytest.mark.parametrize(
    ("values", "days"),
    [
        (("2011-05-05", "2011-05-09"), ["2011-05-05", "2011-05-09"]),
        (("[2011-05-05,2011-05-07]", "2011-05-09"), ["2011-05-05", "2011-05-09"]),
        (("2011-05-05/2011-05-07", "2011-05-09"), ["2011-05-05", "2011-05-09"]),
        (("2011-05-05/..", "2011-05-01"), ["2011-05-01", None]),
        (("../2011-05-05", "2011-05-09"), [None, "2011-05-09"]),
    ],
)
def test_alternative_dates_are_one_of_them(values: tuple[str, str], days: list[str | None]) -> None:
    stated = [Stated(number, "c", "date", value, START) for number, value in enumerate(values)]
    found = answer(compile_readings(TITLES, stated))
    assert found["consistent"]
    assert found["bounds"]["o"]["start"] == days


def test_alternative_durations_are_taken_one_at_a_time() -> None:
    ends = [Stated(1, "a", "date", "2011-05-05", START), Stated(2, "b", "date", "2011-05-15", END)]
    lasting = [Stated(n, "c", "duration", f"P{n}D", START, END) for n in (10, 30)]
    fits = answer(compile_readings(TITLES, [*ends, *lasting]))
    assert fits["consistent"]
    assert fits["conflicts"] == []
    assert fits["countings"]["c"]
    wrong = [Stated(n, "c", "duration", f"P{n}D", START, END) for n in (30, 40)]
    fails = answer(compile_readings(TITLES, [*ends, *wrong]))
    assert [one["claims"] for one in fails["conflicts"]] == [["a", "b", "c"]]
    assert fails["conflicts"][0]["readings"] == [1, 2, 30, 40]
    assert "Taken another way:" in fails["conflicts"][0]["why"]


def test_a_conflict_apart_from_the_alternatives_is_told_once() -> None:
    stated = [
        Stated(1, "a", "date", "2011-05-05", START),
        Stated(2, "b", "date", "2011-05-06", START),
        Stated(3, "c", "duration", "P10D", ("p", "start"), ("p", "end")),
        Stated(4, "c", "duration", "P20D", ("p", "start"), ("p", "end")),
        Stated(5, "d", "date", "2012-01-01", ("p", "start")),
    ]
    found = answer(compile_readings(TITLES, stated))
    assert [one["claims"] for one in found["conflicts"]] == [["a", "b"]]
    assert "another way" not in found["conflicts"][0]["why"]
    assert found["bounds"]["p"]["end"] == ["2012-01-10", "2012-01-21"]


def test_a_set_that_fails_each_way_for_another_reason_is_united() -> None:
    stated = [
        Stated(1, "a", "date", "2011-05-05", START),
        Stated(2, "b", "date", "2011-05-15", END),
        Stated(3, "n", "duration", "P3D", START, END),
        Stated(4, "n", "duration", "P9M", START, END),
        Stated(5, "q", "order", "before", END, START),
    ]
    found = answer(compile_readings(TITLES, stated))
    assert ["a", "b", "n"] in [one["claims"] for one in found["conflicts"]]
    for one in found["conflicts"]:
        others = [set(other["claims"]) for other in found["conflicts"] if other is not one]
        assert not any(other <= set(one["claims"]) for other in others)


def test_an_age_may_be_counted_in_several_ways_and_all_are_told() -> None:
    stated = [
        Stated(1, "born", "date", "1977-03-02", START),
        Stated(2, "then", "date", "2022-12-30", END),
        Stated(3, "age", "age", "46", START, END),
    ]
    assert "nominal" in answer(compile_readings(TITLES, stated))["conventions"]["age"]


def test_an_order_may_be_strict() -> None:
    same_day = [Stated(1, "a", "date", "2011", START), Stated(2, "b", "date", "2011", END)]
    for value, consistent in (("before", True), ("strictly-before", True)):
        order = Stated(3, "c", "order", value, START, END)
        assert answer(compile_readings(TITLES, [*same_day, order]))["consistent"] is consistent
    exact = [Stated(1, "a", "date", "2011-05-05", START), Stated(2, "b", "date", "2011-05-05", END)]
    strict = Stated(3, "c", "order", "strictly-before", START, END)
    assert not answer(compile_readings(TITLES, [*exact, strict]))["consistent"]


def test_too_many_alternatives_are_told_and_never_passed_over_silently() -> None:
    stated = [
        Stated(10 * claim + way, f"c{claim}", "duration", f"P{way + 1}D", START, END)
        for claim in range(6)
        for way in range(2)
    ]
    compiled = compile_readings(TITLES, stated)
    assert MOST_WAYS < 2**6
    assert len(compiled.problems) == 1
    assert not answer(compiled)["complete"]


def test_nothing_said_is_consistent() -> None:
    found = answer(compile_readings({}, []))
    assert (found["consistent"], found["complete"], found["conflicts"]) == (True, True, [])
