"""Addresses of this step, below /cases/<case>/people/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.people import pages

urlpatterns = [
    path("", pages.people, name="people"),
    path("new/", pages.new, name="entity-new"),
    path("<int:entity_id>/", pages.entity, name="entity"),
    path("<int:entity_id>/names/", pages.name, name="entity-name"),
    path("<int:entity_id>/speaks/", pages.speaks, name="entity-speaks"),
    path("names/<int:name_id>/withdraw/", pages.withdraw, name="name-withdraw"),
    path("speaks/<int:judgement_id>/withdraw/", pages.silent, name="speaks-withdraw"),
]
