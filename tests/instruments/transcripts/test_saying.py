"""Doubts: made in one place, by keys that all have a sentence, at the place of the text they are about."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import guwah.instruments.transcripts as room
from guwah.instruments.transcripts import Transcript, read
from guwah.instruments.transcripts.lines import ENDS, LineNumbers
from guwah.instruments.transcripts.saying import SAYS, WHERE, doubt, starts

FOLDER = Path(room.__file__).parent
SOURCES = {path: path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.py")}


def calls(name: str) -> list[tuple[Path, ast.Call]]:
    return [
        (path, node)
        for path, words in SOURCES.items()
        for node in ast.walk(ast.parse(words))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def test_a_doubt_is_made_in_one_place_only() -> None:
    assert {path.name for path, _ in calls("Warning_")} == {"saying.py", "losses.py"}


def test_every_key_that_is_used_has_a_sentence_and_every_sentence_is_used() -> None:
    used = {
        node.args[0].value
        for _, node in calls("doubt")
        if node.args and isinstance(node.args[0], ast.Constant)
    }
    assert used <= set(SAYS)
    everything = "\n".join(words for path, words in SOURCES.items() if path.name != "saying.py")
    kinds = {key for key in set(SAYS) - used if not key.endswith(":more")}
    assert {key for key in kinds if f'"{key}"' not in everything} == set()
    # What is summed up is summed up by the code of what it sums up.
    assert {key.partition(":")[0] for key in SAYS if key.endswith(":more")} <= {
        key.partition(":")[0] for key in SAYS if not key.endswith(":more")
    }


@pytest.mark.parametrize("key", sorted(SAYS))
def test_every_sentence_takes_its_values_and_keeps_its_code(key: str) -> None:
    wanted = {name: 3 if name == "n" else "UTF-16" for name in re.findall(r"\{(\w+)\}", SAYS[key])}
    made = doubt(key, 7, **wanted)
    assert made.code == key.partition(":")[0]
    assert (made.key, made.line, made.values, made.at) == (key, 7, wanted, None)
    assert "{" not in made.message
    assert hash(made) == hash(doubt(key, 7, **wanted))


@pytest.mark.parametrize("where", sorted(WHERE))
def test_where_the_words_of_a_line_went_ends_the_sentence(where: str) -> None:
    message = doubt("possible-label:once", 2, where=where).message
    assert message.endswith(f"{WHERE[where]}.")
    assert ".;" not in message


def words_at(found: Transcript, code: str) -> list[str]:
    """The line of the text each doubt of a kind stands on."""
    return [
        found.text[one.at :].partition("\n")[0] if one.at is not None else "-"
        for one in found.warnings
        if one.code == code
    ]


CUES = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
<v Ann>We bake.

2
00:00:03.000 --> 00:00:05.000
<v Ben>Why?

3
00:00:09.000 --> 00:00:08.000
<v Ann>So.
"""


def test_a_doubt_about_times_stands_at_the_words_below_them() -> None:
    found = read(CUES.encode())
    assert words_at(found, "cues-overlap") == ["Why?"]
    assert words_at(found, "cue-ends-first") == ["So."]
    assert [one.line for one in found.warnings] == [8, 12]


def test_in_captions_without_voices_a_doubt_stands_at_its_caption() -> None:
    said = ["ANN: We bake.", "BEN: Why?", "ANN: So.", "Guard: stop", "BEN: Ah.", "ANN:"]
    cues = "".join(
        f"{n + 1}\n00:00:{n:02},000 --> 00:00:{n:02},900\n{words}\n\n" for n, words in enumerate(said)
    )
    found = read(cues.encode(), "x.srt")
    assert words_at(found, "possible-label") == ["Guard: stop"]
    assert words_at(found, "empty-turn") == ["ANN:"]


def test_in_a_table_a_doubt_stands_at_its_row() -> None:
    rows = "speaker,start,text\nAnn,0:01,We bake.\nBen,soon,Why?\n,0:09,A door.\nAnn,0:12,So.\n"
    found = read(rows.encode(), "x.csv")
    assert words_at(found, "bad-time") == ["Why?"]
    assert words_at(found, "no-speaker") == ["A door."]


def test_in_chat_a_doubt_stands_at_its_line_and_one_about_the_head_nowhere() -> None:
    lines = (
        "@Begin\n@Participants:\tANN Witness\n@Location:\tthe mill\n*ANN:\twe bake .\n*BEN:\twhy ?\n@End\n"
    )
    found = read(lines.encode(), "x.cha")
    assert words_at(found, "unlisted-speaker") == ["why ?"]
    assert words_at(found, "headers-left-out") == ["-"]


def test_how_a_file_is_written_is_about_no_line() -> None:
    found = read("  \nALMA: We bake.\nBORIS: Why?\nALMA: So.\nBORIS: Ah.\nCLARA: A word.\n".encode("utf-16"))
    assert words_at(found, "other-encoding") == ["-"]
    assert words_at(found, "label-once") == ["CLARA: A word."]


@given(st.text(st.sampled_from("ab \t\r\n\u2028\f")))
def test_lines_begin_where_their_first_sign_stands(text: str) -> None:
    numbers, found = LineNumbers(text), starts(text)
    assert [number for number, _ in found] == list(range(1, numbers.at(len(text)) + 1))
    ends = [match.end() for match in ENDS.finditer(text)]
    for (_, start), line in zip(found, [0, *ends], strict=True):
        assert not text[line:start].strip()
        assert start == len(text) or ENDS.match(text, start) or not text[start].isspace()
