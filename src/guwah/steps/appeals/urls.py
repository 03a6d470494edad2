"""Addresses of this step, below /cases/<case>/appeals/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.appeals import pages

urlpatterns = [
    path("", pages.appeals, name="appeals"),
    path("add/", pages.add, name="petition-add"),
    path("<int:petition_id>/event/", pages.event, name="petition-event"),
    path("<int:petition_id>/event/add/", pages.add_event, name="petition-event-add"),
]
