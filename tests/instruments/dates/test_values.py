from datetime import date

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.dates import NotADate, parse
from guwah.instruments.dates.civil import iso


def runs(text: str, stretch: int = 0) -> list[tuple[str | None, ...]]:
    return [
        tuple(None if day is None else iso(day) for day in run) for run in parse(text).reach(stretch).runs
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2018-03-02",
        "2018-03",
        "2018",
        "0000",
        "-0044",
        "2018-03-XX",
        "20XX",
        "201X",
        "2018-XX-XX",
        "2018-21",
        "2018-22",
        "2018-23",
        "2018-33",
        "2018-36",
        "2018-37",
        "2018-40",
        "2018-41",
        "2018-25",
        "2018-29",
        "2018-31",
        "2018-32",
        "2018?",
        "2018-03-02~",
        "2018-03-02%",
        "2018?-03-02",
        "2018-~03-02",
        "[2018-03-02,2018-03-03]",
        "[2018-03..2018-05]",
        "2017-09-26/2019-10-18",
        "2018-03/2018-05",
        "Y17E7",
        "Y-170000002",
        "156X-12-25",
        "2018-XX-15",
        "XXXX-10-02",
        "15XX-12-XX",
        "2018-03-02T10:00:00",
        "2018-03-02T10:00:00Z",
        "{2018,2019}",
    ],
)
def test_first_and_last_day_are_those_of_the_edtf_library(text: str) -> None:
    theirs, ours = edtf.parse_edtf(text), parse(text).days
    pairs = ((theirs.lower_strict(), ours.first), (theirs.upper_strict(), ours.last))
    for their_day, our_day in pairs:
        assert our_day is not None
        year, month, day = tuple(their_day)[:3]
        sign = "-" if year < 0 else ""
        long = "Y" if abs(year) > 9999 else ""
        assert iso(our_day) == f"{long}{sign}{abs(year):04}-{month:02}-{day:02}"


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_plain_day_is_itself(day: date) -> None:
    value = parse(day.isoformat())
    assert value.earliest == value.latest == day
    assert value.kind == "date"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-24", [("2018-01-01", "2018-02-28"), ("2018-12-01", "2019-02-28")]),
        ("2018-30", [("2018-01-01", "2018-02-28"), ("2018-12-01", "2019-02-28")]),
        ("2020-XX-30~", None),
        ("2018-1X", [("2018-10-01", "2018-12-31")]),
        ("2018-03-1X", [("2018-03-10", "2018-03-19")]),
        ("-00XX", [("-0099-01-01", "0000-12-31")]),
        ("1950S2", [("1900-01-01", "1999-12-31")]),
        ("Y171010000S3", [("Y171000000-01-01", "Y171999999-12-31")]),
        ("Y-17E4S1", [("Y-199999-01-01", "Y-100000-12-31")]),
        ("../2018", [(None, "2018-12-31")]),
        ("/2018", [(None, "2018-12-31")]),
        ("2017-09-26/..", [("2017-09-26", None)]),
        ("2017-09-26/", [("2017-09-26", None)]),
        ("../..", [(None, None)]),
        ("[..2018-03-02]", [(None, "2018-03-02")]),
        ("[2018-03-02..]", [("2018-03-02", None)]),
        ("[2018-03-02, 2018-05]", [("2018-03-02", "2018-03-02"), ("2018-05-01", "2018-05-31")]),
        ("2018-02-XX", [("2018-02-01", "2018-02-28")]),
    ],
)
def test_days_left_open_exactly(text: str, expected: list[tuple[str | None, str | None]] | None) -> None:
    if expected is not None:
        assert runs(text) == expected
    else:
        assert len(runs(text)) == 11  # every month but February has a 30th


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2018-03-10~", [("2018-03-07", "2018-03-13")]),
        ("2018-03~", [("2018-02-14", "2018-04-15")]),
        ("2018-21~", [("2018-01-15", "2018-07-15")]),
        ("2018~-21", [("2017-08-30", "2018-11-30")]),
        ("2018~", [("2017-07-02", "2019-07-02")]),
        ("201X~", [("2004-12-28", "2025-01-03")]),
        ("2018-03-10%", [("2018-03-07", "2018-03-13")]),
        ("2018-~03-10", [("2018-02-23", "2018-03-25")]),
        ("~2018-03-10", [("2017-09-08", "2018-09-09")]),
        ("2018-03-10~/2018-03-20~", [("2018-03-07", "2018-03-23")]),
        ("../2018-03-20~", [(None, "2018-03-23")]),
        ("2018-03-10~/..", [("2018-03-07", None)]),
        ("[2018-03-10~,2018-03-20]", [("2018-03-07", "2018-03-13"), ("2018-03-20", "2018-03-20")]),
        ("1950S2~", [("1849-11-24", "2050-02-06")]),
        ("Y12000~", [("Y11999-07-02", "Y12001-07-02")]),
    ],
)
def test_about_widens_by_half_of_what_was_said(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert runs(text, 1) == expected
    assert parse(text).approximate


def test_twice_the_margin() -> None:
    assert runs("2018-03-10~", 2) == [("2018-03-04", "2018-03-16")]


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2018", False, False),
        ("2018?", False, True),
        ("2018~", True, False),
        ("2018%", True, True),
        ("2018-?03-02", False, True),
        ("[2018,2019?]", False, True),
        ("2018?/..", False, True),
        ("Y20000?", False, True),
    ],
)
def test_marks(text: str, approximate: bool, uncertain: bool) -> None:
    value = parse(text)
    assert (value.approximate, value.uncertain) == (approximate, uncertain)


def test_open_ends_and_alternatives() -> None:
    value = parse(" 2017-09-26/.. ")
    assert (value.text, value.kind, value.earliest, value.latest) == (
        "2017-09-26/..", "interval", date(2017, 9, 26), None,
    )  # fmt: skip
    assert (value.open_start, value.open_end) == (False, True)
    before = parse("../2018")
    assert (before.earliest, before.open_start, before.open_end) == (None, True, False)
    assert parse("[2018-03-02, 2018-03-03]").alternatives == ("2018-03-02", "2018-03-03")


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("", "not-edtf", 0),
        ("spring", "not-edtf", 0),
        ("2018-3-2", "not-edtf", 0),
        ("Y2018", "not-edtf", 0),
        ("1950", None, None),
        ("19501", "not-edtf", 0),
        ("-1950E3", "not-edtf", 0),
        ("2018-02-30", "no-such-day", 0),
        ("2018-13", "no-such-day", 0),
        ("2018-21-03", "no-such-day", 0),
        ("2019/2018", "ends-before-it-starts", 0),
        ("[2018,", "not-edtf", 5),
        ("[2018, 2019-13]", "no-such-day", 7),
        ("[2018]~", "not-edtf", 6),
        ("2018/20x9", "not-edtf", 5),
        ("[2020..2018]", "ends-before-it-starts", 1),
        ("2" * 1001, "too-long", None),
    ],
)
def test_what_is_no_date_says_where(text: str, code: str | None, offset: int | None) -> None:
    if code is None:
        assert parse(text).text == text
        return
    with pytest.raises(NotADate) as caught:
        parse(text)
    assert (caught.value.code, caught.value.offset) == (code, offset)
    assert text not in caught.value.message or not text
