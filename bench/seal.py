"""Sealing and verifying mixed files in a whole vault against bare SHA-256 tools, in the same run.

What is measured of Guwah is everything `guwah evidence add` and `verify` do once the vault is open: hash,
encryption, fsync, rows, log entries with their signed checkpoint. The tools only hash.

The tools read files that stand in the page cache, and once more from the disk ("cold"): sealed files lie past
the cache, so a check of them always reads the disk, as a check in ten years will. Before each check what the
cache holds of them is given up as well. Each line tells both ratios.

Usage: ./dev bench seal
  GUWAH_BENCH_PERCENT  size of the set in percent of 3.8 GB (default 100; needs twice as much disk)
  GUWAH_BENCH_FOLDER   the disk to measure
  GUWAH_BENCH_STREAM   mebibytes of one generated stream, to see that memory is flat (default 0: left out)
Peers that are not installed are left out: rhash, sha256sum, openssl, hashdeep, bagit.py.
"""

from __future__ import annotations

import io
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MEBIBYTE = 1 << 20
# Count and bytes of each kind of file: recordings, films of a phone, photographs, papers.
SET = ((2, 1 << 30), (20, 40 << 20), (300, 2_500_000), (4000, 20_000))
ROUNDS = 3
PASSPHRASE = "seven brass kettles sing at noon"  # noqa: S105 - of a throw-away vault


