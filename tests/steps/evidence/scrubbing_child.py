"""A program that looks after sealed files, round after round, until it is killed; then tells what is there.

Arguments: `make`, `look` or `tell`; folder of the vault; passphrase.
`look` prints what is recorded: one line `round number checked` per turn, one line `scrub number` per run.
"""

from __future__ import annotations

import io
import json
import sys
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from guwah.vault.setup import prepare_django
from vault.killing import READY

ITEMS = 24
BROKEN = 7


def make(folder: Path, passphrase: str) -> None:
    """Make a vault with one case of some dozens of items, one of them damaged on the disk."""
    from cast import CHEAP
    from guwah.accounts.cases import open_case
    from guwah.accounts.entry import make_vault
    from guwah.steps.evidence import flows

    member = make_vault(folder, "aygul", passphrase, CHEAP)
    case = open_case(member, "The bakery licence")
    items = [
        flows.add_file(member, case, io.BytesIO(b"%d " % number * 9000), f"{number}.txt").item
        for number in range(ITEMS)
    ]
    path = flows.store().path(items[BROKEN].sha256)
    path.write_bytes(path.read_bytes()[:-9] + bytes(9))


def _in_small_turns() -> None:
    from guwah.steps.evidence.flows import check, rounds

    rounds.MOST_ITEMS = check.BATCH = 3
    rounds.TURN_SECONDS = 0.0


def look(folder: Path, passphrase: str) -> None:
    """Open the vault, say what that put in order, and look at everything for ever, in both ways."""
    from guwah.accounts.entry import enter, say_beside
    from guwah.accounts.models import Case
    from guwah.steps.evidence import flows
    from guwah.steps.evidence.flows.check import Level
    from guwah.steps.evidence.models import VerifyRound

    _in_small_turns()
    member = enter(folder, passphrase, tell=say_beside)
    case = Case.objects.get()
    _say(READY)
    while True:
        running = flows.begin_round(member, case)
        while _turn():
            running = VerifyRound.objects.get(pk=running.pk)
            _say(f"round {running.pk} {running.checked}")
        report = flows.verify(member, case, level=Level.TAGS)
        _say(f"scrub {report.earlier + len(report.checked)}")


def _turn() -> int:
    """Deliver what is due, what a killed process has leased as well: it is known to be dead."""
    from django.utils import timezone

    from guwah.outbox.deliver import deliver_due
    from guwah.outbox.models import Effect

    leased = Effect.objects.filter(state=Effect.State.LEASED).order_by("leased_until").last()
    over = leased.leased_until if leased is not None else None
    return deliver_due(over + timedelta(seconds=1) if over is not None else timezone.now()).done


def tell(folder: Path, passphrase: str) -> None:
    """Open the vault again, let the round go on to its end, and print as JSON what is recorded."""
    from guwah.accounts.entry import enter
    from guwah.steps.evidence.models import VerifyRound
    from guwah.vault import logfiles

    enter(folder, passphrase)
    _in_small_turns()
    while _turn():
        pass
    rounds = VerifyRound.objects.order_by("pk")
    _say(
        json.dumps(
            {
                "rounds": {
                    each.pk: [each.checked, each.broken, each.total, each.ended_at is not None, each.code]
                    for each in rounds
                },
                "looks": {level: _recorded(level) for level in ("verify", "scrub")},
                "unlogged": {level: _unlogged(level) for level in ("verify", "scrub")},
                "faults": logfiles.check().faults,
            }
        )
    )


def _recorded(step: str) -> list[int]:
    """Return how often each item was looked at in this way, in the order of items, fewest and most."""
    from guwah.steps.evidence.models import Outcome

    counted = Counter(Outcome.objects.filter(step=step).values_list("item", flat=True))
    return [len(counted), min(counted.values(), default=0), max(counted.values(), default=0)]


def _unlogged(step: str) -> list[str]:
    """Return the looks that stand in only one of the two: the outcomes, and what the log committed to."""
    from guwah.steps.evidence.models import Outcome
    from guwah.vault.models import Opening

    act = {"verify": "verified", "scrub": "scrubbed"}[step]
    values = Opening.objects.filter(entry__act=act, label="item").values_list("value", flat=True)
    logged = Counter((value["id"], value["result"]) for value in values if value is not None)
    outcomes = Outcome.objects.filter(step=step).values_list("item", "code")
    kept = Counter((item, code or "intact") for item, code in outcomes)
    return [str(each) for each in ((logged - kept) + (kept - logged))]


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main(act: str, folder: str, passphrase: str) -> None:
    """Do one of the three."""
    prepare_django()
    acts: dict[str, Callable[[Path, str], None]] = {"make": make, "look": look, "tell": tell}
    acts[act](Path(folder), passphrase)


if __name__ == "__main__":
    main(*sys.argv[1:])
