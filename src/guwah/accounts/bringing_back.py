"""Bringing a vault back from a backup: with a passphrase or with recovery sheets, told in its log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts import recovering
from guwah.accounts.backing_up import named
from guwah.accounts.entry import CannotEnter, tidy_up
from guwah.accounts.models import Member
from guwah.vault import history, logfiles, seen, setup
from guwah.vault.backup import coming_in, naming, reading
from guwah.vault.backup.restoring import RESTORING, Restored, prepare, restore
from guwah.vault.backup.target import open_target
from guwah.vault.custody import ITSELF, Act, Thing, record
from guwah.vault.durable import sync_folder, write_durably
from guwah.vault.folder import check_handle, check_passphrase
from guwah.vault.keyring import KEYRING
from guwah.vault.models import BackupRun, LogEntry
from guwah.vault.presence import take_part
from guwah.vault.slots import FULL_COST, Cost, WrongPassphrase
from guwah.vault.vault_file import FILE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from guwah.vault.backup.coming_in import Opened
    from guwah.vault.backup.target import Target
    from guwah.vault.sheets import Sheet

    Tell = Callable[[str, int, int], object]


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """A vault that is back.

    Attributes:
        restored: what came from the backup and what did not.
        lost: items and other things whose sealed file is missing or broken, and why.
        unknown: names of sealed files that this database does not know of: sealed after it was copied.
        seen: how many log entries this machine had seen, when those are more than came back; else 0.
    """

    restored: Restored
    lost: dict[str, str]
    unknown: tuple[str, ...]
    seen: int

    @property
    def whole(self) -> bool:
        """Say whether everything the backup should hold came back."""
        return not (self.lost or self.restored.unread or self.restored.passed_over)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be brought back, and where to.

    Attributes:
        backup: folder of the backup.
        folder: of the vault; new or empty.
        number: of the snapshot whose database is wanted; None for the newest that is whole.
        tell: called with a stage, and how many bytes of how many are done.
    """

    backup: Path
    folder: Path
    number: int | None = None
    tell: Tell | None = None


def by_passphrase(wanted: Wanted, passphrase: str, handle: str | None = None) -> BroughtBack:
    """Bring a vault back with a member's passphrase; the vault is open when this returns.

    Raises:
        CannotEnter: no slot opens.
        Problem: as `restoring.prepare`, `coming_in.by_passphrase` and `restoring.restore`.
    """
    where = open_target(wanted.backup)
    try:
        opened = coming_in.by_passphrase(where, wanted.folder, passphrase, handle)
    except WrongPassphrase as wrong:
        raise CannotEnter from wrong
    done = _bring(where, wanted, opened, opened.keys.member)
    _finish(wanted.folder, opened)
    tidy_up()
    return done


def by_sheets(
    wanted: Wanted, sheets: Sequence[Sheet], handle: str, passphrase: str, cost: Cost = FULL_COST
) -> BroughtBack:
    """Bring a vault back with its recovery sheets alone, and give whoever holds them a way in.

    Raises:
        SheetWrong: the sheets are too few or not of one set.
        Problem: as `restoring.prepare`, `coming_in.by_sheets` and `restoring.restore`.
    """
    check_handle(handle)
    check_passphrase(passphrase)
    where = open_target(wanted.backup)
    opened = coming_in.by_sheets(where, wanted.folder, sheets)
    done = _bring(where, wanted, opened, "")
    if opened.vault_file is not None:
        write_durably(wanted.folder / FILE, opened.vault_file)
    recovering.recover(wanted.folder, sheets, handle, passphrase, cost)
    _finish(wanted.folder, None)
    return done


def _bring(where: Target, wanted: Wanted, opened: Opened, handle: str) -> BroughtBack:
    prepare(wanted.folder, where)
    restored = restore(where, opened.keys, wanted.folder, number=wanted.number, tell=wanted.tell)
    with reading.live(restored.keys) as connection:
        known = naming.known(restored.keys, connection)
    lost = named(restored.sealed, {name: each.called for name, each in known.items()})
    there = {f"{path.parent.name}/{path.name}" for path in (wanted.folder / "blobs").glob("*/*")}
    lost |= named(
        dict.fromkeys(sorted(known.keys() - there), "missing"), {n: e.called for n, e in known.items()}
    )
    KEYRING.lock()
    KEYRING.hold(restored.keys, take_part(wanted.folder))
    setup.use_folder(wanted.folder)
    setup.migrate()
    ahead = _tell_the_log(wanted, where, restored, handle, lost)
    return BroughtBack(restored, lost, tuple(sorted(there - known.keys())), ahead)


def _tell_the_log(
    wanted: Wanted, where: Target, restored: Restored, handle: str, lost: dict[str, str]
) -> int:
    """Write what was brought back into the log; return how many entries this machine saw beyond it."""
    logfiles.rebuild()
    member = Member.objects.filter(handle=handle).first()
    actor = member.actor if member else ITSELF
    size, known = LogEntry.objects.count(), seen.recall()
    try:
        seen.require_same_history(None)
    except seen.HistoryDiffers:
        history.accept(actor)
    now = timezone.now()
    told = {"target": where.target_id, "number": restored.number, "log_size": size, "lost": len(lost)}
    with transaction.atomic():
        things = [Thing("backup", told), *(Thing("left-head", head) for head in restored.left)]
        record(Act.RESTORED, actor, things=things)
        BackupRun.objects.create(
            kind=BackupRun.Kind.RESTORE,
            state=BackupRun.State.LACKING if lost or restored.passed_over else BackupRun.State.DONE,
            place=str(wanted.backup),
            target=where.target_id,
            snapshot=restored.number,
            files=restored.files,
            bytes=restored.bytes,
            found={"lost": lost, "unread": restored.unread},
            actor=actor,
            started_at=now,
            ended_at=now,
        )
    return known.size if known is not None and known.size > size else 0


def _finish(folder: Path, opened: Opened | None) -> None:
    """Make the folder a vault again: from here on nothing in it may be thrown away."""
    if opened is not None and opened.vault_file is not None:
        write_durably(folder / FILE, opened.vault_file)
    (folder / RESTORING).unlink()
    sync_folder(folder)
