"""Typed turns as a text: every word where it was typed, nothing guessed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments import transcripts
from guwah.steps.testimony.typing.composing import Person, Spoken, compose

PEOPLE = (Person("Ann Low", "interviewer"), Person("M.", "victim"))
WORDS = st.text(st.sampled_from("ab کۆ说д𐩢 :[]?()-\n\u200d"), max_size=30)
TURNS = st.lists(
    st.builds(Spoken, st.integers(0, 9), WORDS, st.none() | st.floats(0, 9000).map(lambda s: round(s, 2))),
    max_size=8,
)


def test_the_text_says_who_when_and_what() -> None:
    made = compose(
        PEOPLE,
        [Spoken(1, "Were you there?\n\nAll day?", 3.4), Spoken(2, " Yes. [?] "), Spoken(0, "Hm.", 3661)],
    )

    assert made.text == ("[0:00:03] Ann Low: Were you there?\nAll day?\n\nM.: Yes. [?]\n\n[1:01:01] —: Hm.\n")
    (session,) = made.sessions
    assert [(turn.label, made.text_of(turn), turn.time) for turn in session.turns] == [
        ("Ann Low", "Were you there?\nAll day?", (3.4, 3661)),
        ("M.", "Yes. [?]", None),
        ("—", "Hm.", (3661, None)),
    ]
    assert [(one.label, one.role) for one in session.participants] == [
        ("Ann Low", "interviewer"),
        ("M.", "victim"),
        ("—", None),
    ]
    assert [(mark.kind, mark.turn) for mark in made.marks] == [("unheard", 2)]


def test_what_nobody_is_named_for_is_nobodys_in_a_copy_that_is_read_again() -> None:
    turns = [Spoken(1, "Who came?", 3), Spoken(2, "Three men."), Spoken(0, "Hm.", 7), Spoken(1, "And?", 9)]
    made = compose(PEOPLE, [*turns, Spoken(2, "Nothing.")])

    read = transcripts.read(made.text.encode())

    spoken = [(turn.speaker, made.text_of(turn)) for turn in made.sessions[0].turns]
    assert [(turn.speaker, read.text_of(turn)) for turn in read.sessions[0].turns] == spoken
    assert ("—", "Hm.") in spoken


def test_an_unsure_word_is_a_mark_of_its_turn() -> None:
    made = compose(PEOPLE, [Spoken(1, "I saw [Harun?] there.")])

    assert [(mark.kind, made.text[mark.start : mark.end]) for mark in made.marks] == [
        ("uncertain", "[Harun?]")
    ]


def test_a_turn_that_was_stamped_earlier_than_the_one_before_ends_nothing() -> None:
    made = compose(PEOPLE, [Spoken(1, "one", 9.0), Spoken(2, "two", 4.0)])

    assert [turn.time for turn in made.sessions[0].turns] == [(9.0, None), (4.0, None)]


def test_nothing_typed_is_no_session() -> None:
    made = compose(PEOPLE, [Spoken(1, " \n ")])

    assert (made.text, made.sessions) == ("", ())


@given(TURNS)
def test_every_word_stands_in_its_turn_and_every_part_where_it_says(turns: list[Spoken]) -> None:
    made = compose(PEOPLE, turns)

    read = [made.text_of(turn) for session in made.sessions for turn in session.turns]
    assert [re.sub(r"\s", "", words) for words in read] == [
        bare for turn in turns if (bare := re.sub(r"\s", "", turn.words))
    ]
    assert "".join(made.text[piece.start : piece.end] for piece in transcripts.pieces(made)) == made.text
    for session in made.sessions:
        for turn in session.turns:
            assert turn.label_span is not None
            assert made.text_of(turn.label_span) == turn.label
