"""English mentions. Alice baked for the school at Elmford; nothing here happened."""

import calendar
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.dates import parse, parse_duration
from guwah.instruments.dates.mentions import find

SESSION = date(2022, 12, 30)  # a Friday


def told(
    text: str, *, session: date | None = None, language: str = "en"
) -> list[tuple[str, str, list[str | None]]]:
    return [
        (
            text[mention.start : mention.end],
            mention.kind,
            [one.edtf or one.duration for one in mention.readings],
        )
        for mention in find(text, language, session=session)
    ]


def values(text: str, session: date | None = None) -> list[str | None]:
    return [value for _, _, listed in told(text, session=session) for value in listed]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The oven broke on May 3, 2016.", ["2016-05-03"]),
        ("the 3rd of May, 2016", ["2016-05-03"]),
        ("Tuesday, 3 May 2016", ["2016-05-03"]),
        ("Sept. 9th of 2016", ["2016-09-09"]),
        ("2016-05-03 in the file name", ["2016-05-03"]),
        ("paid 31/12/2016", ["2016-12-31"]),
        ("paid 4/4/2016", ["2016-04-04"]),
        ("in May 2016", ["2016-05"]),
        ("in early March 2016", ["2016-03-01/2016-03-10", "2016-03"]),
        ("in mid-March 2016", ["2016-03-11/2016-03-20", "2016-03"]),
        ("the end of February 2016", ["2016-02-21/2016-02-29", "2016-02"]),
        ("in 2016, she left", ["2016"]),
        ("in late 2016 she left", ["2016-09/2016-12", "2016"]),
        ("in the summer of 2016", ["2016-22"]),
        ("fall 2016", ["2016-23"]),
        ("in the 1990s", ["199X"]),
        ("around 2016, we think", ["2016~"]),
        ("from 2016 to 2018", ["2016/2018"]),
    ],
)
def test_dates_with_a_year(text: str, expected: list[str]) -> None:
    assert values(text) == expected


def test_a_date_written_in_numbers_has_both_orders() -> None:
    (mention,) = find("It says 3/2/2018 on the licence.", "en")
    assert [(one.edtf, one.assumptions) for one in mention.readings] == [
        ("2018-02-03", ("The day is written before the month.",)),
        ("2018-03-02", ("The month is written before the day.",)),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on October 2 or 3, 2020", ["[2020-10-02,2020-10-03]"]),
        ("October 2 or October 3, 2020", ["[2020-10-02,2020-10-03]"]),
        ("October 31 or November 1, 2020", ["[2020-10-31,2020-11-01]"]),
        ("the 2nd or 3rd of October 2020", ["[2020-10-02,2020-10-03]"]),
        ("in August, or July, of 2021", ["[2021-07,2021-08]"]),
        ("in 2016 or 2017", ["[2016,2017]"]),
        ("a year or two", ["P1Y", "P2Y"]),
        ("2 or 3 months", ["P2M", "P3M"]),
    ],
)
def test_alternatives_are_kept(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("around December 17, 2020", "2020-12-17~"),
        ("maybe on May 3, 2016", "2016-05-03?"),
        ("I think it was about May 2016", "2016-05%"),
        ("perhaps about October 2 or 3, 2020", "[2020-10-02%,2020-10-03%]"),
    ],
)
def test_about_and_maybe_are_marked(text: str, expected: str) -> None:
    assert values(text) == [expected]


def test_a_year_is_inferred_only_with_its_reason() -> None:
    first, second = find("We opened on May 3, 2016. On June 7 the roof leaked.", "en")
    assert [one.basis for one in first.readings] == ["stated"]
    stated, inferred = second.readings
    assert (stated.edtf, stated.basis, stated.assumptions) == ("XXXX-06-07", "stated", ())
    assert (inferred.edtf, inferred.basis) == ("2016-06-07?", "year-inferred")
    assert inferred.assumptions == ("The year is taken from the date said before it.",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On May 3, 2016, and then the 5th.", ["2016-05-03", "XXXX-XX-05", "2016-05-05?"]),
        ("from May to June 2016", ["2016-05/2016-06"]),
        ("since May, and in June 2016", ["XXXX-05", "2016-05?", "2016-06"]),
        ("about June 7 and June 9, 2016", ["XXXX-06-07~", "2016-06-07%", "2016-06-09"]),
        (
            "June 7. " + "Flour, sugar, butter and salt. " * 2 + "It was 2016-05-03.",
            ["XXXX-06-07", "2016-05-03"],
        ),
        ("In 2016. The 5th.", ["2016", "XXXX-XX-05"]),
        ("In February 2015, and on February 29.", ["2015-02", "XXXX-02-29"]),
        (
            "In 2016 or 2017. In May 2018/2019. On June 7.",
            ["[2016,2017]", "2018-05", "XXXX-06-07", "2018-06-07?"],
        ),
        ("In the 1990s, on June 7.", ["199X", "XXXX-06-07"]),
        ("On June 7 for two days.", ["XXXX-06-07", "P2D"]),
        (
            "On June 7, then on June 9, in 2016",
            ["XXXX-06-07", "2016-06-07?", "2016-06-09"],
        ),
        ("October 2 or 3. In 2016.", ["[XXXX-10-02,XXXX-10-03]", "[2016-10-02?,2016-10-03?]", "2016"]),
    ],
)
def test_where_a_missing_year_comes_from(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Jun baked with April and May Lin.",
        "June said that April was ill, and August came.",
        "In May Lin's kitchen it was warm.",
        "We may march in the rain.",
        "Document 2679 and licence No. 2018 hang there.",
        "It cost 2016 crowns, in 2000 small coins.",
        "The 3rd floor, the 5th grade.",
        "every day, one day, some days",
        "February 30, 2018",
        "on the 20th century",
        "May 70 people came? No: 70 did.",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for 2 years and 23 days", ["P2Y23D"]),
        ("two years and twenty-three days", ["P2Y23D"]),
        ("2 years, 3 months and 5 days", ["P2Y3M5D"]),
        ("three weeks", ["P3W"]),
        ("a year and a half", ["P1Y6M"]),
        ("a month and a half", ["P1M15D"]),
        ("a week and a half", ["P1W4D"]),
        ("2 and a half years", []),
        ("two and a half years", []),
        ("half a year", ["P6M"]),
        ("a three-month course", ["P3M"]),
        ("for one day", ["P1D"]),
    ],
)
def test_durations(text: str, expected: list[str]) -> None:
    found = [value for value in values(text) if expected]
    assert found == expected
    assert all(kind == "duration" for _, kind, _ in told(text))


