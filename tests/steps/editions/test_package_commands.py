from __future__ import annotations

import io
import json
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

import guwah_verify
from commanding import Guwah
from guwah.vault.age import AgeReader, Identity

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
    assert guwah(*words[:5], "The mill", *words[6:], "--settle", code=2)["error"]["code"] == "bad-recipient"
    bare = guwah(*words[:5], str(THEM.recipient), *words[6:-1], "r.age", "--settle", code=1)
    assert "recipient-not-granted" in {each["code"] for each in bare["refused"]}


def test_a_partner_group_is_handed_a_package_by_name_and_opens_it(guwah: Guwah, tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir()
    theirs = Guwah(tmp_path / "theirs").make(1)
    card = theirs("log", "card", "--out", "card.txt")
    guwah("log", "partner", "add", "The mill", theirs.home / "card.txt", "--words", card["words"])
    share = {"actions": ["share_network"], "audiences": ["trusted_partner"], "recipients": ["The mill"]}
    (guwah.home / "grant.json").write_text(json.dumps({**GRANT, **share}))
    guwah("consent", "add", "1", "grant.json")
    words = ("--to", "The mill", "--purpose", "to keep", "--out", theirs.home / "p.tar.age", "--settle")
    guwah("evidence", "export", "1", "1", *words)

    # Both groups have a post-quantum key on their cards.
    assert b"\n-> mlkem768x25519 " in (theirs.home / "p.tar.age").read_bytes()[:100]
    told = theirs("evidence", "open", "p.tar.age", "--out", "p.tar")
    tar = theirs.home / "p.tar"
    assert told["bytes"] == tar.stat().st_size
    assert tar.stat().st_mode & 0o777 == 0o600
    with tarfile.open(tar) as packed:
        (item,) = [each for each in packed.getmembers() if "/data/objects/" in each.name]
        content = packed.extractfile(item)
        assert content is not None
        assert content.read() == b"first.txt of the oven, in words"
    assert theirs("evidence", "open", "p.tar.age", "--out", "p.tar", code=2)["error"]["code"] == "file-exists"
    # Nobody else's vault opens it, and nothing is left of the try.
    own = guwah("evidence", "open", theirs.home / "p.tar.age", "--out", "q.tar", code=3)
    assert own["error"]["code"] == "not-for-us"
    damaged = bytearray((theirs.home / "p.tar.age").read_bytes())
    damaged[-1] ^= 1
    (theirs.home / "d.age").write_bytes(damaged)
    assert theirs("evidence", "open", "d.age", "--out", "q.tar", code=3)["error"]["code"] == "bad-chunk"
    assert (
        theirs("evidence", "open", "none.age", "--out", "q.tar", code=3)["error"]["code"] == "unreadable-file"
    )
    assert not (guwah.home / "q.tar").exists()
    assert not (theirs.home / "q.tar").exists()


def test_the_words_to_compare_are_shown_everywhere_as_the_checker_shows_them(guwah: Guwah) -> None:
    (guwah.home / "grant.json").write_text(json.dumps(GRANT))
    guwah("consent", "add", "1", "grant.json")
    words = ("evidence", "export", "1", "1", "--to", TO, "--purpose", "hearing", "--settle")
    told = guwah(*words, "--out", "p.tar.age")
    with (guwah.home / "p.tar.age").open("rb") as sealed, AgeReader(sealed, (THEM,)) as reader:
        tar = io.BytesIO(reader.read())
    with tarfile.open(fileobj=tar) as packed:
        packed.extractall(guwah.home / "bag", filter="data")
    (bag,) = (guwah.home / "bag").iterdir()

    checked = subprocess.run(
        [sys.executable, guwah_verify.__file__, str(bag), "--json"], capture_output=True, check=True
    )

    shown = {each["role"]: each["words"] for each in json.loads(checked.stdout)["signed_by"]}
    assert set(shown) == {"package", "log"}
    assert {each["role"]: each["words"] for each in told["keys"]} == shown
    for other in (guwah("log", "verify"), guwah("log", "card", "--out", "card.txt")):
        assert {each["role"]: each["words"] for each in other["keys"]} == shown
    plain = [
        guwah.said(*words, "--out", "q.tar.age"),
        guwah.said("log", "verify"),
        guwah.said("log", "card", "--out", "card.txt"),
    ]
    for said in plain:
        assert f"words of the log's key: {shown['log']}" in said
        assert f"words of the key that signs editions and packages: {shown['package']}" in said
