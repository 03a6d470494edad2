"""The page of a case's members, as somebody uses it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from cast import Cast
from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.vault.models import LogEntry

ClientOf = Callable[..., Client]


def _page(client: Client, cast: Cast, query: str = "") -> str:
    return client.get(f"/cases/{cast.case.pk}/members/{query}").content.decode()


def _post(client: Client, cast: Cast, **fields: object) -> str:
    answer = client.post(f"/cases/{cast.case.pk}/members/", fields)
    assert answer.status_code == 302
    return str(answer["Location"])


def test_somebody_is_let_in_and_it_can_be_undone(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.boris)
    assert str(cast.hanna) in _page(client, cast)

    after = _post(client, cast, member=cast.hanna.pk, role="reader")
    assert may(cast.hanna, Permission.CASE_SEE, cast.case)
    assert LogEntry.objects.latest("index").act == "member-joined"
    assert "Undo the last change" in client.get(after).content.decode()

    back = _post(client, cast, member=cast.hanna.pk, role="")
    assert not may(cast.hanna, Permission.CASE_SEE, cast.case)
    assert LogEntry.objects.latest("index").act == "member-left"
    assert 'name="role" value="reader"' in client.get(back).content.decode()


def test_a_role_is_changed_and_changed_back(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.boris)

    after = _post(client, cast, member=cast.chiara.pk, role="reader")
    assert not may(cast.chiara, Permission.CLAIM_MAKE, cast.case)
    assert 'name="role" value="documenter"' in client.get(after).content.decode()
    _post(client, cast, member=cast.chiara.pk, role="documenter")
    assert may(cast.chiara, Permission.CLAIM_MAKE, cast.case)
    assert "Undo the last change" not in client.get(after).content.decode()


@pytest.mark.parametrize("query", ["?of=999999&was=reader", "?of=x&was=", "?of=1&was=owner", ""])
def test_a_way_back_that_is_none_is_not_offered(cast: Cast, client_of: ClientOf, query: str) -> None:
    assert "Undo the last change" not in _page(client_of(cast.boris), cast, query)


@pytest.mark.parametrize("fields", [{"member": "0", "role": "reader"}, {"member": "x"}, {}])
def test_a_member_who_is_none_is_not_found(cast: Cast, client_of: ClientOf, fields: dict[str, str]) -> None:
    assert client_of(cast.boris).post(f"/cases/{cast.case.pk}/members/", fields).status_code == 404


def test_nobody_becomes_an_owner_by_a_case(cast: Cast, client_of: ClientOf) -> None:
    fields = {"member": cast.chiara.pk, "role": "owner"}
    assert client_of(cast.boris).post(f"/cases/{cast.case.pk}/members/", fields).status_code == 404
    assert not may(cast.chiara, Permission.CASE_MANAGE, cast.case)


def test_to_take_out_who_is_not_in_is_said(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.boris)
    assert "is not in the case" in client.get(_post(client, cast, member=cast.hanna.pk)).content.decode()


def test_who_takes_themselves_out_is_led_to_the_cases(cast: Cast, client_of: ClientOf) -> None:
    client = client_of(cast.boris)
    _post(client, cast, member=cast.chiara.pk, role="coordinator")
    assert _post(client_of(cast.chiara), cast, member=cast.chiara.pk, role="") == "/cases/"


def test_the_case_shows_its_members_to_who_manages_it_only(cast: Cast, client_of: ClientOf) -> None:
    where = f"/cases/{cast.case.pk}/"
    assert f"{where}members/" in client_of(cast.boris).get(where).content.decode()
    assert f"{where}members/" not in client_of(cast.chiara).get(where).content.decode()
