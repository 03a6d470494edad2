"""Recovery sheets as the group uses them: made, rehearsed, made worthless, used; each is in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.entry import come_in, tidy_up
from guwah.accounts.guard import ask
from guwah.accounts.members import owner_by_recovery
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.vault import recovery
from guwah.vault.custody import Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.presence import take_part
from guwah.vault.slots import FULL_COST, Cost
from guwah.vault.vault_file import read

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from guwah.accounts.models import Member
    from guwah.vault.recovery import Prepared
    from guwah.vault.sheets import Sheet
    from guwah.vault.vault_file import Recovery


def prepare(actor: Member, *, shares: int, needed: int) -> Prepared:
    """Make a set of sheets that opens nothing yet; hand them over, then call `keep`.

    Raises:
        NotPermitted: the actor does not manage members.
        WrongUse: numbers that make no sense.
    """
    ask(actor, Permission.MEMBER_MANAGE)
    return recovery.prepare(shares=shares, needed=needed, day=_today())


def keep(actor: Member, prepared: Prepared) -> None:
    """Put sheets that were handed over in force."""
    ask(actor, Permission.MEMBER_MANAGE)
    made = prepared.recovery
    with transaction.atomic():
        record(
            Act.RECOVERY_MADE,
            actor.actor,
            things=[Thing("sheets", {"set": made.set_id, "needed": made.needed, "of": made.shares})],
        )
        recovery.keep(KEYRING.current(), made)


def rehearse(actor: Member, sheets: Sequence[Sheet]) -> Recovery:
    """Put sheets together without opening anything by them, and return their set.

    Raises:
        SheetWrong: they are too few or not of one set.
        NotUnderstood: they open nothing in this vault.
    """
    ask(actor, Permission.LOG_SEE)
    keys = KEYRING.current()
    found = recovery.set_of(keys.folder, sheets)
    with transaction.atomic():
        record(
            Act.RECOVERY_REHEARSED,
            actor.actor,
            things=[Thing("sheets", {"set": found.set_id, "used": sorted(each.number for each in sheets)})],
        )
        recovery.note_rehearsed(keys, found, _today())
    return found


def drop(actor: Member, set_id: int) -> Recovery:
    """Make a set of sheets worthless for this vault; copies made before still open with it.

    Raises:
        NotPermitted: the actor does not manage members.
        NotUnderstood: there is no such set.
    """
    ask(actor, Permission.MEMBER_MANAGE)
    keys = KEYRING.current()
    named = next((each for each in read(keys.folder).recoveries if each.set_id == set_id), None)
    if named is None:
        raise NotUnderstood("no-such-set", "This vault has no set of sheets with this number.")
    with transaction.atomic():
        record(Act.RECOVERY_DROPPED, actor.actor, things=[Thing("sheets", {"set": set_id})])
        recovery.drop(keys, named)
    return named


def recover(
    folder: Path, sheets: Sequence[Sheet], handle: str, passphrase: str, cost: Cost = FULL_COST
) -> Member:
    """Come into a copy of a vault by its sheets, with a new passphrase; somebody new becomes an owner.

    Raises:
        SheetWrong: the sheets are too few or not of one set.
        NotUnderstood: the folder is no copy of their vault.
        VaultBusy: another process changes its keys.
    """
    place = take_part(folder)
    try:
        come_in(recovery.restore(folder, sheets, handle, passphrase, cost), place)
    finally:
        if KEYRING.locked:
            place.leave()
    with transaction.atomic():
        member = owner_by_recovery(handle)
        record(
            Act.RECOVERY_USED,
            member.actor,
            things=[
                Thing("member", {"handle": handle}),
                Thing("slot", read(folder).slots[-1].slot_id),
                Thing("sheets", {"set": sheets[0].set_id, "used": sorted(each.number for each in sheets)}),
            ],
        )
    tidy_up()
    return member


def _today() -> str:
    return timezone.now().date().isoformat()
