"""Taking an intake in, in a process of its own, made to be killed; see `adding_child` for the other acts.

Arguments: folder of the vault, passphrase, folder of the intake, seed. What it prints is what it promised:
one line `id sha256` per item that was taken.
"""

from __future__ import annotations

import io
import random
import sys
from datetime import UTC, datetime
from pathlib import Path

from guwah.vault.setup import prepare_django


def main(folder: str, passphrase: str, stick: str, seed: str) -> None:
    """Add things to the intake for ever and take them in, one round after the other."""
    prepare_django()
    from guwah.accounts.entry import enter
    from guwah.accounts.models import Case
    from guwah.steps.evidence import flows
    from guwah.vault import intake

    member, case = enter(Path(folder), passphrase), Case.objects.get()
    chance = random.Random(seed)  # noqa: S311 - seeded on purpose, nothing secret
    if not Path(stick).exists():
        flows.make_intake(member, Path(stick), "2026-11-22")
    _say("ready")
    while True:
        for _ in range(3):
            data = chance.randbytes(chance.choice((1, 900, 70_000, 1_500_000)))
            about = intake.Note("", "", f"{len(data)}.bin", datetime.now(UTC).isoformat(), 0, "", "", "")
            note = intake.add(Path(stick), io.BytesIO(data), about)
            _say(f"added {note.sha256}")
        for took in flows.take(member, case, Path(stick)):
            if took.item is None:
                raise SystemExit(f"not taken: {took.outcome}")
            _say(f"{took.item.pk} {took.item.sha256}")


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
