from __future__ import annotations

import json
from pathlib import Path

import pytest

from commanding import Guwah
from guwah.vault.age import Identity

THEM = Identity(b"\x09" * 32)
TO = f"The court={THEM.recipient}"
GRANT = {
    "id": "g1",
    "kind": "grant",
    "by": "Zeynep",
    "state": "given",
    "material": "item:1",
    "actions": ["share_named"],
    "audiences": ["named_recipient"],
    "recipients": ["The court"],
    "identity": ["*"],
    "media": ["*"],
    "languages": ["*"],
}


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    made = Guwah(tmp_path).make()
    made("case", "new", "The oven")
    for name in ("first.txt", "second.txt"):
        (tmp_path / name).write_text(f"{name} of the oven, in words")
    made("evidence", "add", "1", "first.txt", "second.txt")
    return made


def test_a_package_is_handed_out_by_command(guwah: Guwah) -> None:
    words = ("evidence", "export", "1", "1", "--to", TO, "--purpose", "hearing", "--out", "p.tar.age")
    refused = guwah(*words, "--settle", code=1)
    assert {each["code"] for each in refused["refused"]} == {"no-grant"}
    assert refused["error"]["code"] == "edition-refused"

    (guwah.home / "grant.json").write_text(json.dumps(GRANT))
    guwah("consent", "add", "1", "grant.json")
    assert guwah(*words, code=1)["error"]["code"] == "open-questions"
    told = guwah(*words, "--settle")
    assert (told["items"], told["refused"]) == (1, [])
    assert told["size"] == (guwah.home / "p.tar.age").stat().st_size
    assert guwah(*words, "--settle", code=2)["error"]["code"] == "file-exists"

    everything = ("evidence", "export", "1", "--to", TO, "--purpose", "hearing", "--out", "q.age", "--settle")
    assert {each["code"] for each in guwah(*everything, code=1)["refused"]} == {"no-grant"}
    for wrong, code, error in (
        (("evidence", "export", "1", "9", *words[4:], "--settle"), 3, "no-such-item"),
        ((*words[:5], "The court=age1nonsense", *words[6:]), 2, "bad-recipient"),
        ((*words[:5], THEM.reveal(), *words[6:]), 2, "bad-recipient"),
    ):
        answer = guwah(*wrong, code=code)
        assert answer["error"]["code"] == error
        assert THEM.reveal() not in json.dumps(answer)
    bare = guwah(*words[:5], str(THEM.recipient), *words[6:-1], "r.age", "--settle", code=1)
    assert "recipient-not-granted" in {each["code"] for each in bare["refused"]}
