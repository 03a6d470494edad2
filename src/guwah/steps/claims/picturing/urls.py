"""Addresses of pictures beside time, below /cases/<case>/claims/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.claims.picturing import pages

urlpatterns = [
    path("deeds/", pages.deeds, name="deeds"),
    path("sums/", pages.sums, name="sums"),
    path("<int:claim_id>/amount/", pages.amount, name="claim-amount"),
]
