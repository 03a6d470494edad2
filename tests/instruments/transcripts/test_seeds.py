"""The real conversations, beside the checkout on some machines only: counts, never words."""

from collections import Counter
from pathlib import Path

import pytest

from guwah.instruments.transcripts import compose, pieces, read_file, write

pytestmark = pytest.mark.seeds


def test_three_conversations_with_every_turn_and_its_speaker(seeds: Path) -> None:
    transcript = read_file(seeds / "conversations.txt", expect_turns=True)
    assert [len(session.turns) for session in transcript.sessions] == [378, 55, 14]
    speakers = [
        sorted(Counter(turn.speaker for turn in session.turns).values()) for session in transcript.sessions
    ]
    assert speakers == [[188, 190], [27, 28], [2, 5, 7]]
    assert [len(session.participants) for session in transcript.sessions] == [2, 2, 3]
    assert all(one.name for session in transcript.sessions for one in session.participants)
    assert [session.spoken_languages for session in transcript.sessions] == [("kk",), ("ug", "kk"), ("zh",)]
    assert transcript.text_language == "en"
    assert transcript.preamble is not None
    assert transcript.warnings == ()


def test_the_lone_unheard_line_is_an_event_and_all_signs_have_kinds(seeds: Path) -> None:
    transcript = read_file(seeds / "conversations.txt")
    events = [[(event.kind, event.after_turn) for event in one.events] for one in transcript.sessions]
    assert events == [[("unheard", 37)], [], []]
    assert Counter(mark.kind for mark in transcript.marks) == {
        "insertion": 25,
        "gloss": 20,
        "unheard": 4,
        "vocal": 3,
        "description": 2,
        "correction": 3,
    }
    assert Counter(mark.session for mark in transcript.marks) == {1: 45, 2: 6, 3: 6}
    noted = [
        (one.n, turn.n) for one in transcript.sessions for turn in one.turns if turn.manner or turn.addressee
    ]
    assert noted == [(1, 8), (2, 37)]


@pytest.mark.parametrize(
    ("name", "format_"), [("conversations.txt", "labelled-text"), ("article.txt", "plain")]
)
def test_not_one_byte_is_lost(seeds: Path, name: str, format_: str) -> None:
    transcript = read_file(seeds / name)
    assert transcript.format == format_
    assert write(transcript, format_).data == (seeds / name).read_bytes()
    assert compose(pieces(transcript), transcript.text) == transcript.text


@pytest.mark.parametrize("to", ["docx", "webvtt"])
def test_other_formats_hold_the_same_turns(seeds: Path, to: str) -> None:
    written = write(read_file(seeds / "conversations.txt"), to)
    assert "reads-differently" not in {one.code for one in written.warnings}


def test_the_article_has_paragraphs_and_nobody_who_speaks(seeds: Path) -> None:
    transcript = read_file(seeds / "article.txt")
    assert (len(transcript.blocks), transcript.sessions, transcript.marks) == (18, (), ())
    assert [one.code for one in transcript.warnings] == ["no-turns"]
