"""A vault that locks while a page is being made: the page leads to the door, it does not fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from cast import Cast
from guwah.accounts.models import Member
from guwah.vault.keyring import KEYRING
from guwah.web import overview
from guwah.web.opening import OPENING

SignIn = Callable[[Member], Client]


@pytest.fixture
def unlocked(committed_cast: Cast) -> Iterator[None]:
    keys = KEYRING.current()
    yield
    KEYRING.hold(keys)


def test_a_page_that_was_locked_under_leads_to_the_door(
    committed_cast: Cast, client_of: SignIn, unlocked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(committed_cast.aygul)
    client.raise_request_exception = False
    today = overview.today

    def locked_under(member: Member) -> dict[str, object]:
        KEYRING.lock()
        return today(member)

    monkeypatch.setattr(overview, "today", locked_under)

    assert client.get("/")["Location"] == "/unlock/"


def test_a_page_that_fails_by_itself_says_so(
    committed_cast: Cast, client_of: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_of(committed_cast.aygul)
    client.raise_request_exception = False

    def fails(_: Member) -> dict[str, object]:
        raise ZeroDivisionError

    monkeypatch.setattr(overview, "today", fails)

    assert client.get("/").status_code == 500


def test_style_sheets_ask_the_vault_for_nothing(committed_cast: Cast, client_of: SignIn) -> None:
    client = client_of(committed_cast.aygul)
    asked: list[str] = []

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(count):
        answer = client.get("/static/guwah/tokens.css")
        answer.close()

    assert (answer.status_code, asked) == (200, [])


def test_a_cookie_of_an_earlier_opening_is_refused_and_left_in_the_browser(
    committed_cast: Cast, client_of: SignIn
) -> None:
    """An answer that takes the cookie back could come after somebody signed in in another window."""
    client = client_of(committed_cast.aygul)
    session = client.session
    session[OPENING] = "of an earlier one"
    session.save()

    # The first finds a session of an earlier opening, the second one that is gone.
    for _time in range(2):
        answer = client.get("/alive/")
        assert settings.SESSION_COOKIE_NAME not in answer.cookies
        answer = client.get("/")
        assert "/unlock/" in answer["Location"]
        assert settings.SESSION_COOKIE_NAME not in answer.cookies
