import pytest

from guwah.instruments.chronology import BadProblem, load
from guwah.instruments.chronology.problem import Aged, At, Before, Lasts, Point, Within

OCCURRENCES = {"oven": "the oven is lit", "talk": "the talk"}
START = ["oven", "start"]
END = ["oven", "end"]


def problem(*assertions: object) -> dict[str, object]:
    return {"occurrences": OCCURRENCES, "assertions": list(assertions)}


def test_every_form_is_taken_over_in_the_order_of_the_ids() -> None:
    loaded = load(
        problem(
            {"id": "d", "age": 47, "of": START, "at": ["talk", "start"]},
            {"id": "c", "before": [START, END], "strict": True},
            {"id": "b", "from": START, "to": END, "duration": "P4M", "approximate": True},
            {"id": "a", "by": "Alice", "source": None, "at": START, "edtf": "2018"},
        )
    )
    at, lasts, before, aged = loaded.assertions
    assert isinstance(at, At)
    assert (at.id, at.point, at.value.text) == ("a", Point("oven", "start"), "2018")
    assert isinstance(lasts, Lasts)
    assert (str(lasts.duration), lasts.approximate, lasts.end) == ("P4M", True, Point("oven", "end"))
    assert isinstance(before, Before)
    assert (before.earlier, before.later, before.strict) == (
        Point("oven", "start"),
        Point("oven", "end"),
        True,
    )
    assert isinstance(aged, Aged)
    assert (aged.years, aged.birth, aged.said) == (47, Point("oven", "start"), Point("talk", "start"))
    assert loaded.occurrences == OCCURRENCES


def test_hours_are_a_length_by_the_clock() -> None:
    (within,) = load(
        problem({"id": "a", "from": START, "to": END, "duration": "PT3H30M", "approximate": True})
    ).assertions
    assert isinstance(within, Within)
    assert (str(within.length), within.approximate) == ("PT3H30M", True)
    assert (within.start, within.end) == (Point("oven", "start"), Point("oven", "end"))


AT = {"id": "a", "at": START, "edtf": "2018"}
LONG = {"id": "a", "from": START, "to": END, "duration": "P4M"}
AGE = {"id": "a", "age": 4, "of": START, "at": END}
ORDER = {"id": "a", "before": [START, END]}


@pytest.mark.parametrize(
    ("data", "code", "pointer"),
    [
        ([], "not-an-object", ""),
        ({}, "not-an-object", "/occurrences"),
        ({"occurrences": {"a/b~": 1}, "assertions": []}, "not-text", "/occurrences/a~1b~0"),
        ({"occurrences": {}}, "not-a-list", "/assertions"),
        ({"occurrences": {}, "assertions": "none"}, "not-a-list", "/assertions"),
        (problem("x"), "not-an-object", "/assertions/0"),
        (problem({"at": START, "edtf": "2018"}), "no-id", "/assertions/0"),
        (problem({**AT, "id": ""}), "no-id", "/assertions/0"),
        (problem(AT, AT), "id-twice", "/assertions/1/id"),
        (problem({**AT, "by": 3}), "not-text", "/assertions/0/by"),
        (problem({**AT, "source": []}), "not-text", "/assertions/0/source"),
        (problem({"id": "a"}), "unknown-form", "/assertions/0"),
        (problem({**AT, "age": 3}), "unknown-form", "/assertions/0"),
        (problem({**AT, "strict": True}), "unknown-field", "/assertions/0/strict"),
        (problem({**AT, "at": ["oven"]}), "bad-point", "/assertions/0/at"),
        (problem({**AT, "at": "oven"}), "not-a-list", "/assertions/0/at"),
        (problem({**AT, "at": ["oven", "middle"]}), "bad-point", "/assertions/0/at"),
        (problem({**AT, "at": ["roof", "start"]}), "unknown-occurrence", "/assertions/0/at"),
        (problem({**AT, "at": [4, "start"]}), "unknown-occurrence", "/assertions/0/at"),
        (problem({"id": "a", "edtf": "2018"}), "not-a-list", "/assertions/0/at"),
        (problem({**AT, "edtf": 2018}), "not-text", "/assertions/0/edtf"),
        (problem({**AT, "edtf": "2018-02-30"}), "no-such-day", "/assertions/0/edtf"),
        (problem({**AT, "edtf": "{2018,2019}"}), "several-days", "/assertions/0/edtf"),
        (problem({**LONG, "duration": "4M"}), "bad-duration", "/assertions/0/duration"),
        (problem({**LONG, "approximate": "yes"}), "not-true-or-false", "/assertions/0/approximate"),
        (problem({**ORDER, "before": [START]}), "not-a-pair", "/assertions/0/before"),
        (problem({**ORDER, "before": [START, ["oven", 1]]}), "bad-point", "/assertions/0/before/1"),
        (problem({**ORDER, "strict": 1}), "not-true-or-false", "/assertions/0/strict"),
        (problem({**AGE, "age": "4"}), "bad-age", "/assertions/0/age"),
        (problem({**AGE, "age": True}), "bad-age", "/assertions/0/age"),
        (problem({**AGE, "age": -1}), "bad-age", "/assertions/0/age"),
        (problem({**AGE, "age": 1001}), "bad-age", "/assertions/0/age"),
    ],
)
def test_what_is_no_problem_says_where(data: object, code: str, pointer: str) -> None:
    with pytest.raises(BadProblem) as caught:
        load(data)
    assert (caught.value.code, caught.value.pointer) == (code, pointer)


def test_a_set_of_one_date_is_that_date() -> None:
    assert len(load(problem({**AT, "edtf": "{2018}"})).assertions) == 1
