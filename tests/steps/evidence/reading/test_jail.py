"""The walls: programs that mean harm are put into the jail, and everything they try is denied."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from cast import PASSPHRASE
from guwah.steps.evidence.reading import jail, seccomp
from guwah.steps.evidence.reading.jail import Child, JailFailed, Limits, NoJail, Program, sealed_memory
from guwah.vault.keyring import Keyring, VaultLocked

PYTHON = f"/python/bin/python{sys.version_info.major}.{sys.version_info.minor}"
# What a jailed program says when it was let do what it tried.
LET = "LET"


def program(code: str, **limits: float) -> Program:
    """A Python program in the jail; it has the interpreter and nothing of ours."""
    words = (PYTHON, "-I", "-S", "-B", "-c", code)
    return Program(words, {"/python": Path(sys.base_prefix)}, Limits(**limits))  # type: ignore[arg-type]  # whole numbers where they must be


def _descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def said(code: str, data: bytes = b"sealed", **limits: float) -> str:
    with sealed_memory(len(data), [data]) as given, Child(program(code, **limits), given) as child:
        return child.rest().decode()


def tried(*lines: str) -> str:
    """Try each line by itself; say which were let, and how the others were denied."""
    code = "import os, socket, ctypes, mmap\n" + "".join(
        f"try:\n    {line}\n    print({LET!r}, {line!r})\nexcept OSError as no:\n    print(no.errno)\n"
        for line in lines
    )
    return said(code)


@pytest.fixture(autouse=True)
def ring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    """A keyring that holds something: a jail lives only as long as a vault is open."""
    holding = Keyring()
    holding._keys = object()  # type: ignore[assignment]  # nobody asks for the keys themselves
    monkeypatch.setattr(jail, "KEYRING", holding)
    return holding


def test_it_reads_what_it_was_given_and_is_nobody() -> None:
    code = "import os; print(os.read(0, 99).decode(), os.getuid(), os.getpid() < 9, sorted(os.environ))"

    told = said(code, "Нан".encode()).split(maxsplit=3)

    assert told[:3] == ["Нан", "65534", "True"]
    assert set(told[3].strip()[2:-2].split("', '")) <= {
        "PATH",
        "HOME",
        "LC_ALL",
        "LD_LIBRARY_PATH",
        "PWD",
        "LC_CTYPE",
    }


def test_there_is_no_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        told = tried(
            f"socket.create_connection(('127.0.0.1', {port}), 2)",
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
            "socket.socket(socket.AF_UNIX)",
            "socket.socketpair()",
        )

    assert LET not in told


def test_there_is_no_network_even_without_the_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each wall stands by itself: with every system call allowed there is still nobody to talk to."""
    monkeypatch.setattr(seccomp, "program", _allow_all)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        code = (
            "import socket\nsocket.socket()\nprint('a socket')\n"
            f"try:\n    socket.create_connection(('127.0.0.1', {port}), 2); print({LET!r})\n"
            "except OSError as no:\n    print('nobody')\n"
            "print([name for _, name in socket.if_nameindex()])"
        )
        told = said(code)

    assert told.split("\n")[:3] == ["a socket", "nobody", "['lo']"]


def _allow_all() -> bytes:
    return seccomp._line(seccomp._RETURN, seccomp._ALLOW)


def test_there_is_no_home_no_list_of_people_no_vault(tmp_path: Path) -> None:
    places = ["/etc/passwd", "/etc/shadow", "/etc/hostname", "/home", "/root", "/var", "/run", "/sys"]
    places += [tempfile.gettempdir(), str(Path.home()), str(tmp_path), str(Path.cwd())]

    told = said(f"import os\nprint([place for place in {places!r} if os.path.exists(place)])")

    assert told.strip() == "[]"


