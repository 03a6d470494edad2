from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Protocol

import pytest
from click.testing import CliRunner

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.evidence import commands, flows
from guwah.steps.evidence.models import Item


class Run(Protocol):
    def __call__(self, *words: object, who: Member = ...) -> tuple[int, Any, str]: ...


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `guwah evidence …` as somebody and gives exit code, JSON and words."""

    def command(*words: object, who: Member = cast.chiara) -> tuple[int, Any, str]:
        monkeypatch.setattr(commands, "enter_from_command", lambda: who)
        done = CliRunner().invoke(commands.group, [str(word) for word in words])
        told = json.loads(done.stdout) if "--json" in words else None
        return done.exit_code, told, done.output

    return command


def test_every_file_gets_an_object_of_its_own(cast: Cast, run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(f"Пекарня {name}")

    code, told, _words = run("add", cast.case.pk, tmp_path / "a.txt", tmp_path / "b.txt", "--json")

    assert code == 0
    assert [set(row) for row in told["items"]] == [{"id", "sha256", "bytes", "kind", "outcome", "file"}] * 2
    assert [row["outcome"] for row in told["items"]] == ["sealed", "sealed"]
    assert "error" not in told


def test_one_bad_file_does_not_stop_the_others(cast: Cast, run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("good")
    (tmp_path / "empty.txt").touch()

    files = [tmp_path / "empty.txt", tmp_path / "absent", tmp_path / "good.txt"]
    code, told, _words = run("add", cast.case.pk, *files, "--json")
    _code, _told, words = run("add", cast.case.pk, *files)

    assert code == 3
    assert [row["outcome"] for row in told["items"]] == ["empty-file", "no-such-file", "sealed"]
    assert (told["error"]["code"], told["error"]["file"]) == ("empty-file", str(tmp_path / "empty.txt"))
    assert "1 of 3 files were kept" in words
    assert "duplicate" in words
    assert Item.objects.count() == 1


def test_a_reader_is_told_no_with_exit_code_1(cast: Cast, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")

    code, told, _words = run("add", cast.case.pk, tmp_path / "a.txt", "--json", who=cast.farid)

    assert (code, told["error"]["code"]) == (1, "not-permitted")


def test_files_are_given_to_a_source_by_its_number(cast: Cast, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    run("name", cast.case.pk, "Paper 17", "--kind", "petition")

    code, _told, _words = run("add", cast.case.pk, tmp_path / "a.txt", "--source", 1)
    missing, told, _words = run("add", cast.case.pk, tmp_path / "a.txt", "--source", 8, "--json")

    assert (code, missing, told["error"]["code"]) == (0, 3, "no-such-source")
    assert Item.objects.get().source.title == "Paper 17"


def test_a_strangers_case_does_not_exist(cast: Cast, run: Run, tmp_path: Path) -> None:
    code, told, _words = run("add", cast.case.pk, tmp_path, "--json", who=cast.hanna)

    assert (code, told["error"]["code"]) == (3, "no-such-case")


def test_verify_says_intact_or_names_what_is_broken(cast: Cast, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    run("add", cast.case.pk, tmp_path / "a.txt")
    good, told, _words = run("verify", "--json")
    assert (good, told["intact"], told["items"][0]["outcome"]) == (0, True, "intact")

    item = Item.objects.get()
    flows.store().path(item.sha256).unlink()
    bad, told, _words = run("verify", cast.case.pk, "--json")
    _bad, _told, words = run("verify", cast.case.pk)

    assert (bad, told["intact"], told["error"]["code"]) == (1, False, "broken-seal")
    assert told["items"] == [
        {"id": item.pk, "sha256": item.sha256, "bytes": 1, "kind": "text", "outcome": "blob-missing"}
    ]
    assert f"item {item.pk}  {item.sha256}  blob-missing" in words


def test_a_list_shows_sources_with_and_without_files(cast: Cast, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    run("add", cast.case.pk, tmp_path / "a.txt")
    _code, named, _words = run("name", cast.case.pk, "قەغەز ١٧", "--json")

    code, told, _words = run("list", cast.case.pk, "--json", who=cast.farid)
    _code, _told, words = run("list", cast.case.pk)

    assert code == 0
    assert [(each["number"], each["title"], len(each["items"])) for each in told["sources"]] == [
        (1, "a", 1),
        (2, "قەغەز ١٧", 0),
    ]
    assert named == {"number": 2, "title": "قەغەز ١٧", "kind": "", "items": []}
    assert "قەغەز ١٧" in words
