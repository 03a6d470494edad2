from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from guwah.instruments.placed_json import place_of
from guwah.steps.testimony import commands
from guwah.steps.testimony.flows import revise
from guwah.steps.testimony.flows.editing import Wish
from guwah.steps.testimony.models import Cut, Layer
from guwah.steps.testimony.queries import newest
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


def test_in_an_edited_text_a_cut_says_which_text_or_words_it_means(talk: Imported, cast: Cast) -> None:
    revise(cast.daniyar, talk.layer, 1, [Wish("fix", 1, "And when, my dear, did you come to the town?")])
    text = newest(talk.layer).text
    start = text.index("Goodbye")
    one = {"layer": talk.layer.pk, "start": start, "end": start + 7, "reason": "she asked", "by": "witness"}
    for wrong, pointer in (({}, ""), ({"revision": 1}, "/revision"), ({"quote": "oodbye."}, "/quote")):
        code, told = _run("cut", "add", str(cast.case.pk), "-", given=json.dumps({"cuts": [one | wrong]}))
        assert (code, told["error"]["code"]) == (3, "quote-not-found" if "quote" in wrong else "text-changed")
        assert f"(at /cuts/0{pointer})" in told["error"]["message"]
    assert not Cut.objects.exists()

    by_words = {"cuts": [one | {"quote": "Goodbye"}]}
    code, told = _run("cut", "add", str(cast.case.pk), "-", given=json.dumps(by_words))
    assert (code, Cut.objects.get().anchor.quote) == (0, "Goodbye")
    assert told["cuts"] == [{"id": Cut.objects.get().pk, "revision": 2, **one}]
    assert _run("cut", "add", str(cast.case.pk), "-", given=json.dumps(told)) == (0, told)


_GOOD = '{"layer": LAYER, "start": 0, "end": 4, "reason": "r", "by": "x"}'


@pytest.mark.parametrize(
    ("second", "code", "pointer"),
    [
        ("3", "wrong-type", ""),
        ('{"layer": true}', "bad-span", "/layer"),
        (_GOOD.replace('"reason": "r", ', ""), "missing-field", "/reason"),
        (_GOOD.replace('"r"', "3"), "wrong-type", "/reason"),
        (_GOOD.replace('"r"', '" "'), "no-reason", "/reason"),
        (_GOOD.replace('"x"', '" "'), "no-wish", "/by"),
        (_GOOD.replace('"by"', '"bye"'), "unknown-field", "/bye"),
        (_GOOD.replace("LAYER", "0"), "no-such-layer", "/layer"),
        (_GOOD.replace("0,", "99999999,"), "outside-text", "/start"),
        (_GOOD.replace("4,", "99999999,"), "outside-text", "/end"),
        (_GOOD.replace("4,", "0,"), "outside-text", "/end"),
    ],
)
def test_a_cut_that_is_none_is_told_with_its_record_line_and_column(
    talk: Imported, cast: Cast, second: str, code: str, pointer: str
) -> None:
    given = f'{{"cuts": [\n {_GOOD},\n {second}\n]}}'.replace("LAYER", str(talk.layer.pk))

    exit_code, answer = _run("cut", "add", str(cast.case.pk), "-", given=given)

    error = answer["error"]
    assert exit_code == 3
    assert error["code"] == code
    assert f"(at /cuts/1{pointer})" in error["message"]
    assert (error["file"], error["line"]) == (None, 3)
    place = place_of(given, f"/cuts/1{pointer}")
    assert (error["line"], error["column"], error["offset"]) == (place.line, place.column, place.offset)
    assert not Cut.objects.exists()


@pytest.mark.parametrize(
    ("given", "code", "says", "offset"),
    [
        ("[]", "wrong-type", "an object", 0),
        ("{}", "missing-field", "/cuts", 0),
        ('{"cuts": {}}', "wrong-type", "/cuts", 9),
        ('{"cuts": [NaN]}', "bad-json", "/cuts/0", 10),
        ('{"cuts": [], "cuts": []}', "duplicate-name", "/cuts", 13),
    ],
)
def test_a_file_without_a_list_of_cuts_is_told_with_its_place(
    cast: Cast, given: str, code: str, says: str, offset: int
) -> None:
    exit_code, answer = _run("cut", "add", str(cast.case.pk), "-", given=given)

    assert (exit_code, answer["error"]["code"], answer["error"]["offset"]) == (3, code, offset)
    assert says in answer["error"]["message"]


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


def test_habits_are_told_said_and_used_for_one_file(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    habits, path = tmp_path / "habits.json", tmp_path / "talk.txt"
    habits.write_text('{"unheard": ["not audible"]}', "utf-8")
    path.write_bytes(TALK.encode() + b"\n[not audible]\n")
    assert _run("testimony", "habits") == (0, {"habits": {}})

    code, _told = _run("testimony", "import", str(cast.case.pk), str(path), "--habits", str(habits))
    assert code == 0
    assert Layer.objects.get().revisions.get().reading["habits"] == {"unheard": ["not audible"]}
    assert _run("testimony", "habits") == (0, {"habits": {}})

    monkeypatch.setattr(commands, "enter_from_command", lambda: cast.boris)
    assert _run("testimony", "habits", str(habits)) == (0, {"habits": {"unheard": ["not audible"]}})
    plain = CliRunner().invoke(commands.group, ["habits"])
    assert plain.stdout == 'unheard: ["not audible"]\n'
    habits.write_text("{}", "utf-8")
    assert CliRunner().invoke(commands.group, ["habits", str(habits)]).stdout == "As Guwah comes.\n"


@pytest.mark.parametrize(
    ("given", "code"), [('{"oven": 1}', "bad-conventions"), ("[]", "bad-conventions"), ("{", "bad-json")]
)
def test_habits_that_cannot_be_read_are_refused(tmp_path: Path, given: str, code: str) -> None:
    habits = tmp_path / "habits.json"
    habits.write_text(given, "utf-8")
    done, told = _run("testimony", "habits", str(habits))
    assert (done, told["error"]["code"]) == (3, code)