def test_nothing_can_be_written_anywhere() -> None:
    folders = ["", "/dev", "/usr", "/proc", "/proc/self", "/python", "/python/lib"]
    # Switches of the whole machine: they are only opened here, lest a hole be felt outside.
    switches = ["/proc/sys/kernel/core_pattern", "/proc/sys/kernel/hostname", "/proc/self/oom_score_adj"]

    told = tried(
        *(f"open({folder + '/x'!r}, 'w').write('x')" for folder in folders),
        *(f"os.mkdir({folder + '/made'!r})" for folder in folders),
        *(f"os.open({switch!r}, os.O_WRONLY)" for switch in switches),
    )

    assert LET not in told


def test_nothing_is_left_in_memory_that_has_a_name() -> None:
    told = tried(
        "os.memfd_create('x')",
        "os.open('/', os.O_TMPFILE | os.O_RDWR)",
        "os.open('/usr', os.O_TMPFILE | os.O_RDWR)",
    )

    assert LET not in told


def test_the_bytes_it_was_given_cannot_be_changed() -> None:
    told = tried(
        "os.write(0, b'x')",
        "os.pwrite(0, b'x', 0)",
        "os.ftruncate(0, 0)",
        "os.write(os.open('/proc/self/fd/0', os.O_RDWR), b'x')",
        "mmap.mmap(0, 6)",
    )

    assert LET not in told


def test_it_starts_no_other_process_and_a_thread_is_let() -> None:
    told = tried("os.fork()", "os.posix_spawn('/usr/bin/true', ['true'], {})", "os.forkpty()")
    threads = said(
        "import threading\nt = threading.Thread(target=print, args=('here',)); t.start(); t.join()"
    )

    assert LET not in told
    assert threads.strip() == "here"


def test_a_fork_bomb_does_not_go_off() -> None:
    bomb = (
        "import os\nwhile True:\n    try:\n        os.fork()\n    except OSError:\n        print('no'); break"
    )

    assert said(bomb).strip() == "no"


def test_its_walls_cannot_be_moved() -> None:
    library = "ctypes.CDLL(None, use_errno=True)"
    calls = [
        "mount(None, b'/', None, 32, None)",
        "umount2(b'/usr', 2)",
        "chroot(b'/usr')",
        "unshare(0x10000000)",
        "setns(0, 0)",
        "ptrace(0, 0, 0, 0)",
        "syscall(321, 0, 0, 0)",
        "syscall(425, 1, 0)",
    ]
    code = "import ctypes\n" + "".join(f"print({library}.{call})\n" for call in calls)

    assert said(code).split() == ["-1"] * len(calls)


def test_more_memory_than_is_allowed_is_not_had() -> None:
    hog = "x = []\ntry:\n    while 1: x.append(bytearray(1 << 24))\nexcept MemoryError:\n    print(len(x))"

    assert 0 < int(said(hog, memory=256 << 20)) < 16


def test_an_endless_loop_ends_by_the_processors_clock() -> None:
    with pytest.raises(JailFailed) as failed:
        said("while True: pass", processor_seconds=1)

    assert failed.value.code == "took-too-long"


def test_endless_waiting_ends_by_the_clock_on_the_wall() -> None:
    with pytest.raises(JailFailed) as failed:
        said("import threading\nthreading.Event().wait()", seconds=0.5)

    assert failed.value.code == "took-too-long"


def test_a_child_that_closes_its_mouth_and_stays_is_ended_too() -> None:
    with pytest.raises(JailFailed) as failed:
        said("import os, threading\nos.close(1)\nthreading.Event().wait()", seconds=0.5)

    assert failed.value.code == "took-too-long"


def test_a_flood_of_words_is_stopped() -> None:
    with pytest.raises(JailFailed) as failed:
        said("import os\nwhile True: os.write(1, b'x' * 65536)", output=1 << 20)

    assert failed.value.code == "too-much-output"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("import os; os.abort()", "reader-died"),
        ("import ctypes; ctypes.string_at(0)", "reader-died"),
        ("raise SystemExit(3)", "reader-died"),
    ],
    ids=["aborted", "fell", "gave up"],
)
def test_a_child_that_dies_is_said_to_have_died(code: str, told: str) -> None:
    with pytest.raises(JailFailed) as failed:
        said(code)

    assert failed.value.code == told


