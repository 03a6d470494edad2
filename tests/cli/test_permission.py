"""`guwah permission evaluate FILE`: exit codes, the JSON of the contract, and no Django on the way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from guwah.cli.permission import group

if TYPE_CHECKING:
    from pathlib import Path

QUESTION: dict[str, Any] = {
    "now": "2024-05-02T10:00:00Z",
    "situation": {"custody": "free", "reachable": True},
    "use": {
        "action": "publish_text",
        "audience": "public",
        "recipient": None,
        "identity": "real_name",
        "medium": "text",
        "language": "en",
        "material": {"source": "talk-1", "spans": [[0, 400]]},
        "derived_from": None,
    },
    "records": [
        {
            "id": "g1",
            "kind": "grant",
            "by": "dana",
            "material": {"source": "talk-1", "spans": None},
            "except": [],
            "actions": ["publish_text"],
            "audiences": ["public"],
            "identity": ["real_name"],
            "media": ["text"],
            "languages": ["en"],
            "conditions": [{"code": "redact_first", "params": {"category": "health"}, "met": True}],
            "valid_from": None,
            "valid_to": None,
            "state": "given_conditional",
            "quality": {},
        }
    ],
    "third_parties": [],
}


def run(file: Path, *options: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(group, ["evaluate", str(file), *options])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture
def question(tmp_path: Path) -> Path:
    file = tmp_path / "question.json"
    file.write_text(json.dumps(QUESTION), encoding="utf-8")
    return file


def test_allowed(question: Path) -> None:
    code, out, _ = run(question, "--json")
    assert code == 0
    assert json.loads(out) == {
        "decision": "allow",
        "reasons": [
            {"code": "granted", "record": "g1", "text": "Allowed by record g1: every condition holds now."}
        ],
    }


def test_denied_with_the_decision_and_the_error_in_one_object(question: Path) -> None:
    unmet = json.loads(json.dumps(QUESTION))
    unmet["records"][0]["conditions"][0]["met"] = False
    question.write_text(json.dumps(unmet), encoding="utf-8")
    code, out, _ = run(question, "--json")
    assert code == 1
    text = "The condition “Cut named parts first” of record g1 is not met."
    assert json.loads(out) == {
        "decision": "deny",
        "reasons": [{"code": "condition-unmet", "record": "g1", "text": text}],
        "error": {
            "code": "refused-by-consent",
            "message": text,
            "file": str(question),
            "line": None,
            "column": None,
            "offset": None,
        },
    }


def test_a_question_for_people_is_not_a_yes(question: Path) -> None:
    watched = {**QUESTION, "situation": {"custody": "watched", "reachable": True}}
    question.write_text(json.dumps(watched), encoding="utf-8")
    code, out, _ = run(question, "--json")
    answer = json.loads(out)
    assert (code, answer["decision"], answer["error"]["code"]) == (1, "ask", "a-person-must-decide")


def test_plain_words_without_json(question: Path) -> None:
    code, out, _ = run(question)
    assert (code, out) == (0, "allow\n  granted: Allowed by record g1: every condition holds now.\n")


def test_what_is_not_understood_has_its_place(question: Path) -> None:
    question.write_text(
        '{\n "now": "2024-05-02",\n "use": {"action": "publish_txt"},\n "records": []}', encoding="utf-8"
    )
    code, out, _ = run(question, "--json")
    assert code == 3
    assert json.loads(out)["error"] == {
        "code": "unknown-code",
        "message": "no such code in the list consent_actions; nearest: publish_text, publish_photo, "
        "publish_video (at /use/action)",
        "file": str(question),
        "line": 3,
        "column": 20,
        "offset": 43,
    }


def test_plain_words_for_a_file_that_is_not_there(tmp_path: Path) -> None:
    code, out, err = run(tmp_path / "nowhere.json")
    assert (code, out) == (3, "")
    assert "the file cannot be read" in err


def test_a_file_too_large_is_not_read_whole(question: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guwah.cli.permission.LIMIT", 10)
    monkeypatch.setattr("guwah.instruments.permissions.reading.LIMIT", 10)
    code, out, _ = run(question, "--json")
    error = json.loads(out)["error"]
    assert (code, error["code"], error["line"]) == (3, "too-large", None)


def test_it_starts_without_django() -> None:
    look = (
        "import sys, guwah.cli.permission; print([name for name in sys.modules if name.startswith('django')])"
    )
    there = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, env=there)
    assert done.stdout == "[]\n"
