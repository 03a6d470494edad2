"""Sealing and verifying files against the best bare SHA-256 tool on this machine, in the same run.

Usage: ./dev bench seal   (GUWAH_BENCH_MB sets the size, default 512; GUWAH_BENCH_FOLDER the disk to measure)
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from guwah.vault.age import Identity
from guwah.vault.blobs import BlobStore

if TYPE_CHECKING:
    from collections.abc import Callable

MEBIBYTE = 1 << 20
PEERS = {
    "sha256sum": ("sha256sum",),
    "openssl": ("openssl", "dgst", "-sha256"),
    "rhash": ("rhash", "--sha256"),
    "hashdeep": ("hashdeep", "-c", "sha256"),
}
ROUNDS = 3


def best(work: Callable[[], object]) -> float:
    """Return the shortest of a few runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return min(times)


def hashing(command: list[str]) -> Callable[[], object]:
    """Return the work of one peer."""
    return lambda: subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Make one file, hash it with every peer there is, seal it, verify it, print ratios."""
    size = int(os.environ.get("GUWAH_BENCH_MB", "512"))
    with tempfile.TemporaryDirectory(dir=os.environ.get("GUWAH_BENCH_FOLDER")) as folder:
        home = Path(folder)
        plain = home / "recording"
        with plain.open("wb") as file:
            for _ in range(size):
                file.write(os.urandom(MEBIBYTE))
        peers = {
            name: best(hashing([*command, str(plain)]))
            for name, command in PEERS.items()
            if shutil.which(command[0])
        }
        name, peer = min(peers.items(), key=lambda each: each[1])
        identity = Identity(os.urandom(32))

        def seal() -> BlobStore:
            blobs = home / "blobs"
            shutil.rmtree(blobs, ignore_errors=True)
            blobs.mkdir()
            store = BlobStore(blobs, bytes(32), (identity.recipient,), identity)
            with plain.open("rb") as stream:
                oids.append(store.seal(stream).oid)
            return store

        oids: list[str] = []
        sealed = best(seal)
        store = BlobStore(home / "blobs", bytes(32), (identity.recipient,), identity)
        verified = best(lambda: store.verify(oids[-1]))
        for peer_name, seconds in sorted(peers.items(), key=lambda each: each[1]):
            print(f"{peer_name:12} {size / seconds:8.0f} MiB/s")
        print(f"{'seal':12} {size / sealed:8.0f} MiB/s   {sealed / peer:.2f}x the time of {name}")
        print(f"{'verify':12} {size / verified:8.0f} MiB/s   {verified / peer:.2f}x the time of {name}")


if __name__ == "__main__":
    main()
