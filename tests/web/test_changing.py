"""A change of keys beside the pages: begun by a form, shown while the vault is locked, told when it fails."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Locator, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from browsing import served
from cast import PASSPHRASE, Cast
from commanding import SECOND, Guwah
from guwah.accounts.models import Member
from guwah.failures import Refused
from guwah.steps.evidence import flows
from guwah.vault import folder, presence
from guwah.vault.keyring import KEYRING
from guwah.vault.slots import Cost, WrongPassphrase
from guwah.vault.vault_file import read
from guwah.web import changing
from guwah.web.beside import State
from guwah.web.changing import CHANGE, Change

SignIn = Callable[[Member], Client]
THEIRS = "nine tin cups on a long shelf"


@pytest.fixture
def home(committed_cast: Cast) -> Iterator[Path]:
    """The vault of this test, with a slot for boris and a sealed file, put back as it was."""
    keys = KEYRING.current()
    folder.add_member(keys, "boris", THEIRS, Cost(64, 1, 1))
    flows.add_file(committed_cast.chiara, committed_cast.case, io.BytesIO(b"the flour"), "a.txt")
    before = settings.VAULT_FOLDER
    settings.VAULT_FOLDER = keys.folder
    yield keys.folder
    settings.VAULT_FOLDER = before
    KEYRING.hold(keys)
    CHANGE.state = State()


def ask(client: Client) -> str:
    form = {"handle": "boris", "passphrase": PASSPHRASE}
    where: str = client.post("/settings/ways-in/remove/", form)["Location"]
    return where


def test_a_removal_goes_on_beside_the_pages_and_says_how_far_it_is(
    home: Path, committed_cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    running = len(threading.enumerate())

    def remove(actor: Member, handle: str, progress: Callable[[int], object]) -> None:
        KEYRING.lock()
        progress(1)
        page = Client().get("/changing/")
        seen.append(page.content.decode())
        seen.append(page["Refresh"])
        with pytest.raises(Refused):
            CHANGE.begin(actor, handle)
        assert len(threading.enumerate()) == running + 1

    monkeypatch.setattr(changing, "remove_member", remove)

    assert ask(client_of(committed_cast.aygul)) == "/changing/"
    CHANGE.wait()

    assert 'value="1" max="1"' in seen[0]
    assert seen[1] == "1"
    after = Client().get("/changing/")
    assert "No change of keys is going on." in after.content.decode()
    assert "Refresh" not in after.headers
    assert KEYRING.locked


def test_what_hinders_it_is_told_and_nothing_was_changed(
    home: Path, committed_cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise presence.VaultBusy("vault-in-use", "Another Guwah has this vault open.")

    monkeypatch.setattr("guwah.accounts.ways_in.be_alone", busy)
    ask(client_of(committed_cast.aygul))
    CHANGE.wait()

    assert "Another Guwah has this vault open." in Client().get("/changing/").content.decode()
    assert not KEYRING.locked
    assert "boris" in {slot.member for slot in read(home).slots}


def _appears(what: Locator) -> bool:
    try:
        what.wait_for(timeout=30_000)
    except PlaywrightTimeout:
        return False
    return True


@pytest.mark.browser
def test_who_was_taken_out_opens_nothing_any_more(chromium: Browser, tmp_path: Path) -> None:
    guwah = Guwah(tmp_path).make()
    with served("serve", guwah.environment(), lines=1) as server:
        here = f"http://localhost:{server.port}"
        page = chromium.new_context().new_page()
        page.goto(f"{here}/unlock/?next=/settings/ways-in/")
        page.select_option("select[name=member]", "aygul")
        page.fill("input[name=passphrase]", PASSPHRASE)
        page.click("main form button")
        page.select_option("#leaving", "emine")
        page.fill("#remove-passphrase", PASSPHRASE)
        page.get_by_role("button", name="Take away and change the keys").click()
        page.wait_for_url(f"{here}/changing/")

        over = page.get_by_text("No change of keys is going on.")
        for _ in range(6):
            # On a machine with no moment to spare the browser was seen not to load the page again by itself,
            # as its Refresh header says: somebody who waits would press the key.
            if _appears(over):
                break
            page.reload(timeout=30_000)
        expect(over).to_be_visible()
        page.locator("main a.button").click()
        expect(page.locator("h1")).to_have_text("The vault is locked")
        page.select_option("select[name=member]", "aygul")
        page.fill("input[name=passphrase]", PASSPHRASE)
        page.click("main form button")
        page.wait_for_url(f"{here}/")

    with pytest.raises(WrongPassphrase):
        folder.unlock(guwah.vault, SECOND, "emine")
    assert folder.unlock(guwah.vault, SECOND, "boris").generation == 1
    assert guwah("log", "verify")["intact"] is True


def test_a_failure_nobody_foresaw_does_not_look_as_if_it_went_on(
    committed_cast: Cast,
) -> None:
    def fails() -> None:
        raise ZeroDivisionError

    change = Change()
    with pytest.raises(ZeroDivisionError):
        change._go(fails)

    assert change.state.over
    assert "goes on by itself" in change.state.problem
