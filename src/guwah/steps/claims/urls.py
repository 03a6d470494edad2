"""Addresses of this step, below /cases/<case>/claims/."""

from __future__ import annotations

from django.urls import include, path

from guwah.steps.claims import pages, time_pages
from guwah.steps.claims.statuses import pages as status_pages

urlpatterns = [
    path("", pages.claims, name="claims"),
    path("new/", pages.new, name="claim-new"),
    path("chronology/", time_pages.chronology, name="chronology"),
    path("conflicts/", time_pages.conflicts, name="conflicts"),
    path("conflicts/explain/", time_pages.explain, name="conflict-explain"),
    path("reckon/", time_pages.reckon, name="reckon"),
    path("files/", include("guwah.steps.claims.exchange.urls")),
    path("suggestions/", include("guwah.steps.claims.suggesting.urls")),
    path("", include("guwah.steps.claims.picturing.urls")),
    path("sources/", include("guwah.steps.claims.comparing.urls")),
    path("status/", status_pages.status, name="status"),
    path("status/history/", status_pages.histories, name="status-history"),
    path("<int:claim_id>/", pages.claim, name="claim"),
    path("people/<int:entity_id>/party/", pages.party, name="party"),
    path("<int:claim_id>/shown/", pages.shown, name="claim-shown"),
    path("<int:claim_id>/replace/", pages.replace, name="claim-replace"),
    path("<int:claim_id>/check/", pages.check, name="claim-check"),
    path("<int:claim_id>/withdraw/", pages.withdraw, name="claim-withdraw"),
    path("<int:claim_id>/readings/", pages.reading, name="claim-reading"),
    path("<int:claim_id>/people/", pages.attach, name="claim-attach"),
]
