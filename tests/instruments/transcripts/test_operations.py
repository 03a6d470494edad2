from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments import transcripts
from guwah.instruments.transcripts import operations
from guwah.instruments.transcripts.anchors import apply
from guwah.instruments.transcripts.following import inverse
from guwah.instruments.transcripts.model import Span
from guwah.instruments.transcripts.rereading import read_again
from guwah.instruments.transcripts.revising import CannotRevise, Draft, Part, Revised, Unit

TALK = """A talk in the bakery

Ann: Who took the oven? Tell me.

Bek (quietly): Two men [in uniform]. They came in the morning.

[inaudible]

Ann: And then?

Bek: Then the winter came.
"""
LETTER = "The oven of Tasaryk\n\nSomebody took the oven. Nobody asked.\n\nناۋاي كەتتى.\n"


def draft_of(text: str) -> Draft:
    """Read a text as a draft whose blocks are named 1, 2, 3 …, Ann being speaker 7 and Bek speaker 8."""
    nothing = Draft("", ())
    drawn = read_again(nothing, transcripts.read(text.encode(), "talk.txt"), 1).draft
    people = {"Ann": 7, "Bek": 8}
    return replace(drawn, units=tuple(replace(each, speaker=people.get(each.label)) for each in drawn.units))


def said(draft: Draft) -> list[tuple[str, str]]:
    """Return who says what."""
    return [(each.label, draft.words(each)) for each in draft.units]


def read_back(draft: Draft) -> list[tuple[str, str]]:
    """Return who says what when the new text is read as a file."""
    read = transcripts.read(draft.text.encode(), "talk.txt")
    return [(turn.label, read.text_of(turn)) for session in read.sessions for turn in session.turns]


@pytest.fixture
def talk() -> Draft:
    """The talk, its four turns named 1 to 4."""
    return draft_of(TALK)


def test_fixing_words_changes_these_words_only(talk: Draft) -> None:
    revised = operations.fix(talk, 2, "Two men [in uniforms]. They came in the night.")
    assert revised.draft.text == TALK.replace("uniform]", "uniforms]").replace("morning", "night")
    assert read_back(revised.draft) == said(revised.draft)
    assert [each.uid for each in revised.draft.units] == [1, 2, 3, 4]
    assert revised.draft.unit(2).manner == "quietly"
    assert [revised.draft.words(each) for each in revised.draft.marks] == [
        "(quietly)",
        "[in uniforms]",
    ]
    assert [revised.draft.words(each) for each in revised.draft.events] == ["[inaudible]"]


def test_a_sign_typed_into_words_is_a_mark(talk: Draft) -> None:
    revised = operations.fix(talk, 4, "Then [inaudible] the winter came.")
    assert [(each.kind, each.uid) for each in revised.draft.marks][-1] == ("unheard", 4)


def test_a_note_of_the_file_stays_where_it_stood(talk: Draft) -> None:
    at = talk.text.index("They came")
    note = Part("note", at, at, uid=2, known={"words": "a footnote"})
    draft = replace(talk, marks=tuple(sorted([*talk.marks, note], key=lambda each: each.start)))
    revised = operations.fix(draft, 2, "Two strange men [in uniform]. They came in the morning.").draft
    (kept,) = (each for each in revised.marks if each.known.get("words"))
    assert revised.text[kept.start :].startswith("They came")
    joined = operations.merge(replace(talk, marks=(replace(note, start=192, end=192, uid=4),)), 4).draft
    assert [each.kind for each in joined.marks] == ["note"]


def test_the_same_words_are_no_edit(talk: Draft) -> None:
    assert operations.fix(talk, 3, "  And then? ") == Revised(talk)


def test_a_split_turn_keeps_its_name_and_speaker(talk: Draft) -> None:
    at = talk.words(talk.unit(2)).index("They")
    revised = operations.split(talk, 2, at, 5)
    draft = revised.draft
    assert said(draft)[1:3] == [("Bek", "Two men [in uniform]."), ("Bek", "They came in the morning.")]
    assert [each.uid for each in draft.units] == [1, 2, 5, 3, 4]
    assert [each.speaker for each in draft.units] == [7, 8, 8, 7, 8]
    assert "[in uniform].\n\nBek: They" in draft.text
    assert read_back(draft) == said(draft)