def test_a_program_that_says_it_failed_has_failed_by_its_own_word() -> None:
    failing = Program(
        (PYTHON, "-I", "-S", "-c", "exit(1)"), {"/python": Path(sys.base_prefix)}, broken="not-readable"
    )

    with (
        pytest.raises(JailFailed) as failed,
        sealed_memory(1, [b"x"]) as given,
        Child(failing, given) as child,
    ):
        child.rest()

    assert failed.value.code == "not-readable"


def test_a_file_handed_out_grows_no_further_than_allowed() -> None:
    code = "import os\nfd = {}\nfor _ in range(9): os.write(fd, b'x' * 1000)"

    with jail.open_memory() as result, sealed_memory(1, [b"x"]) as given:
        made = program(code.format(result), file=5000)
        with pytest.raises(JailFailed), Child(made, given, result=result) as child:
            child.rest()
        assert os.fstat(result).st_size <= 5000


def test_locking_the_vault_ends_every_jail(ring: Keyring) -> None:
    with (
        sealed_memory(1, [b"x"]) as given,
        Child(program("import threading\nthreading.Event().wait()"), given) as child,
    ):
        threading.Timer(0.3, ring.lock).start()
        with pytest.raises(VaultLocked):
            child.rest()
        assert child._process.wait() != 0


def test_leaving_early_leaves_no_process() -> None:
    with (
        sealed_memory(1, [b"x"]) as given,
        Child(program("import threading\nthreading.Event().wait()"), given) as child,
    ):
        number = child._process.pid
        assert Path("/proc", str(number)).exists()

    assert not Path("/proc", str(number)).exists()


def test_no_descriptor_is_left_behind() -> None:
    before = _descriptors()
    for _ in range(3):
        said("print('x')")

    assert _descriptors() == before


def test_without_bubblewrap_there_is_no_jail_and_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", {}.get)
    before = _descriptors()

    assert jail.why_no_jail() == "no-jail"
    with pytest.raises(NoJail) as none, sealed_memory(1, [b"x"]) as given:
        Child(program("print('x')"), given)

    assert none.value.code == "no-jail"
    assert _descriptors() == before


def test_a_machine_that_forbids_it_is_known_by_trying(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    forbidding = tmp_path / "bwrap"
    forbidding.write_text("#!/bin/sh\necho 'No permissions to create new namespace' >&2\nexit 1\n")
    forbidding.chmod(0o755)
    found = shutil.which("prlimit")
    monkeypatch.setattr(shutil, "which", lambda name: str(forbidding) if name == "bwrap" else found)

    assert jail.why_no_jail() == "jail-closed"


def test_a_machine_whose_calls_are_unknown_has_no_jail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seccomp, "program", lambda: None)

    assert jail.why_no_jail() == "jail-unknown-machine"


def test_here_there_is_a_jail() -> None:
    assert jail.why_no_jail() == ""


def test_another_user_than_root_has_the_same_walls() -> None:
    """On a person's own machine nobody is root: the same words, said by uid 65534, make the same jail."""
    with jail._filter_file() as wall:
        words = jail.command(Program(("/usr/bin/cat", "/proc/self/status")), wall)
        done = subprocess.run(
            words, pass_fds=(wall,), env=jail._ENVIRONMENT, capture_output=True, text=True, check=True,
            user=65534, group=65534, extra_groups=[], cwd="/",
        )  # fmt: skip
    told = dict(line.split(":\t", 1) for line in done.stdout.splitlines() if ":\t" in line)

    assert (told["Uid"].split()[0], told["CapEff"], told["Seccomp"]) == ("65534", "0" * 16, "2")


def test_nothing_spills_into_the_machines_temporary_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = sorted(tmp_path.iterdir())

    said("print('x')", PASSPHRASE.encode())

    assert sorted(tmp_path.iterdir()) == kept
