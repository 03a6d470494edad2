"""Words with capitals that are nobody's name, and those that may be one; all invented."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.suggestions.personal import personal
from guwah.instruments.suggestions.personal.not_persons import TITLES, named_otherwise
from guwah.instruments.transcripts import read_file

if TYPE_CHECKING:
    from pathlib import Path


def named(text: str, *not_persons: str) -> list[str]:
    return [
        text[each.start : each.end]
        for each in personal(text, (), not_persons)
        if each.category == "third_party_name"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "well. Can I bake? Am I late? Should I? Once I’ve baked. Will I go? May I come?",
        "so One Uyghur and Two Kazakhs baked, Even Uyghurs’ bread",
        "we moved from Kazakhstan to Europe, then Hong Kong and New York",
        "the Chinese bread, a Russian oven, in Kazakh, Kazakhstan’s flour",
        "then Don’t Wait. That’s Facebook and WhatsApp, or TikTok-WeChat",
        "the UN and the US, my ID, on TV, the U.S. embassy, by GPS and XKCDQ",
        "the UN Human Rights Office and the Ministry of Foreign Affairs",
        "this Document, that Letter, the Department, our Party, the Document’s",
        "on Monday in January we, last April, in May, on 5 June, August 2019, from May to July, since June",
        "he lives in Jordan and flew to Georgia, the Paris bread, the embassy of Chad",
        "the West is far, Muslim people, a German oven, the Han officials",
        "хлеб из Казахстана, в Китае и через Россию, на Украину, в Москву",
        "тогда Министерство и Организация Объединённых Наций, в Центральной Азии",
        "и Китайцы, и Казахами, а Русские, в Азии",
        "the President and a Teacher, our Brother, тогда Директор",
    ],
)
def test_what_is_certainly_no_person_is_not_masked(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("then Jordan told us", ["Jordan"]),
        ("I wrote to Jordan about it", ["Jordan"]),
        ("a letter from Georgia came", ["Georgia"]),
        ("in Jordan’s bakery", ["Jordan’s"]),
        ("in Jordan said nobody", ["Jordan"]),
        ("I believe in Chad", ["Chad"]),
        ("with Chad and me", ["Chad"]),
        ("in Jordan Omarova’s bakery", ["Jordan Omarova’s"]),
        ("then May baked", ["May"]),
        ("then Will baked", ["Will"]),
        ("then Will Omarov baked", ["Will Omarov"]),
        ("there Can Dana bake?", ["Can Dana"]),
        ("there sat June too", ["June"]),
        ("о пекаре Азия сказала", ["Азия"]),
        ("with Muslim at the oven", ["Muslim"]),
        ("the baker Omarov-Paris", ["Omarov-Paris"]),
    ],
)
def test_what_may_be_a_name_is_masked_unless_it_is_used_otherwise(text: str, who: list[str]) -> None:
    assert named(text) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Hello Dana, come", ["Dana"]),
        ("then Even Dana Omarova came", ["Dana Omarova"]),
        ("so Brother Kairbek baked", ["Kairbek", "Kairbek"]),
        ("asked Doctor Omar Bek there", ["Omar", "Omar Bek"]),
        ("the Karaburan Bakery School Office", ["Karaburan Bakery"]),
        ("then Dana Kazakh baked", ["Dana Kazakh"]),
        ("then American Dana baked", ["American Dana"]),
        ("there Mr English baked", ["English"]),
        ("there Mr Holland baked", ["Holland", "Holland"]),
        ("with OMAR and WANG", ["OMAR", "WANG"]),
        ("there DANARA BEK came", ["DANARA BEK"]),
        ("there BEK DANARA came", ["BEK DANARA"]),
        ("with A.P. Omarov", ["A.P. Omarov"]),
        ("тогда Господин Садовый пришёл", ["Садовый"]),
        ("в школу Казаков и Узбеков", ["Казаков", "Узбеков"]),
        ("there O’Brien baked", ["O’Brien"]),
    ],
)
def test_the_name_in_a_row_of_capitals_is_masked_whole(text: str, who: list[str]) -> None:
    assert named(text) == who


@pytest.mark.parametrize("text", ["Mr Then came", "Vice President Director came", "a Director Office"])
def test_a_title_makes_no_name_of_an_ordinary_word(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("we baked in Karaburan then", "Karaburan"),
        ("the KARABURAN oven, karaburan’s oven and Karaburan's", "Karaburan"),
        ("at the Old-Mill  Bakery there", "Old Mill Bakery"),
        ("Director Karaburan Bakery came", "Karaburan Bakery"),
        ("пекли в Карабуране и под Карабураном", "Карабуран"),
        ("у Старой Мельницы пекли", "Старая Мельница"),
        ("сонда Қарабұранда піскен", "Қарабұран"),
        ("和马家村。", "马家村"),
        ("we baked in Kara’buran then", "Kara'buran"),
        ("we baked in Kara'buran then", "Kara’buran"),
        ("then Will Karaburan close?", "Karaburan"),
    ],
)
def test_recorded_places_and_bodies_are_no_people(text: str, place: str) -> None:
    assert named(text)
    assert named(text, place, "—", " ") == []


@pytest.mark.parametrize(
    ("text", "place", "who"),
    [
        ("then Omar Karaburan baked", "Karaburan", ["Omar Karaburan"]),
        ("there Mr Karaburan baked", "Karaburan", ["Karaburan"]),
        ("there Karaburanov baked", "Karaburan", ["Karaburanov"]),
        ("там Карабуранов пёк", "Карабуран", ["Карабуранов"]),
        ("там Обом пёк", "Оби", ["Обом"]),
        ("там Карабуранова пекла", "Карабуран", ["Карабуранова"]),
        ("在马家叫王小明，", "马家村", ["王小明"]),
    ],
)
def test_a_person_named_like_a_recorded_place_stays_masked(text: str, place: str, who: list[str]) -> None:
    assert named(text, place) == who


def test_what_the_case_knows_as_a_name_and_numbers_win_over_places() -> None:
    text = "in Karaburan, 12 Karaburan Street, call 87015550102, born 3 May 1970 there"
    places = ["Karaburan", "Karaburan Street", "12 Karaburan Street", "87015550102", "3 May 1970"]
    found = {(each.category, text[each.start : each.end]) for each in personal(text, ["Karaburan"], places)}
    assert found == {
        ("third_party_name", "Karaburan"),
        ("address_exact", "12 Karaburan Street"),
        ("phone", "87015550102"),
        ("birth_date", "3 May 1970"),
    }


@given(text=st.text(max_size=40), name=st.text(max_size=12))
def test_any_name_may_be_given_and_only_names_are_affected(text: str, name: str) -> None:
    assert all(0 <= start < end <= len(text) for start, end in named_otherwise(text, [name]))
    without, given_place = personal(text), personal(text, (), [name])
    assert [each for each in without if each.category != "third_party_name"] == [
        each for each in given_place if each.category != "third_party_name"
    ]


def test_titles_are_words() -> None:
    assert all(title.isalpha() for title in TITLES)


@pytest.mark.seeds
def test_the_conversations_stay_readable_and_keep_nobody_open(seeds: Path) -> None:
    transcript = read_file(seeds / "conversations.txt")
    words = [transcript.text_of(turn) for session in transcript.sessions for turn in session.turns]
    found = [(text, each) for text in words for each in personal(text)]
    categories = [each.category for _, each in found]
    assert 120 <= categories.count("third_party_name") <= 250
    assert categories.count("phone") == 1
    assert categories.count("birth_date") == 1
    assert categories.count("address_exact") >= 20
    assert not any(text[each.start : each.end].isupper() for text, each in found if "capital" in each.why)
