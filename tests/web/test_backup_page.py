"""The page of backups on a real vault: made and checked beside the pages, refused in words."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client

from cast import PASSPHRASE, Cast
from guwah.accounts import backing_up
from guwah.accounts.models import AuditEntry, Member
from guwah.failures import Refused
from guwah.steps.evidence import flows
from guwah.vault.backup import making
from guwah.vault.keyring import KEYRING
from guwah.vault.models import BackupRun
from guwah.web import backups
from guwah.web.backup_page import BACKING
from guwah.web.beside import State

SignIn = Callable[[Member], Client]
Tell = Callable[[str, int, int], object]
PAGE = "/settings/backup/"
RUNNING = "/settings/backup/running/"


@pytest.fixture
def group(committed_cast: Cast, settings: object) -> Iterator[Cast]:
    """Everybody, and a vault folder that has its database, with one sealed item."""
    keys = KEYRING.current()
    (keys.folder / "guwah.db").symlink_to(connection.settings_dict["NAME"])
    flows.add_file(committed_cast.chiara, committed_cast.case, io.BytesIO(b"a loaf of bread"), "loaf.txt")
    yield committed_cast
    BACKING.wait()
    BACKING.state, BACKING._untold = State(), None
    KEYRING.hold(keys)


def begin(client: Client, folder: Path | str, act: str = "make", passphrase: str = PASSPHRASE) -> str:
    """Send the form, wait for the work's end, and return where the answer led to."""
    form = {"folder": str(folder), "passphrase": passphrase, "act": act}
    where: str = client.post("/settings/backup/begin/", form)["Location"]
    BACKING.wait()
    return where


def shown(client: Client) -> str:
    return client.get(PAGE).content.decode()


def test_before_the_first_backup_it_teaches(group: Cast, client_of: SignIn) -> None:
    page = shown(client_of(group.boris))

    assert "There is no good backup" in page
    assert "Keep the stick where whoever takes this machine does not find it." in page
    assert "Make a backup now" in page
    assert "guwah backup FOLDER-ON-THE-STICK" not in page


def test_a_backup_is_made_and_told_of_once(group: Cast, tmp_path: Path, client_of: SignIn) -> None:
    client, stick = client_of(group.aygul), tmp_path / "stick"

    assert begin(client, stick) == RUNNING

    assert client.get(RUNNING)["Location"] == PAGE
    assert (stick / "backup.toml").is_file()
    run = BackupRun.objects.get()
    assert (run.kind, run.state, run.place, run.actor) == ("backup", "done", str(stick), group.aygul.actor)
    page = shown(client)
    assert "The backup is made and holds everything." in page
    assert "made a backup of this vault." in page
    assert str(stick) in page
    assert "1 sealed file" in page
    assert "guwah backup drill FOLDER-ON-THE-STICK" in page
    assert "The backup is made and holds everything." not in shown(client)


def test_only_whoever_began_it_is_told(group: Cast, tmp_path: Path, client_of: SignIn) -> None:
    begin(client_of(group.aygul), tmp_path / "stick")
    assert "The backup is made and holds everything." not in shown(client_of(group.boris))
    assert "The backup is made and holds everything." in shown(client_of(group.aygul))


