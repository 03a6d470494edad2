from __future__ import annotations

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from guwah.accounts.answers import existing, telling
from guwah.failures import NotUnderstood, Problem, Refused, WrongUse


@pytest.fixture
def request_() -> HttpRequest:
    request = RequestFactory().post("/")
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def heard(request: HttpRequest) -> list[tuple[str, str]]:
    return [(str(each.level_tag), str(each)) for each in get_messages(request)]


def test_what_was_done_is_told(request_: HttpRequest) -> None:
    with telling(request_, "It is kept."):
        pass

    assert heard(request_) == [("success", "It is kept.")]


@pytest.mark.parametrize("kind", [NotUnderstood, Refused, WrongUse])
def test_what_was_refused_is_told_and_not_said_to_be_done(request_: HttpRequest, kind: type[Problem]) -> None:
    with telling(request_, "It is kept."):
        raise kind("busy", "Somebody is at it.")

    assert heard(request_) == [("error", "Somebody is at it.")]


def test_a_fault_of_the_program_is_not_hidden(request_: HttpRequest) -> None:
    with pytest.raises(ZeroDivisionError), telling(request_, "It is kept."):
        _ = 1 // 0

    assert heard(request_) == []


@pytest.mark.parametrize("thing", [0, "", [], {"a": 1}])
def test_what_is_there_is_given_back_even_when_it_is_empty(thing: object) -> None:
    assert existing(thing) is thing


def test_what_is_nowhere_is_404() -> None:
    with pytest.raises(Http404):
        existing(None)
