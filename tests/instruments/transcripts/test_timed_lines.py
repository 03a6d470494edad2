"""Times before lines that name nobody: of a recording they are times, of somebody's day they are words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts.clocks import time_of
from guwah.instruments.transcripts.lines import lines_of
from guwah.instruments.transcripts.timed_lines import timed_paragraphs


def _read(text: str) -> list[tuple[str, object]] | None:
    found = timed_paragraphs(lines_of(text))
    return None if found is None else [(text[one.start : one.end], one.time) for one in found[0]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[00:01] Bread.\n[00:04] Flour.", [("Bread.", (1, None)), ("Flour.", (4, None))]),
        ("[01:00 --> 01:04]  Bread.\n[01:04 --> 01:06]  Ash.", [("Bread.", (60, 64)), ("Ash.", (64, 66))]),
        ("0:01\nBread.\nand\n0:09\nAsh.", [("Bread.", (1, None)), ("and", None), ("Ash.", (9, None))]),
        ("Talk\n0:01 Bread.\n0:05 Ash.", [("Talk", None), ("Bread.", (1, None)), ("Ash.", (5, None))]),
        ("*0:01*\nBread.\n*0:04*\nAsh.", [("Bread.", (1, None)), ("Ash.", (4, None))]),
        (
            "0:00 Flour\n0:30 Ash\n0:01 | Bread.\n0:05 | Salt.",
            [("0:00 Flour", None), ("0:30 Ash", None), ("Bread.", (1, None)), ("Salt.", (5, None))],
        ),
        # Of somebody's day, backwards, once, or of a few lines only.
        ("10:30 Tea\n11:00 Bread", None),
        ("[00:09] Bread.\n[00:04] Ash.", None),
        ("[00:09] Bread.", None),
        ("[00:01] Bread.\nOne.\nTwo.\nThree.\nFour.\n[00:04] Ash.", None),
        ("[00:01]\n[00:04]", None),
        ("Bread.\nAsh.", None),
        ("", None),
    ],
)  # fmt: skip
def test_times_are_taken_off_where_the_text_keeps_to_them(
    text: str, said: list[tuple[str, object]] | None
) -> None:
    assert _read(text) == said


def test_every_time_leaves_a_note_where_it_stands() -> None:
    text = "[00:01] Bread.\n0:04\nAsh."
    found = timed_paragraphs(lines_of(text))
    assert found is not None
    assert [(text[one.start : one.end], dict(one.attributes)) for one in found[1]] == [
        ("[00:01] ", {"time": "1.0"}),
        ("0:04", {"time": "4.0"}),
    ]


lines = st.lists(st.sampled_from(["0:01", "[00:04] нан", "0:09 نان", "面包", "bread", ""]), max_size=8)


@settings(max_examples=60)
@given(lines)
def test_every_word_is_in_one_paragraph_or_a_time(drawn: list[str]) -> None:
    text = "\n".join(drawn)
    found = timed_paragraphs(lines_of(text))
    if found is None:
        return
    spans = sorted([(b.start, b.end) for b in found[0]] + [(m.start, m.end) for m in found[1]])
    rest, reached = "", 0
    for start, end in spans:
        assert start >= reached
        rest, reached = rest + text[reached:start], end
    assert not (rest + text[reached:]).strip()


@pytest.mark.parametrize(
    "around", ["{}", " {}\t", "[{}]", "( {} )", "<{}>", "【{}】", "（{}）", "{{{}}}", "[{}"]
)
@pytest.mark.parametrize("clock", ["0:03", "00:00:03", "0:03.000", "0:03 - 0:05", "00:00:03:12"])
def test_a_line_that_is_a_time_is_one_whatever_stands_around_it(clock: str, around: str) -> None:
    assert (time_of(around.format(clock)) or (None,))[0] == 3
    assert time_of(around.format(clock) + ".") is None
    assert time_of(around.format(clock) + " a") is None


@pytest.mark.parametrize("words", ["", " ", "Ann", "]", "3", "[]", "0:0x3"])
def test_what_is_no_time_is_none(words: str) -> None:
    assert time_of(words) is None