def test_a_duration_is_never_a_date() -> None:
    text = "2 years and 23 days, 20 years, 12 months, 2000 days"
    assert {kind for _, kind, _ in told(text)} == {"duration"}


def test_about_a_duration_is_kept_beside_it() -> None:
    (mention,) = find("about four months", "en")
    assert (mention.readings[0].duration, mention.readings[0].approximate) == ("P4M", True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She is 47 years old.", "P47Y"),
        ("a 12-year-old", "P12Y"),
        ("I'm 47.", "P47Y"),
        ("I was 23 then", "P23Y"),
        ("at the age of 9", "P9Y"),
        ("he turned 31", "P31Y"),
        ("Widowed at twenty-six, she sold the loom.", "P26Y"),
        ("a lad of fifteen", "P15Y"),
        ("my nephew is thirteen.", "P13Y"),
        ("Agata Lind (33)", "P33Y"),
    ],
)
def test_ages(text: str, expected: str) -> None:
    assert [(kind, listed) for _, kind, listed in told(text)] == [("age", [expected])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday", "2022-12-29"),
        ("the day before yesterday", "2022-12-28"),
        ("two days ago", "2022-12-28"),
        ("about two days ago", "2022-12-28~"),
        ("three weeks ago", "2022-12-09"),
        ("two months ago", "2022-10"),
        ("5 years ago", "2017"),
        ("last Friday", "2022-12-23"),
        ("last Monday", "2022-12-26"),
        ("last week", "2022-12-19/2022-12-25"),
        ("last month", "2022-11"),
        ("last year", "2021"),
    ],
)
def test_dates_told_from_the_day_of_the_talk(text: str, expected: str) -> None:
    assert values(text, session=SESSION) == [expected]
    (mention,) = find(text, "en")
    open_until_then = "XXXX" if text == "last year" else "XXXX-XX-XX"
    assert (mention.kind, mention.readings[0].edtf) == ("relative", open_until_then)
    assert mention.readings[0].basis == "relative-session"


@pytest.mark.parametrize(
    ("text", "length", "way"),
    [
        ("two months later", "P2M", "on"),
        ("three days after", "P3D", "on"),
        ("three days earlier", "P3D", "back"),
        ("the next day", "P1D", "on"),
        ("the same day", "P0D", "on"),
        ("the previous day", "P1D", "back"),
        ("the day before", "P1D", "back"),
    ],
)
def test_orders_told_from_what_was_told(text: str, length: str, way: str) -> None:
    (mention,) = find(text, "en")
    reading = mention.readings[0]
    assert (mention.kind, reading.duration, reading.basis) == ("order", length, "relative-occurrence")
    assert reading.assumptions == (f"Counted {way} from what was told before.",)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("On April 6— April 7, 2019", "asserted"),
        ("on the 6th, no, the 7th.", "self-corrected"),
        ("In 2016, sorry, in 2017, we opened", "self-corrected"),
        ("May 6 -- on May 7", "asserted"),
    ],
)
def test_a_false_start_is_not_attached(text: str, status: str) -> None:
    first, second = find(text, "en")
    assert (first.status, first.readings) == ("abandoned", ())
    assert (second.status, second.readings != ()) == (status, True)


def test_a_list_is_no_false_start() -> None:
    assert [mention.status for mention in find("On May 6, May 7 and May 9, no bread.", "en")] == [
        "asserted"
    ] * 3
    assert [mention.status for mention in find("in 2016 — two years", "en")] == ["asserted"] * 2


def test_other_languages_find_nothing() -> None:
    assert find("2018-03-02", "fr") == []


@given(st.text(alphabet="JuneMay or2018,the 3rd-of daysyearsago—no", max_size=60))
def test_mentions_stand_in_order_and_can_be_read(text: str) -> None:
    found = find(text, "en", session=SESSION)
    for one, other in pairwise(found):
        assert one.end <= other.start
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        for reading in mention.readings:
            assert (reading.edtf is None) != (reading.duration is None)
            if reading.edtf is not None:
                parse(reading.edtf)
            else:
                parse_duration(reading.duration or "")


@pytest.mark.seeds
def test_every_full_date_of_the_seeds_is_found_with_its_value(seeds: Path) -> None:
    months = list(calendar.month_name)[1:]
    for file in sorted(seeds.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        found = find(text, "en")
        for match in re.finditer(rf"({'|'.join(months)}) (\d\d?), (\d{{4}})", text):
            expected = f"{match[3]}-{months.index(match[1]) + 1:02}-{int(match[2]):02}"
            here = [
                one
                for one in found
                if one.start <= match.start() < one.end or one.start < match.end() <= one.end
            ]
            assert any(expected in (reading.edtf or "") for one in here for reading in one.readings), (
                match.start()
            )
