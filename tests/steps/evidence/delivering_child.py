"""A documenter's program that delivers folders, in a process of its own, to be killed at any moment.

Arguments: `deliver` or `complete`; folder of the vault; passphrase; folder of the deliveries; seed. `deliver`
prints the number of each delivery it was told is kept. `complete` delivers every folder again and prints as
JSON what is there then.
"""

from __future__ import annotations

import hashlib
import json
import random
import shutil
import sys
from pathlib import Path

from guwah.vault.setup import prepare_django

FILES = 30
LETTER = (
    "From: a@b\nTo: c@d\nSubject: {0}\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b\n"
    "Content-Disposition: attachment; filename=x.txt\n\nbread {0}\n--b--\n"
)


def fill(path: Path, seed: str) -> None:
    """Write a chat, what it names, a letter, and what nobody names."""
    chance = random.Random(seed)  # noqa: S311 - seeded on purpose, nothing secret
    path.parent.mkdir(exist_ok=True)
    # A kill while the folder itself is being made must not count as one that was delivered.
    whole, path = path, path.parent.with_name("filling")
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    names = [f"PTT-20210131-WA{n:04}.opus" for n in range(FILES)]
    for name in names:
        (path / name).write_bytes(seed.encode() + chance.randbytes(chance.choice((9, 70_000, 900_000))))
    lines = [f"31.01.2021, 09:{n:02} - Tomas: {name} (file attached)\n" for n, name in enumerate(names[3:])]
    (path / "chat.txt").write_text("".join(lines) + f"31.01.2021, 10:00 - Tomas: bread {seed}\n")
    (path / "letter.eml").write_text(LETTER.format(seed))
    path.rename(whole)


def deliver(vault: Path, passphrase: str, given: Path, seed: str) -> None:
    """Deliver one folder after the other."""
    from guwah.accounts.entry import enter
    from guwah.accounts.models import Case
    from guwah.steps.evidence import flows

    member, case = enter(vault, passphrase), Case.objects.get()
    _say("ready")
    for number in range(100):
        path = given / f"{seed}-{number}"
        fill(path, path.name)
        delivered = flows.deliver(member, case, path, flows.Said())
        _say(f"{delivered.delivery.pk} {path.name}")


def complete(vault: Path, passphrase: str, given: Path, _seed: str) -> None:
    """Deliver everything again and tell what is there; each letter brings one more thing."""
    from guwah.accounts.entry import enter
    from guwah.accounts.models import Case
    from guwah.steps.evidence import flows
    from guwah.steps.evidence.flows.deliver_folder import BEGUN
    from guwah.steps.evidence.models import Delivery, Item, Source

    member, case = enter(vault, passphrase), Case.objects.get()
    flows.sweep_leftovers()
    before = dict(Delivery.objects.values_list("pk", "source__title"))
    paths = sorted(given.iterdir())
    for path in paths:
        flows.deliver(member, case, path, flows.Said())
    files = [each for path in paths for each in path.iterdir()]
    digests = {hashlib.sha256(each.read_bytes()).hexdigest() for each in files}
    _say(
        json.dumps(
            {
                "before": before,
                "deliveries": sorted(Delivery.objects.values_list("source__title", flat=True)),
                "folders": sorted(path.name for path in paths),
                "begun": Source.objects.filter(provenance=BEGUN).count(),
                "not_sealed": len(digests - set(Item.objects.values_list("sha256", flat=True))),
                "items_too_many": Item.objects.count() - len(files) - len(paths),
                "without_part": Source.objects.filter(delivery_parts=None, deliveries=None).count(),
                "untold": Source.objects.filter(deliveries=None, provenance="").count(),
                "messages_lacking": sum(
                    each.messages_count - each.messages.count() for each in Delivery.objects.all()
                ),
            }
        )
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(act: str, vault: str, passphrase: str, given: str, seed: str = "") -> None:
    """Do one of the two."""
    prepare_django()
    acts = {"deliver": deliver, "complete": complete}
    acts[act](Path(vault), passphrase, Path(given), seed)


if __name__ == "__main__":
    main(*sys.argv[1:])
