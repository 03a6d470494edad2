"""Servers of several vaults of one user: how they know of each other, and who is told a name."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from cast import Cast
from guwah.accounts import naming
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import Member
from guwah.failures import NotUnderstood, WrongUse
from guwah.vault.custody import Act
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry
from guwah.web import neighbours
from guwah.web.calling import NoServer
from guwah.web.neighbours import Neighbours, about_this_vault
from guwah.web.opening import OPENING
from guwah.web.porter import Sign, sign_in

SignIn = Callable[[Member], Client]
KEY = "a-session-key-of-the-other"
OURS, THEIRS = Sign(8484, b"\1" * 32), Sign(8485, b"\2" * 32)


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "RUNNING_FOLDER", tmp_path / "running")
    return tmp_path / "running"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> dict[tuple[int, str], Any]:
    """What a server on a port answers to an act; an exception is raised."""
    answers: dict[tuple[int, str], Any] = {}

    def call(sign: Sign, act: str, **_: object) -> Any:  # noqa: ANN401 - whatever the test says
        answer = answers[sign.port, act]
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(neighbours, "call", call)
    return answers


def both(running: Path) -> Neighbours:
    ours, theirs = Neighbours(), Neighbours()
    ours.open(OURS)
    theirs.open(THEIRS)
    return ours


def shown(ours: Neighbours, **cookies: str) -> list[tuple[int, str, bool, str]]:
    request = RequestFactory().get("/", headers={"host": "localhost:8484"})
    request.COOKIES.update(cookies)
    return [(each.port, each.name, each.locked, each.url) for each in ours.shown_to(request)]


def test_what_stands_in_the_folder_names_nobody(running: Path) -> None:
    both(running)

    files = sorted(running.iterdir())
    assert [file.name for file in files] == ["8484.json", "8485.json"]
    assert set(json.loads(files[0].read_text())) == {"port", "key"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(running.stat().st_mode) == 0o700


def test_a_name_is_shown_to_a_browser_that_is_signed_in_there(
    running: Path, said: dict[tuple[int, str], Any]
) -> None:
    ours = both(running)
    told = {"locked": False, "name": "The mill", "cookie": "b", "sessions": [neighbours._digest(KEY)]}
    said[8485, "who"] = told

    ours.look()

    url = "http://localhost:8485/"
    assert shown(ours) == [(8485, "", False, url)]
    assert shown(ours, b="another") == [(8485, "", False, url)]
    assert shown(ours, a=KEY) == [(8485, "", False, url)]
    assert shown(ours, b=KEY) == [(8485, "The mill", False, url)]


def test_who_does_not_answer_is_shown_by_its_port_and_who_is_gone_is_not(
    running: Path, said: dict[tuple[int, str], Any]
) -> None:
    ours = both(running)
    said[8485, "who"] = NotUnderstood("no-server", "busy")
    ours.look()
    assert shown(ours) == [(8485, "", True, "http://localhost:8485/")]

    said[8485, "who"] = NoServer("no-server", "nobody")
    ours.look()

    assert shown(ours) == []
    assert not (running / "8485.json").exists()


def test_a_server_that_ends_takes_its_own_sign_away_and_no_other(running: Path) -> None:
    ours = both(running)
    (running / "8484.json").write_bytes(Sign(8484, b"\3" * 32).written())
    ours.close()
    assert sign_in(running / "8484.json") == Sign(8484, b"\3" * 32)

    ours.open(OURS)
    ours.close()
    ours.close()

    assert [file.name for file in running.iterdir()] == ["8485.json"]


def test_a_folder_that_cannot_be_written_stops_no_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(settings, "RUNNING_FOLDER", tmp_path / "file" / "running")
    ours = Neighbours()

    ours.open(OURS)
    ours.look()

    assert shown(ours) == []


def test_all_are_locked_and_who_could_not_be_is_named(
    running: Path, said: dict[tuple[int, str], Any]
) -> None:
    ours = both(running)
    third = Neighbours()
    third.open(Sign(8486, b"\4" * 32))
    said[8485, "lock"] = {"state": "locked"}
    said[8486, "lock"] = NotUnderstood("no-server", "busy")
    assert ours.lock_all() == [8486]

    said[8486, "lock"] = NoServer("no-server", "nobody")

    assert ours.lock_all() == []
    assert not (running / "8486.json").exists()


@pytest.fixture
def unlocked() -> Iterator[None]:
    keys = KEYRING.current()
    yield
    KEYRING.hold(keys)


def test_others_are_told_a_name_and_which_sessions_live_here(
    committed_cast: Cast, client: Client, unlocked: None
) -> None:
    naming.name_vault(committed_cast.aygul, "  The   bakery ")
    client.force_login(committed_cast.aygul)
    client.get("/")
    session = client.session
    session[OPENING] = KEYRING.opening
    session.save()
    other = Client()
    other.force_login(committed_cast.boris)

    told = about_this_vault()

    assert (told["locked"], told["name"]) == (False, "The bakery")
    assert told["sessions"] == [neighbours._digest(str(session.session_key))]
    assert str(session.session_key) not in json.dumps(told)
    KEYRING.lock()
    assert about_this_vault() == {
        "locked": True,
        "name": "",
        "cookie": settings.SESSION_COOKIE_NAME,
        "sessions": [],
    }


def test_the_name_of_a_vault_stands_inside_it_and_in_its_log(
    committed_cast: Cast, vault: Path, client_of: SignIn
) -> None:
    client = client_of(committed_cast.aygul)

    page = client.post("/settings/name/", {"name": "The bakery on Mill Lane"}, follow=True).content.decode()

    assert "The name is kept inside the vault." in page
    assert page.count("The bakery on Mill Lane") >= 2
    assert LogEntry.objects.filter(act=Act.VAULT_NAMED).exists()
    assert not any(b"Mill Lane" in file.read_bytes() for file in vault.parent.rglob("*") if file.is_file())
    assert "Mill Lane" not in Client().get("/unlock/").content.decode()


def test_only_who_manages_members_names_a_vault_and_not_at_length(committed_cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        naming.name_vault(committed_cast.boris, "ours")
    with pytest.raises(WrongUse):
        naming.name_vault(committed_cast.aygul, "x" * 61)
    assert naming.vault_name() == ""


def test_a_name_that_is_too_long_is_said_on_the_page(committed_cast: Cast, client_of: SignIn) -> None:
    page = client_of(committed_cast.aygul).post("/settings/name/", {"name": "x" * 61}, follow=True)

    assert "at most 60 characters" in page.content.decode()


def test_locking_all_says_which_may_be_open_still(
    committed_cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch, unlocked: None
) -> None:
    monkeypatch.setattr(neighbours.NEIGHBOURS, "lock_all", lambda: [8486])
    client = client_of(committed_cast.aygul)

    answer = client.post("/lock/all/")

    assert KEYRING.locked
    assert answer["Location"] == "/unlock/?open=8486"
    page = client.get(answer["Location"]).content.decode()
    assert "The vault on port 8486 did not answer" in page
    assert "did not answer" not in client.get("/unlock/?open=x,-1").content.decode()


def test_locking_all_that_went_well_says_nothing_more(
    committed_cast: Cast, client_of: SignIn, unlocked: None, running: Path
) -> None:
    assert client_of(committed_cast.aygul).post("/lock/all/")["Location"] == "/unlock/"
    assert KEYRING.locked