def make_set(folder: Path, percent: int) -> int:
    """Write the files and return their bytes; `percent` shrinks the large ones and leaves small ones out."""
    chance = random.Random(11)
    block = chance.randbytes(4 * MEBIBYTE)
    total = 0
    for kind, (count, size) in enumerate(SET):
        few = kind < 2  # noqa: PLR2004 - the two kinds of large files
        for number in range(count if few else max(count * percent // 100, 1)):
            path = folder / f"{kind}-{number % 16}" / f"{number}.bin"
            path.parent.mkdir(exist_ok=True)
            total += _write(path, size * percent // 100 if few else size, block, f"{kind} {number} ".encode())
    os.sync()
    return total


def _write(path: Path, size: int, block: bytes, head: bytes) -> int:
    with path.open("wb") as file:
        file.write(head[:size])
        left = size - file.tell()
        while left > 0:
            left -= file.write(block[:left])
    return size


def peers(folder: Path, listed: Path) -> dict[str, Callable[[], object]]:
    """Return the work of each tool that is installed."""
    piped = {
        "rhash": "rhash --sha256 -r {folder}",
        "sha256sum": "xargs -0 sha256sum < {listed}",
        "openssl": "xargs -0 openssl dgst -sha256 < {listed}",
        "hashdeep": "hashdeep -c sha256 -r {folder}",
    }
    found: dict[str, Callable[[], object]] = {}
    for name, line in piped.items():
        if shutil.which(name):
            command = line.format(folder=folder, listed=listed)
            found[name] = lambda command=command: subprocess.run(  # type: ignore[misc] # bound now
                ["sh", "-c", command], check=True, stdout=subprocess.DEVNULL
            )
    bagit = shutil.which("bagit.py")
    for processes in ("1", "2") if bagit else ():
        found[f"bagit-python x{processes}"] = lambda n=processes: _bag(str(bagit), folder, n)  # type: ignore[misc] # bound now
    return found


def _bag(bagit: str, folder: Path, processes: str) -> None:
    """Make a bag of hard links, so that the set itself stays where it is; only hashing is measured."""
    copy = folder.with_name("bag")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy, copy_function=os.link)
    subprocess.run([bagit, "--quiet", "--sha256", "--processes", processes, copy], check=True)
    shutil.rmtree(copy)


def measured(work: Callable[[], object], cold: Path | None = None) -> tuple[float, float]:
    """Return seconds by the clock and of processor time, of the quickest of a few runs.

    With `cold`, a folder, each run has to read its files from the disk.
    """
    found = []
    for _ in range(ROUNDS):
        if cold is not None:
            give_up(cold)
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        work()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        found.append((time.perf_counter() - started, used))
    return min(found)


def give_up(folder: Path) -> None:
    """Have the page cache give up what it holds of a folder's files."""
    os.sync()
    for path in folder.rglob("*"):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(descriptor)


def child(act: str, vault: Path, folder: Path) -> dict[str, float]:
    """Run `guwah` as a process of its own and return what it says of itself."""
    command = [sys.executable, __file__, act, str(vault), str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def inside(act: str, vault: Path, folder: Path) -> None:
    """In the child: open the vault (not measured), do the work, print seconds, processor time, memory."""
    from guwah.vault.setup import prepare_django

    prepare_django()
    from guwah.accounts.cases import open_case
    from guwah.accounts.entry import enter, make_vault
    from guwah.accounts.models import Case
    from guwah.steps.evidence import flows
    from guwah.vault.slots import Cost

    if act == "make":
        open_case(make_vault(vault, "aygul", PASSPHRASE, Cost(64, 1, 1)), "The bakery licence")
        print("{}")
        return
    member, case = enter(vault, PASSPHRASE), Case.objects.get()
    before, started = time.process_time(), time.perf_counter()
    if act == "seal":
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        kept = all(each.added is not None for each in flows.add_files(member, case, paths))
    elif act == "stream":
        size = int(folder.name) * MEBIBYTE
        kept = flows.add_file(member, case, Endless(size), "stream.bin").item.size == size
    else:
        kept = not flows.verify(member, case, level=flows.Level(act)).broken
    if not kept:
        raise SystemExit("not everything was kept")
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - started,
                "processor": time.process_time() - before,
                "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


class Endless(io.RawIOBase):
    """A stream of so many bytes that are never all in memory; every mebibyte differs."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._left = size
        self._block = random.Random(12).randbytes(MEBIBYTE)

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override] # one kind is enough here
        """Fill the buffer as far as the stream goes."""
        got = min(len(buffer), self._left, MEBIBYTE)
        buffer[:got] = self._block[:got]
        buffer[: min(8, got)] = self._left.to_bytes(8, "big")[: min(8, got)]
        self._left -= got
        return got


def tell(name: str, size: int, seconds: float, processor: float, more: str = "") -> None:
    """Print one line of the table."""
    speed = size / MEBIBYTE / seconds
    print(f"{name:18} {seconds:7.2f} s {processor:7.2f} s of processor {speed:7.0f} MiB/s  {more}")


def main() -> None:
    """Make the set, let every peer hash it, seal it, verify it, scrub it, print ratios to the best peer."""
    percent = int(os.environ.get("GUWAH_BENCH_PERCENT", "100"))
    with tempfile.TemporaryDirectory(dir=os.environ.get("GUWAH_BENCH_FOLDER")) as room:
        home = Path(room)
        folder, listed = home / "set", home / "listed"
        folder.mkdir()
        size = make_set(folder, percent)
        listed.write_bytes(b"\0".join(str(each).encode() for each in folder.rglob("*.bin")))
        tools = peers(folder, listed)
        found = {name: measured(work) for name, work in tools.items()}
        best, (peer, peer_processor) = min(found.items(), key=lambda each: each[1])
        for name, (seconds, processor) in sorted(found.items(), key=lambda each: each[1]):
            tell(name, size, seconds, processor, "best peer" if name == best else "")
        cold, cold_processor = measured(tools[best], cold=folder)
        tell(f"{best}, cold", size, cold, cold_processor)
        # So that they stand in the cache for the sealing, as they did for the tools.
        tools[best]()
        for act, told in _ours(home, folder).items():
            ratio = f"{told['seconds'] / peer:.2f}x the time of {best}, {told['seconds'] / cold:.2f}x cold"
            ratio += (
                f" ({told['processor'] / peer_processor:.2f}x its processor time), {told['memory']:.0f} MiB"
            )
            tell(act, size, told["seconds"], told["processor"], ratio)
        stream = int(os.environ.get("GUWAH_BENCH_STREAM", "0"))
        if stream:
            child("make", home / "other", folder)
            told = child("stream", home / "other", Path(str(stream)))
            tell(
                "one stream",
                stream * MEBIBYTE,
                told["seconds"],
                told["processor"],
                f"{told['memory']:.0f} MiB",
            )


def _ours(home: Path, folder: Path) -> dict[str, dict[str, float]]:
    best: dict[str, dict[str, float]] = {}
    for _ in range(ROUNDS):
        vault = home / "vault"
        shutil.rmtree(vault, ignore_errors=True)
        child("make", vault, folder)
        for act in ("seal", "verify", "scrub"):
            if act != "seal":
                give_up(vault / "blobs")
            told = child(act, vault, folder)
            best[act] = min(best.get(act, told), told, key=lambda each: each["seconds"])
    return best


if __name__ == "__main__":
    if len(sys.argv) > 1:
        inside(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
