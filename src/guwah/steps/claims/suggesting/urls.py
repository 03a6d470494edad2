"""Addresses of suggestions, below /cases/<case>/claims/suggestions/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.claims.suggesting import pages, taking_pages

urlpatterns = [
    path("", pages.texts, name="suggested-texts"),
    path("<int:layer_id>/", pages.suggestions, name="suggestions"),
    path("<int:layer_id>/look/", pages.look, name="suggestions-look"),
    path("<int:layer_id>/stop/", pages.stop, name="suggestions-stop"),
    path("<int:layer_id>/answer/", pages.answer, name="suggestions-answer"),
    path("name/<int:suggested_id>/", taking_pages.name, name="suggestion-name"),
    path("term/<int:gloss_id>/", taking_pages.term, name="suggestion-term"),
]
