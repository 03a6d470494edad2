"""What every page reads from a request in the same way: who asks, and numbers that strangers write."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from django.http import HttpRequest

    from guwah.accounts.models import Member

# Digits: beyond them it is no number of anything here, nor would it fit the database.
LONGEST_NUMBER = 12


def member_of(request: HttpRequest) -> Member:
    """Return who is signed in; the guard of the page has seen to it."""
    return cast("Member", request.user)


def number_in(given: str | None) -> int | None:
    """Return a whole number from 0 that an address or a form holds, or None for anything else."""
    if given is None or not given.isdecimal() or len(given) > LONGEST_NUMBER:
        return None
    return int(given)
