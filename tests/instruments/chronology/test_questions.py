"""The next questions: the fewest points in time that all contradictions hang on, the heaviest first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.chronology.questions import Question, questions

SETS = st.dictionaries(st.integers(0, 9), st.lists(st.sampled_from("abcdef"), max_size=4), max_size=8)


def test_the_point_in_most_conflicts_is_asked_about_first_and_settled_ones_are_left_out() -> None:
    told = questions({1: ["a", "b"], 2: ["b", "c"], 3: ["c", "b"], 4: ["d"]}, 9)
    assert told == [Question("b", (1, 2, 3)), Question("d", (4,))]


def test_of_points_that_stand_in_as_many_the_one_met_first_is_asked_about() -> None:
    assert questions({1: ["b", "a"], 2: ["a", "b"]}, 9) == [Question("b", (1, 2))]


def test_there_are_no_more_than_are_wanted_and_none_without_conflicts() -> None:
    assert len(questions({1: "a", 2: "b", 3: "c"}, 2)) == 2
    assert questions({}, 3) == []
    assert questions({1: []}, 3) == []


def test_a_point_named_twice_in_a_conflict_counts_once() -> None:
    assert questions({1: ["a", "a"], 2: ["b"], 3: ["b"]}, 1) == [Question("b", (2, 3))]


@given(SETS)
def test_every_conflict_is_in_exactly_one_question_and_none_weighs_more_than_the_one_before(
    conflicts: dict[int, list[str]],
) -> None:
    told = questions(conflicts, 99)
    seen = [name for one in told for name in one.conflicts]
    assert sorted(seen) == sorted(name for name, points in conflicts.items() if points)
    sizes = [len(one.conflicts) for one in told]
    assert sizes == sorted(sizes, reverse=True)
    assert all(one.about in conflicts[name] for one in told for name in one.conflicts)
