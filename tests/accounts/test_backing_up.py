from __future__ import annotations

import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from cast import PASSPHRASE, Cast
from guwah.accounts import backing_up
from guwah.accounts.entry import CannotEnter
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Member
from guwah.failures import NotUnderstood, Refused
from guwah.steps.evidence.models import Item, Source
from guwah.vault.backup import making
from guwah.vault.backup.advice import Standing
from guwah.vault.backup.copying import BackupNotWritten
from guwah.vault.custody import Act
from guwah.vault.keyring import KEYRING, VaultLocked
from guwah.vault.models import BackupRun, LogEntry, Opening
from guwah.vault.stores import open_store

SignIn = Callable[[Member], Client]


@pytest.fixture
def group(committed_cast: Cast) -> Cast:
    """Everybody, and a vault folder that has its database, with one sealed item."""
    (KEYRING.current().folder / "guwah.db").symlink_to(connection.settings_dict["NAME"])
    sealed = open_store().seal(io.BytesIO(b"a loaf"))
    source = Source.objects.create(
        case=committed_cast.case, number=1, title="A loaf", added_by=committed_cast.chiara
    )
    Item.objects.create(
        source=source,
        sha256=sealed.oid,
        size=6,
        kind="other",
        sealed_by=committed_cast.chiara,
        sealed_at=timezone.now(),
        log_index=0,
    )
    return committed_cast


def newest() -> tuple[str, dict[str, Any]]:
    """The newest act in the log, and what it was about."""
    entry = LogEntry.objects.latest("index")
    return entry.act, Opening.objects.get(entry=entry).value or {}


