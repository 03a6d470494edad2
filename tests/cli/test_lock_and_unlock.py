"""`guwah lock` and `unlock` with a real server, with others in its place, and with none."""

from __future__ import annotations

import json
import signal
import stat
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from browsing import Served, free_port, served
from cast import PASSPHRASE
from commanding import Guwah
from guwah.web.porter import FILE, Porter, Sign, read_sign


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    return Guwah(tmp_path).make()


@contextmanager
def serving(guwah: Guwah) -> Iterator[Served]:
    """Run `guwah serve`, locked, on a port that no setting names."""
    with served("serve", {**guwah.environment(), "GUWAH_PASSPHRASE_FILE": ""}, lines=1) as server:
        yield server


def is_locked(port: int) -> bool:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/alive/") as answer:
        told: bool = json.load(answer)["locked"]
        return told


@contextmanager
def stranger(status: int, body: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Listen on a port as somebody else; yield the port and everything that was said to it."""
    heard: list[bytes] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            heard.append(self.path.encode() + b" " + bytes(self.headers) + self.rfile.read(length))
            self.send_response(status)
            self.send_header("Location", "/console/unlock/")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *told: object) -> None:
            """Say nothing among the tests' words."""

    with HTTPServer(("127.0.0.1", 0), Ear) as listener:
        thread = threading.Thread(target=listener.serve_forever)
        thread.start()
        try:
            yield listener.server_port, heard
        finally:
            listener.shutdown()
            thread.join()


def test_the_server_of_the_vault_is_found_wherever_it_is(guwah: Guwah) -> None:
    with serving(guwah) as server:
        assert is_locked(server.port)
        sign = guwah.vault / FILE
        assert stat.S_IMODE(sign.stat().st_mode) == 0o600

        assert guwah("unlock") == {"state": "unlocked", "port": server.port}
        assert not is_locked(server.port)
        assert guwah("lock") == {"state": "locked", "port": server.port}
        assert is_locked(server.port)
        wrong = guwah("unlock", code=1, passphrase="not these words at all")["error"]
        assert (wrong["code"], is_locked(server.port)) == ("wrong-passphrase", True)
        assert guwah("unlock", "--port", str(server.port))["state"] == "unlocked"
        elsewhere = free_port()
        nobody = guwah("lock", "--port", str(elsewhere), code=3)["error"]
        assert (nobody["code"], is_locked(server.port)) == ("no-server", False)
        assert f"port {elsewhere}" in nobody["message"]

        server.process.terminate()
        server.process.wait()
    assert not sign.exists()
    ended = guwah("lock", code=3)["error"]
    assert (ended["code"], "guwah serve" in ended["message"]) == ("no-server", True)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, b"locked"),
        (200, b"[]"),
        (200, json.dumps({"proof": "00" * 32, "turn": "00" * 32}).encode()),
        (200, json.dumps({"proof": "zz", "turn": 1}).encode()),
        (302, b""),
        (403, b""),
    ],
)
def test_a_stranger_on_the_port_is_told_nothing(guwah: Guwah, status: int, body: bytes) -> None:
    with stranger(status, body) as (port, heard):
        (guwah.vault / FILE).write_text(json.dumps({"port": port, "key": "5a" * 32}))

        for act in ("unlock", "lock"):
            error = guwah(act, code=3)["error"]
            assert (error["code"], f"port {port}" in error["message"]) == ("not-our-server", True)

    # Two greetings and no more: it was not even asked whether it would take the passphrase.
    assert [said.split()[0] for said in heard] == [b"/console/hello/"] * 2
    assert not any(PASSPHRASE.encode() in said for said in heard)


def test_a_stranger_cannot_pass_the_greeting_on(guwah: Guwah) -> None:
    """It has a greeting answered by the real server, but what is said for one port is no good on another."""
    with serving(guwah) as server:
        sign = read_sign(guwah.vault)
        assert sign is not None
        challenge = bytes(32)
        passed_on = challenge + Sign(server.port + 1, sign.key).proof("caller", challenge)
        line = HTTPConnection("127.0.0.1", server.port)
        line.request("POST", "/console/hello/", passed_on)
        assert line.getresponse().status == 403
        line.close()


def test_the_server_of_another_vault_is_a_stranger(guwah: Guwah, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Guwah(tmp_path / "other").make(1)
    with serving(other) as server:
        other("unlock")
        (guwah.vault / FILE).write_text(json.dumps({"port": server.port, "key": "5a" * 32}))

        assert guwah("lock", code=3)["error"]["code"] == "not-our-server"
        assert not is_locked(server.port)


def test_a_killed_server_leaves_a_sign_that_deceives_nobody(guwah: Guwah) -> None:
    with serving(guwah) as server:
        server.process.send_signal(signal.SIGKILL)
        server.process.wait()
    assert (guwah.vault / FILE).exists()

    error = guwah("unlock", code=3)["error"]

    assert (error["code"], f"port {server.port}" in error["message"]) == ("no-server", True)
    with serving(guwah) as again:
        assert guwah("unlock") == {"state": "unlocked", "port": again.port}


@pytest.mark.parametrize("left", ["", "[]", "{}", '{"port": 8497, "key": "aa"}', '{"port": 0, "key": 1}'])
def test_what_is_no_sign_is_taken_for_none(guwah: Guwah, left: str) -> None:
    (guwah.vault / FILE).write_text(left)

    error = guwah("lock", "--port", "8497", code=3)["error"]

    assert (error["code"], "Port 8497 was told nothing" in error["message"]) == ("no-server", True)


def test_a_sign_is_left_only_where_a_vault_is_and_never_taken_from_another(tmp_path: Path) -> None:
    first, second = Porter(), Porter()
    first.open(tmp_path, 8497)
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "vault.toml").touch()
    first.keep_sign(tmp_path)
    ours = read_sign(tmp_path)
    assert ours is not None
    assert ours.port == 8497

    second.open(tmp_path, 8498)
    first.keep_sign(tmp_path)
    first.close(tmp_path)
    theirs = read_sign(tmp_path)
    assert theirs is not None
    assert (theirs.port, theirs.key == ours.key) == (8498, False)
    second.close(tmp_path)
    assert read_sign(tmp_path) is None


def test_a_server_whose_threads_do_not_end_ends_nevertheless(guwah: Guwah) -> None:
    port = free_port()
    command = [sys.executable, str(Path(__file__).with_name("stuck_child.py")), str(port)]
    with subprocess.Popen(command, env=guwah.environment(), stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert f"http://localhost:{port}" in server.stdout.readline()
        # By now it holds the keys: the passphrase was in the file.
        server.terminate()
        assert server.stdout.read() == "Locked and closed.\n"
    assert server.returncode == 0
