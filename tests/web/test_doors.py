from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import PASSPHRASE, Cast
from guwah.accounts import members
from guwah.accounts.models import Member
from guwah.vault.keyring import KEYRING
from guwah.vault.vault_file import read
from guwah.web import beat
from guwah.web.porter import PORTER, SIZE, Sign, read_sign


@pytest.fixture
def owner(vault: Path) -> Iterator[Member]:
    """The owner of the session's vault; whatever a test locks is open again afterwards."""
    keys = KEYRING.current()
    # The log of the test before this one lies there.
    for left in (settings.VAULT_FOLDER / "log").iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    slots = [slot.slot_id for slot in read(settings.VAULT_FOLDER).slots]
    yield members.first_member("aygul", "Aygul", slots=slots)
    KEYRING.hold(keys)


def test_a_locked_vault_leads_every_page_to_the_unlock_page(owner: Member, client: Client) -> None:
    KEYRING.lock()

    answer = client.get("/cases/1/evidence/")

    assert answer.status_code == 302
    assert answer["Location"] == "/unlock/?next=%2Fcases%2F1%2Fevidence%2F"
    page = client.get(answer["Location"])
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store"
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_whoever_was_signed_in_finds_the_door_when_the_vault_has_locked(
    owner: Member, client: Client
) -> None:
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/").status_code == 200
    KEYRING.lock()

    page = client.get("/cases/", follow=True)

    assert page.status_code == 200
    assert "The vault is locked" in page.content.decode()


def test_the_right_passphrase_opens_and_lets_in(owner: Member, client: Client) -> None:
    KEYRING.lock()

    refused = client.post("/unlock/", {"passphrase": "not this one at all"})
    assert refused.status_code == 403
    assert KEYRING.locked
    opened = client.post("/unlock/", {"passphrase": PASSPHRASE, "next": "/cases/"})

    assert (opened.status_code, opened["Location"]) == (302, "/cases/")
    assert not KEYRING.locked
    assert client.get("/cases/").status_code == 200


