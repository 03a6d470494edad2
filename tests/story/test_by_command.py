"""From a file to an edition that a stranger can check, by commands alone (DESIGN §15)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import mill
from commanding import SECOND, SOURCES, Guwah
from oven import holds, read_all

RECORDING = SOURCES / "guwah" / "cli" / "sample" / "call-2.opus"
DIGEST = 64
TALK, ARTICLE = 1, 2
ERROR = {"code", "message", "file", "line", "column", "offset"}
FAULTLESS: dict[str, object] = {
    "existed_by": [],
    "witnessed": [],
    "redacted": None,
    "unverified": ["no-stamp", "no-cosignature"],
}


def sound(value: object) -> bool:
    return isinstance(value, str) and len(value) == DIGEST and set(value) <= set("0123456789abcdef")


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    (tmp_path / "talk.txt").write_text(mill.TALK, "utf-8")
    (tmp_path / "article.txt").write_text(mill.ARTICLE, "utf-8")
    (tmp_path / "claims.json").write_text(mill.claims(TALK, ARTICLE), "utf-8")
    (tmp_path / "consents.json").write_text(mill.consents(TALK), "utf-8")
    cut = {"layer": TALK, **mill.place(mill.TALK, mill.MEANT), "reason": "health", "by": "witness"}
    (tmp_path / "cuts.json").write_text(json.dumps({"cuts": [cut]}), "utf-8")
    return Guwah(tmp_path)


@pytest.fixture
def from_the_start(guwah: Guwah) -> Guwah:
    """The same; each command starts Python anew, as it does for a user."""
    guwah.forked = False
    return guwah


def test_a_vault_is_made_and_opened_by_commands(from_the_start: Guwah) -> None:
    guwah = from_the_start
    made = guwah("init", "--member", "aygul")

    assert made.keys() == {"vault", "member", "log_key"}
    assert (made["vault"], made["member"]) == (str(guwah.vault), "aygul")
    assert guwah("case", "list") == {"cases": []}
    assert guwah("init", code=2)["error"].keys() == ERROR
    assert guwah("case", "list", code=1, passphrase="not this one")["error"]["code"] == "wrong-passphrase"


def bring_in(guwah: Guwah) -> None:
    assert guwah("case", "new", mill.TITLE) == {"id": 1, "title": mill.TITLE}
    added = guwah("evidence", "add", "1", "talk.txt", "article.txt", RECORDING)["items"]
    assert [(one["id"], one["kind"], one["outcome"]) for one in added] == [
        (1, "text", "sealed"),
        (2, "text", "sealed"),
        (3, "audio", "sealed"),
    ]
    assert all(sound(one["sha256"]) for one in added)
    assert [one["bytes"] for one in added[:2]] == [len(mill.TALK.encode()), len(mill.ARTICLE.encode())]
    talk = guwah("testimony", "import", "1", "talk.txt")
    assert talk == {
        "item": 1,
        "layer": TALK,
        "revision": 1,
        "format": "labelled-text",
        "sessions": [{"n": 1, "turns": 13}],
    }
    article = guwah("testimony", "import", "1", "article.txt")
    assert (article["layer"], article["format"], article["sessions"]) == (ARTICLE, "plain", [])


def claim(guwah: Guwah) -> None:
    told = guwah("claims", "import", "1", "claims.json")["claims"]
    keys = {"id", "kind", "layer", "start", "end", "quote", "by", "knows", "readings", "occurrence", "code"}
    assert all(one.keys() == keys for one in told)
    assert [(one["id"], one["by"]) for one in told[:3]] == [
        (name, "Orazgul") for name in ("shut", "length", "open")
    ]
    assert {one["id"] for one in guwah("claims", "export", "1")["claims"]} == {one["id"] for one in told}
    answer = guwah("claims", "conflicts", "1", "--fail", code=1)
    assert (answer["consistent"], answer["complete"]) == (False, True)
    # One year, three months and six days are right when both end days count.
    assert answer["countings"]["length"] == ["inclusive"]
    assert [sorted(one["members"]) for one in answer["conflicts"]] == [
        ["open", "paper"],
        ["length", "paper", "shut"],
    ]
    quotes = {words["quote"] for words in answer["conflicts"][0]["words"]}
    assert quotes == {"on 9 June 2017", "until 21 October 2017"}


def consent(guwah: Guwah) -> None:
    (told,) = guwah("consent", "add", "1", "consents.json")["records"]
    assert (told["id"], told["kind"], told["state"]) == ("o-1", "grant", "given_conditional")
    assert told["anchor"] == {"layer": TALK, **mill.place(mill.TALK, mill.ASKED)}
    assert told["conditions"] == [{"code": "redact_first", "params": {"category": "health"}, "met": False}]


def refused(guwah: Guwah) -> dict[str, Any]:
    answer = guwah("edition", "build", "1", "--audience", "public", "--out", "out", code=1)
    assert answer.keys() == {"edition", "number", "root", "cuts", "refused", "error"}
    assert (answer["edition"], answer["root"]) == (None, None)
    assert answer["error"].keys() == ERROR
    assert not (guwah.home / "out").exists()
    (only,) = answer["refused"]
    assert only.keys() == {"code", "record", "spans", "text"}
    assert only["record"] == "o-1"
    found: dict[str, Any] = only
    return found


def settle(guwah: Guwah) -> None:
    meant = {"layer": TALK, **mill.place(mill.TALK, mill.MEANT)}
    unmarked = refused(guwah)
    assert (unmarked["code"], unmarked["spans"]) == ("passages-not-marked", [])
    assert "redact_first" in unmarked["text"]
    place = [word for key in ("layer", "start", "end") for word in (f"--{key}", str(meant[key]))]
    assert guwah("consent", "mark", "1", "o-1", *place)["record"] == "o-1"
    uncut = refused(guwah)
    assert (uncut["code"], uncut["spans"]) == ("passages-not-cut", [meant])
    (cut,) = guwah("cut", "add", "1", "cuts.json")["cuts"]
    assert cut == {"id": 1, **meant, "reason": "health", "by": "witness"}
    (record,) = guwah("consent", "list", "1")["records"]
    assert record["conditions"][0]["met"] is True


def publish(guwah: Guwah) -> None:
    built = guwah("edition", "build", "1", "--audience", "public", "--out", "out")
    assert built.keys() == {
        *("edition", "number", "root", "cuts", "refused", "questions", "unread", "checkers", "keys"),
    }
    assert (built["edition"], built["number"], built["refused"], sound(built["root"])) == (1, 1, [], True)
    assert {"layer": TALK, **mill.place(mill.TALK, mill.MEANT)} in built["cuts"]
    own = guwah("edition", "approve", "1", "--as", "aygul", code=1)
    assert own["error"]["code"] == "second-person"
    stranger = guwah("edition", "approve", "1", "--as", "emine", passphrase=SECOND, code=3)
    assert stranger["error"]["code"] == "no-such-case"
    joined = guwah("case", "join", "1", "emine", "--role", "reviewer")
    assert joined == {"case": 1, "member": "emine", "role": "reviewer"}
    approved = guwah("edition", "approve", "1", "--as", "emine", "--settle", passphrase=SECOND)
    assert approved == {"edition": 1, "number": 1, "kind": "second-person", "by": "emine"}
    site = guwah("edition", "site", "--out", "site")
    assert (site["editions"], site["left_out"]) == ([1], [])


def checked(folder: Path) -> tuple[int, dict[str, Any]]:
    """Hold an edition against its proof, with nothing but the standard library."""
    command = [sys.executable, "-I", "-S", str(folder / "guwah_verify.py"), str(folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told: dict[str, Any] = json.loads(done.stdout)
    return done.returncode, told


def test_the_whole_path(guwah: Guwah) -> None:
    guwah.make()
    for step in (bring_in, claim, consent, settle, publish):
        step(guwah)

    files = read_all(guwah.home / "out")
    assert {words: holds(files, words) for words in mill.NEVER} == {words: [] for words in mill.NEVER}
    assert holds(files, "They closed the mill on 4 March 2016")
    code, told = checked(guwah.home / "out")
    assert (code, told["intact"]) == (0, True)
    assert [each["role"] for each in told["signed_by"]] == ["edition", "log"]
    index = guwah.home / "out" / "index.html"
    index.write_bytes(index.read_bytes().replace(b"4 March", b"5 March", 1))
    code, told = checked(guwah.home / "out")
    assert (code, told["intact"]) == (1, False)

    shown = guwah("case", "show", "1")
    counts = ("sources", "layers", "claims", "cuts", "consent_records", "editions", "watches")
    assert tuple(shown[key] for key in counts) == (3, 2, 4, 1, 1, 1, 0)
    verified = guwah("log", "verify")
    assert verified["intact"] is True
    assert verified.items() >= FAULTLESS.items()
    assert verified["included"].keys() == {"size", "root", "published"}
    items = guwah("evidence", "verify")
    assert (items["intact"], [one["outcome"] for one in items["items"]]) == (True, ["intact"] * 3)


def long_text(path: Path) -> None:
    """Write 300 MB of turns, a piece at a time."""
    piece = b"D: And when did it open again?\nO: It never opened again.\n" * 20_000
    with path.open("wb") as file:
        for _ in range(300_000_000 // len(piece) + 1):
            file.write(piece)


def test_a_wrong_file_gets_a_clear_word_and_changes_nothing(guwah: Guwah) -> None:
    guwah.make()
    guwah("case", "new", "The mill")
    before = guwah("case", "show", "1"), guwah("log", "verify"), read_all(guwah.vault / "blobs").keys()
    wrong = {
        "binary.txt": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        "empty.txt": b"",
        "broken.txt": "O: Они закрыли мельницу.\n".encode()[:-5] + b"\xff\xfe\xd0\n",
    }
    for name, data in wrong.items():
        (guwah.home / name).write_bytes(data)
    long_text(guwah.home / "long.txt")

    told = {name: guwah("testimony", "import", "1", name, code=3)["error"] for name in (*wrong, "long.txt")}

    assert all(error.keys() == ERROR and error["file"] == name for name, error in told.items())
    assert {name: error["code"] for name, error in told.items()} == {
        "binary.txt": "binary-file",
        "empty.txt": "empty-file",
        "broken.txt": "bad-encoding",
        "long.txt": "too-large",
    }
    assert all("mill" not in error["message"] for error in told.values())
    after = guwah("case", "show", "1"), guwah("log", "verify"), read_all(guwah.vault / "blobs").keys()
    assert after == before


@pytest.mark.seeds
def test_the_real_conversations_go_in_by_commands(guwah: Guwah, seeds: Path) -> None:
    guwah.make()
    guwah("case", "new", "The conversations")

    talks = guwah("testimony", "import", "1", seeds / "conversations.txt")
    article = guwah("testimony", "import", "1", seeds / "article.txt")

    assert [session["n"] for session in talks["sessions"]] == [1, 2, 3]
    assert all(session["turns"] > 1 for session in talks["sessions"])
    assert article["sessions"] == []
    refused_ = guwah("edition", "build", "1", "--audience", "public", "--out", "out", code=1)
    assert refused_["refused"]
    assert guwah("evidence", "verify")["intact"] is True
