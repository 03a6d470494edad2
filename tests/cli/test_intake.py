from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cast import Cast
from guwah.accounts.models import Member
from guwah.cli import intake
from guwah.steps.evidence.models import Handover, Item
from guwah.vault.models import Opening


def _run(monkeypatch: pytest.MonkeyPatch, who: Member, *words: object) -> tuple[int, Any, str]:
    monkeypatch.setattr(intake, "enter_from_command", lambda: who)
    done = CliRunner().invoke(intake.group, [str(word) for word in words])
    told = json.loads(done.stdout) if "--json" in words else None
    return done.exit_code, told, done.output


def _alone(*words: object) -> subprocess.CompletedProcess[str]:
    """Run `guwah intake add` where there is no vault and no passphrase."""
    program = "import sys; from guwah.cli.main import main; main(sys.argv[1:])"
    environment = {
        "PYTHONPATH": os.pathsep.join(sys.path),
        "GUWAH_VAULT": "/nowhere",
        "PATH": os.environ["PATH"],
    }
    command = [sys.executable, "-W", "ignore", "-c", program, "intake", "add", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def test_a_stick_goes_out_and_comes_back(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick, paper = tmp_path / "stick", tmp_path / "тизим.txt"
    paper.write_text("flour, yeast")
    code, made, _words = _run(monkeypatch, cast.boris, "make", stick, "--json")
    assert (code, len(made["intake"])) == (0, 32)

    out = _alone(stick, paper, tmp_path / "absent", "--who", "Rahima", "--json")
    told = json.loads(out.stdout)
    assert (out.returncode, told["fingerprint"]) == (3, made["fingerprint"])
    assert [row["outcome"] for row in told["items"]] == ["sealed", "no-such-file"]
    assert told["error"]["code"] == "no-such-file"
    assert paper.exists()

    code, took, _words = _run(monkeypatch, cast.chiara, "take", cast.case.pk, stick, "--json")
    assert (code, [row["outcome"] for row in took["items"]]) == (0, ["sealed"])
    assert (took["items"][0]["name"], Item.objects.get().filename) == ("тизим.txt", "тизим.txt")


def test_words_for_people(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick, paper = tmp_path / "stick", tmp_path / "list.txt"
    paper.write_text("flour")
    _code, _told, said = _run(monkeypatch, cast.boris, "make", stick)
    assert "can take in now" in said
    code, _told, said = _run(monkeypatch, cast.chiara, "add", stick, paper)
    assert (code, "sealed to the key" in said) == (0, True)
    bad = min((stick / "incoming").glob("*.age"), key=lambda path: len(path.name))
    bad.write_bytes(bad.read_bytes()[:-1])

    code, _told, said = _run(monkeypatch, cast.chiara, "take", cast.case.pk, stick)
    assert (code, "add it again" in said) == (1, True)
    code, told, _said = _run(monkeypatch, cast.chiara, "take", cast.case.pk, stick, "--json")
    assert (code, told["error"]["code"]) == (1, "intake-differs")


def test_a_full_stick_is_told(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick, paper = tmp_path / "stick", tmp_path / "list.txt"
    paper.write_text("flour")
    _run(monkeypatch, cast.boris, "make", stick)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, told, _said = _run(monkeypatch, cast.chiara, "add", stick, paper, "--json")
    assert (code, told["items"][0]["outcome"]) == (3, "not-kept")
    assert "No space left" in told["error"]["message"]


def test_where_nothing_can_be_taken_in(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code, told, _said = _run(monkeypatch, cast.chiara, "add", tmp_path, tmp_path / "x", "--json")
    assert (code, told["error"]["code"]) == (3, "no-intake")
    code, told, _said = _run(monkeypatch, cast.chiara, "take", cast.case.pk, tmp_path, "--json")
    assert (code, told["error"]["code"]) == (3, "no-intake")


def test_what_cannot_be_added_is_named_as_everywhere(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, empty, pipe = tmp_path / "stick", tmp_path / "empty.txt", tmp_path / "pipe"
    empty.touch()
    os.mkfifo(pipe)
    _run(monkeypatch, cast.boris, "make", stick)

    code, told, _said = _run(
        monkeypatch, cast.chiara, "add", stick, empty, pipe, tmp_path, tmp_path / "absent", "--json"
    )

    outcomes = [row["outcome"] for row in told["items"]]
    assert (code, outcomes) == (3, ["empty-file", "not-a-file", "not-a-file", "no-such-file"])
    assert list((stick / "incoming").iterdir()) == []


def test_a_note_and_what_the_file_told_arrive_with_it(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, paper = tmp_path / "stick", tmp_path / "list.txt"
    paper.write_text("flour")
    os.utime(paper, ns=(0, 1_551_679_567_120_000_000))
    _run(monkeypatch, cast.boris, "make", stick)
    _run(monkeypatch, cast.chiara, "add", stick, paper, "--who", "Rahima", "--note", "from the drawer")

    _run(monkeypatch, cast.chiara, "take", cast.case.pk, stick)

    row = Handover.objects.get()
    assert (row.from_whom, row.words, row.source) == ("Rahima", "from the drawer", Item.objects.get().source)
    told = Opening.objects.get(label="intake", entry__act="intake-taken").value
    assert told is not None
    assert (told["path"], told["modified"]) == (str(paper), "2019-03-04T06:06:07.12Z")
