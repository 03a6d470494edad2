from __future__ import annotations

import importlib
import io
import json
from typing import Any, Protocol

import pytest
from click.testing import CliRunner

import attic
import darkroom
from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.evidence import commands, flows, reading_commands
from guwah.steps.evidence.models import Item

examining = importlib.import_module("guwah.steps.evidence.flows.examine")


class Run(Protocol):
    def __call__(self, *words: object, who: Member = ...) -> tuple[int, Any, str]: ...


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `guwah evidence …` as somebody and gives exit code, JSON and words."""

    def command(*words: object, who: Member = cast.chiara) -> tuple[int, Any, str]:
        monkeypatch.setattr(reading_commands, "enter_from_command", lambda: who)
        done = CliRunner().invoke(commands.group, [str(word) for word in words])
        told = json.loads(done.stdout) if "--json" in words else None
        return done.exit_code, told, done.output

    return command


@pytest.fixture
def items(cast: Cast) -> list[Item]:
    files = {"letter.eml": darkroom.letter(), "bomb.png": darkroom.bomb(), "words.txt": b"plain words"}
    return [
        flows.add_file(cast.chiara, cast.case, io.BytesIO(data), name).item for name, data in files.items()
    ]


def test_a_case_is_examined_and_every_step_told(cast: Cast, run: Run, items: list[Item]) -> None:
    code, told, _words = run("examine", cast.case.pk, "--json")

    assert code == 0
    assert "error" not in told
    rows = [
        (row["id"], [(step["step"], step["result"], step["code"]) for step in row["steps"]])
        for row in told["items"]
    ]
    assert rows == [
        (items[0].pk, [("metadata", "done", ""), ("text", "done", "")]),
        (items[1].pk, [("metadata", "failed", "needs-too-much"), ("thumbnail", "failed", "needs-too-much")]),
        (items[2].pk, [("examine", "not-tried", "no-reader")]),
    ]
    assert [set(each) for each in told["items"][0]["steps"][0]["made"]] == [{"id", "file", "bytes"}]
    assert run("examine", cast.case.pk, "--json")[1] == {"items": []}


def test_one_item_is_examined_again_and_told_in_words(cast: Cast, run: Run, items: list[Item]) -> None:
    run("examine", cast.case.pk, "--item", items[0].pk)

    code, _told, words = run("examine", cast.case.pk, "--item", items[0].pk)

    assert code == 0
    assert f"item {items[0].pk}  metadata  done    item " in words
    assert len(run("examine", cast.case.pk, "--again", "--json")[1]["items"]) == 3


def test_of_what_was_not_done_it_is_said_what_to_do(cast: Cast, run: Run) -> None:
    item = flows.add_file(cast.chiara, cast.case, io.BytesIO(attic.rar("a.txt")), "a.rar").item

    words = run("examine", cast.case.pk, "--item", item.pk)[2].splitlines()

    assert words[0].startswith(f"item {item.pk}  metadata  done    item ")
    assert words[1] == f"item {item.pk}  unpack  not-tried  archive-not-opened"
    assert words[2].strip().startswith("An archive Guwah does not open. Unpack it on a machine you trust")


def test_without_a_jail_the_answer_is_no(
    cast: Cast, run: Run, items: list[Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "why_no_jail", lambda: "jail-closed")

    code, told, _words = run("examine", cast.case.pk, "--json")
    _code, _told, words = run("examine", cast.case.pk)

    assert (code, told["error"]["code"]) == (1, "jail-closed")
    assert "files stay sealed and unread" in words
    assert not items[0].derived.exists()


def test_copies_are_made_and_those_that_could_not_be_are_counted(
    cast: Cast, run: Run, items: list[Item]
) -> None:
    photo = flows.add_file(cast.chiara, cast.case, io.BytesIO(darkroom.jpeg()), "a.jpg").item

    good, _told, words = run("clean", cast.case.pk, photo.pk)
    bad, told, _words = run("clean", cast.case.pk, photo.pk, items[0].pk, "--json")

    assert (good, bad, told["error"]["code"]) == (0, 1, "no-way-to-clean")
    assert told["error"]["message"] == "1 of 2 copies could not be made."
    assert f"item {photo.pk}  clean  done" in words
    assert told["items"][0]["steps"][0]["made"][0]["file"] == f"item-{photo.pk}-clean.jpg"


def test_a_reader_is_told_no(cast: Cast, run: Run, items: list[Item]) -> None:
    code, told, _words = run("examine", cast.case.pk, "--json", who=cast.farid)

    assert (code, told["error"]["code"]) == (1, "not-permitted")


def test_an_item_that_is_not_there_is_not_understood(cast: Cast, run: Run) -> None:
    code, told, _words = run("clean", cast.case.pk, 99, "--json")

    assert (code, told["error"]["code"]) == (3, "no-such-item")
