"""A new master key for the whole vault, so that whoever was removed opens nothing that comes after.

The decision is one write of vault.toml: from then on only the remaining members' slots open, and the old
master key stands in it under the new one until the work is done. A crash at any moment is taken up by the
next one who comes in: database, sealed files, then the end.
"""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from guwah.failures import NotUnderstood, WrongUse
from guwah.vault.age import Identity
from guwah.vault.folder import describe
from guwah.vault.keys import KeyFileBroken, assemble, derive, new_secrets, secrets_of, unwrap, wrap
from guwah.vault.presence import changing
from guwah.vault.recovery_file import write_recovery
from guwah.vault.rotation_database import ask_for_room, rekey
from guwah.vault.rotation_headers import Rewritten, rewrite
from guwah.vault.slots import reseal_slot
from guwah.vault.vault_file import Rotation, read, write

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from guwah.vault.keys import Keys

MASTER_BEFORE = "master-before"


def pending(folder: Path) -> Rotation | None:
    """Return the change of keys that is under way, if one is."""
    return read(folder).rotation


def begin(keys: Keys, *, without: str, by: str) -> Keys:
    """Decide on new keys that `without` has no way to, and return them; from here there is only forward.

    Nobody else may have the vault open.

    Args:
        keys: the keys as they are.
        without: sign-in name of the member to leave out, or empty to leave out nobody.
        by: log name of whoever decides it.

    Raises:
        WrongUse: nobody would be left, or a change is under way.
        RoomMissing: the disk is too full.
    """
    ask_for_room(keys.folder)
    with changing(keys.folder):
        file = read(keys.folder)
        staying = tuple(slot for slot in file.slots if slot.member != without)
        if file.rotation is not None:
            raise WrongUse("keys-changing", "The keys of this vault are being changed already.")
        if not staying:
            raise WrongUse("nobody-left", "Nobody would be left who could open the vault.")
        new = _renewed(keys)
        rotation = Rotation(
            rotation_id=secrets.token_hex(8),
            removed=without,
            by=by,
            master_before=wrap(derive(new.master, "rotation"), keys.master, MASTER_BEFORE),
        )
        slots = tuple(reseal_slot(keys.vault_id, slot, new.master) for slot in staying)
        # First both states for the sheets, then the decision: at no moment do the sheets open nothing.
        write_recovery(keys.folder, file.recoveries, (new, keys))
        described = replace(describe(new, slots), recoveries=file.recoveries, rotation=rotation)
        write(keys.folder, described, new.master)
    return new


def carry_on(keys: Keys, progress: Callable[[int], object] | None = None) -> Rewritten:
    """Bring database and sealed files under the new keys, as far as they are not.

    Nobody else may have the vault open. `end` comes after, when the log has been told.

    Raises:
        NotUnderstood: the database opens with neither key.
        OSError: the disk refused; the next one who comes in takes it up.
    """
    old = keys_before(keys)
    rekey(old, keys)
    return rewrite(keys.folder, Identity(old.blob_identity), Identity(keys.blob_identity), progress)


def keys_before(keys: Keys) -> Keys:
    """Return the keys the vault had before the change that is under way.

    Raises:
        NotUnderstood: `keys-not-changing` or `vault-file-broken`.
    """
    rotation = read(keys.folder).rotation
    if rotation is None:
        raise NotUnderstood("keys-not-changing", "The keys of this vault are not being changed.")
    try:
        master = unwrap(derive(keys.master, "rotation"), rotation.master_before, MASTER_BEFORE)
    except KeyFileBroken as broken:
        raise NotUnderstood("vault-file-broken", "vault.toml no longer holds the keys before.") from broken
    held = secrets_of(keys) | {
        "blob_identity": keys.identities_before[-1],
        "identities_before": b"".join(keys.identities_before[:-1]),
    }
    return assemble(keys.folder, keys.vault_id, keys.generation - 1, master, held)


def end(keys: Keys) -> None:
    """Forget the keys before; harmless when they are forgotten already."""
    with changing(keys.folder):
        file = read(keys.folder)
        write_recovery(keys.folder, file.recoveries, (keys,))
        if file.rotation is not None:
            write(keys.folder, replace(file, rotation=None), keys.master)


def _renewed(keys: Keys) -> Keys:
    fresh = new_secrets()
    held = secrets_of(keys) | {
        "blob_identity": fresh["blob_identity"],
        "identities_before": b"".join((*keys.identities_before, keys.blob_identity)),
    }
    return replace(
        assemble(keys.folder, keys.vault_id, keys.generation + 1, secrets.token_bytes(32), held),
        member=keys.member,
    )
