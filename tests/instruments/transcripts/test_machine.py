"""The line of a machine's draft: in every file that is made of one, known again there, taken out alone."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.transcripts import READABLE, WRITABLE, read, write
from guwah.instruments.transcripts.machine import (
    HEAD,
    begins,
    drafted,
    headed,
    known_again,
    says_so,
    stands_before,
    without_head,
)
from guwah.instruments.transcripts.masking import masked
from guwah.instruments.transcripts.writing import write_as

TALK = b"Call of 3 May\n\nA: One [laughs].\nB: Two.\n[line drops]\nA: Three.\nB: Four.\n"
TIMED = (
    b"WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ann>One.\n\n00:04.000 --> 00:05.000\n<v Ben>Two.\n\n"
    b"00:06.000 --> 00:07.000\n<v Ann>Three.\n\n00:08.000 --> 00:09.000\n<v Ben>Four.\n"
)
VOICELESS = b"1\n00:00:00,000 --> 00:00:02,000\nOne more.\n\n2\n00:00:04,000 --> 00:00:05,000\nAnd another.\n"
PAPER = b"It rained all day.\n\nNobody came to the mill.\n"


@pytest.mark.parametrize("raw", [TALK, TIMED, VOICELESS, PAPER])
@pytest.mark.parametrize("to", WRITABLE)
def test_every_file_of_a_draft_says_so_inside_and_is_known_again(raw: bytes, to: str) -> None:
    draft = headed(read(raw))
    data = write(draft, to).data
    if to not in READABLE:
        # What no program reads back as a talk is still read as a text, by people and by ours.
        shown = data if to == "web-annotation" else _words_of(data)
        assert HEAD.encode() in shown
        assert drafted(read(shown, format="plain"))
        return
    back = read(data, name="renamed.txt")
    assert [one.code for one in back.warnings].count("machine-draft") == 1
    assert drafted(back)
    plain = read(write(read(raw), to).data)
    assert not drafted(plain)
    # But for the line it is the file that a text of people would be.
    assert _bare(without_head(back).text) == _bare(plain.text)


def _bare(text: str) -> list[str]:
    return text.replace("Call of 3 May", "").split()


def _words_of(pdf: bytes) -> bytes:
    """Return what a viewer tells of a PDF file: Typst writes it as UTF-16."""
    said = "".join(f"{ord(one):04X}" for one in HEAD).encode()
    return HEAD.encode() if said in pdf.upper() or HEAD.encode() in pdf else pdf


def test_a_player_shows_the_line_before_the_words() -> None:
    lines = write(headed(read(TIMED)), "srt").data.decode().splitlines()
    assert lines[:6] == ["1", "00:00:00,000 --> 00:00:03,000", HEAD, "", "2", "00:00:00,000 --> 00:00:02,000"]
    untimed = write(headed(read(TALK)), "srt").data.decode()
    assert untimed.startswith(f"1\n00:00:00,000 --> 00:00:00,001\n{HEAD}\n\n2\n00:00:00,000 -->")


def test_captions_without_voices_have_the_line_before_their_paragraphs() -> None:
    back = read(write(headed(read(VOICELESS)), "srt").data)
    assert back.preamble is not None
    assert back.text_of(back.preamble) == HEAD
    assert [(one.n, back.text_of(one), one.time) for one in back.blocks] == [
        (1, "One more.", (0.0, 2.0)),
        (2, "And another.", (4.0, 5.0)),
    ]
    assert stands_before(back)
    assert not stands_before(read(VOICELESS))
    assert known_again(back) == back


@pytest.mark.parametrize("code", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_the_line_is_known_where_no_text_is_read_of_it(code: str) -> None:
    found = read(TIMED)
    raw = f"NOTE\n{HEAD}\n".encode(code)
    assert drafted(replace(found, origin=replace(found.origin, raw=raw)))
    assert not says_so(found)


def test_a_text_that_begins_with_the_line_gets_no_second_one() -> None:
    once = headed(read(PAPER))
    assert begins(once.text)
    assert headed(once) is once
    assert drafted(once)


@pytest.mark.parametrize("raw", [TALK, TIMED, VOICELESS, PAPER])
def test_taking_the_line_out_gives_the_text_back_with_all_its_parts(raw: bytes) -> None:
    whole = read(raw)
    bare = without_head(headed(whole))
    assert replace(bare, warnings=whole.warnings, origin=whole.origin) == whole
    assert without_head(whole) is whole


def test_only_the_line_is_taken_out_of_what_stands_before() -> None:
    text = f"{HEAD}\nCorrected by Mira.\nCall of 4 May\n\nA: One.\nB: Two.\nA: Three.\nB: Four.\n"
    found = read(text.encode())
    bare = without_head(found)
    assert bare.text == text.removeprefix(f"{HEAD}\n")
    assert [bare.text_of(turn) for turn in bare.sessions[0].turns] == ["One.", "Two.", "Three.", "Four."]
    assert all(one.at is None or bare.text[one.at :] for one in bare.warnings)
    joined = read(text.replace("unchecked.\n", "unchecked. ").encode())
    assert without_head(joined) is joined
    beside = masked(replace(found, warnings=()), ())
    assert without_head(beside).warnings == ()


def test_a_line_that_somebody_says_is_left_to_them() -> None:
    found = read(b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ann>Machine draft, unchecked.\n")
    assert without_head(found) is found
    assert drafted(found)


@given(st.text(max_size=60), st.sampled_from(["\n", "\r\n", "\n\n", " \n", "\u2028"]))
def test_whatever_follows_the_line_stays_to_the_last_sign(words: str, end: str) -> None:
    text = f"{HEAD}{end}{words}"
    found = replace(headed(read(PAPER)), text=text, preamble=None, blocks=(), marks=(), warnings=())
    assert without_head(found).text == words.lstrip()


def test_what_a_program_wrote_says_so_in_every_file_made_of_it() -> None:
    heard = b'{"segments": [{"start": 0.0, "end": 2.0, "text": "One more."}], "language": "en"}'
    found = read(heard)
    for to in WRITABLE:
        data = write_as(found, to).data
        assert drafted(
            read(data if to != "pdf" else _words_of(data), format=to if to in READABLE else "plain")
        )
    captions = read(write_as(found, "srt").data)
    assert write_as(captions, "srt").data == captions.origin.raw
    assert not drafted(read(write_as(read(VOICELESS), "webvtt").data))
