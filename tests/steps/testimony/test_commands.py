from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from guwah.steps.testimony import commands
from guwah.steps.testimony.models import Cut, Layer
from kitchen import LETTER, TALK

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Cast
    from guwah.steps.testimony.flows import Imported


@pytest.fixture(autouse=True)
def _as_chiara(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The vault is open and Chiara is at the keyboard."""
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.chiara)


def _run(*words: str, given: str | None = None) -> tuple[int, Any]:
    command = {"testimony": commands.group, "cut": commands.cut}[words[0]]
    done = CliRunner().invoke(command, [*words[1:], "--json"], input=given)
    return done.exit_code, json.loads(done.stdout)


def test_import_answers_with_item_layer_revision_format_and_sessions(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(TALK.encode())

    code, told = _run("testimony", "import", str(cast.case.pk), str(path))

    layer = Layer.objects.get()
    assert code == 0
    assert told == {
        "item": layer.revisions.get().item_id,
        "layer": layer.pk,
        "revision": 1,
        "format": "labelled-text",
        "sessions": [{"n": 1, "turns": 6}, {"n": 2, "turns": 4}],
    }


def test_a_turnless_text_has_no_sessions(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(LETTER.encode())

    code, told = _run("testimony", "import", str(cast.case.pk), str(path), "--language", "en")

    assert (code, told["sessions"]) == (0, [])


def test_in_words_the_import_tells_its_sessions(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(TALK.encode())

    done = CliRunner().invoke(commands.group, ["import", str(cast.case.pk), str(path)])

    assert "session 2: 4 turns" in done.stdout


def test_in_words_the_import_says_its_warnings_on_the_error_stream(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(LETTER.encode())

    done = CliRunner().invoke(commands.group, ["import", str(cast.case.pk), str(path)])

    assert done.exit_code == 0
    assert done.stdout.startswith("Layer ")
    assert "No turns were found" in done.stderr


@pytest.mark.parametrize(
    ("raw", "told"),
    [(b"", ("empty-file", None)), (b"A: x\nB: \xff\n", ("bad-encoding", 2)), (None, ("cannot-open", None))],
)
def test_a_wrong_file_gets_a_clear_word_and_exit_code_3(
    cast: Cast, tmp_path: Path, raw: bytes | None, told: tuple[str, int | None]
) -> None:
    path = tmp_path / "wrong.txt"
    if raw is not None:
        path.write_bytes(raw)

    code, answer = _run("testimony", "import", str(cast.case.pk), str(path))

    assert code == 3
    assert (answer["error"]["code"], answer["error"]["line"]) == told
    assert answer["error"]["file"] == str(path)


def test_a_case_that_is_not_there_is_exit_code_3(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_bytes(TALK.encode())

    assert _run("testimony", "import", "999", str(path))[0] == 3


def test_cuts_of_a_file_are_made_and_answered(talk: Imported, cast: Cast, tmp_path: Path) -> None:
    one = {"layer": talk.layer.pk, "start": 5, "end": 9, "reason": "she asked", "by": "witness"}
    path = tmp_path / "cuts.json"
    path.write_text(json.dumps({"cuts": [one]}), "utf-8")

    code, told = _run("cut", "add", str(cast.case.pk), str(path))

    assert code == 0
    assert told == {"cuts": [{"id": Cut.objects.get().pk, **one}]}
    again = _run("cut", "add", str(cast.case.pk), "-", given=json.dumps({"cuts": [one]}))
    assert again == (0, told)
    spoken = CliRunner().invoke(commands.cut, ["add", str(cast.case.pk), str(path)])
    assert spoken.stdout.startswith("Cut ")


@pytest.mark.parametrize(
    ("given", "code", "says"),
    [
        ('{"cuts": [', "not-json", "JSON"),
        ("[]", "bad-cuts", "/cuts"),
        ('{"cuts": {}}', "bad-cuts", "/cuts"),
        ('{"cuts": [3]}', "bad-cuts", "/cuts/0"),
        ('{"cuts": [{"layer": true}]}', "bad-cuts", "/cuts/0/layer"),
        (
            '{"cuts": [{"layer": 1, "start": 0, "end": 2, "reason": 3, "by": "x"}]}',
            "bad-cuts",
            "/cuts/0/reason",
        ),
        (
            '{"cuts": [{"layer": 0, "start": 0, "end": 2, "reason": "r", "by": "x"}]}',
            "no-such-layer",
            "/cuts/0",
        ),
    ],
)
def test_cuts_that_are_none_are_exit_code_3_with_their_place(
    talk: Imported, cast: Cast, given: str, code: str, says: str
) -> None:
    exit_code, answer = _run("cut", "add", str(cast.case.pk), "-", given=given)

    assert exit_code == 3
    assert answer["error"]["code"] == code
    assert says in answer["error"]["message"]
    assert answer["error"]["file"] is None
    assert not Cut.objects.exists()


def test_broken_json_is_told_with_line_and_column(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "cuts.json"
    path.write_bytes(b'{"cuts":\n  [oops]}')

    error = _run("cut", "add", str(cast.case.pk), str(path))[1]["error"]

    assert (error["line"], error["column"], error["offset"]) == (2, 4, 12)
    path.write_bytes(b'{"cuts": "\xff"}')
    assert _run("cut", "add", str(cast.case.pk), str(path))[1]["error"]["code"] == "bad-encoding"
    path.unlink()
    assert _run("cut", "add", str(cast.case.pk), str(path))[1]["error"]["code"] == "cannot-open"


def test_who_may_not_cut_gets_no_for_an_answer(
    talk: Imported, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.farid)
    one = {"layer": talk.layer.pk, "start": 5, "end": 9, "reason": "r", "by": "x"}

    code, told = _run("cut", "add", str(cast.case.pk), "-", given=json.dumps({"cuts": [one]}))

    assert (code, told["error"]["code"]) == (1, "not-permitted")