def test_a_split_paragraph_has_no_label() -> None:
    letter = draft_of(LETTER)
    words = letter.words(letter.unit(2))
    draft = operations.split(letter, 2, words.index("Nobody"), 9).draft
    assert [draft.words(each) for each in draft.units][1:3] == ["Somebody took the oven.", "Nobody asked."]
    assert "oven.\n\nNobody" in draft.text


@pytest.mark.parametrize("at", [-3, 0, 999])
def test_no_part_of_a_split_is_without_words(talk: Draft, at: int) -> None:
    with pytest.raises(CannotRevise, match="no-words"):
        operations.split(talk, 2, at, 5)


def test_joined_turns_keep_the_first_ones_name(talk: Draft) -> None:
    draft = operations.merge(talk, 4).draft
    assert said(draft)[-1] == ("Ann", "And then? Then the winter came.")
    assert [each.uid for each in draft.units] == [1, 2, 3]
    assert read_back(draft) == said(draft)


def test_what_stands_between_never_becomes_words(talk: Draft) -> None:
    with pytest.raises(CannotRevise, match="between"):
        operations.merge(talk, 3)
    # "(quietly)" beside the label would become words of Ann.
    with pytest.raises(CannotRevise, match="between"):
        operations.merge(talk, 2)
    with pytest.raises(CannotRevise, match="nothing-before"):
        operations.merge(talk, 1)


def test_times_are_joined_with_the_turns(talk: Draft) -> None:
    timed = operations.retime(operations.retime(talk, 3, (4.0, 6.0)).draft, 4, (6.0, 9.5)).draft
    assert operations.merge(timed, 4).draft.unit(3).time == (4.0, 9.5)
    open_ended = operations.retime(timed, 3, (4.0, None)).draft
    assert operations.merge(open_ended, 4).draft.unit(3).time == (4.0, None)
    assert operations.merge(operations.retime(timed, 4, None).draft, 4).draft.unit(3).time == (4.0, None)


def test_another_speaker_is_printed(talk: Draft) -> None:
    draft = operations.attribute(talk, 3, "Bek", 8).draft
    assert said(draft)[2] == ("Bek", "And then?")
    assert draft.unit(3).speaker == 8
    assert read_back(draft) == said(draft)
    assert operations.attribute(talk, 3, "Ann", 9).edits == ()


def test_a_label_outside_the_text_is_only_known() -> None:
    cues = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Who took it?\n"
    read = transcripts.read(cues.encode(), "talk.vtt")
    draft = read_again(Draft("", ()), read, 1).draft
    revised = operations.attribute(draft, 1, "Bek", 8)
    assert (revised.edits, revised.draft.text, revised.draft.unit(1).label) == ((), draft.text, "Bek")


@pytest.mark.parametrize("label", ["", " ", "two\nlines", "x" * 201])
def test_a_label_is_one_line(talk: Draft, label: str) -> None:
    with pytest.raises(CannotRevise, match="bad-label"):
        operations.attribute(talk, 3, label, 8)


def test_paragraphs_have_no_speaker() -> None:
    with pytest.raises(CannotRevise, match="no-speaker"):
        operations.attribute(draft_of(LETTER), 1, "Ann", 7)


@pytest.mark.parametrize("time", [(-1.0, None), (5.0, 4.0)])
def test_a_time_is_a_time(talk: Draft, time: tuple[float, float | None]) -> None:
    with pytest.raises(CannotRevise, match="bad-time"):
        operations.retime(talk, 1, time)
    assert operations.retime(talk, 1, None) == Revised(talk)


def test_turns_taken_out_leave_the_others_as_they_were(talk: Draft) -> None:
    draft = operations.cut_off(talk, 2, 3).draft
    assert (
        draft.text
        == "A talk in the bakery\n\nAnn: Who took the oven? Tell me.\n\nBek: Then the winter came.\n"
    )
    assert [each.uid for each in draft.units] == [1, 4]
    assert (draft.events, draft.marks) == ((), ())
    first = operations.cut_off(talk, 1, 1).draft
    assert first.text == TALK.replace("\n\nAnn: Who took the oven? Tell me.", "")
    assert read_back(first) == said(first)


