"""A program that seals invented files for ever and says which ones it has sealed; made to be killed."""

from __future__ import annotations

import hashlib
import io
import sys
from pathlib import Path

from guwah.vault.age import Identity
from guwah.vault.blobs import BlobStore
from vault.killing import READY, die_at_step

IDENTITY = Identity(b"\x05" * 32)
NAME_KEY = b"\x06" * 32
SIZES = (0, 1, 65_536, 200_000, 1_048_576, 3_000_000)


def store(folder: Path) -> BlobStore:
    """Return the store parent and child share."""
    return BlobStore(folder, NAME_KEY, (IDENTITY.recipient,), IDENTITY)


def content(run: int, number: int) -> bytes:
    """Return the bytes of one invented file."""
    line = hashlib.sha256(f"{run} {number}".encode()).digest()
    size = SIZES[number % len(SIZES)] + (number if number >= len(SIZES) else 0)
    return (line * (size // 32 + 1))[:size]


def main(folder: str, run: int, die_at: int, count: int) -> None:
    """Seal files; with `die_at` above 0, die at that step."""
    blobs = store(Path(folder))
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    if die_at:
        die_at_step(die_at)
    for number in range(count):
        sealed = blobs.seal(io.BytesIO(content(run, number)))
        sys.stdout.write(f"{sealed.oid} {run} {number}\n")
        sys.stdout.flush()


FILM = 96 << 20


def film(run: int) -> bytes:
    """Return the bytes of one large invented file."""
    return hashlib.sha256(f"film {run}".encode()).digest() * (FILM // 32)


def go_on(folder: str, run: int, die_at: int) -> None:
    """Seal one large file, going on where an earlier child was killed; with `die_at`, die at that step."""
    blobs, data = store(Path(folder)), film(run)
    sys.stdout.write(f"{READY}\n")
    sys.stdout.flush()
    if die_at:
        die_at_step(die_at)
    with blobs.resume(b"film %d" % run, {"film": run}) as writer:
        if writer.way.hasher.digest() != hashlib.sha256(data[: writer.resumed]).digest():
            raise SystemExit("what was here is not what the file begins with")
        sys.stdout.write(f"resumed {writer.resumed}\n")
        sys.stdout.flush()
        for start in range(writer.resumed, len(data), 1 << 20):
            writer.write(data[start : start + (1 << 20)])
        oid = writer.finish().oid
    sys.stdout.write(f"{oid} {run} film\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[4] == "film":
        go_on(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
    else:
        main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
