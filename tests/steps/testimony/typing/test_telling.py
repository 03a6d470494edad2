"""What a page tells is believed only when it can be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from guwah.failures import NotUnderstood
from guwah.steps.testimony.typing.forms import time_written, written_time
from guwah.steps.testimony.typing.telling import LONGEST_WORDS, MOST_TURNS, ToldTurn, read_told

PAGE, UID = "a" * 32, "b" * 32
TURN: dict[str, Any] = {"uid": UID, "base": 2, "words": "so\r\nit was\0", "speaker": 3, "start": 1.239}


def told(**turn: Any) -> bytes:  # noqa: ANN401 - JSON
    return json.dumps({"page": PAGE, "since": 7, "turns": [TURN | turn]}).encode()


def test_a_turn_is_read_as_it_is_kept() -> None:
    read = read_told(told(after=PAGE, gone=False, settles=4))

    assert (read.page, read.since) == (PAGE, 7)
    assert read.turns == (ToldTurn(UID, 2, PAGE, 3, "so\nit was", 1.24, gone=False, settles=4),)


@pytest.mark.parametrize(
    "wrong",
    [
        {"uid": "b" * 31},
        {"uid": "B" * 32},
        {"uid": None},
        {"base": -1},
        {"base": True},
        {"speaker": 10},
        {"words": 5},
        {"words": "x" * (LONGEST_WORDS + 1)},
        {"start": "soon"},
        {"start": True},
        {"start": -1},
        {"start": 1e9},
        {"start": float("nan")},
        {"after": "../.."},
    ],
)
def test_what_is_no_turn_is_refused_whole(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotUnderstood, match="tells of its typing"):
        read_told(told(**wrong))


@pytest.mark.parametrize(
    "raw", [b"", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"page": 1, "since": 0, "turns": 3}']
)
def test_what_is_no_telling_is_refused(raw: bytes) -> None:
    with pytest.raises(NotUnderstood):
        read_told(raw)


def test_no_more_turns_at_once_than_a_page_types() -> None:
    many = {"page": PAGE, "since": 0, "turns": [TURN] * (MOST_TURNS + 1)}
    with pytest.raises(NotUnderstood):
        read_told(json.dumps(many).encode())


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.0, "0:00"), (7.4, "0:07.4"), (59.96, "1:00"), (600.0, "10:00"), (3723.5, "1:02:03.5"), (None, "")],
)
def test_times_are_written_and_read_again(seconds: float | None, written: str) -> None:
    assert time_written(seconds) == written
    if seconds is not None:
        assert written_time(written) == pytest.approx(seconds, abs=0.05)


def test_what_is_no_time_is_none() -> None:
    assert [written_time(each) for each in ("", "7", "soon", "1:2:3:4", "-1:00")] == [None] * 5
    assert written_time(" 0:07,5 ") == 7.5
