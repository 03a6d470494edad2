"""Typing as pages tell it: where it goes, what is refused, what a member finds again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.test import Client

from cast import PASSPHRASE, Cast
from guwah.accounts import drafts
from guwah.accounts.models import Draft, Member
from guwah.accounts.typed import Typed, TypedPage
from guwah.vault import sealed_drafts
from guwah.vault.keyring import KEYRING
from guwah.web import typed
from guwah.web.slips import LIFE_SECONDS, SLIPS

SignIn = Callable[[Member], Client]
PAGE = "0f" * 16


def tell(client: Client, slip: str, text: str = "the flour", number: int = 1) -> Any:  # noqa: ANN401 - the test client's answer has more
    field = {"form": "/cases/#0", "name": "title", "label": "Title", "text": text}
    told = {"place": "/cases/", "number": number, "fields": [field]}
    return client.post(
        "/typing/", json.dumps(told), content_type="application/json", headers={"X-Guwah-Slip": slip}
    )


def slip_of(client: Client, where: str = "/cases/") -> str:
    page = client.get(where).content.decode()
    return page.partition('data-slip="')[2].partition('"')[0]


def stands(member: Member, text: str, name: str = "title", page: str = PAGE) -> Draft:
    told = TypedPage(page, "/cases/", 1, (Typed("/cases/#0", name, "Title", text),))
    drafts.keep(member.actor, told)
    return Draft.objects.get(page=page, name=name)


@pytest.fixture
def unlocked() -> Iterator[None]:
    keys = KEYRING.current()
    yield
    KEYRING.hold(keys)


def test_a_page_that_was_given_a_slip_has_its_typing_kept(committed_cast: Cast, client_of: SignIn) -> None:
    client = client_of(committed_cast.chiara)

    answer = tell(client, slip_of(client))

    assert answer.json()["kept"] == "vault"
    assert drafts.of(committed_cast.chiara).get().text == "the flour"
    again = tell(client, answer.json()["slip"], "the flour came", 2)
    assert again.json()["kept"] == "vault"
    assert Draft.objects.get().text == "the flour came"


def test_after_the_lock_the_same_page_is_sealed_and_nothing_else_is_answered(
    committed_cast: Cast, client_of: SignIn, unlocked: None
) -> None:
    client = client_of(committed_cast.chiara)
    slip = slip_of(client)
    tell(client, slip)
    KEYRING.lock()

    answer = tell(client, slip, "the flour came late", 2)

    assert answer.json() == {"kept": "sealed"}
    assert client.get("/typing/here/?place=/cases/").status_code == 302
    assert client.get("/drafts/").status_code == 302


def test_whoever_unlocks_finds_what_was_typed(
    client: Client, committed_cast: Cast, unlocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, here = settings.VAULT_FOLDER, KEYRING.current().folder
    client.force_login(committed_cast.aygul, backend="django.contrib.auth.backends.ModelBackend")
    slip = slip_of(client)
    KEYRING.lock()
    # The session's vault is where the door looks; this test's folder shares its keys.
    told = tell(client, slip, "typed in the dark")
    assert told.json() == {"kept": "sealed"}
    for file in sealed_drafts.waiting(KEYRING.slit.folder if KEYRING.slit else folder):
        (folder / "drafts").mkdir(exist_ok=True)
        file.rename(folder / "drafts" / file.name)

    # Other tests of this worker may have changed the ways into the session's vault, and left their log there.
    shutil.copy(here / "vault.toml", folder / "vault.toml")
    for left in (folder / "log").iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    monkeypatch.setattr(settings, "SEEN_FOLDER", here / "nowhere")
    page = client.post("/unlock/", {"passphrase": PASSPHRASE, "next": "/cases/"}, follow=True)

    assert "1 text typed, not saved" in page.content.decode()
    listed = client.get("/drafts/").content.decode()
    assert "typed in the dark" in listed
    assert "typed when the vault was locked already" in listed
    assert 'href="/cases/"' in listed


@pytest.mark.parametrize("slip", ["", "rubbish", "0a.0f.1.ab"])
def test_without_a_slip_nothing_is_kept(committed_cast: Cast, client: Client, slip: str) -> None:
    answer = tell(client, slip)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "no-slip")
    assert not Draft.objects.exists()


def test_a_slip_of_yesterday_is_none(
    committed_cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = SLIPS.give(committed_cast.chiara.actor, 1_900_000_000)
    monkeypatch.setattr("time.time", lambda: 1_900_000_000.0 + LIFE_SECONDS + 1)

    assert tell(client, slip).status_code == 403


def test_a_slip_lets_nobody_read(committed_cast: Cast, client: Client) -> None:
    slip = SLIPS.give(committed_cast.chiara.actor, 2_000_000_000)
    headers = {"X-Guwah-Slip": slip}

    assert client.get("/typing/", headers=headers).status_code == 405
    assert client.get("/drafts/", headers=headers)["Location"].startswith("/unlock/")
    assert client.get("/typing/here/?place=/cases/", headers=headers)["Location"].startswith("/unlock/")


def test_what_cannot_be_kept_is_said(
    committed_cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch, unlocked: None
) -> None:
    client = client_of(committed_cast.chiara)
    slip = slip_of(client)

    assert tell(client, slip, "x" * sealed_drafts.MOST_BYTES).status_code == 413
    headers = {"X-Guwah-Slip": slip}
    strange = client.post("/typing/", b"[]", content_type="application/json", headers=headers)
    assert (strange.status_code, strange.json()["error"]["code"]) == (400, "bad-typing")
    monkeypatch.setattr(drafts, "MOST_DRAFTS", 0)
    assert (tell(client, slip).status_code, tell(client, slip).json()["error"]["code"]) == (
        403,
        "too-many-drafts",
    )
    KEYRING.lock()
    monkeypatch.setattr(sealed_drafts, "MOST_FILES", 0)
    assert (tell(client, slip).status_code, tell(client, slip).json()["error"]["code"]) == (
        507,
        "typing-too-much",
    )

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sealed_drafts, "put_in", full)
    assert (tell(client, slip).status_code, tell(client, slip).json()["error"]["code"]) == (507, "disk-full")


def test_typing_is_work_and_keeps_the_vault_open(
    committed_cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(committed_cast.chiara)
    slip = slip_of(client)
    monkeypatch.setattr(KEYRING, "_touched", KEYRING._clock() - 500)

    tell(client, slip)

    assert KEYRING.idle_seconds() < 100


def test_a_page_offers_what_was_typed_on_it_before(committed_cast: Cast, client_of: SignIn) -> None:
    stands(committed_cast.chiara, "the flour")
    client = client_of(committed_cast.chiara)

    (told,) = client.get("/typing/here/", {"place": "/cases/"}).json()["drafts"]

    assert (told["form"], told["name"], told["text"], told["after_lock"]) == (
        "/cases/#0",
        "title",
        "the flour",
        False,
    )
    assert client.get("/typing/here/", {"place": "/elsewhere/"}).json() == {"drafts": []}
    assert client_of(committed_cast.boris).get("/typing/here/", {"place": "/cases/"}).json() == {"drafts": []}


def test_a_text_is_thrown_away_by_its_writer_only(committed_cast: Cast, client_of: SignIn) -> None:
    mine = stands(committed_cast.chiara, "the flour")

    client_of(committed_cast.boris).post("/drafts/", {"draft": mine.pk})
    assert Draft.objects.exists()
    page = client_of(committed_cast.chiara).post("/drafts/", {"draft": mine.pk}, follow=True)

    assert "Thrown away." in page.content.decode()
    assert not Draft.objects.exists()
    assert client_of(committed_cast.chiara).post("/drafts/", {"draft": "x"}).status_code == 404


def test_what_a_page_drops_by_itself_is_not_said_on_the_next_one(
    committed_cast: Cast, client_of: SignIn
) -> None:
    mine = stands(committed_cast.chiara, "the flour")
    client = client_of(committed_cast.chiara)

    assert client.post("/drafts/", {"draft": mine.pk, "by_page": "1"}).status_code == 204

    assert not Draft.objects.exists()
    assert "Thrown away." not in client.get("/").content.decode()


def test_a_form_that_was_taken_is_offered_no_more(committed_cast: Cast, client_of: SignIn) -> None:
    stands(committed_cast.aygul, "The oven on Mill Lane")
    client = client_of(committed_cast.aygul)

    assert client.post("/cases/", {"title": "The oven on Mill Lane"}).status_code == 302

    assert not drafts.of(committed_cast.aygul).exists()
    page = client.get("/drafts/").content.decode()
    assert "Sent with a form in the last day" in page
    assert "The oven on Mill Lane" in page


def test_a_form_that_was_refused_is_offered_again(committed_cast: Cast, client_of: SignIn) -> None:
    stands(committed_cast.aygul, " ")
    stands(committed_cast.aygul, "somebody", "handle", "1e" * 16)
    client = client_of(committed_cast.aygul)

    assert client.post("/cases/", {"title": " "}).status_code == 200
    refused = client.post("/settings/ways-in/add/", {"handle": "somebody", "new": "a", "again": "b"})
    assert refused.status_code == 302

    assert drafts.of(committed_cast.aygul).count() == 2
    assert "The two new passphrases are not the same" in client.get("/settings/").content.decode()


def test_only_an_answer_that_leads_on_without_a_complaint_counts(
    committed_cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[object] = []
    monkeypatch.setattr(drafts, "note_sent", lambda member, values: noted.append((member.handle, values)))
    client = client_of(committed_cast.aygul)

    client.get("/cases/")
    client.post("/lock/nowhere/")
    client.post("/theme/", {"theme": "dark"})

    assert noted == [("aygul", {"theme": ["dark"]})]


def test_a_complaint_is_looked_at_and_still_shown(
    committed_cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page(request: HttpRequest) -> HttpResponse:
        messages.success(request, "one thing went well")
        messages.warning(request, "and one is open")
        return redirect("today")

    noted: list[object] = []
    monkeypatch.setattr(drafts, "note_sent", lambda *_: noted.append(1))
    client = client_of(committed_cast.aygul)
    middleware = typed.NoteSent(page)
    request = client.get("/").wsgi_request
    request.method = "POST"
    middleware(request)
    assert noted == []
    vars(request)["_post"] = QueryDict("a=b")
    middleware(request)

    assert noted == [1]
    said = list(messages.get_messages(request))
    assert [str(each) for each in said] == ["one thing went well", "and one is open"] * 2


def test_sound_comes_in_by_slip_and_token(committed_cast: Cast, client_of: SignIn, unlocked: None) -> None:
    client, where = (
        client_of(committed_cast.chiara),
        f"/cases/{committed_cast.case.pk}/testimony/typing/record/",
    )
    slip = slip_of(client, where)
    own = {"X-Guwah-Page": "record"}
    begun = client.post(f"{where}begin/", {"title": "Call", "type": "audio/ogg"}, headers=own).json()
    bare = Client()

    def send(n: int, *, token: str = begun["token"], by: str = slip) -> tuple[int, dict[str, Any]]:
        headers = {"X-Guwah-Slip": by, "X-Guwah-Token": token}
        to = f"/typing/sound/{begun['number']}/?n={n}"
        answer = bare.post(to, b"OggS", content_type="audio/ogg", headers=headers)
        return answer.status_code, answer.json()

    assert send(0) == (200, {"kept": "vault"})
    assert send(4) == (409, {"wanted": 1})
    assert send(1, by="rubbish")[1]["error"]["code"] == "no-slip"
    assert send(1, token="00")[1]["error"]["code"] == "no-such-recording"
    KEYRING.lock()
    assert send(1) == (200, {"kept": "sealed"})
    assert send(10_000_000)[1]["error"]["code"] == "no-number"
