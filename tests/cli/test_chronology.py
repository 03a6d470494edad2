"""`guwah chronology check` as a program: its answers, its codes, its errors."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from guwah.cli.main import main

FITTING = {
    "occurrences": {"closure": "the closure of the bakery"},
    "assertions": [
        {"id": "a", "by": "Alice", "source": "talk 1", "at": ["closure", "start"], "edtf": "2017-09-26"},
        {"id": "b", "by": "Alice", "source": "talk 1", "at": ["closure", "end"], "edtf": "2019-10-18"},
        {"id": "c", "by": "Bob", "source": "talk 2", "from": ["closure", "start"], "to": ["closure", "end"],
         "duration": "P2Y23D", "approximate": False},
    ],
}  # fmt: skip
TORN = {
    "occurrences": {"closure": "the closure of the bakery"},
    "assertions": [
        {"id": "a", "at": ["closure", "end"], "edtf": "2019-04-07"},
        {"id": "b", "at": ["closure", "end"], "edtf": "2019-10-18"},
    ],
}


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = 0
    try:
        main(["chronology", "check", *words])
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    told = capsys.readouterr()
    return code, told.out, told.err


def written(folder: Path, content: object) -> str:
    file = folder / "problem.json"
    raw = content if isinstance(content, bytes) else json.dumps(content, indent=1).encode()
    file.write_bytes(raw)
    return str(file)


def test_a_problem_that_fits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, written(tmp_path, FITTING), "--json", "--fail")
    told = json.loads(out)
    assert code == 0
    assert told["consistent"] is True
    assert told["complete"] is True
    assert told["countings"] == {"c": ["inclusive"]}
    assert told["conflicts"] == []
    assert told["bounds"] == {"closure": {"start": ["2017-09-26"] * 2, "end": ["2019-10-18"] * 2}}


def test_a_conflict_is_an_answer_and_with_fail_a_no(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = written(tmp_path, TORN)
    code, out, _ = run(capsys, file, "--json")
    assert code == 0
    assert [(one["members"], one["grade"]) for one in json.loads(out)["conflicts"]] == [(["a", "b"], "hard")]
    code, out, _ = run(capsys, file, "--json", "--fail")
    told = json.loads(out)
    assert code == 1
    assert (told["error"]["code"], told["error"]["file"]) == ("conflict", file)
    assert told["conflicts"][0]["members"] == ["a", "b"]


def test_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, written(tmp_path, FITTING))
    assert code == 0
    assert out == "All of this can be true.\nc: fits when counted inclusive\n"
    code, out, _ = run(capsys, written(tmp_path, TORN), "--fail")
    assert code == 1
    assert out.startswith("Not all of this can be true.\n[hard] These cannot all be true. a: the end of")
    lasting = {"from": ["closure", "start"], "to": ["closure", "end"], "approximate": False}
    both = [{"id": "d", "duration": "P1D", **lasting}, {"id": "e", "duration": "P9D", **lasting}]
    code, out, _ = run(capsys, written(tmp_path, {**TORN, "assertions": both}))
    assert out.endswith("d: fits in no way of counting\ne: fits in no way of counting\n")


def test_what_was_left_out_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    talks = {f"t{place}": "a talk" for place in range(9)}
    ages = [{"id": name, "age": 30, "of": ["birth", "start"], "at": [name, "start"]} for name in talks]
    _, out, _ = run(
        capsys, written(tmp_path, {"occurrences": {"birth": "birth"} | talks, "assertions": ages})
    )
    assert out.endswith("There was too much to look at everything: more conflicts may exist.\n")


def test_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    stream = io.TextIOWrapper(io.BytesIO("\ufeff".encode() + json.dumps(FITTING).encode()))
    monkeypatch.setattr(sys, "stdin", stream)
    code, out, _ = run(capsys, "-", "--json")
    assert (code, json.loads(out)["consistent"]) == (0, True)
    assert not stream.buffer.closed


@pytest.mark.parametrize(
    ("content", "code", "place"),
    [
        (b"", "bad-json", (1, 1, 0)),
        (b'{"a":\n }', "bad-json", (2, 2, 7)),
        (b'{"a": 1, "a": 2}', "duplicate-name", (1, 10, 9)),
        (b'{"\xc3\xa9":\n "\xff"}', "bad-encoding", (2, 3, 8)),
        (b'{\n"occurrences": []}', "not-an-object", (2, 16, 17)),
        (b'{"occurrences":{"a":"b"},\n"assertions":[{"id":"x","at":["a","end"],\n "edtf":"2018-02-30"}]}',
         "no-such-day", (3, 9, 76)),
        (b"[]", "not-an-object", (1, 1, 0)),
    ],
)  # fmt: skip
def test_what_is_not_understood_says_where(
    content: bytes,
    code: str,
    place: tuple[int | None, ...],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = written(tmp_path, content)
    exit_code, out, err = run(capsys, file, "--json")
    error = json.loads(out)["error"]
    assert exit_code == 3
    assert set(error) == {"code", "message", "file", "line", "column", "offset"}
    assert (error["code"], error["file"]) == (code, file)
    assert (error["line"], error["column"], error["offset"]) == place
    exit_code, out, err = run(capsys, file)
    assert (exit_code, out) == (3, "")
    assert error["message"] in err


def test_values_are_not_repeated_in_errors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = {"id": "a", "at": ["closure", "end"], "edtf": "a secret word"}
    _, out, _ = run(capsys, written(tmp_path, {**TORN, "assertions": [said]}), "--json")
    assert "secret" not in out


def test_a_file_too_large_is_refused_before_it_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "large.json"
    with file.open("wb") as stream:
        stream.truncate(300 * 1024 * 1024)
    code, out, _ = run(capsys, str(file), "--json")
    assert (code, json.loads(out)["error"]["code"]) == (3, "too-large")


@pytest.mark.parametrize("words", [["nowhere.json"], [], ["--what"], ["."]])
def test_wrong_use(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(capsys, *words, "--json")
    assert code == 2
    assert json.loads(out)["error"]["code"] in {"cannot-open", "wrong-use"}


def test_it_starts_without_django(tmp_path: Path) -> None:
    program = (
        "import sys; from guwah.cli.main import main; main(sys.argv[1:]);"
        "assert 'django' not in sys.modules and 'sqlcipher3' not in sys.modules"
    )
    file = written(tmp_path, FITTING)
    done = subprocess.run(
        [sys.executable, "-c", program, "chronology", "check", file, "--json"],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        env={"PYTHONPATH": str(Path(__file__).parents[2] / "src"), "PATH": ""},
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["consistent"] is True
