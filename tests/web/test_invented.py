"""A vault of invented cases says so on every page; a vault with a real one does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.accounts.cases import all_invented, open_case
from guwah.accounts.models import Case

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from cast import Cast
    from guwah.accounts.models import Member

PAGES = ["/", "/cases/", "/log/", "/audit/", "/settings/"]
OF_THE_VAULT = "No case in this vault is real"
OF_THE_CASE = "Nobody in this case exists"


def text(client: Client, page: str) -> str:
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_every_page_of_an_invented_vault_says_so(
    committed_cast: Cast, client_of: Callable[[Member], Client], page: str
) -> None:
    aygul = client_of(committed_cast.aygul)

    assert OF_THE_VAULT in text(aygul, page)
    open_case(committed_cast.aygul, "One that is real")
    assert OF_THE_VAULT not in text(aygul, page)


def test_a_page_of_a_case_speaks_of_the_case(cast: Cast, client_of: Callable[[Member], Client]) -> None:
    client, real = client_of(cast.aygul), open_case(cast.aygul, "One that is real")

    shown = text(client, f"/cases/{cast.case.pk}/")
    assert OF_THE_CASE in shown
    assert OF_THE_VAULT not in shown
    shown = text(client, f"/cases/{real.pk}/")
    assert OF_THE_CASE not in shown
    assert OF_THE_VAULT not in shown


def test_who_has_not_signed_in_is_told_nothing(cast: Cast, client: Client) -> None:
    assert OF_THE_VAULT not in text(client, "/unlock/")


def test_it_is_one_question_and_no_case_is_no_answer(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        assert all_invented()
    Case.objects.update(invented=False)
    assert not all_invented()


def test_a_vault_without_a_case_is_not_invented(db: None) -> None:
    assert not all_invented()