def test_a_backup_a_check_and_a_drill_are_each_recorded(group: Cast, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    assert backing_up.standing() == Standing()

    made = backing_up.back_up(group.boris, stick)

    assert made.good
    run = BackupRun.objects.get()
    assert (run.kind, run.state, run.snapshot, run.files, run.actor) == (
        "backup", "done", 1, 1, group.boris.actor,
    )  # fmt: skip
    act, told = newest()
    assert (act, told["number"], told["target"]) == (Act.BACKED_UP, 1, run.target)
    assert backing_up.check_backup(group.aygul, stick).whole
    assert newest()[0] == Act.BACKUP_CHECKED
    assert backing_up.drill(group.aygul, stick, PASSPHRASE).good
    act, told = newest()
    assert (act, told["good"]) == (Act.BACKUP_DRILLED, True)
    standing = backing_up.standing()
    assert standing.backup == run.ended_at
    assert standing.drill == BackupRun.objects.get(kind="drill").ended_at
    assert (standing.newest_backup, standing.newest_drill) == ("done", "done")


def test_what_is_lost_is_named_by_its_number(group: Cast, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    next((KEYRING.current().folder / "blobs").glob("*/*")).unlink()

    lost = {f"item {Item.objects.get().pk}": "missing"}

    made = backing_up.back_up(group.aygul, stick)

    assert backing_up.found_by(made) == {"missing": lost}
    run = BackupRun.objects.get()
    assert (run.state, run.found) == ("lacking", {"missing": lost})
    drilled = backing_up.drill(group.aygul, stick, PASSPHRASE)
    assert drilled.sealed
    assert BackupRun.objects.get(kind="drill").found["sealed"] == lost
    standing = backing_up.standing()
    assert (standing.backup, standing.newest_backup, standing.newest_drill) == (None, "lacking", "lacking")


def test_what_was_lost_is_put_back_and_told(group: Cast, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    backing_up.back_up(group.aygul, stick)
    lost = next((KEYRING.current().folder / "blobs").glob("*/*"))
    lost.unlink()

    assert len(backing_up.mend(group.aygul, stick).brought) == 1

    act, told = newest()
    assert (act, told["brought"], told["still"]) == (Act.MENDED, [f"item {Item.objects.get().pk}"], [])
    open_store().verify(Item.objects.get().sha256)
    lost.unlink()
    shutil.rmtree(stick / "blobs")
    assert backing_up.mend(group.aygul, stick).still
    assert BackupRun.objects.latest("pk").state == "lacking"


def test_only_owners_and_coordinators_may(group: Cast, tmp_path: Path) -> None:
    for act in (backing_up.back_up, backing_up.check_backup, backing_up.mend):
        with pytest.raises(NotPermitted):
            act(group.chiara, tmp_path / "stick")
    with pytest.raises(NotPermitted):
        backing_up.drill(group.chiara, tmp_path / "stick", PASSPHRASE)
    assert not BackupRun.objects.exists()


def test_a_failure_is_a_recorded_outcome(
    group: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise BackupNotWritten("disk-full", "The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(making, "make", full)
        with pytest.raises(BackupNotWritten):
            backing_up.back_up(group.aygul, tmp_path / "stick")
    run = BackupRun.objects.get()
    assert (run.state, run.code) == ("failed", "disk-full")
    assert newest()[0] == Act.BACKUP_FAILED
    with pytest.raises(NotUnderstood):
        backing_up.check_backup(group.aygul, tmp_path / "stick")
    assert newest()[1]["failed"] == "no-backup"
    backing_up.back_up(group.aygul, tmp_path / "stick")
    with pytest.raises(CannotEnter):
        backing_up.drill(group.aygul, tmp_path / "stick", "not the passphrase at all")
    assert BackupRun.objects.latest("pk").code == "wrong-passphrase"
    assert backing_up.standing().newest_drill == "failed"


def test_a_run_that_was_killed_shows_as_interrupted(group: Cast, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    killed = BackupRun.objects.create(
        kind="backup", place=str(stick), actor=group.aygul.actor, started_at=timezone.now()
    )
    assert backing_up.standing() == Standing()

    backing_up.back_up(group.aygul, stick)

    killed.refresh_from_db()
    assert (killed.state, killed.code) == ("failed", "interrupted")


def test_a_vault_locked_in_the_middle_takes_nothing_down(
    group: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = KEYRING.current()

    def lock(_keys: object, _folder: object, _now: object, tell: Callable[[str, int, int], object]) -> None:
        tell("files", 0, 2)
        KEYRING.lock()
        tell("files", 1, 2)

    monkeypatch.setattr(making, "make", lock)
    with pytest.raises(VaultLocked):
        backing_up.back_up(group.aygul, tmp_path / "stick")
    connection.close()
    KEYRING.hold(keys)
    assert BackupRun.objects.get().state == "running"


def test_the_backup_of_another_vault_is_not_looked_at(group: Cast, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    backing_up.back_up(group.aygul, stick)
    marker = stick / "backup.toml"
    marker.write_text(marker.read_text().replace(KEYRING.current().vault_id, "f" * 32))

    with pytest.raises(Refused) as refused:
        backing_up.check_backup(group.aygul, stick)

    assert refused.value.code == "other-vault"


def test_today_teaches_first_and_tells_then(group: Cast, tmp_path: Path, client_of: SignIn) -> None:
    page = client_of(group.boris).get("/").content.decode()
    assert "There is no good backup" in page
    assert "guwah backup FOLDER-ON-THE-STICK" in page
    assert "There is no good backup" not in client_of(group.farid).get("/").content.decode()
    group.boris.language = "ug"
    group.boris.save()
    page = client_of(group.boris).get("/").content.decode()
    # A text of safety in a language nobody has checked yet has the English beside it (law 11).
    assert re.search(r'<bdi class="vital-english"[^>]*>There is no good backup', page)
    group.boris.language = "en"
    group.boris.save()

    backing_up.back_up(group.aygul, tmp_path / "stick")
    page = client_of(group.boris).get("/").content.decode()
    assert "There is no good backup" not in page
    assert "No backup was ever tried out" in page
    assert "guwah backup drill" in page
    backing_up.drill(group.aygul, tmp_path / "stick", PASSPHRASE)
    assert "Backups are as they should be." in client_of(group.boris).get("/").content.decode()
