"""Words taken out of a transcript are in no part of it, and everything else stands where it stood."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import Block, Mark, Transcript, Turn, read, write
from guwah.instruments.transcripts.masking import SIGN, masked
from transcribed import documents

TALK = "Talk of ovens\nAnn: One two [sigh] three.\nBen (quietly): Four five.\nAnn: Six.\nBen: Seven.\n"


def _hide(transcript: Transcript, *words: str, head: str = "") -> Transcript:
    places = [(transcript.text.index(one), transcript.text.index(one) + len(one)) for one in words]
    return masked(transcript, sorted(places), head)


def _said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text_of(turn)) for one in transcript.sessions for turn in one.turns]


def _blocks(transcript: Transcript) -> list[Turn | Block]:
    return [*(turn for one in transcript.sessions for turn in one.turns), *transcript.blocks]


def test_a_sign_stands_where_words_stood() -> None:
    found = _hide(read(TALK.encode()), "two [sigh]", "Six.")
    assert _said(found) == [
        ("Ann", f"One {SIGN} three."),
        ("Ben", "Four five."),
        ("Ann", SIGN),
        ("Ben", "Seven."),
    ]
    marks = [(mark.turn, found.text_of(mark)) for mark in found.marks]
    assert marks == [(1, SIGN), (2, "(quietly)"), (3, SIGN)]
    assert [mark.kind for mark in found.marks][::2] == ["withheld", "withheld"]
    back = read(write(found, "tei").data)
    assert _said(back) == _said(found)


def test_nothing_to_hide_changes_nothing() -> None:
    transcript = read(TALK.encode())
    assert masked(transcript, []) is transcript
    assert masked(transcript, [(3, 3)]) is transcript


@pytest.mark.parametrize(("hidden", "left"), [("Ben (quietly)", "Four five."), ("quietly", "Four five.")])
def test_a_label_a_hole_reaches_into_is_withheld_whole(hidden: str, left: str) -> None:
    found = _hide(read(TALK.encode()), hidden)
    turn = found.sessions[0].turns[1]
    assert (turn.label, turn.speaker, turn.manner, found.text_of(turn)) == (SIGN, SIGN, None, left)


def test_a_title_and_a_note_inside_a_hole_go_with_it() -> None:
    transcript = read(TALK.encode())
    at = transcript.text.index("five")
    notes = tuple(Mark("note", place, place, 1, 2) for place in (at, at + 4, at + 5))
    found = _hide(replace(transcript, marks=notes), "of ovens", "five")
    assert found.sessions[0].title == SIGN
    assert [found.text[mark.start - 2 : mark.start] for mark in found.marks if mark.start == mark.end] == [
        "]."
    ]


def test_a_line_stands_before_everything_and_says_so() -> None:
    plain = _hide(read(TALK.encode()), head="Machine draft, unchecked.")
    assert plain.preamble is not None
    assert plain.text_of(plain.preamble) == "Machine draft, unchecked."
    assert _said(plain) == _said(read(TALK.encode()))
    more = read(("Two talks, both invented by nobody at all.\n\nCall one\n" + TALK[14:]).encode())
    assert more.preamble
    headed = masked(more, [], "Draft.")
    assert headed.preamble is not None
    assert headed.text_of(headed.preamble).startswith("Draft.\n\nTwo talks")


@settings(max_examples=40)
@given(documents(), st.data())
def test_what_is_hidden_is_nowhere_and_the_rest_is_as_it_was(
    document: Transcript, data: st.DataObject
) -> None:
    spans = _blocks(document)
    one = data.draw(st.sampled_from(spans))
    start = data.draw(st.integers(one.start, one.end))
    end = data.draw(st.integers(start, one.end))
    found = masked(document, [(start, end)])
    if start == end:
        assert found is document
        return
    assert found.text == document.text[:start] + SIGN + document.text[end:]
    for before, after in zip(spans, _blocks(found), strict=True):
        if before is not one:
            assert found.text_of(after) == document.text_of(before)
        else:
            words = document.text[before.start : start] + SIGN + document.text[end : before.end]
            assert found.text_of(after) == words
    for mark in found.marks:
        if mark.kind != "withheld":
            assert found.text_of(mark) in {document.text_of(each) for each in document.marks}
