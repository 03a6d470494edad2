"""The pages that say what happened, what was kept, and what to do."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.shortcuts import render

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this member may not do this here."""
    del exception
    return render(request, "403.html", status=HTTPStatus.FORBIDDEN)


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing under this address, for this member."""
    del exception
    return render(request, "404.html", status=HTTPStatus.NOT_FOUND)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the program failed; nothing of the request is repeated."""
    return render(request, "500.html", status=HTTPStatus.INTERNAL_SERVER_ERROR)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came from an old page: load it again, the words are still in the browser's Back."""
    del reason
    return render(request, "csrf.html", status=HTTPStatus.FORBIDDEN)
