"""The members' ways in: changing a passphrase, taking somebody's way away, and what a crash left untold."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts import rotating
from guwah.accounts.guard import ask
from guwah.accounts.members import by_handle
from guwah.accounts.models import Member
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.vault import folder as vault_folder
from guwah.vault import rotation
from guwah.vault.custody import ITSELF, Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Opening
from guwah.vault.presence import be_alone
from guwah.vault.slots import FULL_COST, Cost, WrongPassphrase
from guwah.vault.vault_file import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.vault.keys import Keys
    from guwah.vault.rotation_headers import Rewritten
    from guwah.vault.slots import Slot


class WrongOldPassphrase(Refused):
    """The passphrase that was given as the present one opens nothing of this member's."""


def change_passphrase(member: Member, old: str, new: str, cost: Cost = FULL_COST) -> None:
    """Give a member a new passphrase for their old one.

    Raises:
        WrongOldPassphrase: the old one does not open this member's way in.
        WrongUse: the new one is too short, or the same.
    """
    keys = KEYRING.current()
    vault_folder.check_passphrase(new)
    if old == new:
        raise WrongUse("same-passphrase", "The new passphrase is the old one. Nothing was changed.")
    try:
        vault_folder.unlock(keys.folder, old, member.handle)
    except WrongPassphrase as wrong:
        raise WrongOldPassphrase(
            "wrong-passphrase", "The old passphrase is not right. Nothing was changed."
        ) from wrong
    with transaction.atomic():
        slot = vault_folder.give_new_slot(keys, member.handle, new, cost)
        record(
            Act.PASSPHRASE_CHANGED,
            member.actor,
            things=[Thing("member", {"handle": member.handle}), Thing("slot", slot.slot_id)],
        )


def may_remove(actor: Member, handle: str) -> None:
    """Refuse a removal that cannot be; nothing is changed.

    Raises:
        NotPermitted: the actor does not manage members.
        NotUnderstood: nobody has this sign-in name.
        WrongUse: the actor means themselves, or nobody who manages members would be left.
    """
    ask(actor, Permission.MEMBER_MANAGE)
    leaving = by_handle(handle)
    if leaving.pk == actor.pk:
        raise WrongUse("own-removal", "Nobody removes themselves. Ask another owner.")
    if all(slot.member == handle for slot in read(KEYRING.current().folder).slots):
        raise WrongUse("nobody-left", "Nobody would be left who could open the vault.")


def remove_member(actor: Member, handle: str, progress: Callable[[int], object] | None = None) -> Rewritten:
    """Take away somebody's way in and change every key they could have kept.

    What they have read or copied stays with them. The vault is locked meanwhile; everybody signs in anew.

    Raises:
        NotPermitted: the actor does not manage members.
        NotUnderstood: nobody has this sign-in name.
        WrongUse: the actor means themselves, or nobody who manages members would be left.
        VaultBusy: another process has the vault open.
        KeysHalfChanged: the disk refused in the middle; it goes on at the next unlock.
    """
    may_remove(actor, handle)
    keys = KEYRING.current()
    KEYRING.lock()
    with ExitStack() as undo:
        # Until it is decided everything stays as it was; only connections are made anew.
        undo.callback(KEYRING.hold, keys)
        place = be_alone(keys.folder)
        undo.callback(place.leave)
        new = rotation.begin(keys, without=handle, by=actor.actor)
        undo.pop_all()
    with rotating.locked_unless_done(place):
        return rotating.carry_on(new, place, progress)


def settle() -> tuple[str, ...]:
    """Tell the log of ways in that a crash kept from it, and take away those without a member.

    Returns:
        codes of what was done: `way-in-dropped`, `way-in-found`.
    """
    keys = KEYRING.current()
    if not any(_left_over(keys)):
        return ()
    with transaction.atomic():
        # Once more, now that nobody else is in the middle of adding somebody.
        strangers, untold = _left_over(keys)
        for handle in strangers:
            record(Act.WAY_IN_DROPPED, ITSELF, things=[Thing("member", {"handle": handle})])
        for slot in untold:
            things = [Thing("member", {"handle": slot.member}), Thing("slot", slot.slot_id)]
            record(Act.WAY_IN_FOUND, ITSELF, things=things)
        vault_folder.drop_slots(keys, set(strangers))
    return tuple(["way-in-dropped"] * bool(strangers) + ["way-in-found"] * bool(untold))


def _left_over(keys: Keys) -> tuple[list[str], list[Slot]]:
    """Return the sign-in names with a slot and no member, and the slots no entry of the log tells of."""
    slots = read(keys.folder).slots
    known = set(Member.objects.values_list("handle", flat=True))
    told = set(Opening.objects.filter(label="slot").values_list("value", flat=True))
    strangers = sorted({slot.member for slot in slots} - known)
    return strangers, [slot for slot in slots if slot.member in known and slot.slot_id not in told]
