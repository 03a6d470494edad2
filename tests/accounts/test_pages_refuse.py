"""What a page asks for beyond its own permission is refused like that one, and is no fault of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from guwah.accounts.guard import ask, case_page, group_page
from guwah.accounts.permissions import Permission

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.test import RequestFactory

    from cast import Cast
    from guwah.accounts.models import Case


def test_a_page_that_asks_for_more_refuses_with_the_same_answer(cast: Cast, rf: RequestFactory) -> None:
    @group_page(None)
    def of_the_group(request: HttpRequest) -> HttpResponse:
        ask(cast.farid, Permission.MEMBER_MANAGE)
        return HttpResponse()

    @case_page(Permission.CASE_SEE)
    def of_a_case(request: HttpRequest, case: Case) -> HttpResponse:
        ask(cast.farid, Permission.CLAIM_MAKE, case)
        return HttpResponse()

    request = rf.get("/")
    request.user = cast.farid
    with pytest.raises(PermissionDenied):
        of_the_group(request)
    with pytest.raises(PermissionDenied):
        of_a_case(request, cast.case.pk)
