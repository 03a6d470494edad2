"""Addresses of this step, below /cases/<case>/vigil/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.vigil import pages

urlpatterns = [
    path("", pages.vigil, name="vigil"),
    path("set/", pages.set_watch, name="vigil-set"),
    path("watches/<int:watch_id>/check-in/", pages.check_in, name="vigil-check-in"),
]
