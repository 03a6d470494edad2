"""Addresses of a glossary, below /cases/<case>/testimony/glossary/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.testimony.glossary import pages

urlpatterns = [
    path("", pages.glossary, name="glossary"),
    path("new/", pages.new, name="term-new"),
    path("file/", pages.file, name="glossary-file"),
    path("<int:term_id>/", pages.term, name="term"),
]
