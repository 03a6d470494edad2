"""The frame of suggestions: passages, order, places, whose words they are."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.suggestions import KINDS, Material, Passage, material_of, suggest, to_json
from guwah.instruments.suggestions.registry import FINDERS
from guwah.instruments.transcripts import Transcript, read

MIXED = """A talk about a bakery, held in May 2015.

Talk one
Boris: Он закрыл пекарню в мае 2014 года, и больше никто туда не приходил.
Carla: They shut it on 5 May 2014, I was 45 years old.
Boris: 2014年5月5日，他们关了面包店，我当时四十五岁。
"""


def read_text(words: str) -> Transcript:
    return read(words.encode(), "talk.txt")


def test_each_turn_is_read_in_its_own_language() -> None:
    material = material_of(read_text(MIXED))
    languages = {one.turn: one.language for one in material.passages if one.turn}
    assert languages == {1: "ru", 2: "en", 3: "zh"}


def test_a_language_that_is_given_is_that_of_every_passage() -> None:
    material = material_of(read_text(MIXED), "kk")
    assert {one.language for one in material.passages} == {"kk"}


def test_a_short_turn_is_in_the_language_of_the_text() -> None:
    words = "A: " + "Они пришли ночью и забрали его из дома. " * 3 + "\nB: Да.\nA: В мае.\n"
    assert {one.language for one in material_of(read_text(words)).passages} == {"ru"}


def test_a_turn_in_two_scripts_is_read_in_both_languages() -> None:
    words = "A: They closed it on 5 May 2011. Мен наубайханада он жыл жұмыс істедім. I left (离开) then.\n"
    material = material_of(read_text(words + "B: And then?\n"))
    assert [(one.language, one.turn) for one in material.passages] == [
        ("en", 1),
        ("kk", 1),
        ("en", 1),
        ("en", 2),
    ]
    assert "".join(one.words for one in material.passages[:3]) == words[3:-1]
    assert [one.text for one in suggest(material, ("date",))] == ["on 5 May 2011"]


def test_what_stands_above_the_talk_is_searched_and_nobody_said_it() -> None:
    told = suggest(material_of(read_text(MIXED)), ("date",))
    above = told[0]
    assert above.text.endswith("May 2015")
    assert (above.turn, above.speaker) == (None, None)


def test_every_turn_says_who_and_where() -> None:
    told = suggest(material_of(read_text(MIXED)), ("date",))
    assert [(one.session, one.turn, one.speaker) for one in told[1:]] == [
        (1, 1, "Boris"),
        (1, 2, "Carla"),
        (1, 3, "Boris"),
    ]


def test_every_kind_of_a_finder_is_a_kind() -> None:
    assert all(kinds <= set(KINDS) for _, kinds in FINDERS)


def test_what_stands_outside_every_passage_has_no_speaker() -> None:
    material = material_of(read_text(MIXED))
    cut = replace(material, passages=material.passages[:1])
    assert {one.speaker for one in suggest(cut)} <= {None}


def test_a_text_of_paragraphs_is_searched_too() -> None:
    told = suggest(material_of(read_text("The bakery was shut on 5 May 2014.\n\nNobody was told.\n")))
    assert [(one.found.kind, one.turn) for one in told if one.found.kind == "date"] == [("date", None)]


def test_the_json_holds_plain_values() -> None:
    told = to_json(suggest(material_of(read_text(MIXED)), ("age",)))["suggestions"]
    assert told[0]["value"] == {"years": 45, "who": None}
    assert set(told[0]) == {"kind", "start", "end", "text", "session", "turn", "speaker", "value", "rule"}


WORDS = st.lists(
    st.sampled_from(["5 May 2014", "два дня назад", "二零一八年", "2018-يىلى", "A:", "\n", "“", "1/4"]),
    max_size=30,
).map(" ".join)


@given(st.one_of(WORDS, st.text(max_size=200)))
def test_no_text_makes_it_fail_and_every_suggestion_stands_at_its_place(words: str) -> None:
    passage = Passage(0, len(words), words, "en", 1, 1, "A")
    told = suggest(Material(words, (passage,), (), ()))
    assert all(words[one.found.start : one.found.end] == one.text for one in told)
    assert all(0 <= one.found.start < one.found.end <= len(words) for one in told)
    assert [one.found.start for one in told] == sorted(one.found.start for one in told)