def test_the_beginning_of_a_text_may_go() -> None:
    letter = draft_of(LETTER)
    assert operations.cut_off(letter, 1, 1).draft.text == LETTER.removeprefix("The oven of Tasaryk\n\n")


def test_something_is_always_left(talk: Draft) -> None:
    with pytest.raises(CannotRevise, match="no-words"):
        operations.cut_off(talk, 1, 4)
    with pytest.raises(CannotRevise, match="wrong-order"):
        operations.cut_off(talk, 3, 2)
    with pytest.raises(CannotRevise, match="no-words"):
        operations.fix(talk, 3, "  ")
    with pytest.raises(CannotRevise, match="no-such-block"):
        operations.fix(talk, 33, "x")


def test_a_text_without_gaps_splits_at_lines() -> None:
    one = Draft("Ann: one two", (Unit(1, 1, 5, 12, "Ann", Span(0, 3), 7),), (Part("session", 0, 12, 1),))
    draft = operations.split(one, 1, 3, 2).draft
    assert draft.text == "Ann: one\nAnn: two"
    assert draft.sessions == (Part("session", 0, 17, 1),)
    bare = Draft("Ann\none two", (Unit(1, 1, 4, 11, "Ann", Span(0, 3), 7),))
    assert operations.split(bare, 1, 3, 2).draft.text == "Ann\none\nAnn\ntwo"


@given(st.data())
def test_no_operation_moves_or_loses_anything_it_does_not_touch(data: st.DataObject) -> None:
    draft, new = draft_of(TALK), 5
    for _ in range(data.draw(st.integers(1, 4))):
        before = draft
        uid = data.draw(st.sampled_from([each.uid for each in draft.units]))
        kind = data.draw(st.sampled_from(["fix", "split", "merge", "attribute", "cut_off"]))
        words = draft.words(draft.unit(uid))
        try:
            if kind == "fix":
                revised = operations.fix(draft, uid, data.draw(st.text("abc الف. ", min_size=1, max_size=20)))
            elif kind == "split":
                revised = operations.split(draft, uid, data.draw(st.integers(0, len(words))), new)
            elif kind == "attribute":
                revised = operations.attribute(
                    draft, uid, data.draw(st.sampled_from(["Ann", "Bek", "Guard"])), 9
                )
            else:
                revised = getattr(operations, kind)(draft, uid, *([uid] if kind == "cut_off" else []))
        except CannotRevise:
            continue
        new += 1
        draft = revised.draft
        assert apply(before.text, revised.edits) == draft.text
        assert apply(draft.text, inverse(before.text, revised.edits)) == before.text
        assert all(one.end <= other.lead for one, other in zip(draft.units, draft.units[1:], strict=False))
        assert all(each.label == draft.words(each.label_span) for each in draft.units if each.label_span)
        others = [each for each in before.units if each.uid not in {uid, *_former(before, uid)}]
        kept = {each.uid: draft.words(each) for each in draft.units}
        assert all(kept[each.uid] == before.words(each) for each in others)
        assert all(draft.words(each).startswith(("[", "(")) for each in draft.marks)


def _former(draft: Draft, uid: int) -> set[int]:
    before = draft.before(draft.unit(uid))
    return {before.uid} if before else set()


def test_a_text_read_again_keeps_the_names_of_its_turns(talk: Draft) -> None:
    outside = TALK.replace("in the morning", "in the night").replace(
        "Ann: And then?", "Ann: Wait. I have to go out for a moment.\n\nAnn: And then?"
    )
    revised = read_again(talk, transcripts.read(outside.encode(), "talk.txt"), 5)
    assert [each.uid for each in revised.draft.units] == [1, 2, 5, 3, 4]
    assert apply(talk.text, revised.edits) == outside
    assert revised.draft.words(revised.draft.unit(4)) == "Then the winter came."


def test_paragraphs_read_again_keep_their_names_and_marks() -> None:
    letter = draft_of(LETTER.replace("asked", "asked [sic]"))
    again = LETTER.replace("asked", "asked [sic]").replace("Tasaryk", "Tasaryq")
    revised = read_again(letter, transcripts.read(again.encode(), "letter.txt"), 4)
    assert [each.uid for each in revised.draft.units] == [1, 2, 3]
    assert [each.uid for each in revised.draft.marks] == [2]
