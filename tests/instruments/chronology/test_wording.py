"""Parts of a conflict and its English say the same. Bob runs a bakery in Elmford; nothing here happened."""

import pytest

from guwah.instruments.chronology import Because, Conflict, Said, check, load

START, END = ("the closure", "start"), ("the closure", "end")
FROM_TO = "from the start of “the closure” to the end of “the closure”"
FORMS = [
    (Said("a", "date", (START,), "2019-04-07"), "the start of “the closure” is 7 April 2019"),
    (
        Said("a", "duration", (START, END), "P4M"),
        f"{FROM_TO} it is 4 months, first day counted or not",
    ),
    (
        Said("a", "duration", (START, END), "P4M", marked=True),
        f"{FROM_TO} it is about 4 months, first day counted or not",
    ),
    (Said("a", "duration", (START, END), "PT3H"), f"{FROM_TO} it is 3 hours by the clock"),
    (
        Said("a", "duration", (START, END), "PT90M", marked=True),
        f"{FROM_TO} it is about 1 hour and 30 minutes by the clock",
    ),
    (
        Said("a", "before", (END, START), marked=True),
        "the end of “the closure” is before the start of “the closure”",
    ),
    (
        Said("a", "before", (END, START)),
        "the end of “the closure” is before or on the day of the start of “the closure”",
    ),
    (
        Said("a", "age", (START, END), "41"),
        "41 years old at the end of “the closure”, born at the start of “the closure”, however counted",
    ),
]


@pytest.mark.parametrize(("said", "words"), FORMS)
def test_every_kind_of_part_has_its_english(said: Said, words: str) -> None:
    alone = Conflict(("a",), "hard", None, (Because((said,), ()),))
    assert alone.why == f"This cannot be true. a: {words}."


def test_what_was_said_comes_back_in_parts() -> None:
    first, last = ["o", "start"], ["o", "end"]
    problem = {
        "occurrences": {"o": "the closure"},
        "assertions": [
            {"id": "a", "at": first, "edtf": "2019-04-07"},
            {"id": "b", "at": last, "edtf": "2019-03-01"},
            {"id": "c", "before": [last, first], "strict": True},
            {"id": "d", "from": first, "to": last, "duration": "P1Y3D", "approximate": True},
            {"id": "e", "age": 41, "of": last, "at": first},
            {"id": "f", "at": last, "edtf": "2031"},
        ],
    }
    found = check(load(problem)).conflicts
    parts = {one.id: one for conflict in found for because in conflict.because for one in because.said}
    assert parts == {
        "a": Said("a", "date", (START,), "2019-04-07"),
        "b": Said("b", "date", (END,), "2019-03-01"),
        "c": Said("c", "before", (END, START), marked=True),
        "d": Said("d", "duration", (START, END), "P1Y3D", marked=True),
        "e": Said("e", "age", (END, START), "41"),
        "f": Said("f", "date", (END,), "2031"),
    }
    (ends_too_soon,) = (one for one in found if one.members == ("a", "b"))
    assert ends_too_soon.because[0].granted == ("the closure",)
    assert ends_too_soon.why.endswith("“the closure” cannot end before it starts.")


def test_other_ways_of_taking_it_follow() -> None:
    ways = tuple(Because((Said("a", "age", (START, END), years),), ("the closure",)) for years in ("4", "5"))
    first, second = Conflict(("a",), "hard", None, ways).why.split(" Taken another way: ")
    assert "4 years old" in first
    assert "5 years old" in second
