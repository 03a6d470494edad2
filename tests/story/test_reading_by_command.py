"""What nobody has read stays masked, by commands: read with a grant, read later, taken back."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import mill
from commanding import Guwah
from oven import holds, read_all

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = "How long is that?"
DIGITS = mill.PHONE[-9:]


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    """A vault in which the talk is text 1."""
    (tmp_path / "talk.txt").write_text(mill.TALK, "utf-8")
    made = Guwah(tmp_path).make()
    made("case", "new", mill.TITLE)
    made("testimony", "import", "1", "talk.txt")
    return made


def grant(guwah: Guwah, **more: object) -> str:
    """Write a grant of the whole talk to the public."""
    record = {
        "id": "g",
        "kind": "grant",
        "by": "Orazgul",
        "state": "given",
        "material": "layer:1",
        "actions": ["publish_text"],
        "audiences": ["public"],
        "identity": ["anonymous"],
        "media": ["text"],
        "languages": ["*"],
    }
    (guwah.home / "grant.json").write_text(json.dumps({"records": [record], **more}), "utf-8")
    return "grant.json"


def built(guwah: Guwah, out: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    answer = guwah("edition", "build", "1", "--audience", "public", "--out", out)
    return answer, read_all(guwah.home / out)


def test_whoever_records_a_grant_has_read_its_words_or_says_that_nobody_has(guwah: Guwah) -> None:
    told = guwah("consent", "add", "1", grant(guwah), "--unread")
    assert told["read"] == []
    refused = guwah("edition", "build", "1", "--audience", "public", "--out", "one", code=1)
    assert [each["code"] for each in refused["refused"]] == ["nothing-read"]

    again = guwah("consent", "add", "1", grant(guwah))
    assert again["read"] == [], "a record that is there already says nothing new"

    whole = guwah("consent", "clear", "1", "--layer", "1")
    assert whole == {"layer": 1, "changed": len(mill.TALK), "cleared": [[0, len(mill.TALK)]]}
    answer, files = built(guwah, "two")
    assert answer["unread"] == []
    assert holds(files, PLAIN) == ["index.html"]
    assert holds(files, DIGITS) == []

    at = mill.place(mill.TALK, PLAIN)
    place = ("--layer", "1", "--start", str(at["start"]), "--end", str(at["end"]))
    undone = guwah("consent", "clear", "1", *place, "--undo")
    assert undone["changed"] == len(PLAIN)
    assert undone["cleared"] == [[0, at["start"]], [at["end"], len(mill.TALK)]]
    assert holds(built(guwah, "three")[1], PLAIN) == []


def test_a_grant_counts_as_read_and_says_so(guwah: Guwah) -> None:
    told = guwah("consent", "add", "1", grant(guwah))
    assert told["read"] == [{"layer": 1, "characters": len(mill.TALK)}]
    answer, files = built(guwah, "out")
    assert answer["unread"] == []
    assert holds(files, PLAIN) == ["index.html"]


def test_decisions_on_words_about_others_come_with_the_file(guwah: Guwah) -> None:
    number, words = mill.place(mill.TALK, mill.PHONE), mill.place(mill.TALK, PLAIN)
    thirds = [
        {"span": [number["start"], number["end"]], "decision": "cleared"},
        {"span": {"source": "layer:1", **words}, "decision": "refused"},
        {"span": [0, 5], "decision": "undecided"},
    ]
    guwah("consent", "add", "1", grant(guwah, third_parties=thirds))
    files = built(guwah, "out")[1]
    assert holds(files, mill.PHONE) == ["index.html"]
    assert holds(files, PLAIN) == []


def test_a_stretch_outside_of_the_text_is_no_stretch(guwah: Guwah) -> None:
    far = ("--layer", "1", "--start", "5", "--end", str(len(mill.TALK) + 1))
    assert guwah("consent", "clear", "1", *far, code=3)["error"]["code"] == "outside-text"
    assert guwah("consent", "clear", "1", "--layer", "7", code=3)["error"]["code"] == "no-such-layer"


def test_places_in_an_edited_text_say_in_which_they_were_counted(guwah: Guwah) -> None:
    guwah("consent", "add", "1", grant(guwah), "--unread")
    longer = guwah.home / "longer.txt"
    longer.write_text(mill.TALK.replace(": ", ": Well, ", 1), "utf-8")
    guwah("testimony", "reread", "1", "1", longer, "--base", "1")
    at = mill.place(mill.TALK, PLAIN)
    place = ("--layer", "1", "--start", str(at["start"]), "--end", str(at["end"]))
    thirds = [{"span": [at["start"], at["end"]], "decision": "refused"}]

    for counted in ((), ("--revision", "1")):
        assert guwah("consent", "clear", "1", *place, *counted, code=1)["error"]["code"] == "text-changed"
    refused = guwah("consent", "add", "1", grant(guwah, third_parties=thirds), code=1)
    assert refused["error"]["code"] == "text-changed"
    assert guwah("consent", "clear", "1", *place, "--revision", "2")["changed"] == len(PLAIN)
    guwah("consent", "add", "1", grant(guwah, third_parties=thirds), "--counted-now")
