"""The day of a talk is taken from its own words where nobody entered it."""

import pytest

from guwah.instruments.suggestions import material_of, suggest
from guwah.instruments.transcripts import read


def values(text: str, words: str) -> list[str | None]:
    found = suggest(material_of(read(text.encode(), "talk.txt")), ("date",))
    (value,) = [one.found.value for one in found if one.text == words]
    return [reading["edtf"] for reading in value["readings"]]


HEADED = """Interview 4, held on 6 May 2011
about a weaver born on 2 March 1960

Ann: When did they come?
Ben: They came two days ago, at noon.
"""


def test_the_latest_whole_date_of_the_heading_is_the_day() -> None:
    assert values(HEADED, "two days ago") == ["2011-05-04"]


@pytest.mark.parametrize(
    ("opening", "words", "edtf"),
    [
        ("Today is 6 May 2011, we begin. They came two days ago.", "two days ago", "2011-05-04"),
        ("Сегодня 6 мая 2011 года, начнём беседу. Они пришли два дня назад.", "два дня назад", "2011-05-04"),
        ("今天是2011年5月6日，我们开始。他们两天前来的，带着狗。", "两天前", "2011-05-04"),
        ("Бүгін 2011 жылғы 6 мамыр, бастайық. Олар екі күн бұрын келді.", "екі күн бұрын", "2011-05-04"),
        ("بۈگۈن 2011-يىلى 6-ماي، باشلايلى. ئۇلار ئىككى كۈن بۇرۇن كەلدى.", "ئىككى كۈن بۇرۇن", "2011-05-04"),
    ],
)  # fmt: skip
def test_somebody_says_what_day_it_is(opening: str, words: str, edtf: str) -> None:
    assert values(f"Talk\n\nAnn: {opening}\nBen: Mm.\n", words) == [edtf]


LETTER = f"""Dear Una,

{"The geese are back and the roof of the shed is mended at last. " * 5}

They came two days ago and took the ladder. {"We counted the geese again in the evening. " * 5}

Yours, Tom
6 May 2011
"""


def test_a_letter_may_have_its_day_below() -> None:
    assert values(LETTER, "two days ago") == ["2011-05-04"]


def test_a_date_told_in_the_talk_is_not_its_day() -> None:
    told = "Talk\n\nAnn: On 6 May 2011 it rained. They came two days ago.\nBen: Mm.\n"
    assert values(told, "two days ago") == ["XXXX-XX-XX"]


def test_a_heading_holds_for_a_session_without_one() -> None:
    assert values(HEADED.replace("about a weaver born", "on cloth of"), "two days ago") == ["2011-05-04"]


def test_that_day_places_nothing_and_the_next_one_does() -> None:
    talk = "Talk\n\nAnn: On 6 May 2011 it rained. The same day we left. The next day it snowed.\nBen: Mm.\n"
    found = suggest(material_of(read(talk.encode(), "t.txt")), ("date",))
    assert [one.text for one in found] == ["On 6 May 2011", "The next day"]
