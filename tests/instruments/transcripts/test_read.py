import os
from pathlib import Path

import pytest

from guwah.instruments.transcripts import NotUnderstood, read, read_file, sniff, write


@pytest.mark.parametrize(
    ("raw", "name", "format_"),
    [
        (b"WEBVTT\n", "talk.txt", "webvtt"),
        (b"\xef\xbb\xbfWEBVTT\n", "", "webvtt"),
        (b"hello", "talk.VTT", "webvtt"),
        (b"PK\x03\x04", "", "docx"),
        (b"PK\x03\x04", "talk.txt", "labelled-text"),
        (b"hello", "talk.docx", "docx"),
        (b"hello", "talk", "labelled-text"),
    ],
)
def test_first_bytes_then_the_name(raw: bytes, name: str, format_: str) -> None:
    assert sniff(raw, name) == format_


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
