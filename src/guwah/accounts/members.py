"""Members: the first one at `init`, more by an owner, each with a passphrase slot."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.models import Member
from guwah.accounts.permissions import Permission, Role
from guwah.failures import NotUnderstood
from guwah.vault import folder
from guwah.vault.custody import Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.slots import FULL_COST, Cost

if TYPE_CHECKING:
    from collections.abc import Sequence


def first_member(handle: str, display_name: str = "", *, slots: Sequence[str] = ()) -> Member:
    """Create the owner of a vault that was just made and is unlocked; `slots` are their ways in."""
    with transaction.atomic():
        member = _create(handle, display_name, Role.OWNER)
        record(
            Act.MEMBER_ADDED,
            member.actor,
            things=[Thing("member", {"handle": handle, "role": Role.OWNER.value})]
            + [Thing("slot", slot_id) for slot_id in slots],
        )
    return member


def add_member(
    actor: Member, handle: str, passphrase: str, role: Role, *, display_name: str = "", cost: Cost = FULL_COST
) -> Member:
    """Give somebody a way in: a row here and a slot in vault.toml.

    Raises:
        NotPermitted: the actor does not manage members.
        WrongUse: the name is taken or unfit, or the passphrase too short.
    """
    ask(actor, Permission.MEMBER_MANAGE)
    with transaction.atomic():
        member = _create(folder.check_handle(handle), display_name, role)
        slot = folder.add_member(KEYRING.current(), handle, passphrase, cost)
        record(
            Act.MEMBER_ADDED,
            actor.actor,
            things=[Thing("member", {"handle": handle, "role": role.value}), Thing("slot", slot.slot_id)],
        )
    return member


def owner_by_recovery(handle: str) -> Member:
    """Return the member who came in by recovery sheets; somebody new becomes an owner, like at `init`."""
    member = Member.objects.filter(handle=handle).first()
    if member is None:
        return _create(handle, "", Role.OWNER)
    member.is_active = True
    member.save(update_fields=["is_active"])
    return member


def by_handle(handle: str) -> Member:
    """Return an active member.

    Raises:
        NotUnderstood: nobody has this sign-in name.
    """
    member = Member.objects.filter(handle=handle, is_active=True).first()
    if member is None:
        raise NotUnderstood("no-such-member", "Nobody in this vault has this sign-in name.")
    return member


def _create(handle: str, display_name: str, role: Role) -> Member:
    member = Member(handle=handle, display_name=display_name, role=role.value, actor=secrets.token_hex(8))
    member.set_unusable_password()
    member.save()
    return member
