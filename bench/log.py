"""Appending to the custody log with batch signing, and checking one place in it with the stand-alone program.

The peer is `git fast-import`, which writes as many commits: a hash chain too, but nothing in it is encrypted,
committed to with salt, signed, or durable before the next batch.

Usage: ./dev bench log
  GUWAH_BENCH_ENTRIES  how many entries (default 100000)
"""

from __future__ import annotations

import base64
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from guwah.vault.setup import prepare_django

BATCH = 10_000
CHECKS = 50
PASSPHRASE = "seven brass kettles sing at noon"  # noqa: S105 - of a throw-away vault


def git(folder: Path, count: int) -> float:
    """Write as many commits and return the seconds."""
    subprocess.run(["git", "init", "-q", "--bare", folder], check=True)
    lines = [
        b"commit refs/heads/log\ncommitter a <a> %d +0000\ndata 12\nitem %07d\n" % (n, n)
        for n in range(count)
    ]
    started = time.perf_counter()
    subprocess.run(
        ["git", "-C", folder, "fast-import", "--quiet"],
        input=b"".join(lines),
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - started


def append(count: int) -> tuple[float, float]:
    """Append entries, a salted commitment each, a signed checkpoint a batch; return time and CPU time (s)."""
    from django.db import transaction

    from guwah.vault.custody import Act, Happened, Thing, record_all

    acts = [Happened(Act.SEALED, [Thing("item", {"sha256": f"{n:064x}", "size": n})]) for n in range(count)]
    started, used = time.perf_counter(), time.process_time()
    for start in range(0, count, BATCH):
        with transaction.atomic():
            record_all("a1", acts[start : start + BATCH])
    return time.perf_counter() - started, time.process_time() - used


def proofs(count: int) -> list[float]:
    """Return the seconds the stand-alone program's code takes for a place in the log, signature and all."""
    import guwah_verify
    from guwah.vault import logfiles
    from guwah.vault.keyring import KEYRING
    from guwah.vault.models import LogEntry

    key = guwah_verify.parse_key(logfiles.signer(KEYRING.current()).key.vkey, "key")
    times = []
    for number in range(0, count, max(count // CHECKS, 1)):
        proof, entry = logfiles.proof_of(number), bytes(LogEntry.objects.get(index=number).entry)
        guwah_verify.ed25519_holds.cache_clear()
        started = time.perf_counter()
        text, _, signed = proof.checkpoint.decode().partition("\n\n")
        text += "\n"
        signature = base64.b64decode(signed.split()[2])[4:]
        _, size, root = text.splitlines()
        found = guwah_verify.root_from_proof(number, int(size), guwah_verify.leaf_hash(entry), proof.hashes)
        holds = guwah_verify.ed25519_holds(key.public, signature, text.encode())
        if not holds or found is None or base64.b64encode(found).decode() != root:
            raise SystemExit(f"entry {number} is not proven")
        times.append(time.perf_counter() - started)
    return times


def main() -> None:
    """Let git write, append as many entries, prove some of them, print."""
    count = int(os.environ.get("GUWAH_BENCH_ENTRIES", "100000"))
    prepare_django()
    from guwah.accounts.entry import make_vault
    from guwah.vault.slots import Cost

    with tempfile.TemporaryDirectory() as room:
        peer = git(Path(room) / "git", count)
        make_vault(Path(room) / "vault", "owner", PASSPHRASE, Cost(64, 1, 1))
        seconds, used = append(count)
        times = proofs(count)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"git fast-import    {peer:6.2f} s for {count} commits")
    print(f"append             {seconds:6.2f} s ({used:.2f} s of processor) for as many entries")
    print(f"                   {seconds / peer:.1f}x the time of git; {memory:.0f} MiB")
    print(f"check one          {statistics.median(times) * 1000:6.1f} ms, worst {max(times) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
