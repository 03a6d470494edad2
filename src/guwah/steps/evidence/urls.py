"""Addresses of this step, below /cases/<case>/evidence/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.evidence import pages

urlpatterns = [
    path("", pages.evidence, name="evidence"),
    path("add/", pages.add, name="evidence-add"),
    path("upload/", pages.upload, name="evidence-upload"),
    path("name/", pages.name, name="evidence-name"),
    path("verify/", pages.verify, name="evidence-verify"),
    path("sources/<int:number>/", pages.source, name="evidence-source"),
    path("sources/<int:number>/holding/", pages.holding, name="evidence-holding"),
    path("items/<int:item_id>/", pages.item, name="evidence-item"),
    path("items/<int:item_id>/file/", pages.file, name="evidence-file"),
    path("items/<int:item_id>/verify/", pages.verify_item, name="evidence-item-verify"),
]
