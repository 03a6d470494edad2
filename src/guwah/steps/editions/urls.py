"""Addresses of this step, below /cases/<case>/editions/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.editions import copy_pages, pages, word_pages

urlpatterns = [
    path("", pages.editions, name="editions"),
    path("prepare/", pages.prepare, name="edition-prepare"),
    path("prepare/<int:layer_id>/", word_pages.words, name="edition-words"),
    path("decide/", word_pages.decide, name="edition-decide"),
    path("prepare/<int:layer_id>/read/", word_pages.read, name="edition-read"),
    path("build/", pages.build, name="edition-build"),
    path("copy/<int:layer_id>/", copy_pages.copy, name="text-copy"),
    path("<int:edition_id>/", pages.edition, name="edition"),
    path("<int:edition_id>/approve/", pages.approve, name="edition-approve"),
    path("<int:edition_id>/download/", pages.download, name="edition-download"),
]
