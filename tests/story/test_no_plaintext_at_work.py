"""Law 9 while people work: searching, sorting, listening, reading a PDF, building an edition, and dying."""

from __future__ import annotations

import json
import re
import resource
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from subprocess import PIPE, STDOUT
from typing import IO
from urllib.parse import quote, urlencode

import pytest

import darkroom
import mill
from browsing import Served, served, signed_in
from cast import PASSPHRASE
from commanding import Guwah
from hunting import MARKER, Hunt, deleted, hunt, hunting, open_files, told

TALK, PDF, SOUND = 1, 3, 4
LISTS = ("testimony/1/?find=", "people/?find=", "evidence/?words=", "evidence/held/?kind=", "claims/?by=")
MEGABYTE = 1 << 20
BEING_READ = b"It is being read; look again in a moment."
# Several commands in one process: to read the libraries in takes longer than all of them.
COMMANDS = """
import json, sys
from guwah.cli.main import main
for words in json.loads(sys.argv[1]):
    main([*words, "--json"])
"""
# Sorts more than its cache can hold, in three ways, and stands still in the middle of each.
SORTING = """
import sys
from guwah.vault.setup import prepare_django
prepare_django()
from guwah.vault.database import base
base.PAGE_CACHE_KIB = 8
from guwah.accounts.entry import enter_from_command
enter_from_command()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("PRAGMA cache_size")
    assert cursor.fetchone()[0] == -8
    if sys.argv[1:]:
        cursor.execute("PRAGMA temp_store = " + sys.argv[1])
    cursor.execute("PRAGMA temp.cache_size = -8")
    rows = ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4000) "
        "SELECT title || hex(randomblob(600)) AS words FROM n, accounts_case")
    for query in (rows + " ORDER BY words", rows + " UNION SELECT title FROM accounts_case",
            "CREATE TEMP TABLE sorted AS " + rows):
        cursor.execute(query)
        assert query.startswith("CREATE") or cursor.fetchone()
        print("in the middle", flush=True)
        sys.stdin.readline()
"""


