"""The jail: a child in namespaces of its own, without network, home, secrets, disk, or a second process.

Bytes go in by a sealed file in memory, results come out by a pipe that is read up to a limit, or by a second
file in memory. Nothing in the jail can be written to: it has no temporary folder, so nothing is ever spilled.
"""

from __future__ import annotations

import fcntl
import os
import select
import shutil
import signal
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from guwah.steps.evidence.reading import seccomp
from guwah.vault.keyring import KEYRING, VaultLocked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

PIECE: Final = 256 * 1024
_LOOK_SECONDS: Final = 1.0
# The number of a denied user, so that nothing in the jail looks like a person.
_NOBODY: Final = "65534"
_ROOTS: Final = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
# Debian's programs find their libraries through these.
_LINKER: Final = ("/etc/alternatives", "/etc/ld.so.cache")
# How bubblewrap ends when a signal killed its child.
_KILLED_BY: Final = 128
_OUT_OF_TIME: Final = frozenset({_KILLED_BY + signal.SIGXCPU, _KILLED_BY + signal.SIGKILL})
_ENVIRONMENT: Final = {
    "PATH": "/usr/bin:/bin",
    "LC_ALL": "C.UTF-8",
    "HOME": "/nonexistent",
    "LD_LIBRARY_PATH": "/python/lib",
}


class NoJail(Exception):
    """There can be no jail here, so nothing is parsed.

    `code` is `no-jail` (bubblewrap is missing), `jail-closed` (this machine forbids it) or
    `jail-unknown-machine` (its system calls are not known, so they cannot be denied).
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class JailFailed(Exception):
    """What was jailed did not finish, and nothing more is known of the file.

    `code` is `took-too-long`, `too-much-output`, `reader-died` or `reader-babbled`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """What a jailed child may use up.

    Attributes:
        memory: bytes of address space.
        processor_seconds: time on a processor.
        seconds: time on the wall.
        output: bytes it may say in all.
        file: bytes it may write into the file it was handed, when it was handed one.
    """

    memory: int = 2 << 30
    processor_seconds: int = 120
    seconds: float = 240.0
    output: int = 1 << 30
    file: int = 0


@dataclass(frozen=True, slots=True)
class Program:
    """What is run in the jail.

    Attributes:
        words: the program's path inside the jail and its arguments.
        folders: folders it may read besides the system's: path inside -> path outside.
        limits: what it may use up.
        broken: code of `JailFailed` when it ends by itself and says that it failed.
    """

    words: tuple[str, ...]
    folders: Mapping[str, Path] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    broken: str = "reader-died"


@contextmanager
def sealed_memory(size: int, pieces: Iterable[bytes]) -> Iterator[int]:
    """Yield a descriptor of a file in memory that holds these bytes and can never be changed again.

    Args:
        size: number of bytes the pieces have together.
        pieces: the bytes.
    """
    flags = os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING
    with os.fdopen(os.memfd_create("item", flags), "wb") as memory:
        os.ftruncate(memory.fileno(), size)
        for piece in pieces:
            memory.write(piece)
        memory.flush()
        seals = fcntl.F_SEAL_WRITE | fcntl.F_SEAL_GROW | fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_SEAL
        fcntl.fcntl(memory, fcntl.F_ADD_SEALS, seals)
        os.lseek(memory.fileno(), 0, os.SEEK_SET)
        yield memory.fileno()


@contextmanager
def open_memory() -> Iterator[int]:
    """Yield a descriptor of an empty file in memory, for a result that must be written back and forth."""
    with os.fdopen(os.memfd_create("result", os.MFD_CLOEXEC), "w+b", buffering=0) as memory:
        yield memory.fileno()


