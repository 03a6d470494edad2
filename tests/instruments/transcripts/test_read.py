import os
from pathlib import Path

import pytest

from guwah.instruments.transcripts import NotUnderstood, pieces, read, read_file, write


def test_a_text_without_turns_is_plain_unless_asked() -> None:
    raw = b"A letter.\nIts end.\n"
    assert read(raw).format == "plain"
    assert read(raw, format="labelled-text").format == "labelled-text"
    assert write(read(raw), "labelled-text").data == raw
    asked = read(b"A: x\nB: y\nA: z\nB: w\n", format="plain")
    assert (asked.format, len(asked.blocks), asked.sessions) == ("plain", 4, ())


def test_unknown_formats_are_refused_both_ways() -> None:
    for call in (lambda: read(b"x", format="odt"), lambda: write(read(b"x"), "odt")):
        with pytest.raises(NotUnderstood) as refused:
            call()
        assert refused.value.code == "unknown-format"


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(300 * 1024 * 1024)
    with pytest.raises(NotUnderstood) as refused:
        read_file(large)
    assert refused.value.code == "too-large"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(NotUnderstood) as refused:
            read_file(path)
        assert refused.value.code == "not-a-file"
    with pytest.raises(FileNotFoundError):
        read_file(tmp_path / "absent")


def test_turns_may_be_expected() -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(b"A letter.", expect_turns=True)
    assert refused.value.code == "no-turns"
    assert read(b"A: x\nB: y\nA: z\nB: w\n", expect_turns=True).sessions


def test_turns_without_words_do_not_survive_and_that_is_told() -> None:
    empty = read(b"A:\nB:\nA:\nB:\n")
    assert [one.code for one in write(empty, "webvtt").warnings] == ["no-times", "reads-differently"]


def test_parts_of_a_text_without_line_end_or_labels_in_it() -> None:
    cues = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Yes.\n\n00:02.000 --> 00:03.000\n<v Ben>No.\n")
    assert [(part.kind, cues.text_of(part)) for part in pieces(cues)] == [
        ("words", "Yes."),
        ("between", "\n"),
        ("words", "No."),
    ]


def test_titles_of_a_document_get_a_line_above_them() -> None:
    source = read(b"Talk one\nA: x.\nB: y.\nTalk two\nA: z.\nB: w.\n")
    document = read(write(source, "docx").data)
    again = write(document, "labelled-text")
    assert again.data == b"Talk one\nA: x.\nB: y.\n\nTalk two\nA: z.\nB: w.\n"
    assert again.warnings == ()


def test_an_event_among_timed_turns_comes_after_the_turn_before_it() -> None:
    source = read(b"[00:10 - 00:12] A: x.\n[sigh]\n[00:20 - 00:21] B: y.\n")
    written = write(source, "webvtt")
    assert b"00:00:12.000 --> 00:00:12.001\n[sigh]" in written.data
    assert written.warnings == ()
