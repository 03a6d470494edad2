"""What a start found half done and put in order: said to whoever opened the vault, and told to the log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.vault import partials
from guwah.vault.custody import ITSELF, Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Repaired:
    """What one start put in order.

    Attributes:
        half_files: half-sealed files that were removed; none of them was acknowledged.
        given_up: files that came in part and that nobody can or did go on with, removed.
        late_entries: entries of the log that were kept and whose files were written only now.
        set_aside: files of the log that somebody changed, kept aside; the log tells of them by itself.
        torn: pages at the end of the database's write-ahead log that were not taken.
        half_copy: a half-made copy of the database that compacting left behind, removed.
        ways_in: codes as `ways_in.settle` gives them; the log has an entry of their own for each.
        typing: pages typed after a lock that were merged; drafts are nothing the log tells of.
        unread: such pages that could not be read and stay where they are.
        keys_changed: a change of keys that was interrupted was finished; the log tells of it by itself.
    """

    half_files: int = 0
    given_up: int = 0
    late_entries: int = 0
    set_aside: int = 0
    torn: int = 0
    half_copy: int = 0
    ways_in: tuple[str, ...] = ()
    typing: int = 0
    unread: int = 0
    keys_changed: bool = False

    def lines(self) -> Iterator[str]:
        """Yield in plain words, one a line, what was put in order; nothing when nothing was."""
        told = asdict(self)
        for name, words in _WORDS.items():
            if told[name]:
                yield words.format(told[name])
        for code in self.ways_in:
            yield _WAYS_IN[code]


_WORDS = {
    "half_files": "Put in order: {} half-sealed files removed; none of them was acknowledged.",
    "given_up": "Put in order: {} files removed that came only in part and were not gone on with.",
    "late_entries": "Put in order: {} entries of the log, kept before, written to its files.",
    "set_aside": (
        "NOT a crash: {} files of the log were changed. They are kept in log/set-aside, the log says so, "
        "and new ones were made from the database. Find out who had this disk: guwah log verify"
    ),
    "torn": (
        "Put in order: the database goes on from before a break in its write-ahead log; {} pages behind it "
        "were not taken. If no power was cut and nothing killed, somebody changed it: guwah doctor --open"
    ),
    "half_copy": "Put in order: {} half-made copy of the database removed; the database itself is whole.",
    "keys_changed": "Put in order: a change of keys that was interrupted is finished.",
    "typing": "Put in order: typing of {} pages after a lock is among “Typed, not saved”.",
    "unread": "Not put in order: typing of {} pages cannot be read and stays in drafts/ (guwah doctor).",
}
_WAYS_IN = {
    "way-in-dropped": "Put in order: a way in without a member taken away.",
    "way-in-found": "Put in order: a way in told to the log that a crash had kept from it.",
}


def came_in_part(removed: Sequence[str]) -> int:
    """Count those among removed files, as `BlobStore.sweep` names them, that could have been gone on with."""
    return sum(name.startswith(partials.PREFIX) for name in removed)


def tell_the_log(repaired: Repaired) -> None:
    """Record what was removed or written late; nothing is recorded when nothing was."""
    told = {
        name: number
        for name in ("half_files", "given_up", "late_entries", "torn", "half_copy")
        if (number := getattr(repaired, name))
    }
    if told:
        with transaction.atomic():
            record(Act.REPAIRED, ITSELF, things=[Thing("repair", told)])
