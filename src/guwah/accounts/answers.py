"""What every page answers in the same way: how an act went, and that a thing is not here."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.http import Http404

from guwah.failures import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest

_Thing = TypeVar("_Thing")


@contextmanager
def telling(request: HttpRequest, done: str) -> Iterator[None]:
    """Say on the next page that what is done inside was done, or why it was not."""
    try:
        yield
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, done)


def existing(found: _Thing | None) -> _Thing:
    """Return what was found; what is nowhere, or not where one asks for it, is answered with 404."""
    if found is None:
        raise Http404
    return found
