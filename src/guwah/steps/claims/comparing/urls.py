"""Addresses of the page of sources compared, below /cases/<case>/claims/sources/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.claims.comparing import pages

urlpatterns = [
    path("", pages.compared, name="sources-compared"),
    path("repeats/", pages.repeats, name="source-repeats"),
    path("repeats/<int:repeat_id>/withdraw/", pages.withdraw, name="source-repeats-withdraw"),
]
