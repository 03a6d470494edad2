"""Addresses of claims in and out by file, below /cases/<case>/claims/files/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.claims.exchange import pages

urlpatterns = [
    path("", pages.files, name="claims-files"),
    path("hand-in/", pages.hand_in, name="claims-hand-in"),
    path("look/", pages.look, name="claims-look"),
    path("take/", pages.take, name="claims-take"),
    path("aside/", pages.aside, name="claims-aside"),
    path("out/", pages.out, name="claims-out"),
    path("back/<int:intake_id>/", pages.back, name="claims-back"),
]
