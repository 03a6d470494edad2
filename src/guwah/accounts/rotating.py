"""Carrying a change of keys to its end: what the vault's files need, then what the log must tell."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.models import Member
from guwah.failures import Problem
from guwah.vault import logfiles, rotation, setup
from guwah.vault.custody import Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Opening
from guwah.vault.presence import be_alone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from guwah.vault.keys import Keys
    from guwah.vault.presence import Place
    from guwah.vault.rotation_headers import Rewritten
    from guwah.vault.vault_file import Rotation


class KeysHalfChanged(Problem):
    """The change of keys began, and the disk did not let it go on."""


def take_up(keys: Keys, progress: Callable[[int], object] | None = None) -> Rewritten | None:
    """Finish a change of keys that a crash left behind; None when there is none.

    The keys are held when this returns; they must not be held before.

    Raises:
        VaultBusy: another process is at it, or has the vault open.
        KeysHalfChanged: the disk refused.
    """
    if rotation.pending(keys.folder) is None:
        return None
    place = be_alone(keys.folder)
    with locked_unless_done(place):
        return carry_on(keys, place, progress)


@contextmanager
def locked_unless_done(place: Place) -> Iterator[None]:
    """Lock, and give the place in the vault up, when what is done inside does not come to its end."""
    with ExitStack() as undo:
        undo.callback(place.leave)
        undo.callback(KEYRING.lock)
        yield
        undo.pop_all()


def carry_on(keys: Keys, place: Place, progress: Callable[[int], object] | None = None) -> Rewritten:
    """Bring everything under the new keys, tell the log, and hold them; the old ones are forgotten then.

    Args:
        keys: the new keys.
        place: this process's place in the vault, alone; shared when this returns.
        progress: called with the number of sealed files looked at so far.

    Raises:
        KeysHalfChanged: the disk refused; whoever comes in next takes it up.
    """
    under_way = rotation.pending(keys.folder)
    try:
        done = rotation.carry_on(keys, progress)
        KEYRING.hold(keys, place)
        setup.use_folder(keys.folder)
        setup.migrate()
        if under_way is not None:
            _tell(keys, under_way, done)
        logfiles.rebuild()
        rotation.end(keys)
    except OSError as refused:
        raise KeysHalfChanged(
            "keys-half-changed",
            "The change of keys has begun, and the disk did not let it go on. Free some space; "
            "it goes on by itself when somebody comes in next. Nothing is lost.",
        ) from refused
    place.share()
    return done


def _tell(keys: Keys, under_way: Rotation, done: Rewritten) -> None:
    """Write what was decided and done into the log, once, however often this was interrupted."""
    with transaction.atomic():
        if Opening.objects.filter(label="rotation", value=under_way.rotation_id).exists():
            return
        this = Thing("rotation", under_way.rotation_id)
        if under_way.removed:
            Member.objects.filter(handle=under_way.removed).update(is_active=False)
            record(
                Act.MEMBER_REMOVED,
                under_way.by,
                things=[Thing("member", {"handle": under_way.removed}), this],
            )
        told = {"generation": keys.generation, "files": done.files, "unopened": done.strangers}
        record(Act.KEYS_CHANGED, under_way.by, things=[this, Thing("keys", told)])
