"""Addresses of preparing an edition, and what a request says about where it comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse

from guwah.accounts.requests import number_in
from guwah.steps.editions import showing

if TYPE_CHECKING:
    from guwah.accounts.models import Case


def audience_of(given: str) -> str:
    """Return an audience outside of the group; any other is no such page."""
    if given not in showing.audiences():
        raise Http404
    return given


def number_of(given: str) -> int:
    """Return a number of a request, 1 where it is none that could be one."""
    found = number_in(given)
    return 1 if found is None else found


def to_preparing(case: Case, audience: str) -> str:
    """Return the address at which an edition for an audience is prepared."""
    return f"{reverse('edition-prepare', args=[case.pk])}?audience={audience}"