def test_after_unlocking_nobody_is_sent_to_another_host(owner: Member, client: Client) -> None:
    answer = client.post("/unlock/", {"passphrase": PASSPHRASE, "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"


def test_an_open_vault_still_asks_a_new_browser_who_it_is(owner: Member, client: Client) -> None:
    assert client.get("/cases/")["Location"].startswith("/unlock/")


def test_locking_puts_everybody_out(owner: Member, client: Client) -> None:
    client.post("/unlock/", {"passphrase": PASSPHRASE})

    assert client.post("/lock/")["Location"] == "/unlock/"

    assert KEYRING.locked
    assert client.get("/")["Location"] == "/unlock/"


def call(client: Client, vault: Path, act: str, message: bytes = b"") -> Any:  # noqa: ANN401 - the test client's answer has more
    """Do what `guwah lock` and `guwah unlock` do."""
    sign, challenge = read_sign(vault), secrets.token_bytes(SIZE)
    assert sign is not None
    told = post(client, "hello", challenge + sign.proof("caller", challenge)).json()
    assert sign.proves("server", challenge, bytes.fromhex(told["proof"]))
    turn = bytes.fromhex(told["turn"])
    return post(client, act, turn + sign.seal(act, turn, message))


def post(client: Client, act: str, body: bytes) -> Any:  # noqa: ANN401 - the test client's answer has more
    return client.post(f"/console/{act}/", body, content_type="application/octet-stream")


@pytest.fixture
def console() -> Iterator[Path]:
    """The folder of the session's vault, with the sign of a server in it."""
    PORTER.open(settings.VAULT_FOLDER, 8497)
    yield settings.VAULT_FOLDER
    PORTER.close(settings.VAULT_FOLDER)
    assert read_sign(settings.VAULT_FOLDER) is None


def test_nobody_comes_back_in_by_somebody_elses_passphrase(
    owner: Member, client: Client, console: Path
) -> None:
    client.post("/unlock/", {"passphrase": PASSPHRASE})
    assert client.get("/cases/").status_code == 200
    call(client, console, "lock")
    call(client, console, "unlock", PASSPHRASE.encode())

    assert not KEYRING.locked
    assert client.get("/cases/")["Location"].startswith("/unlock/")


def test_an_idle_vault_locks_itself_at_the_next_request_or_beat(
    owner: Member, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.post("/unlock/", {"passphrase": PASSPHRASE})
    monkeypatch.setattr(KEYRING, "idle_seconds", lambda: settings.IDLE_LOCK_SECONDS + 1.0)

    beat.beat()
    assert KEYRING.locked
    monkeypatch.undo()
    client.post("/unlock/", {"passphrase": PASSPHRASE})
    monkeypatch.setattr(KEYRING, "idle_seconds", lambda: settings.IDLE_LOCK_SECONDS + 1.0)
    assert client.get("/cases/")["Location"].startswith("/unlock/")
    assert KEYRING.locked


def test_asking_whether_it_is_locked_does_not_keep_it_awake(
    owner: Member, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KEYRING, "_touched", KEYRING._touched - 100)

    left = client.get("/alive/").json()

    assert left["locked"] is False
    assert left["seconds"] <= settings.IDLE_LOCK_SECONDS - 100
    assert KEYRING.idle_seconds() >= 100


def test_the_console_wants_the_key_and_the_passphrase(owner: Member, client: Client, console: Path) -> None:
    assert call(client, console, "lock").status_code == 200
    assert KEYRING.locked
    wrong = call(client, console, "unlock", b"wrong words here")
    assert (wrong.status_code, wrong.json()["code"], KEYRING.locked) == (403, "wrong-passphrase", True)
    right = call(client, console, "unlock", PASSPHRASE.encode())
    assert (right.status_code, KEYRING.locked) == (200, False)


def test_the_console_hears_nobody_without_the_key(owner: Member, client: Client, console: Path) -> None:
    ours = read_sign(console)
    assert ours is not None
    theirs = Sign(ours.port, bytes(SIZE))
    challenge = bytes(range(SIZE))
    hello = post(client, "hello", challenge + ours.proof("caller", challenge)).json()
    turn = bytes.fromhex(hello["turn"])
    foreign = {
        "nothing": ("lock", b""),
        "another key": ("lock", turn + theirs.seal("lock", turn, b"")),
        "another act": ("lock", turn + ours.seal("unlock", turn, b"")),
        "another port": ("lock", turn + replace(ours, port=1).seal("lock", turn, b"")),
        "a turn nobody gave": ("lock", bytes(SIZE) + ours.seal("lock", bytes(SIZE), b"")),
        "a greeting without the key": ("hello", challenge + theirs.proof("caller", challenge)),
        "a greeting given back": ("hello", challenge + bytes.fromhex(hello["proof"])),
        "a short challenge": ("hello", b"x"),
    }

    assert {name: post(client, *told).status_code for name, told in foreign.items()} == dict.fromkeys(
        foreign, 403
    )
    assert post(client, "open", turn).status_code == 404
    assert not KEYRING.locked
    once = turn + ours.seal("lock", turn, b"")
    assert [post(client, "lock", once).status_code for _ in range(2)] == [200, 403]


def test_a_process_that_leaves_no_sign_hears_nobody(owner: Member, client: Client) -> None:
    assert post(client, "lock", bytes(100)).status_code == 403
    assert not KEYRING.locked


def test_a_form_of_another_page_is_refused(owner: Member) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/unlock/", {"passphrase": PASSPHRASE}).status_code == 403


@pytest.mark.parametrize("language", ["en", "ru", "zh-hans", "kk", "ug"])
def test_the_language_is_chosen_and_its_direction_is_real(
    owner: Member, client: Client, language: str
) -> None:
    client.post("/unlock/", {"passphrase": PASSPHRASE})

    client.post("/language/", {"language": language, "next": "/cases/"})

    page = client.get("/cases/").content.decode()
    assert f'dir="{"rtl" if language == "ug" else "ltr"}"' in page.split("<body", 1)[0]
    owner.refresh_from_db()
    assert owner.language == language


def test_a_page_that_asks_for_no_file_never_writes_one_down(
    committed_cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spooled(*arguments: object, **named: object) -> None:
        pytest.fail("an upload was written to a temporary file")

    monkeypatch.setattr(tempfile, "mkstemp", spooled)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", spooled)
    client.force_login(committed_cast.boris)
    large = SimpleUploadedFile("recording.wav", b"words " * 1_000_000)

    answer = client.post("/cases/", {"title": "An oven", "file": large})

    assert answer.status_code == 302
    assert answer.wsgi_request.FILES == {}