def test_it_says_how_far_it_is_and_takes_no_second_one(
    group: Cast, tmp_path: Path, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, seen = client_of(group.aygul), list[str]()

    def make(actor: Member, folder: Path, tell: Tell) -> None:
        seen.append(client.get(RUNNING).content.decode())
        tell("database", 3, 40)
        seen.append(client.get(RUNNING).content.decode())
        tell("files", 2048, 4096)
        looked = AuditEntry.objects.count()
        page = client.get(RUNNING)
        seen.extend((page.content.decode(), page["Refresh"]))
        assert AuditEntry.objects.count() == looked
        assert client.get(PAGE)["Location"] == RUNNING
        with pytest.raises(Refused) as taken:
            BACKING.begin(actor, "make", folder)
        assert taken.value.code == "backup-going-on"

    monkeypatch.setattr(backing_up, "back_up", make)
    begin(client, tmp_path / "stick")

    assert BACKING.state.problem == ""
    assert '<progress aria-label="The backup is begun">' in seen[0]
    assert 'value="3" max="40"' in seen[1]
    assert 'value="2048" max="4096"' in seen[2]
    assert "2.0\xa0KB of 4.0\xa0KB" in seen[2]
    assert seen[3] == "1"
    assert str(tmp_path) not in "".join(seen)


def test_a_folder_that_will_not_do_is_refused_in_words(
    group: Cast, tmp_path: Path, client_of: SignIn
) -> None:
    client = client_of(group.aygul)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("mine")

    begin(client, tmp_path / "letters")
    page = shown(client)
    assert "This folder holds something that is no backup." in page
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["mine.txt"]
    assert BackupRun.objects.get().code == "folder-not-empty"
    assert "did not come to its end; earlier ones stay." in page

    begin(client, KEYRING.current().folder / "stick")
    assert "is lost together with it." in shown(client)
    begin(client, tmp_path / "nothing", "check")
    assert "There is no backup of a vault in this folder." in shown(client)


@pytest.mark.parametrize("folder", ["", "stick/guwah", "~/stick", "/media/a\0b", "/" + "a" * 300, "/a" * 600])
def test_what_is_no_whole_path_is_not_tried(group: Cast, client_of: SignIn, folder: str) -> None:
    client = client_of(group.aygul)
    assert begin(client, folder) == PAGE
    assert "Write the whole path of the folder" in shown(client)
    assert not BackupRun.objects.exists()


def test_the_passphrase_is_asked_for(group: Cast, tmp_path: Path, client_of: SignIn) -> None:
    client = client_of(group.aygul)
    assert begin(client, tmp_path / "stick", passphrase="not the one at all") == PAGE
    assert "This passphrase does not open the vault." in shown(client)
    assert not (tmp_path / "stick").exists()


def test_who_may_not_make_backups_sees_and_begins_none(
    group: Cast, tmp_path: Path, client_of: SignIn
) -> None:
    client = client_of(group.farid)
    assert client.get(PAGE).status_code == 403
    form = {"folder": str(tmp_path / "stick"), "passphrase": PASSPHRASE}
    assert client.post("/settings/backup/begin/", form).status_code == 403
    assert PAGE not in client.get("/settings/").content.decode()
    assert not (tmp_path / "stick").exists()
    assert not BackupRun.objects.exists()


def test_a_backup_is_checked_where_it_lies(group: Cast, tmp_path: Path, client_of: SignIn) -> None:
    client, stick = client_of(group.aygul), tmp_path / "stick"
    begin(client, stick)
    shown(client)

    begin(client, stick, "check")
    page = shown(client)
    assert "The backup is whole: every file is as it was copied." in page
    assert "checked a backup where it lies." in page
    next((stick / "blobs").glob("*/*")).write_bytes(b"torn")
    begin(client, stick, "check")
    page = shown(client)
    assert "The backup is not whole." in page
    assert "not as it was copied" in page


def test_what_the_newest_backup_lacks_is_named(group: Cast, tmp_path: Path, client_of: SignIn) -> None:
    client = client_of(group.aygul)
    next((KEYRING.current().folder / "blobs").glob("*/*")).unlink()

    begin(client, tmp_path / "stick")

    for page in (shown(client), shown(client)):
        assert "What the newest backup lacks" in page
        assert "not there any more" in page
    assert "What the newest backup lacks" not in client_of(group.farid).get("/settings/").content.decode()


def test_a_vault_that_locks_in_the_middle_stops_it_and_says_so(
    group: Cast, tmp_path: Path, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = KEYRING.current()

    def lock(_keys: object, _folder: object, _now: object, tell: Tell) -> None:
        KEYRING.lock()
        tell("files", 1, 2)

    monkeypatch.setattr(making, "make", lock)
    begin(client_of(group.aygul), tmp_path / "stick")

    connection.close()
    KEYRING.hold(keys)
    assert "The vault was locked in the middle" in BACKING.state.problem
    assert BACKING.came_of_it(group.aygul) == BACKING.state.problem


def test_a_check_of_a_folder_that_cannot_be_read_is_told(
    group: Cast, tmp_path: Path, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def torn(_folder: Path) -> None:
        raise PermissionError

    monkeypatch.setattr(backing_up, "open_target", torn)
    client = client_of(group.aygul)
    begin(client, tmp_path / "stick", "check")
    assert "This folder cannot be read." in shown(client)
    assert BackupRun.objects.get().code == "backup-not-read"


def test_settings_and_today_lead_to_it(group: Cast, client_of: SignIn) -> None:
    client = client_of(group.boris)
    for where in ("/", "/settings/"):
        assert f'href="{PAGE}"' in client.get(where).content.decode()


def test_every_way_a_thing_can_be_lacking_has_words() -> None:
    from guwah.vault.backup import carrying, checking

    codes = {carrying.TOO_LARGE, carrying.UNREADABLE, checking.MISSING, checking.BROKEN}
    assert codes | {checking.DAMAGED_BEFORE} <= backups.LACKS.keys()
