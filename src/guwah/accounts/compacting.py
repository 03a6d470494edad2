"""Compacting as the group asks for it: who may, alone in the vault, told to the log however it ends."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.vault import compacting, setup
from guwah.vault.custody import Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Opening
from guwah.vault.presence import be_alone

if TYPE_CHECKING:
    from collections.abc import Callable

    from guwah.accounts.models import Member
    from guwah.vault.compacting import Compacted


def compact(actor: Member, tell: Callable[[int, int], object] | None = None) -> Compacted:
    """Make the database's file as small as what it holds; the vault is locked meanwhile.

    Raises:
        NotPermitted: the actor makes no backups of this vault, so does not look after it.
        VaultBusy: another process has the vault open.
        RoomMissing: the disk has no room for a second copy.
        DatabaseDamaged: the database is not whole; nothing was changed.
        NotCompacted: the copy is not the same; nothing was changed.
    """
    ask(actor, Permission.BACKUP_MAKE)
    keys = KEYRING.current()
    KEYRING.lock()
    with ExitStack() as undo:
        # Whatever comes of it, whoever was in stays in.
        undo.callback(setup.use_folder, keys.folder)
        undo.callback(KEYRING.hold, keys)
        place = be_alone(keys.folder)
        undo.callback(place.leave)
        done = compacting.compact(keys, actor.actor, tell)
    tell_the_log(done)
    return done


def take_up() -> bool:
    """Clear up after a compaction that was killed; say whether a half-made copy was removed."""
    half, untold = compacting.left_over(KEYRING.current().folder)
    if untold is not None:
        tell_the_log(untold)
    return half


def tell_the_log(done: Compacted) -> None:
    """Write down that it was done, once; the note that it is to be told goes then."""
    with transaction.atomic():
        if not Opening.objects.filter(label="compaction", value=done.run).exists():
            told = {"before": done.before, "after": done.after}
            record(Act.COMPACTED, done.by, things=[Thing("compaction", done.run), Thing("database", told)])
    compacting.forget(KEYRING.current().folder)
