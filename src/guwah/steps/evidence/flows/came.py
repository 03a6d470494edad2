"""Under which name, from where and when bytes came, kept for each time they came and told in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.steps.evidence.models import Coming
from guwah.steps.evidence.names import readable
from guwah.vault.custody import Act, Happened, Thing, record_all
from guwah.vault.rows import insert

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Item


_LONGEST = 60  # signs of the column of times


@dataclass(frozen=True, slots=True)
class Came:
    """What is told of bytes that came.

    Attributes:
        name: as the file was called.
        path: where it lay; empty when nobody said.
        modified: when it was last changed, as its file system said; empty likewise.
    """

    name: str
    path: str = ""
    modified: str = ""

    def thing(self) -> Thing:
        """Return what the log commits to; apart from the digest, so that either can be shown alone."""
        name, path, modified = self.kept()
        return Thing("came", {"name": name, "path": path, "file_said_modified": modified})

    def kept(self) -> tuple[str, str, str]:
        """Return all three as tables take them."""
        name, path = readable(self.name, lines=False), readable(self.path, lines=False)
        return name, path, readable(self.modified, lines=False)[:_LONGEST]


def note_comings(
    actor: Member, case: Case, comings: Sequence[tuple[Came, Item]], repeated: frozenset[int]
) -> None:
    """Write down each time bytes came, inside the caller's transaction; those we had are logged here.

    Args:
        actor: who added them.
        case: where they belong.
        comings: what is told of each, and its item; new ones are logged already, with their sealing.
        repeated: places in `comings` of bytes that we had.
    """
    acts = [_again(case, *comings[place]) for place in sorted(repeated)]
    logged = iter(record_all(actor.actor, acts) if acts else [])
    rows = [
        (
            item.pk,
            *came.kept(),
            place in repeated,
            next(logged).index if place in repeated else item.log_index,
        )
        for place, (came, item) in enumerate(comings)
    ]
    insert(Coming, ("item_id", "name", "path", "modified", "again", "log_index"), rows, {"by": actor})


def _again(case: Case, came: Came, item: Item) -> Happened:
    return Happened(
        Act.CAME_AGAIN,
        [Thing("item", {"id": item.pk, "result": "duplicate"}), came.thing()],
        case.pk,
    )
