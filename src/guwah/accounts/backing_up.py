"""Backups as the group makes them: who may, what came of each run, and what the log tells of it."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from guwah.accounts.entry import CannotEnter
from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Problem, Refused
from guwah.vault.backup import checking, coming_in, drilling, making, mending
from guwah.vault.backup.advice import Standing
from guwah.vault.backup.target import open_target
from guwah.vault.custody import Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.models import BackupRun
from guwah.vault.presence import take_part
from guwah.vault.slots import WrongPassphrase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from guwah.accounts.models import Member
    from guwah.vault.backup.checking import Checked
    from guwah.vault.backup.drilling import Drilled
    from guwah.vault.backup.making import Made
    from guwah.vault.backup.mending import Mended
    from guwah.vault.backup.target import Target

    Tell = Callable[[str, int, int], object]


def back_up(actor: Member, folder: Path, tell: Tell | None = None) -> Made:
    """Back the open vault up into a folder.

    Raises:
        NotPermitted: the actor may not.
        Problem: as `making.make`; that it failed is recorded.
    """
    ask(actor, Permission.BACKUP_MAKE)
    keys = KEYRING.current()
    place = take_part(keys.folder)
    try:
        with _running(actor, BackupRun.Kind.BACKUP, folder) as run:
            made = making.make(keys, folder, timezone.now(), _while_open(tell))
            run.target, run.snapshot = made.target.target_id, made.about.number
            run.files, run.bytes = len(made.carried.sealed), made.carried.bytes
            run.found = found_by(made)
            run.state = BackupRun.State.DONE if made.good else BackupRun.State.LACKING
            things = {"number": made.about.number, "files": run.files, "log_size": made.about.log_size}
            _end(run, Act.BACKED_UP, actor, things)
    finally:
        place.leave()
    return made


def check_backup(actor: Member, folder: Path, tell: Tell | None = None) -> Checked:
    """Check a backup of the open vault where it lies.

    Raises:
        NotPermitted: the actor may not.
        Problem: the folder holds no backup, or that of another vault, or cannot be read.
    """
    ask(actor, Permission.BACKUP_MAKE)
    with _running(actor, BackupRun.Kind.CHECK, folder) as run:
        try:
            where = _of_this_vault(folder)
            checked = checking.check(where, KEYRING.current(), _while_open(tell))
        except OSError as cause:
            raise NotUnderstood(
                "backup-not-read", "This folder cannot be read. Nothing was changed; look at the stick."
            ) from cause
        run.target, run.files, run.bytes = where.target_id, checked.files, checked.bytes
        run.snapshot = max((each.number for each in checked.snapshots), default=None)
        faults = {str(each.number): each.faults for each in checked.snapshots if each.faults}
        run.found = {"sealed": checked.sealed, "snapshots": faults}
        run.state = BackupRun.State.DONE if checked.whole else BackupRun.State.LACKING
        _end(run, Act.BACKUP_CHECKED, actor, {"files": run.files, "whole": checked.whole})
    return checked


def drill(
    actor: Member, folder: Path, passphrase: str, elsewhere: Path | None = None, tell: Tell | None = None
) -> Drilled:
    """Try out whether a backup brings the open vault back, with the actor's passphrase; then delete the copy.

    Args:
        actor: who does it.
        folder: the backup's.
        passphrase: the actor's, as they would type it on a new machine.
        elsewhere: where the copy is made, new or empty; None for a folder beside the backup.
        tell: as in `drilling.drill`.

    Raises:
        NotPermitted: the actor may not.
        CannotEnter: the passphrase does not open the backup.
        Problem: as `drilling.drill`; that it failed is recorded.
    """
    ask(actor, Permission.BACKUP_MAKE)
    with _running(actor, BackupRun.Kind.DRILL, folder) as run:
        where = _of_this_vault(folder)
        copy = elsewhere or folder.resolve().parent / f"{folder.resolve().name}-drill"
        # What a killed drill left there is of no use to anybody.
        drilling.remove(copy)
        try:
            opened = coming_in.by_passphrase(where, copy, passphrase, actor.handle)
        except WrongPassphrase as wrong:
            raise CannotEnter from wrong
        drilled = drilling.drill(where, opened.keys, KEYRING.current(), _while_open(tell))
        run.target, run.snapshot = where.target_id, drilled.restored.number
        run.files, run.bytes = drilled.files, drilled.restored.bytes
        run.found = {
            "sealed": named(drilled.sealed, drilled.called),
            "faults": drilled.faults,
            "unread": drilled.restored.unread,
        }
        run.state = BackupRun.State.DONE if drilled.good else BackupRun.State.LACKING
        told = {"number": run.snapshot, "files": run.files, "good": drilled.good}
        _end(run, Act.BACKUP_DRILLED, actor, told)
    return drilled


def mend(actor: Member, folder: Path, tell: Tell | None = None) -> Mended:
    """Put sealed files back that the open vault has lost and the backup has.

    Raises:
        NotPermitted: the actor may not.
        Problem: the folder holds no backup, or that of another vault; or the vault's disk refused.
    """
    ask(actor, Permission.BACKUP_MAKE)
    with _running(actor, BackupRun.Kind.MEND, folder) as run:
        where = _of_this_vault(folder)
        mended = mending.mend(where, KEYRING.current(), _while_open(tell))
        run.target, run.files = where.target_id, mended.files
        still = named(mended.still, mended.called)
        brought = named(dict.fromkeys(mended.brought, "put back"), mended.called)
        run.found = {"brought": brought, "still": still}
        run.state = BackupRun.State.LACKING if still else BackupRun.State.DONE
        _end(run, Act.MENDED, actor, {"brought": sorted(brought), "still": sorted(still)})
    return mended


def _while_open(tell: Tell | None) -> Tell:
    """Go on only while the vault is open: whoever locks it ends what still holds its keys."""

    def told(stage: str, done: int, total: int) -> None:
        KEYRING.current()
        if tell is not None:
            tell(stage, done, total)

    return told


def standing() -> Standing:
    """Return where backups of the open vault stand."""
    kinds = BackupRun.Kind
    return Standing(
        backup=_last_good(kinds.BACKUP),
        drill=_last_good(kinds.DRILL),
        newest_backup=_newest(kinds.BACKUP),
        newest_drill=_newest(kinds.DRILL),
    )


def found_by(made: Made) -> dict[str, dict[str, str]]:
    """Return what a backup found that is not whole: `{kind: {what: why}}`, empty when all is."""
    carried = made.carried
    gone = dict.fromkeys(carried.damaged, "damaged in the vault")
    gone |= dict.fromkeys(carried.kept, "gone from the vault, whole in the backup")
    all_found = {
        "vault": gone,
        "left-out": carried.left_out,
        "missing": dict.fromkeys(made.missing, "missing"),
    }
    return {kind: named(found, made.called) for kind, found in all_found.items() if found}


def named(found: Mapping[str, str], called: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return findings under what a person calls the things, like `item 7`, where that is known."""
    return {what: fault for name, fault in found.items() for what in called.get(name, (f"blobs/{name}",))}