class _Stop:
    """What the keyring calls when the vault is locked: the child dies, its owner notices by itself."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def interrupt(self) -> None:
        """Kill it."""
        self._process.kill()

    def close(self) -> None:
        """Kill it; its owner closes what belongs to it."""
        self._process.kill()


class Child:
    """One program in a jail; leave its `with` block and it is gone with everything it was."""

    def __init__(self, program: Program, given: int, *, result: int | None = None) -> None:
        """Start it.

        Args:
            program: what to run.
            given: descriptor of the bytes to read; the child's standard input.
            result: descriptor of a file in memory the child may write; it keeps its number inside.

        Raises:
            NoJail: nothing was started.
        """
        self._limits, self._broken = program.limits, program.broken
        self._said = 0
        self._out, into = os.pipe()
        with ExitStack() as undo, ExitStack() as opened:
            undo.callback(os.close, self._out)
            opened.callback(os.close, into)
            wall = opened.enter_context(_filter_file())
            self._process = subprocess.Popen(  # noqa: S603 - our own words, no shell
                command(program, wall),
                stdin=given,
                stdout=into,
                stderr=subprocess.DEVNULL,
                pass_fds=(wall,) if result is None else (wall, result),
                env=_ENVIRONMENT,
                cwd="/",
            )
            undo.pop_all()
        self._ends = time.monotonic() + program.limits.seconds
        self._stop = _Stop(self._process)
        KEYRING.register(self._stop)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, size: int) -> bytes:
        """Return the next bytes the child says, at most `size`; none when it has ended well.

        Raises:
            JailFailed: it took too long, said too much, or died.
            VaultLocked: the vault was locked meanwhile; the child is gone.
        """
        self._look()
        while not select.select([self._out], [], [], _LOOK_SECONDS)[0]:
            self._look()
        piece = os.read(self._out, min(size, PIECE))
        self._said += len(piece)
        if self._said > self._limits.output:
            raise JailFailed("too-much-output")
        if not piece:
            self._end()
        return piece

    def rest(self) -> bytes:
        """Return everything the child still says.

        Raises:
            JailFailed, VaultLocked: as `read`.
        """
        pieces = []
        while piece := self.read(PIECE):
            pieces.append(piece)
        return b"".join(pieces)

    def close(self) -> None:
        """Stop it if it still runs, and forget it."""
        KEYRING.forget(self._stop)
        self._process.kill()
        self._process.wait()
        os.close(self._out)

    def _look(self) -> None:
        if KEYRING.locked:
            raise VaultLocked
        if time.monotonic() > self._ends:
            raise JailFailed("took-too-long")

    def _end(self) -> None:
        """Hear how it ended, and go on only when it ended well."""
        try:
            code = self._process.wait(max(_LOOK_SECONDS, self._ends - time.monotonic()))
        except subprocess.TimeoutExpired as late:
            raise JailFailed("took-too-long") from late
        self._look()
        if code in _OUT_OF_TIME:
            raise JailFailed("took-too-long")
        if code:
            raise JailFailed("reader-died" if code > _KILLED_BY else self._broken)


def command(program: Program, wall: int) -> list[str]:
    """Return the words that start a program in the jail.

    Args:
        program: what is to run.
        wall: descriptor from which the filter of system calls is read.

    Raises:
        NoJail: `no-jail`, bubblewrap or prlimit is missing.
    """
    jailer, limiter = shutil.which("bwrap"), shutil.which("prlimit")
    if jailer is None or limiter is None:
        raise NoJail("no-jail")
    limits = program.limits
    return [
        jailer,
        *("--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts"),
        *("--unshare-cgroup-try", "--uid", _NOBODY, "--gid", _NOBODY, "--hostname", "jail"),
        *("--cap-drop", "ALL", "--die-with-parent", "--new-session", "--seccomp", str(wall)),
        *_system(),
        *("--proc", "/proc", "--dir", "/dev"),
        *("--dev-bind", "/dev/null", "/dev/null", "--dev-bind", "/dev/urandom", "/dev/urandom"),
        *(word for inside, out in program.folders.items() for word in ("--ro-bind", str(out), inside)),
        # Where Guwah runs as root, root's number could turn the machine's own switches below /proc/sys; and
        # the jail's root is a folder in memory, which could be filled.
        *("--remount-ro", "/proc", "--remount-ro", "/", "--chdir", "/", "--", limiter),
        *(f"--as={limits.memory}", f"--cpu={limits.processor_seconds}", f"--fsize={limits.file}"),
        *("--core=0", "--nofile=64", "--memlock=0", "--"),
        *program.words,
    ]


def _system() -> Iterator[str]:
    """Give the programs of the system and their libraries, and nothing of /etc that tells of people."""
    yield from ("--ro-bind", "/usr", "/usr")
    for name in _ROOTS:
        root = Path("/", name)
        if root.is_symlink():
            yield from ("--symlink", str(root.readlink()), str(root))
        elif root.is_dir():
            yield from ("--ro-bind", str(root), str(root))
    for path in _LINKER:
        yield from ("--ro-bind-try", path, path)


@contextmanager
def _filter_file() -> Iterator[int]:
    denied = seccomp.program()
    if denied is None:
        raise NoJail("jail-unknown-machine")
    with os.fdopen(os.memfd_create("filter", os.MFD_CLOEXEC), "wb", buffering=0) as memory:
        memory.write(denied)
        memory.seek(0)
        yield memory.fileno()


def why_no_jail() -> str:
    """Return why nothing can be jailed here, or nothing when it can; tried with a program that does nothing.

    Returns:
        A code of `NoJail`, or an empty text.
    """
    try:
        with _filter_file() as wall:
            words = command(Program(("/usr/bin/true",)), wall)
            done = subprocess.run(  # noqa: S603 - our own words, no shell
                words, pass_fds=(wall,), env=_ENVIRONMENT, capture_output=True, check=False, cwd="/"
            )
    except NoJail as none:
        return none.code
    return "jail-closed" if done.returncode else ""
