"""Asking for a machine's draft on its page: what can be asked for, how far it is, what came of it."""

from __future__ import annotations

import io
import wave
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.db import connections

from guwah import settings
from guwah.failures import Refused
from guwah.steps.evidence.flows import add_file
from guwah.steps.testimony.drafting import hearing
from guwah.steps.testimony.drafting.model import open_model
from guwah.web import draft_page
from guwah.web.beside import Beside
from guwah.web.draft_page import DRAFTING
from pretending import lay_model

if TYPE_CHECKING:
    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Item

Tell = Callable[[int, int], object]
SignIn = Callable[["Member"], "Client"]


@pytest.fixture
def recording(committed_cast: Cast) -> Item:
    cast = committed_cast
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x01\x00" * 8000)
    return add_file(cast.chiara, cast.case, io.BytesIO(made.getvalue()), "call.wav").item


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that has the library and a model."""
    folder = lay_model(tmp_path / "tiny")
    monkeypatch.setattr(settings, "WHISPER_FOLDER", folder)
    monkeypatch.setattr(hearing, "installed", lambda: True)
    return folder


def where(cast: Cast) -> str:
    return f"/cases/{cast.case.pk}/draft/"


def words(client: Client, cast: Cast) -> str:
    return client.get(where(cast)).content.decode()


def test_the_page_says_why_none_can_be_made(
    cast: Cast, client_of: SignIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(cast.chiara)
    monkeypatch.setattr(hearing, "installed", lambda: False)
    assert "guwah[whisper]" in words(client, cast)
    monkeypatch.setattr(hearing, "installed", lambda: True)
    monkeypatch.setattr(settings, "WHISPER_FOLDER", None)
    assert "GUWAH_WHISPER=FOLDER" in words(client, cast)
    monkeypatch.setattr(settings, "WHISPER_FOLDER", tmp_path / "gone")
    assert "no such folder" in words(client, cast)


def test_a_language_the_model_has_not_learnt_is_refused_at_once(
    committed_cast: Cast, recording: Item, model: Path, client_of: SignIn
) -> None:
    client = client_of(committed_cast.chiara)
    assert "Uyghur is in no model of Whisper" in words(client, committed_cast)
    answer = client.post(where(committed_cast), {"item": recording.pk, "language": "ug"})
    assert "has not learnt" in answer.content.decode()
    assert DRAFTING.state.over


def test_it_is_begun_watched_and_told_once(
    committed_cast: Cast,
    recording: Item,
    model: Path,
    client_of: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cast, client = committed_cast, client_of(committed_cast.chiara)
    pages: list[str] = []

    def asked(actor: Member, item: Item, language: str, _model: object, tell: Tell) -> None:
        assert (actor, item, language) == (cast.chiara, recording, "kk")
        tell(7, 60)
        running = client.get("/drafting/")
        pages.extend([running.content.decode(), running["Refresh"], client.get(where(cast))["Location"]])
        # One at a time: another is refused while it goes on.
        with pytest.raises(Refused, match="another recording"):
            DRAFTING.begin(cast.chiara, recording, "kk", open_model(model))
        client.post(f"{where(cast)}stop/")
        tell(8, 60)

    monkeypatch.setattr(draft_page, "draft", asked)
    # In this thread: the connections of the test are its own.
    monkeypatch.setattr(connections, "close_all", lambda: None)
    monkeypatch.setattr(Beside, "go", lambda beside: beside._thread.run())
    client.post(where(cast), {"item": recording.pk, "language": "kk"})

    assert 'value="7" max="60"' in pages[0]
    assert pages[1:] == ["3", "/drafting/"]
    assert "The draft was stopped" in words(client, cast)
    assert "The draft was stopped" not in words(client, cast)
    assert client.get("/drafting/")["Location"] == where(cast)


def test_a_page_that_watched_when_the_program_began_anew_is_told_where_to_look(
    cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DRAFTING, "case", 0)
    answer = client_of(cast.chiara).get("/drafting/", follow=True)
    assert answer.request["PATH_INFO"] == "/"
    assert "its recording says so" in answer.content.decode()
