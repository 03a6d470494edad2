"""Sentences that answer to one another, in five scripts."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.alignment import Answering, Said, answering, segments, sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One kettle. Two kettles! Three?", ["One kettle.", "Two kettles!", "Three?"]),
        ("«Котёл». И крышка… Всё.", ["«Котёл».", "И крышка…", "Всё."]),
        ("厨房在哪里？在院子里。", ["厨房在哪里？", "在院子里。"]),
        ("قازان نەدە؟ ھويلىدا.", ["قازان نەدە؟", "ھويلىدا."]),
        ("He paid 3.50 for it\nand left", ["He paid 3.50 for it", "and left"]),
        (" \n . ", ["."]),
        ("", []),
    ],
)
def test_sentences_end_where_the_script_ends_them(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


def test_sentences_of_two_texts_answer_to_one_another_many_to_many() -> None:
    said = (
        "We cooked for the school. They took the 12 kettles away in the spring, and we never saw them again."
    )
    other = "Біз мектепке ас пісірдік. Олар көктемде 12 қазанды алып кетті. Содан бері оларды көрген жоқпыз."
    found = [(said[a:b], other[c:d]) for a, b, c, d in segments(said, other)]
    assert found == [
        ("We cooked for the school.", "Біз мектепке ас пісірдік."),
        (said[26:], other[26:]),
    ]


def test_a_sentence_that_nothing_answers_to_is_in_none() -> None:
    assert segments("Yes.", "") == []
    assert segments("", "Yes.") == []


@settings(max_examples=60)
@given(*[st.text(st.sampled_from("aБق厨1 .。؟\n"), max_size=40)] * 2)
def test_segments_follow_one_another_and_hold_no_space_at_their_ends(text: str, other: str) -> None:
    spans = sentences(text)
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert "".join(text.split()) == "".join("".join(text[start:end] for start, end in spans).split())
    found = segments(text, other)
    for before, after in pairwise(found):
        assert before.end <= after.start
        assert before.other_end <= after.other_start


def test_sentences_of_several_turns_answer_to_one_another_with_their_places() -> None:
    ours = [Said(10, "They came at 5. They took 12 sacks.", "A"), Said(80, "And left.", "B")]
    theirs = [Said(3, "Они пришли в 5.", "A"), Said(40, "Взяли 12 мешков. И ушли.", "A")]
    found = answering(ours, theirs)
    assert found[0] == Answering(((10, 25),), ((3, 18),))
    assert found[1].ours[0] == (26, 45)
    assert found[1].theirs[0] == (40, 56)
    # Every sentence at most once, in the order of both texts.
    for side in (0, 1):
        places = [place for each in found for place in each[side]]
        assert places == sorted(set(places))
    assert answering(ours, []) == []


def test_what_people_said_stays_and_only_the_rest_is_proposed() -> None:
    ours, theirs = [Said(10, "One. Two. Three. Four.")], [Said(0, "Один. Два. Три. Четыре.")]
    (a, b, c, d) = ((10 + start, 10 + end) for start, end in sentences(ours[0].words))
    (e, f, g, h) = sentences(theirs[0].words)
    free = answering(ours, theirs)
    assert free == [Answering((x,), (y,)) for x, y in ((a, e), (b, f), (c, g), (d, h))]
    fixed = Answering((a, b), (e,))
    assert answering(ours, theirs, [fixed])[0] == fixed
    assert all(
        each == fixed or {a, b, e}.isdisjoint({*each.ours, *each.theirs})
        for each in answering(ours, theirs, [fixed])
    )
    # What crosses is kept as it was said; so is what has no neighbours, or stands nowhere here.
    for said in (
        [Answering((a,), (h,)), Answering((d,), (e,))],
        [Answering((a, c), (e,))],
        [Answering(((0, 1),), (e,))],
    ):
        found = answering(ours, theirs, said)
        assert set(said) <= set(found)
        assert found == sorted(found)
