"""Addresses of editing, below /cases/<case>/testimony/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.testimony import editing_pages
from guwah.steps.testimony.editing import rereading_pages

urlpatterns = [
    path("words/<int:anchor_id>/seen/", editing_pages.seen, name="words-seen"),
    path("<int:layer_id>/edit/<slug:name>/", editing_pages.edit, name="turn-edit"),
    path("<int:layer_id>/revisions/", editing_pages.revisions, name="text-revisions"),
    path("<int:layer_id>/revisions/back/", editing_pages.bring_back, name="text-bring-back"),
    path("<int:layer_id>/compare/", editing_pages.compare, name="text-compare"),
    path("<int:layer_id>/changed/", editing_pages.changed, name="words-changed"),
    path("<int:layer_id>/reread/", rereading_pages.bring, name="text-reread"),
    path("<int:layer_id>/reread/<int:item_id>/", rereading_pages.weigh, name="text-reread-weigh"),
]
