"""A page that a disk or a database stops says so, what was kept and what to do; the vault is not asked."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, NoReturn

import pytest
from django.db import DatabaseError, OperationalError, connection

from guwah.web import overview
from guwah.web.troubles import trouble_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member

    SignIn = Callable[[Member], Client]

DAMAGED = DatabaseError("database disk image is malformed")
STOPS = {
    "damaged": (DAMAGED, 500, "guwah doctor --open"),
    "encrypted": (DatabaseError("file is not a database"), 500, "guwah doctor --open"),
    "full": (OperationalError("database or disk is full"), 507, "Free some space"),
    "full-disk": (OSError(errno.ENOSPC, "No space left on device"), 507, "Free some space"),
    "read-only": (OperationalError("attempt to write a readonly database"), 507, "may only be read"),
    "busy": (OperationalError("database is locked"), 503, "Wait a moment"),
}


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Have the page of today stopped by an exception."""

    def stop(wrong: BaseException) -> None:
        def stops(_member: object) -> NoReturn:
            raise wrong

        monkeypatch.setattr(overview, "today", stops)

    return stop


@pytest.mark.parametrize("name", STOPS)
def test_what_stopped_a_page_is_said(
    cast: Cast, client_of: SignIn, stopped: Callable[[BaseException], None], name: str
) -> None:
    wrong, status, words = STOPS[name]
    client = client_of(cast.aygul)
    client.raise_request_exception = False
    stopped(wrong)

    answer = client.get("/")

    assert answer.status_code == status
    assert words in answer.content.decode()
    assert str(wrong) not in answer.content.decode()


def test_where_the_database_is_damaged_the_page_asks_it_for_nothing(
    cast: Cast, client_of: SignIn, stopped: Callable[[BaseException], None]
) -> None:
    client = client_of(cast.aygul)
    client.raise_request_exception = False
    stopped(DAMAGED)
    client.cookies["guwah_language"] = "ug"
    asked: list[str] = []

    def damaged(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        raise DAMAGED

    with connection.execute_wrapper(damaged):
        answer = client.get("/")

    assert asked, "the session was looked for"
    assert len(asked) == 1, "and nothing else"
    assert (answer.status_code, b'dir="rtl"' in answer.content) == (500, True)
    assert "aygul" not in answer.content.decode()


@pytest.mark.parametrize(
    "wrong", [None, ValueError("is locked"), OSError("odd"), DatabaseError("no such table")]
)
def test_a_fault_of_the_program_is_called_nothing_else(wrong: BaseException | None) -> None:
    assert trouble_of(wrong) is None
