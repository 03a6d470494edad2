from __future__ import annotations

import io
import json
import os
from pathlib import Path
from typing import Any, Protocol

import pytest
from click.testing import CliRunner

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.evidence import commands, flows, looking, sealing
from guwah.steps.evidence.models import Item


class Run(Protocol):
    def __call__(self, *words: object, who: Member = ...) -> tuple[int, Any, str]: ...


@pytest.fixture
def run(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `guwah evidence …` as somebody and gives exit code, JSON and words."""

    def command(*words: object, who: Member = cast.chiara) -> tuple[int, Any, str]:
        for module in (commands, sealing, looking):
            monkeypatch.setattr(module, "enter_from_command", lambda: who)
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


def test_each_name_and_time_a_file_came_under_is_listed(cast: Cast, run: Run, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("the same")
        os.utime(tmp_path / name, ns=(0, 1_551_679_567_120_000_000))
    run("add", cast.case.pk, tmp_path / "a.txt")
    run("add", cast.case.pk, tmp_path / "b.txt", who=cast.boris)

    _code, told, _words = run("list", cast.case.pk, "--json")
    _code, _told, words = run("list", cast.case.pk)

    (item,) = told["sources"][0]["items"]
    assert item["name"] == "a.txt"
    assert [(came["name"], came["path"], came["by"], came["again"]) for came in item["came"]] == [
        ("a.txt", str(tmp_path / "a.txt"), "Chiara", False),
        ("b.txt", str(tmp_path / "b.txt"), "Boris", True),
    ]
    assert {came["file_said_modified"] for came in item["came"]} == {"2019-03-04T06:06:07.12Z"}
    assert f"b.txt  ({item['came'][1]['at'][:16]}, Boris, {tmp_path / 'b.txt'}, the file said: 2019" in words


def test_names_of_bytes_that_are_no_text_end_no_command(cast: Cast, run: Run, tmp_path: Path) -> None:
    odd, absent = (tmp_path / os.fsdecode(name) for name in (b"\xff\xfe.bin", b"\xfd.bin"))
    odd.write_bytes(b"bytes")

    code, told, _words = run("add", cast.case.pk, odd, absent, "--json")
    again, _told, words = run("add", cast.case.pk, odd, absent)

    assert (code, again) == (3, 3)
    assert [row["file"] for row in told["items"]] == [str(odd), str(absent)]
    assert Item.objects.get().filename == "[xFF][xFE].bin"
    assert "/[xFD].bin: There is no such file." in words
    _code, told, _words = run("list", cast.case.pk, "--json")
    (item,) = told["sources"][0]["items"]
    assert item["came"][0]["path"] == f"{tmp_path}/[xFF][xFE].bin"


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


def test_a_scrub_says_what_still_opens_and_what_to_do(cast: Cast, run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("a")
    run("add", cast.case.pk, tmp_path / "a.txt")
    item = Item.objects.get()
    good, told, _words = run("scrub", "--json", who=cast.boris)
    assert (good, told["intact"], told["earlier"], told["strays"]) == (0, True, 0, [])
    path = flows.store().path(item.sha256)
    path.write_bytes(path.read_bytes()[:-1])

    for words in (("scrub",), ("verify", "--scrub"), ("verify", cast.case.pk, "--anew")):
        code, _told, said = run(*words)
        assert code == 1
        assert f"item {item.pk}: put the sealed file back from a backup, or add the same file again" in said
    assert item.outcomes.filter(step="scrub").count() == 3
    run("add", cast.case.pk, tmp_path / "a.txt")
    assert run("verify")[0] == 0


def test_strays_are_told_to_whoever_looks_after_the_log(cast: Cast, run: Run) -> None:
    sealed = flows.store().seal(io.BytesIO(b"killed too early"))
    os.utime(flows.store().path(sealed.oid), (1, 1))

    code, told, _words = run("verify", "--json", who=cast.boris)
    _code, _told, words = run("verify", who=cast.boris)

    assert (code, [each["name"] for each in told["strays"]]) == (0, [sealed.name])
    assert "Add the file again and it is used" in words


def test_what_came_only_in_part_is_listed(cast: Cast, run: Run) -> None:
    note = {"case": cast.case.pk, "filename": "oven.mp4", "size": 9_000_000}
    intake = flows.resume(("file", 1), note)
    intake.feed(bytes(3_000_000))
    intake.leave()

    _code, told, _words = run("unfinished", "--json")
    _code, _told, words = run("unfinished")

    assert [(row["filename"], row["size"]) for row in told["unfinished"]] == [("oven.mp4", 9_000_000)]
    assert "oven.mp4" in words
    assert run("unfinished", "--json", who=cast.farid)[1] == {"unfinished": []}
