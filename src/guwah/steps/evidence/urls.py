"""Addresses of this step, below /cases/<case>/evidence/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.evidence import copy_pages, delivery_pages, pages, reading_pages

urlpatterns = [
    path("", pages.evidence, name="evidence"),
    path("add/", pages.add, name="evidence-add"),
    path("upload/", pages.upload, name="evidence-upload"),
    path("name/", pages.name, name="evidence-name"),
    path("deliveries/", delivery_pages.deliveries, name="evidence-deliveries"),
    path("deliveries/take/", delivery_pages.take, name="evidence-delivery-take"),
    path("deliveries/<int:delivery_id>/", delivery_pages.delivery, name="evidence-delivery"),
    path("items/<int:item_id>/look/", delivery_pages.look, name="evidence-delivery-look"),
    path("items/<int:item_id>/accept/", delivery_pages.accept, name="evidence-delivery-accept"),
    path("verify/", pages.verify, name="evidence-verify"),
    path("verify/round/", pages.verifying, name="evidence-round"),
    path("held/", pages.held, name="evidence-held"),
    path("elsewhere/", pages.elsewhere, name="evidence-elsewhere"),
    path("missing/", pages.missing, name="evidence-missing"),
    path("assurances/", copy_pages.assurances, name="evidence-assurances"),
    path("sources/<int:number>/", copy_pages.source, name="evidence-source"),
    path("sources/<int:number>/holding/", copy_pages.holding, name="evidence-holding"),
    path("sources/<int:number>/handover/", copy_pages.handover, name="evidence-handover"),
    path("copies/<int:holding_id>/", copy_pages.copy, name="evidence-copy"),
    path("copies/<int:holding_id>/request/", copy_pages.ask_for, name="evidence-request"),
    path("copies/<int:holding_id>/state/", copy_pages.became, name="evidence-state"),
    path("copies/<int:holding_id>/digest/", copy_pages.digest, name="evidence-digest"),
    path("copies/<int:holding_id>/compare/", copy_pages.compare, name="evidence-compare"),
    path("items/<int:item_id>/", pages.item, name="evidence-item"),
    path("items/<int:item_id>/file/", pages.file, name="evidence-file"),
    path("items/<int:item_id>/examine/", reading_pages.examine, name="evidence-item-examine"),
    path("items/<int:item_id>/clean/", reading_pages.clean, name="evidence-item-clean"),
    path("items/<int:item_id>/verify/", pages.verify_item, name="evidence-item-verify"),
]
