"""The shell: language, direction, light, and what is shown while the vault is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.utils import translation

from guwah.vault.keyring import Keyring
from guwah.web import shell

if TYPE_CHECKING:
    from django.http import HttpRequest


def _page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.path)


# The names the shell links to, so that the shell can be tested without the pages behind them.
urlpatterns = [
    path("", _page, name="today"),
    path("cases/", _page, name="cases"),
    path("log/", _page, name="log"),
]
pytestmark = pytest.mark.urls(__name__)


class Somebody:
    """A member who has signed in."""

    is_authenticated = True

    def __init__(self, theme: str = "") -> None:
        self.theme = theme

    def __str__(self) -> str:
        return "Bob"


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Keyring:
    ring = Keyring()
    monkeypatch.setattr(shell, "KEYRING", ring)
    return ring


@pytest.fixture
def unlocked(ring: Keyring, monkeypatch: pytest.MonkeyPatch) -> Keyring:
    monkeypatch.setattr(Keyring, "locked", property(lambda _: False))
    told = {"slip": "a slip", "drafts": 3, "vault": "The mill", "warnings": 1}
    monkeypatch.setattr(shell, "for_member", lambda _: told)
    return ring


def request_of(where: str = "/", theme: str = "") -> HttpRequest:
    request = RequestFactory().get(where)
    request.user = Somebody(theme)  # type: ignore[assignment] # only what the shell reads of a member
    return request


def room(where: str = "/", theme: str = "") -> shell.Shell:
    return shell.context(request_of(where, theme))["shell"]


def test_a_locked_vault_shows_no_way_and_no_name(ring: Keyring) -> None:
    shown = room(theme="dark")
    assert ring.locked
    assert (shown.locked, shown.ways, shown.member, shown.theme) == (True, (), "", "")
    assert (shown.slip, shown.drafts, shown.vault, shown.warnings) == ("", 0, "", 0)


def test_an_open_vault_shows_who_is_in_it(unlocked: Keyring) -> None:
    shown = room()
    assert (shown.member, shown.drafts, shown.vault) == ("Bob", 3, "The mill")
    assert (shown.slip, shown.warnings) == ("a slip", 1)
    assert [way.url for way in shown.ways][:2] == ["/", "/cases/"]


@pytest.mark.parametrize(
    ("where", "current"), [("/", ["/"]), ("/cases/", ["/cases/"]), ("/cases/4/people/", ["/cases/"])]
)
def test_the_way_one_is_on_is_current(unlocked: Keyring, where: str, current: list[str]) -> None:
    assert [way.url for way in room(where).ways if way.current] == current


@pytest.mark.parametrize(
    ("code", "tag", "way"), [("en", "en", "ltr"), ("ug", "ug", "rtl"), ("zh-hans", "zh-Hans", "ltr")]
)
def test_the_page_has_its_language_and_direction(unlocked: Keyring, code: str, tag: str, way: str) -> None:
    with translation.override(code):
        shown = room()
    assert (shown.language, shown.direction) == (tag, way)


@pytest.mark.parametrize(("chosen", "shown"), [("dark", "dark"), ("light", "light"), ("", ""), ("pink", "")])
def test_only_lights_we_have_are_shown(unlocked: Keyring, chosen: str, shown: str) -> None:
    assert room(theme=chosen).theme == shown


def test_nobody_signed_in_has_no_name(unlocked: Keyring) -> None:
    assert shell.context(RequestFactory().get("/"))["shell"].member == ""
