"""What the group calls this vault: kept inside it, so that no name stands on a disk in the clear."""

from __future__ import annotations

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.models import Member, VaultName
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse
from guwah.vault.custody import Act, Thing, record

LONGEST = 60


def name_vault(actor: Member, name: str) -> str:
    """Give this vault a name, or take its name away, and return it.

    Raises:
        NotPermitted: the actor does not manage members.
        WrongUse: `long-vault-name`.
    """
    ask(actor, Permission.MEMBER_MANAGE)
    name = " ".join(name.split())
    if len(name) > LONGEST:
        raise WrongUse("long-vault-name", "A vault’s name has at most 60 characters.")
    with transaction.atomic():
        VaultName.objects.create(name=name, member=actor)
        record(Act.VAULT_NAMED, actor.actor, things=[Thing("vault-name", name)])
    return name


def vault_name() -> str:
    """Return what this vault is called; empty when nobody has named it."""
    newest = VaultName.objects.last()
    return newest.name if newest else ""