def wave() -> bytes:
    """Return a recording in which the marker stands at every place."""
    heard = (MARKER.encode() * (6 * MEGABYTE // len(MARKER))) + b"\0"
    sizes = [(len(heard) + more).to_bytes(4, "little") for more in (36, 0)]
    # Plain samples, one channel, 8000 a second, one byte each.
    shape = bytes.fromhex("10000000 0100 0100 401f0000 401f0000 0100 0800")
    return b"RIFF" + sizes[0] + b"WAVEfmt " + shape + b"data" + sizes[1] + heard


@pytest.fixture
def guwah(tmp_path: Path) -> Guwah:
    """A vault with a case whose title is told nowhere else."""
    (tmp_path / "home").mkdir()
    guwah = Guwah(tmp_path / "home").make()
    guwah("case", "new", mill.TITLE)
    return guwah


def bring_in(guwah: Guwah) -> None:
    """Bring in words, a paper and a recording from elsewhere, and make the case ready for an edition."""
    given = guwah.home.parent / "given"
    given.mkdir()
    meant = {"layer": TALK, **mill.place(mill.TALK, mill.MEANT)}
    cut = {**meant, "reason": "health", "by": "witness"}
    files = {
        "talk.txt": mill.TALK.encode(),
        "article.txt": mill.ARTICLE.encode(),
        f"{MARKER}.pdf": darkroom.pdf(MARKER, f"More of {MARKER}", title=MARKER),
        "voice.wav": wave(),
        "claims.json": mill.claims(1, 2).encode(),
        "consents.json": mill.consents(TALK).encode(),
        "cuts.json": json.dumps({"cuts": [cut]}).encode(),
    }
    for name, data in files.items():
        (given / name).write_bytes(data)
    commands = (
        ("evidence", "add", "1", *list(files)[:4]),
        ("testimony", "import", "1", "talk.txt"),
        ("testimony", "import", "1", "article.txt"),
        ("claims", "import", "1", "claims.json"),
        ("consent", "add", "1", "consents.json"),
        ("cut", "add", "1", "cuts.json"),
        ("consent", "mark", "1", "o-1", *(f"--{key}={place}" for key, place in meant.items())),
    )
    told = [sys.executable, "-c", COMMANDS, json.dumps(commands)]
    subprocess.run(told, cwd=given, env=guwah.environment(), check=True, stdout=subprocess.DEVNULL)


@dataclass(frozen=True)
class Visit:
    """Somebody who came in and is at work, and where it is hunted meanwhile."""

    server: Served
    headers: Mapping[str, str]
    watched: tuple[Path, ...]

    def get(self, path: str) -> bytes:
        return self._answer(path, None)

    def post(self, path: str, **fields: str) -> bytes:
        return self._answer(path, urlencode(fields).encode())

    def _answer(self, path: str, sent: bytes | None) -> bytes:
        address = f"http://127.0.0.1:{self.server.port}/cases/1/{path}"
        asked = urllib.request.Request(address, sent, dict(self.headers))
        with urllib.request.build_opener().open(asked, timeout=60) as answer:
            whole: bytes = answer.read()
        return whole

    @contextmanager
    def hunted(self) -> Iterator[Hunt]:
        with hunting(self.watched, self.server.process.pid) as watch:
            yield watch
        assert sorted(watch.found) == []


def limit(process: int) -> int | None:
    """Return how many bytes a process may leave behind as a core, None for any number."""
    limits = Path(f"/proc/{process}/limits").read_text("ascii")
    found = re.search(r"^Max core file size +(\S+)", limits, re.MULTILINE)
    assert found
    return None if found[1] == "unlimited" else int(found[1])


@contextmanager
def cores_allowed() -> Iterator[None]:
    """Let whoever is started inside leave a core as large as this machine allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))


@contextmanager
def started(guwah: Guwah, errors: IO[str]) -> Iterator[Served]:
    """Run the server, locked, in an empty folder and with a home of its own, free to leave a core there."""
    room = guwah.home / "room"
    room.mkdir()
    known = {**guwah.environment(), "GUWAH_PASSPHRASE_FILE": "", "HOME": str(room)}
    with cores_allowed(), served("serve", known, lines=1, errors=errors, folder=room) as server:
        yield server


def search(visit: Visit) -> None:
    with visit.hunted():
        for path in LISTS:
            asked = "Orazgul" if path.endswith("by=") else "" if path.endswith("kind=") else MARKER
            assert MARKER.encode() in visit.get(path + quote(asked)), path


def listen(visit: Visit) -> None:
    """Listen to the recording from several places, and look while its bytes are on their way."""
    whole = wave()
    with visit.hunted() as watch:
        for first in (0, 2 * MEGABYTE, 5 * MEGABYTE):
            with closing(HTTPConnection("127.0.0.1", visit.server.port, timeout=60)) as line:
                line.connect()
                # So little that most of the recording has to wait in the server.
                line.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
                wanted = {**visit.headers, "Range": f"bytes={first}-"}
                line.request("GET", f"/cases/1/evidence/items/{SOUND}/file/", headers=wanted)
                answer = line.getresponse()
                assert answer.status == 206
                begun = answer.read(65536)
                watch.look()
                assert begun + answer.read() == whole[first:]


def read_paper(visit: Visit) -> None:
    """Have the paper's pages drawn and its words read in the jail, and a copy made that may go out."""
    page = f"evidence/items/{PDF}/"
    with visit.hunted() as watch:
        # To be read it waits since it came.
        visit.post(f"{page}clean/")
        while BEING_READ in visit.get(page):
            for _ in range(20):
                watch.glance()
        assert len(watch.looked_at) > 1, "nobody looked at a jail"
    assert MARKER.encode() in visit.get(page)
    assert re.search(rb"evidence/items/\d+/file/", visit.get(page))


def build(visit: Visit) -> None:
    with visit.hunted():
        visit.post("editions/build/", audience="public", language="en")
        assert MARKER.encode() in visit.get("editions/1/") + visit.get("")
        assert visit.get("editions/1/download/").startswith(b"PK")


def die(server: Served, room: Path) -> None:
    """Kill the server as its own library would when it finds its memory broken."""
    assert limit(server.process.pid) in {0, 1}
    server.process.send_signal(signal.SIGABRT)
    assert server.process.wait() == -signal.SIGABRT
    assert list(room.iterdir()) == []


def test_a_server_at_work_leaves_no_word_on_the_disk(guwah: Guwah) -> None:
    bring_in(guwah)
    with (guwah.home.parent / "errors").open("w+") as errors, started(guwah, errors) as server:
        # Nobody came in yet: the next passphrase is read by a process that leaves no core.
        assert limit(server.process.pid) in {0, 1}
        visit = Visit(server, signed_in(server, PASSPHRASE), (guwah.home,))
        for stage in (search, listen, read_paper, build):
            stage(visit)
        die(server, guwah.home / "room")
        errors.seek(0)
        assert not told(errors.read().encode() + "".join(server.said).encode())
    # It could not tidy up: the write-ahead log lies there as it was left.
    assert (guwah.vault / "guwah.db-wal").stat().st_size
    assert hunt([guwah.home]) == []


def _stops(process: int, said: IO[str], go_on: IO[str]) -> Iterator[int]:
    for line in said:
        assert line == "in the middle\n"
        yield process
        go_on.write("\n")
        go_on.flush()


@contextmanager
def sorting(guwah: Guwah, *temp_store: str) -> Iterator[Iterator[int]]:
    """Yield what gives the process once for each time it stands in the middle of a sort."""
    command = [sys.executable, "-c", SORTING, *temp_store]
    with subprocess.Popen(
        command, env=guwah.environment(), cwd=guwah.home, stdin=PIPE, stdout=PIPE, stderr=STDOUT, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stdin is not None
        yield _stops(child.pid, child.stdout, child.stdin)
    assert child.returncode == 0


def test_sorting_with_hardly_a_cache_stays_in_memory(guwah: Guwah) -> None:
    with sorting(guwah) as stops:
        looked = [(deleted(process), open_files(process), hunt([guwah.home])) for process in stops]

    assert looked == [([], [], [])] * 3
    assert hunt([guwah.home]) == []


def test_the_hunt_would_find_what_sorting_spills(guwah: Guwah) -> None:
    with sorting(guwah, "1") as stops:
        spilled = [(deleted(process), open_files(process)) for process in stops]

    for gone, telling in spilled:
        assert telling
        assert {each for each in telling if each.startswith(str(guwah.temporary))} <= set(gone)


def test_the_hunt_looks_at_children_and_at_pictures(tmp_path: Path) -> None:
    (tmp_path / "page").write_bytes(darkroom.png())
    (tmp_path / "words").write_text(MARKER, "utf-8")
    command = ["sh", "-c", "(exec 3<words; rm words; echo ready; cat); true"]
    with subprocess.Popen(command, cwd=tmp_path, stdin=PIPE, stdout=PIPE, stderr=STDOUT) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        with hunting([tmp_path], parent.pid) as watch:
            assert deleted(parent.pid) == []
        parent.communicate()

    assert len(watch.looked_at) > 1
    assert watch.found == {str(tmp_path / "page"), f"{tmp_path / 'words'} (deleted)"}


def test_a_program_that_forgets_it_would_leave_its_memory_behind(tmp_path: Path) -> None:
    forgetful = f"import os; words = '{MARKER}' * 99; print(flush=True); input(); os.abort()"
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    with (
        cores_allowed(),
        subprocess.Popen([sys.executable, "-c", forgetful], cwd=tmp_path, stdin=PIPE, stdout=PIPE) as child,
    ):
        assert child.stdout is not None
        child.stdout.readline()
        assert limit(child.pid) == (None if hard == resource.RLIM_INFINITY else hard)
        child.communicate(b"\n")
    assert child.returncode == -signal.SIGABRT
    pattern = Path("/proc/sys/kernel/core_pattern").read_text("ascii")
    # Elsewhere a collector takes it, or this machine allows none.
    here = hard == resource.RLIM_INFINITY and not pattern.startswith(("|", "/"))
    assert bool(hunt([tmp_path])) == here
