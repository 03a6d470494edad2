"""What is said about time, over the turns of one talk."""

from guwah.instruments.suggestions import Suggestion, material_of, suggest
from guwah.instruments.transcripts import read

TALK = """Talk one
Alice: We opened the bakery in May 2014.
Boris: And when was it shut?
Alice: On 5 June. The next day they came at 3:10 AM, no, for two hours.
Boris: On 7 June, no, on 8 June I was 45 years old, for two days.
Alice: The following week it rained.
"""


def told(kind: str) -> list[tuple[str, object]]:
    found: list[Suggestion] = suggest(material_of(read(TALK.encode(), "talk.txt")), (kind,))
    return [(one.text, one.found.value) for one in found]


def test_a_year_said_in_one_turn_holds_in_the_next() -> None:
    dates = dict(told("date"))
    assert dates["On 5 June"] == {
        "readings": [
            {"edtf": "XXXX-06-05", "basis": "stated"},
            {"edtf": "2014-06-05?", "basis": "year-inferred"},
        ]
    }


def test_the_next_day_is_a_date_where_the_day_before_is_known_and_a_false_start_is_none() -> None:
    dates = told("date")
    assert [words for words, _ in dates] == [
        "in May 2014",
        "On 5 June",
        "The next day",
        "on 8 June",
        "The following week",
    ]
    assert dates[2][1] == {"readings": [{"edtf": "2014-06-06", "basis": "relative-occurrence"}]}


def test_the_following_week_is_a_whole_week() -> None:
    (value,) = [value for words, value in told("date") if words == "The following week"]
    assert value == {"readings": [{"edtf": "2014-06-09/2014-06-15", "basis": "relative-occurrence"}]}


def test_lengths_and_ages_keep_their_values() -> None:
    assert told("duration") == [("two hours", {"iso8601": "PT2H"}), ("two days", {"iso8601": "P2D"})]
    assert told("age") == [("45 years old", {"years": 45, "who": None})]
