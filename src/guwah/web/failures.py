"""The pages that say what happened, what was kept, and what to do."""

from __future__ import annotations

import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation

from guwah.instruments.languages.direction import direction
from guwah.web.middleware import asked_language
from guwah.web.shell import PAGE_TAGS
from guwah.web.troubles import STATUS, trouble_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from guwah.web.troubles import Trouble


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this member may not do this here."""
    del exception
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing under this address, for this member."""
    del exception
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the program failed, or what stopped it; nothing of the request is repeated."""
    trouble = trouble_of(sys.exception())
    if trouble == "damaged":
        # Whoever is signed in stands in the very database that cannot be read.
        return HttpResponse(_without_the_vault(request, trouble), status=STATUS[trouble])
    if trouble is not None:
        return render(request, "trouble.html", {"trouble": trouble}, status=STATUS[trouble])
    return render(request, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came from an old page: load it again, the words are still in the browser's Back."""
    del reason
    return render(request, "csrf.html", status=HTTPStatus.FORBIDDEN)


def _without_the_vault(request: HttpRequest, trouble: Trouble) -> str:
    language = asked_language(request)
    room = {"language": PAGE_TAGS.get(language, language), "direction": direction(language)}
    with translation.override(language):
        return render_to_string("trouble.html", {"trouble": trouble, "shell": room})
