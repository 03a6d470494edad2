"""Law 9: whatever goes into a vault, no word of it lies on the disk in the clear, not even for a moment."""

from __future__ import annotations

import base64
import json
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from threading import Event

import pytest

import mill
from browsing import Served, served, signed_in
from cast import PASSPHRASE
from commanding import Guwah
from hunting import MARKER, hunt, open_files, told

HALF = 16_000_000


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    (tmp_path / "talk.txt").write_text(mill.TALK, "utf-8")
    (tmp_path / "article.txt").write_text(mill.ARTICLE, "utf-8")
    (tmp_path / "claims.json").write_text(mill.claims(1, 2), "utf-8")
    (tmp_path / "consents.json").write_text(mill.consents(1), "utf-8")
    (tmp_path / f"{MARKER}.txt").write_text(mill.TALK, "utf-16")
    cut = {"layer": 1, **mill.place(mill.TALK, mill.MEANT), "reason": f"{MARKER}’s wish", "by": "witness"}
    (tmp_path / "cuts.json").write_text(json.dumps({"cuts": [cut]}), "utf-8")
    return Guwah(tmp_path).make()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", [0, 1, 2])
def test_the_hunt_would_find_it(tmp_path: Path, encoding: str, before: int) -> None:
    hidden = base64.b64encode(b"x" * before + f"{MARKER} and more".encode(encoding))
    (tmp_path / "spilled").write_bytes(b"\xff" * 999 + hidden)
    (tmp_path / f"of-{MARKER}").touch()

    assert len(hunt([tmp_path])) == 2


def test_no_command_leaves_a_word_on_the_disk(guwah: Guwah) -> None:
    watched = (guwah.vault, guwah.temporary)
    path = (
        ("case", "new", mill.TITLE),
        ("evidence", "add", "1", f"{MARKER}.txt"),
        ("testimony", "import", "1", "talk.txt"),
        ("testimony", "import", "1", "article.txt"),
        ("claims", "import", "1", "claims.json"),
        ("consent", "add", "1", "consents.json"),
        ("cut", "add", "1", "cuts.json"),
        ("log", "verify"),
    )
    for words in path:
        guwah(*words)
        assert (words[:2], hunt(watched)) == (words[:2], [])
    refused = guwah("testimony", "import", "1", "cuts.json.missing", code=3)
    assert MARKER not in json.dumps(refused)
    built = guwah("edition", "build", "1", "--audience", "public", "--out", "out", code=1)
    assert MARKER not in json.dumps(built)
    assert hunt(watched) == []
    assert MARKER not in "".join(guwah.errors)


def begun_upload(server: Served, size: int) -> HTTPConnection:
    """Begin to send a file as the page does, and return the line before its first byte is sent."""
    sent = {"Content-Length": str(size), "Content-Type": "application/octet-stream"}
    connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.putrequest("POST", "/cases/1/evidence/upload/")
    for name, value in {**signed_in(server, PASSPHRASE), **sent, "X-File-Name": f"{MARKER}.txt"}.items():
        connection.putheader(name, value)
    connection.endheaders()
    return connection


def until_sealing(vault: Path) -> None:
    """Wait until a good part of what was sent stands in a file that is being sealed."""
    for _ in range(600):
        if any(path.stat().st_size > HALF // 4 for path in (vault / "blobs").rglob("*") if path.is_file()):
            return
        Event().wait(0.1)
    pytest.fail("nothing was being sealed within a minute")


def test_an_upload_goes_straight_into_sealing(guwah: Guwah) -> None:
    guwah("case", "new", mill.TITLE)
    watched = (guwah.vault, guwah.temporary)
    line = f"O: We came from {MARKER}.\n".encode()
    half = line * (HALF // len(line))
    known = {**guwah.environment(), "GUWAH_PASSPHRASE_FILE": ""}
    with (guwah.home / "server-errors").open("w+") as errors:
        with served("serve", known, lines=1, errors=errors) as server:
            with closing(begun_upload(server, 2 * len(half))) as connection:
                connection.send(half)
                until_sealing(guwah.vault)
                assert (hunt(watched), open_files(server.process.pid)) == ([], [])
                connection.send(half)
                answer = json.loads(connection.getresponse().read())
            assert (answer["bytes"], answer["kind"]) == (2 * len(half), "text")
            # The write-ahead log of the database is there while the server runs.
            assert (guwah.vault / "guwah.db-wal").exists()
            assert (hunt(watched), open_files(server.process.pid)) == ([], [])
        assert server.process.stdout is not None
        errors.seek(0)
        assert not told(errors.read().encode() + "".join(server.said).encode())
    assert hunt(watched) == []
