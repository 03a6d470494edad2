"""`guwah suggest` as a program: its answer, its codes, its errors."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from guwah.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

TALK = """Interviewer: When did they close the bakery?
Baker: On 5 May 2014. It stayed shut for two years and three days.
Interviewer: And you were forty-one years old?
Baker: Two days ago I turned 52.
"""


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = 0
    try:
        main(["suggest", *words])
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    told = capsys.readouterr()
    return code, told.out, told.err


@pytest.fixture
def talk(tmp_path: Path) -> str:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return str(path)


def found(out: str) -> list[dict[str, Any]]:
    suggestions: list[dict[str, Any]] = json.loads(out)["suggestions"]
    return suggestions


def test_every_suggestion_stands_at_its_offsets_with_who_said_it(
    talk: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, _ = run(capsys, talk, "--json")
    assert code == 0
    told = found(out)
    assert all(TALK[one["start"] : one["end"]] == one["text"] for one in told)
    date = next(one for one in told if one["kind"] == "date")
    assert (date["session"], date["turn"], date["speaker"]) == (1, 2, "Baker")
    assert date["value"] == {"readings": [{"edtf": "2014-05-05", "basis": "stated"}]}
    assert date["rule"]


def test_only_the_kinds_asked_for(talk: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, talk, "--json", "--kind", "duration", "--kind", "age")
    assert {one["kind"] for one in found(out)} == {"duration", "age"}


def test_the_day_of_the_talk_dates_two_days_ago(talk: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(capsys, talk, "--json", "--kind", "date", "--held", "2026-02-10")
    ago = found(out)[-1]
    assert ago["value"]["readings"][0] == {"edtf": "2026-02-08", "basis": "relative-session"}


def test_people_read_lines_and_are_told_that_nothing_is_a_fact(
    talk: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run(capsys, talk)
    assert code == 0
    assert "1.2" in out
    assert "On 5 May 2014" in out
    assert "none of them is a fact" in err


def test_a_wrong_day_is_wrong_use(talk: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, talk, "--held", "yesterday", "--json")
    assert code == 2
    assert json.loads(out)["error"]["code"] == "bad-date"


def test_a_file_that_is_no_text_is_not_understood(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "broken.docx"
    path.write_bytes(b"PK\x03\x04 not a document")
    code, out, _ = run(capsys, str(path), "--json")
    assert code == 3
    assert json.loads(out)["error"]["code"]


def test_no_file_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, str(tmp_path / "none.txt"), "--json")
    assert code == 2
    assert json.loads(out)["error"]["code"] == "no-such-file"


def test_a_long_file_says_on_a_terminal_how_far_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("guwah.cli.suggest._LONG", len(TALK))
    monkeypatch.setattr("guwah.instruments.suggestions.watching.SECONDS_BETWEEN", 0.0)
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    _code, quiet, said = run(capsys, str(path))
    assert "looking through" not in said
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    _code, shown, said = run(capsys, str(path))
    assert "looking through" in said
    assert "100%" not in said.split("looking through")[1]
    assert shown == quiet
    assert "looking through" not in run(capsys, str(path), "--json")[2]
