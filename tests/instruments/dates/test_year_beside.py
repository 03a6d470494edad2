"""A year told from the day of the talk, and the month said with it: neither loses the other."""

from __future__ import annotations

from datetime import date

import pytest

from guwah.instruments.dates.mentions import find

SESSION = date(2022, 6, 14)

LATE_IN_MARCH = ["XXXX-03-21/XXXX-03-31", "XXXX-03"]
KNOWN = ["2021-03-21/2021-03-31", "2021-03"]
SAID = [
    ("en", "The mill closed last year, at the end of March.", KNOWN, LATE_IN_MARCH),
    ("en", "At the end of March last year the mill closed.", KNOWN, LATE_IN_MARCH),
    ("en", "The mill closed in March last year.", ["2021-03"], ["XXXX-03"]),
    ("en", "The mill closed last year in the spring.", ["2021-21"], ["XXXX-21"]),
    ("en", "Last year, on 5 March, the mill closed.", ["2021-03-05"], ["XXXX-03-05"]),
    ("en", "The mill closed last March.", ["2022-03"], ["XXXX-03"]),
    ("ru", "В прошлом году, в конце марта, мельницу закрыли.", KNOWN, LATE_IN_MARCH),
    ("ru", "В прошлом году в конце марта мельницу закрыли.", KNOWN, LATE_IN_MARCH),
    ("ru", "В конце марта прошлого года мельницу закрыли.", KNOWN[:1], LATE_IN_MARCH),
    ("ru", "В прошлом году, примерно в марте, её закрыли.", ["2021-03~"], ["XXXX-03~"]),
    ("ru", "Весной прошлого года мельницу закрыли.", ["2021-21"], ["XXXX-21"]),
    ("zh", "磨坊去年三月底关了。", KNOWN[:1], LATE_IN_MARCH),
    ("zh", "磨坊去年三月关了。", ["2021-03"], ["XXXX-03"]),
    ("zh", "去年，三月底，磨坊关了。", KNOWN[:1], LATE_IN_MARCH),
    ("zh", "磨坊上个月五号关了。", ["2022-05-05"], ["XXXX-XX-05"]),
    ("kk", "Диірмен былтыр наурыздың аяғында жабылды.", KNOWN[:1], LATE_IN_MARCH),
    ("kk", "Былтыр, наурыздың аяғында, диірмен жабылды.", KNOWN, LATE_IN_MARCH),
    ("ug", "تۈگمەن بۇلتۇر مارتنىڭ ئاخىرىدا تاقالدى.", KNOWN[:1], LATE_IN_MARCH),
    ("ug", "بۇلتۇر، مارتنىڭ ئاخىرىدا تۈگمەن تاقالدى.", KNOWN[:1], LATE_IN_MARCH),
]


def values(text: str, language: str, session: date | None) -> list[list[str | None]]:
    """Return the readings of each mention of time."""
    return [[one.edtf for one in each.readings] for each in find(text, language, session=session)]


@pytest.mark.parametrize(("language", "text", "known", "unknown"), SAID)
def test_a_month_said_with_last_year_is_of_that_year(
    language: str, text: str, known: list[str], unknown: list[str]
) -> None:
    assert values(text, language, SESSION) == [known]
    assert values(text, language, None) == [unknown]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The mill closed last year."),
        ("ru", "В прошлом году мельницу закрыли."),
        ("zh", "磨坊去年关了。"),
        ("kk", "Диірмен былтыр жабылды."),
        ("ug", "تۈگمەن بۇلتۇر تاقالدى."),
    ],
)
def test_last_year_alone_is_a_year(language: str, text: str) -> None:
    assert values(text, language, SESSION) == [["2021"]]
    assert values(text, language, None) == [["XXXX"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The mill closed last year, in May 2019 it had opened.", [["2021"], ["2019-05"]]),
        ("The mill closed last month, in May.", [["2022-05"], ["XXXX-05", "2022-05?"]]),
        ("It closed last year. In March it opened.", [["2021"], ["XXXX-03", "2021-03?", "2022-03?"]]),
        ("Last year, on the 5th, it closed.", [["2021"], ["XXXX-XX-05", "2022-06-05?"]]),
        ("Last year, before March, it closed.", [["2021"], ["XXXX-03", "2021-03?", "2022-03?"]]),
    ],
)
def test_what_is_no_month_of_last_year_stays_by_itself(text: str, expected: list[list[str]]) -> None:
    assert values(text, "en", SESSION) == expected


def test_what_is_said_next_goes_on_from_the_year_of_the_month() -> None:
    told = values("Last year, at the end of March, it closed. In May it opened.", "en", SESSION)
    assert "2021-05?" in (told[1][1] or "")
