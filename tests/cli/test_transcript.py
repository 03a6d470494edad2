import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from guwah.cli.main import main

TALK = (
    "Talk in Kazakh\nAnn Poe (A): Is the oven lit?\nBen Roe (B) (sighing): Not [yet].\n[laughter]\n"
    "A: \u202eSo.\nB: \x1b[31mAh.\n"
)


@pytest.fixture
def talk(tmp_path: Path) -> Path:
    path = tmp_path / "talk.txt"
    path.write_text(TALK, encoding="utf-8")
    return path


def _run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = 0
    try:
        main(["transcript", *words])
    except SystemExit as ended:
        code = int(ended.code or 0)
    out = capsys.readouterr()
    return code, out.out, out.err


def _json(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code, out, _ = _run(capsys, *words, "--json")
    told: dict[str, Any] = json.loads(out)
    return code, told


def test_read_tells_the_contract(capsys: pytest.CaptureFixture[str], talk: Path) -> None:
    code, told = _json(capsys, "read", str(talk))
    assert code == 0
    assert set(told) == {
        "format", "text_language", "preamble", "sessions", "blocks", "marks", "warnings",
    }  # fmt: skip
    (session,) = told["sessions"]
    assert set(session) == {"n", "title", "spoken_languages", "participants", "turns", "events"}
    assert session["spoken_languages"] == ["kk"]
    assert session["participants"][1] == {"label": "B", "name": "Ben Roe", "role": None}
    assert session["turns"][1] == {
        "n": 2,
        "label": "Ben Roe (B)",
        "speaker": "Ben Roe",
        "start": TALK.index("Not"),
        "end": TALK.index("Not") + 10,
        "text": "Not [yet].",
        "time": None,
    }
    assert session["events"][0]["after_turn"] == 2
    assert [mark["kind"] for mark in told["marks"]] == ["vocal", "insertion"]


def test_read_shows_a_page_that_cannot_steer_the_terminal(
    capsys: pytest.CaptureFixture[str], talk: Path, tmp_path: Path
) -> None:
    code, out, _ = _run(capsys, "read", str(talk))
    assert code == 0
    assert "Ben Roe (sighing): Not [yet]." in out
    assert "— vocal —" in out
    assert "\x1b" not in out
    assert "\u2068\u202eSo." in out
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear all,\nthe end.\n", encoding="utf-8")
    assert "no turns" in _run(capsys, "read", str(letter))[1]
    timed = tmp_path / "timed.txt"
    timed.write_text(
        "A word before it all begins, and it is a long word, longer than a title would ever be in a book.\n"
        "[inaudible]\n[00:10] A: x\n[00:12] B: y\nA: z\nB: w\n",
        encoding="utf-8",
    )
    shown = _run(capsys, "read", str(timed))[1]
    assert "[10.0 s]" in shown
    assert "— unheard —" in shown


@pytest.mark.parametrize(
    ("data", "words", "exit_code", "code"),
    [
        (b"", (), 3, "empty-file"),
        (b"a\x00b", (), 3, "binary-file"),
        (b"A: \xff", (), 3, "bad-encoding"),
        (b"A letter.", ("--expect-turns",), 3, "no-turns"),
        (b"A letter.", ("--format", "webvtt"), 3, "not-webvtt"),
        (b"A letter.", ("--format", "docx"), 3, "not-a-docx"),
        (b"A letter.", ("--format", "odt"), 2, "wrong-use"),
        (b"A letter.", ("--nonsense",), 2, "wrong-use"),
    ],
)
def test_what_cannot_be_read_gets_a_clear_word(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    data: bytes,
    words: tuple[str, ...],
    exit_code: int,
    code: str,
) -> None:
    path = tmp_path / "given"
    path.write_bytes(data)
    got, told = _json(capsys, "read", str(path), *words)
    assert (got, told["error"]["code"]) == (exit_code, code)
    assert set(told["error"]) == {"code", "message", "file", "line", "column", "offset"}
    got, out, err = _run(capsys, "read", str(path), *words)
    assert (got, out) == (exit_code, "")
    assert err.strip()


def test_bad_bytes_are_told_with_their_place(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(b"A: x\nB: \xff\n")
    error = _json(capsys, "read", str(path))[1]["error"]
    assert (error["file"], error["line"], error["column"], error["offset"]) == (str(path), 2, 4, 8)


def test_a_file_that_is_not_there_is_wrong_use(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, told = _json(capsys, "read", str(tmp_path / "absent"))
    assert (code, told["error"]["code"]) == (2, "no-such-file")
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK, encoding="utf-8")
    code, told = _json(capsys, "convert", str(talk), "--to", "docx", "--out", str(talk / "below"))
    assert (code, told["error"]["code"]) == (2, "cannot-open")


def test_a_cue_nobody_is_named_for_has_its_time_on_the_page_and_in_the_contract(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("1\n00:01:00,500 --> 00:01:02,000\nBread.\n", encoding="utf-8")
    code, told = _json(capsys, "read", str(path))
    assert (code, told["format"], told["text"]) == (0, "srt", "Bread.")
    assert told["blocks"] == [{"n": 1, "start": 0, "end": 6, "text": "Bread.", "time": [60.5, 62.0]}]
    assert "1  [60.5 s] Bread." in _run(capsys, "read", str(path))[1]


def test_a_format_that_is_not_read_is_refused_with_what_to_do(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "talk.txt"
    path.write_text("<?xml version='1.0'?><basic-transcription/>", encoding="utf-8")
    code, told = _json(capsys, "read", str(path))
    assert (code, told["error"]["code"], told["error"]["line"]) == (3, "unread-format", 1)
    assert "EXMARaLDA" in told["error"]["message"]


def test_convert_gives_the_same_bytes_and_never_replaces(
    capsys: pytest.CaptureFixture[str], talk: Path, tmp_path: Path
) -> None:
    out = tmp_path / "again.txt"
    code, told = _json(capsys, "convert", str(talk), "--to", "labelled-text", "--out", str(out))
    assert (code, told["bytes"]) == (0, len(TALK.encode()))
    assert out.read_bytes() == talk.read_bytes()
    code, told = _json(capsys, "convert", str(talk), "--to", "webvtt", "--out", str(out))
    assert (code, told["error"]["code"]) == (2, "file-exists")
    assert out.read_bytes() == talk.read_bytes()
    code, shown, warned = _run(capsys, "convert", str(talk), "--to", "webvtt", "--out", str(out), "--force")
    assert (code, out.read_bytes()[:6]) == (0, b"WEBVTT")
    assert "webvtt" in shown
    assert "(line 5)" in warned
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again.txt", "talk.txt"]


def test_a_refused_file_changes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\xff")
    code, told = _json(capsys, "convert", str(bad), "--to", "docx", "--out", str(tmp_path / "out.docx"))
    assert (code, told["error"]["code"]) == (3, "bad-encoding")
    assert [path.name for path in tmp_path.iterdir()] == ["bad.txt"]


def test_the_command_starts_without_django(talk: Path) -> None:
    program = (
        "import sys\nfrom guwah.cli.main import main\n"
        f"main(['transcript', 'read', {str(talk)!r}, '--json'])\n"
        "assert 'django' not in sys.modules and 'sqlcipher3' not in sys.modules\n"
    )
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-c", program], check=False, capture_output=True, text=True, env=paths
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["format"] == "labelled-text"
