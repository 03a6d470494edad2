"""Addresses of this step, below /cases/<case>/consent/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.consent import pages

urlpatterns = [
    path("", pages.consent, name="consent"),
    path("new/", pages.new, name="consent-new"),
    path("situation/", pages.situation, name="consent-situation"),
    path("meant/", pages.meant, name="consent-meant"),
    path("meant/<int:passage_id>/unmark/", pages.unmark, name="consent-unmark"),
    path("waive/", pages.waive, name="consent-waive"),
    path("decide/", pages.decide, name="consent-decide"),
]
