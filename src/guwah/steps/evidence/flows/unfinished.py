"""Files that came only in part: who may add evidence to their case is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from guwah.accounts.guard import may, visible_cases
from guwah.accounts.permissions import Permission
from guwah.steps.evidence.flows.store import store

if TYPE_CHECKING:
    from guwah.accounts.models import Member


@dataclass(frozen=True, slots=True)
class Part:
    """A file of which a part is here.

    Attributes:
        case: number of the case it was meant for.
        filename: as it was called.
        size: how many bytes the whole file has; None when nobody knew.
        sealed: about how many of them are here.
        touched: when the last of them came, seconds since 1970.
    """

    case: int
    filename: str
    size: int | None
    sealed: int
    touched: float

    @property
    def last(self) -> datetime:
        """Return when the last of them came."""
        return datetime.fromtimestamp(self.touched, UTC)


def unfinished(actor: Member) -> list[Part]:
    """Return what came only in part in the cases an actor may add to, oldest first."""
    mine = {case.pk for case in visible_cases(actor) if may(actor, Permission.EVIDENCE_ADD, case)}
    return [
        Part(
            int(each.note["case"]),
            str(each.note["filename"]),
            each.note.get("size"),
            each.sealed,
            each.touched,
        )
        for each in store().unfinished()
        if each.note.get("case") in mine
    ]
