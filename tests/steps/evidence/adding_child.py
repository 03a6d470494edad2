"""A documenter's program in a process of its own: makes a vault, adds, tells what is there.

Arguments: `make`, `add`, `many` or `tell`; folder of the vault; passphrase; seed (for `add` and `many`).
What these two print is what they promised: one line `id sha256` per acknowledged item.
"""

from __future__ import annotations

import io
import json
import random
import sys
from collections.abc import Callable
from pathlib import Path

from guwah.vault.setup import prepare_django


def make(folder: Path, passphrase: str) -> None:
    """Make a vault with one case."""
    from cast import CHEAP
    from guwah.accounts.cases import open_case
    from guwah.accounts.entry import make_vault

    open_case(make_vault(folder, "aygul", passphrase, CHEAP), "The bakery licence")


def add(folder: Path, passphrase: str, seed: str) -> None:
    """Add files of all sizes for ever."""
    from guwah.accounts.entry import enter
    from guwah.accounts.models import Case
    from guwah.steps.evidence import flows

    member = enter(folder, passphrase)
    case = Case.objects.get()
    chance = random.Random(seed)  # noqa: S311 - seeded on purpose, nothing secret
    _say("ready")
    while True:
        data = chance.randbytes(chance.choice((1, 900, 70_000, 2_500_000)))
        item = flows.add_file(member, case, io.BytesIO(data), f"{len(data)}.bin").item
        _say(f"{item.pk} {item.sha256}")


def add_many(folder: Path, passphrase: str, seed: str) -> None:
    """Add many files at once, the small ones by the helper, for ever."""
    from guwah.accounts.entry import enter
    from guwah.accounts.models import Case
    from guwah.steps.evidence import flows
    from guwah.steps.evidence.flows import many

    vars(many).update(MANY=1, BATCH=16)
    member = enter(folder, passphrase)
    case = Case.objects.get()
    chance = random.Random(seed)  # noqa: S311 - seeded on purpose, nothing secret
    given = folder.with_name("given")
    given.mkdir(exist_ok=True)
    paths = [given / f"{number}.bin" for number in range(100)]
    for path in paths:
        path.write_bytes(chance.randbytes(chance.choice((1, 900, 70_000, 70_000, 2_500_000))))
    _say("ready")
    # From the second time on they are duplicates.
    while True:
        for became in flows.add_files(member, case, paths):
            if became.added is not None:
                _say(f"{became.added.item.pk} {became.added.item.sha256}")


def tell(folder: Path, passphrase: str) -> None:
    """Open the vault again and print as JSON what is there and what is wrong with it."""
    from guwah.accounts.entry import enter
    from guwah.steps.evidence import flows
    from guwah.steps.evidence.models import Item, Source
    from guwah.vault import logfiles
    from guwah.vault.models import LogEntry

    member = enter(folder, passphrase)
    flows.sweep_leftovers()
    sealed = set(LogEntry.objects.filter(act="sealed").values_list("index", flat=True))
    logged = set(Item.objects.values_list("log_index", flat=True))
    seals = Item.objects.filter(outcomes__step="seal", outcomes__code="").values_list("pk", flat=True)
    report = flows.verify(member)
    _say(
        json.dumps(
            {
                "items": {str(each.item.pk): each.item.sha256 for each in report.checked},
                "broken": [each.item.pk for each in report.broken],
                "unlogged": sorted(logged - sealed),
                "logged_without_item": sorted(sealed - logged),
                "without_outcome": sorted(set(Item.objects.values_list("pk", flat=True)) - set(seals)),
                "without_item": Source.objects.filter(items=None).count(),
                "faults": logfiles.check().faults,
                "half_files": [path.name for path in (folder / "blobs").glob(".*")],
            }
        )
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(act: str, folder: str, *more: str) -> None:
    """Do one of the three."""
    prepare_django()
    acts: dict[str, Callable[..., None]] = {"make": make, "add": add, "many": add_many, "tell": tell}
    acts[act](Path(folder), *more)


if __name__ == "__main__":
    main(*sys.argv[1:])
