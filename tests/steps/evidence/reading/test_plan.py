from __future__ import annotations

import pytest

import attic
import darkroom
from guwah.steps.evidence.kinds import kind_of
from guwah.steps.evidence.reading import plan

TRANSCRIPT = b"Chiara: Good morning.\nAygul: Good morning to you.\nDate: nobody said.\n"


@pytest.mark.parametrize(
    ("data", "family", "steps"),
    [
        (darkroom.jpeg(), "jpeg", ("metadata", "thumbnail")),
        (darkroom.png(), "png", ("metadata", "thumbnail")),
        (darkroom.picture("WEBP"), "picture", ("metadata", "thumbnail")),
        (darkroom.heic(), "heif", ("metadata", "thumbnail")),
        (darkroom.pdf("x"), "pdf", ("metadata", "text", "thumbnail", "page-images")),
        (darkroom.docx("x"), "office", ("metadata", "text")),
        (darkroom.office({"a.txt": "a"}), "archive", ("metadata",)),
        (darkroom.letter(), "mail", ("metadata", "text")),
        (darkroom.page(), "html", ("metadata", "text")),
        (darkroom.recording("ogg"), "audio", ("metadata", "waveform")),
        (darkroom.recording("mp4", video="libx264"), "video", ("metadata", "thumbnail", "waveform")),
        (attic.silk(), "silk", ("metadata", "waveform")),
        (attic.rar("a.txt"), "packed", ("metadata", "unpack")),
        (attic.seven_zip("a.txt"), "packed", ("metadata", "unpack")),
        (b"\x1f\x8b packed", "", ()),
        (attic.amr(), "audio", ("metadata", "waveform")),
        (darkroom.recording("caf"), "audio", ("metadata", "waveform")),
        (darkroom.recording("3gp"), "audio", ("metadata", "waveform")),
        (b"plain words", "", ()),
        (TRANSCRIPT, "", ()),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old office", "ole", ("metadata", "text")),
        (attic.doc("x"), "ole", ("metadata", "text")),
        (attic.xls("x"), "ole", ("metadata", "text")),
        (attic.ppt("x"), "ole", ("metadata", "text")),
        (attic.msg(), "ole", ("metadata", "text")),
        (attic.rtf(), "rtf", ("metadata", "text")),
    ],
)
def test_every_kind_of_file_has_its_readers_or_none(data: bytes, family: str, steps: tuple[str, ...]) -> None:
    found = plan.family(kind_of(data[:65536]).media_type, data[: plan.HEAD_BYTES])

    assert (found, plan.steps(found)) == (family, steps)


@pytest.mark.parametrize(
    "head",
    [
        b"From: a@b.example\nMIME-Version: 1.0\n\nwords",
        b"Return-Path: <a@b.example>\r\nReceived: by x\r\nFrom: a\r\n\r\nwords",
        b"From a@b.example Fri Mar 15\nReceived: by x\nFrom: a\n\nwords",
    ],
)
def test_a_letter_is_known_by_its_head(head: bytes) -> None:
    assert plan.family("text/plain", head) == "mail"


@pytest.mark.parametrize(
    "head",
    [
        b"From: Aygul\nTo: Boris\n\nA letter somebody typed.",
        b"Subject: bread\n\nFrom: Aygul\nMIME-Version: 1.0\n",
        b"words\nFrom: a@b.example\nMIME-Version: 1.0\n\n",
        b"",
    ],
)
def test_words_that_only_look_like_a_letter_are_left_alone(head: bytes) -> None:
    assert plan.family("text/plain", head) == ""


def test_only_recordings_need_ffmpeg() -> None:
    assert [plan.needs_ffmpeg(each) for each in ("audio", "video", "pdf", "")] == [True, True, False, False]


def test_only_packers_that_unfold_need_bsdtar() -> None:
    assert [plan.needs_bsdtar(each) for each in ("packed", "archive", "")] == [True, False, False]


def test_what_nobody_does_here_says_why() -> None:
    assert plan.not_here("unpack", "packed") == "archive-not-opened"
    assert plan.not_here("waveform", "silk") == "silk-not-played"
    assert plan.not_here("waveform", "audio") == plan.not_here("metadata", "silk") == ""
    assert plan.why_unread("application/gzip") == "archive-not-opened"
    assert plan.why_unread("text/plain") == "no-reader"