def _of_this_vault(folder: Path) -> Target:
    where = open_target(folder)
    vault_id = KEYRING.current().vault_id
    if where.vault_id not in ("", vault_id):
        raise Refused("other-vault", "This folder holds the backup of another vault.")
    return replace(where, vault_id=vault_id)


@contextmanager
def _running(actor: Member, kind: BackupRun.Kind, folder: Path) -> Iterator[BackupRun]:
    """Record that something runs, and that it failed if it does; whoever runs it records its good end."""
    BackupRun.objects.filter(state=BackupRun.State.RUNNING, kind=kind, place=str(folder)).update(
        state=BackupRun.State.FAILED, code="interrupted", ended_at=timezone.now()
    )
    run = BackupRun.objects.create(kind=kind, place=str(folder), actor=actor.actor, started_at=timezone.now())
    try:
        yield run
    except Problem as problem:
        # A vault that was locked meanwhile takes nothing down any more: the run shows as interrupted.
        if not KEYRING.locked:
            run.state, run.code = BackupRun.State.FAILED, problem.code
            failed = Act.BACKUP_FAILED if kind == BackupRun.Kind.BACKUP else _ACTS[kind]
            _end(run, failed, actor, {"failed": problem.code})
        raise


_ACTS = {
    BackupRun.Kind.CHECK: Act.BACKUP_CHECKED,
    BackupRun.Kind.DRILL: Act.BACKUP_DRILLED,
    BackupRun.Kind.MEND: Act.MENDED,
}


def _end(run: BackupRun, act: Act, actor: Member, told: dict[str, Any]) -> None:
    with transaction.atomic():
        run.ended_at = timezone.now()
        run.save()
        record(act, actor.actor, things=[Thing("backup", {"run": run.pk, "target": run.target, **told})])


def _last_good(kind: BackupRun.Kind) -> Any:  # noqa: ANN401 - a date and time or None, as Django types it
    good = BackupRun.objects.filter(kind=kind, state=BackupRun.State.DONE).order_by("-ended_at").first()
    return good.ended_at if good else None


def _newest(kind: BackupRun.Kind) -> str:
    ended = BackupRun.objects.filter(kind=kind).exclude(state=BackupRun.State.RUNNING)
    newest = ended.order_by("-pk").first()
    return newest.state if newest else ""
