from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from cast import PASSPHRASE, Cast
from guwah.accounts import ways_in
from guwah.accounts.models import Member
from guwah.vault import folder, slots
from guwah.vault.custody import Act
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry
from guwah.vault.recovery import prepare, set_of
from guwah.vault.sheets import read_sheet
from guwah.vault.vault_file import read
from guwah.web.recovery_sheets import render

SignIn = Callable[[Member], Client]
FRESH = "nine tin cups on a long shelf"


@pytest.fixture
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a slot costs is not what is tested here."""
    for made in (ways_in.change_passphrase, folder.add_member, folder.give_new_slot):
        monkeypatch.setattr(made, "__defaults__", (slots.Cost(64, 1, 1),))


def test_sheets_say_what_to_do_in_every_language_with_the_english_beside() -> None:
    prepared = prepare(shares=3, needed=2, day="2031-05-06")

    page = render(prepared, "ab" * 16, alone=True)

    assert page.count("<article") == 3
    for sheet, part in zip(prepared.sheets, page.split("<article")[1:], strict=True):
        assert read_sheet(" ".join(re.findall(r"<b>(\w+)</b>", part))) == sheet
        assert f"Recovery sheet {sheet.number} of 3" in part
        for language in ("en", "ru", "zh-Hans", "kk", "ug"):
            assert f'<section lang="{language}"' in part
        assert part.count("translation not yet checked") == 4
        assert 'dir="rtl"' in part
        assert part.count("<svg") == 1
        numbers = re.findall(r'class="number">(\d+)<', part)
        assert read_sheet(" ".join(numbers)) == sheet
    assert "break-after: page" in page
    assert "http" not in page
    assert "<style" not in render(prepared, "ab" * 16, alone=False)


def test_a_single_sheet_says_that_it_is_alone() -> None:
    page = render(prepare(shares=1, needed=1, day="2031-05-06"), "ab" * 16, alone=True)

    assert "This single sheet" in page


def test_somebody_changes_their_passphrase(committed_cast: Cast, client_of: SignIn, cheap: None) -> None:
    client = client_of(committed_cast.aygul)
    form = {"old": PASSPHRASE, "new": FRESH, "again": FRESH}

    wrong = client.post("/settings/ways-in/passphrase/", {**form, "old": "wrong"}, follow=True)
    differ = client.post("/settings/ways-in/passphrase/", {**form, "again": "other"}, follow=True)
    right = client.post("/settings/ways-in/passphrase/", form, follow=True)

    assert "The old passphrase is not right" in wrong.content.decode()
    assert "not the same" in differ.content.decode()
    assert "Your passphrase is changed" in right.content.decode()
    home = KEYRING.current().folder
    assert folder.unlock(home, FRESH).member == "aygul"
    with pytest.raises(slots.WrongPassphrase):
        folder.unlock(home, PASSPHRASE)
    assert LogEntry.objects.filter(act=Act.PASSPHRASE_CHANGED).count() == 1


def test_an_owner_gives_a_way_in(committed_cast: Cast, client_of: SignIn, cheap: None) -> None:
    form = {"handle": "indira", "name": "Indira", "role": "reader", "new": FRESH, "again": FRESH}

    page = client_of(committed_cast.aygul).post("/settings/ways-in/add/", form, follow=True)
    again = client_of(committed_cast.aygul).post("/settings/ways-in/add/", {**form, "new": "x"}, follow=True)

    assert "There is one more way in" in page.content.decode()
    assert "not the same" in again.content.decode()
    assert folder.unlock(KEYRING.current().folder, FRESH).member == "indira"
    assert client_of(committed_cast.farid).post("/settings/ways-in/add/", form).status_code == 403


def test_sheets_are_shown_once_and_stand_in_no_file(committed_cast: Cast, client_of: SignIn) -> None:
    client = client_of(committed_cast.aygul)
    settings.VAULT_FOLDER, before = KEYRING.current().folder, settings.VAULT_FOLDER
    try:
        asked = {"shares": "3", "needed": "2", "passphrase": PASSPHRASE}
        refused = client.post("/settings/ways-in/sheets/", {**asked, "passphrase": "wrong"}, follow=True)
        none = client.post("/settings/ways-in/sheets/", {**asked, "needed": "x"}, follow=True)
        page = client.post("/settings/ways-in/sheets/", asked)
    finally:
        settings.VAULT_FOLDER = before

    assert "does not open" in refused.content.decode()
    assert "Choose 2 to 16" in none.content.decode()
    assert page["Cache-Control"] == "no-store"
    shown = page.content.decode()
    sheets = [read_sheet(" ".join(re.findall(r"<b>(\w+)</b>", part))) for part in shown.split("<article")[1:]]
    home = KEYRING.current().folder
    assert set_of(home, sheets[:2]).needed == 2
    words = " ".join(sheets[0].words).encode()
    assert not any(words in path.read_bytes() for path in home.rglob("*") if path.is_file())
    listed = client.get("/settings/ways-in/").content.decode()
    assert str(sheets[0].set_id) in listed
    dropped = client.post("/settings/ways-in/sheets/drop/", {"set": sheets[0].set_id}, follow=True)
    assert "3 sheets open this vault no more" in dropped.content.decode()
    assert read(home).recoveries == ()
    gone = client.post("/settings/ways-in/sheets/drop/", {"set": "1"}, follow=True)
    assert "no set of sheets" in gone.content.decode()


def test_whoever_does_not_manage_members_sees_only_their_own(committed_cast: Cast, client_of: SignIn) -> None:
    page = client_of(committed_cast.farid).get("/settings/ways-in/").content.decode()

    assert "Your passphrase" in page
    assert "Take a way in away" not in page
    assert client_of(committed_cast.farid).post("/settings/ways-in/remove/").status_code == 403


def test_a_removal_asks_for_the_passphrase_first(committed_cast: Cast, client_of: SignIn) -> None:
    client = client_of(committed_cast.aygul)

    page = client.post("/settings/ways-in/remove/", {"handle": "boris", "passphrase": "wrong"}, follow=True)
    own = client.post("/settings/ways-in/remove/", {"handle": "aygul", "passphrase": PASSPHRASE}, follow=True)

    assert "does not open" in page.content.decode()
    assert "Nobody removes themselves" in own.content.decode()
    assert Member.objects.get(handle="boris").is_active
    assert not KEYRING.locked
