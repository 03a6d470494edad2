"""Addresses of this step, below /cases/<case>/testimony/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.testimony import pages, word_pages

urlpatterns = [
    path("", pages.testimony, name="testimony"),
    path("import/", pages.take, name="testimony-import"),
    path("cut/", word_pages.cut, name="testimony-cut"),
    path("cuts/<int:cut_id>/lift/", word_pages.lift, name="cut-lift"),
    path("note/", word_pages.note, name="testimony-note"),
    path("words/<int:anchor_id>/", word_pages.stretch, name="stretch"),
    path("<int:layer_id>/", pages.reader, name="reader"),
    path("<int:layer_id>/select/", word_pages.select, name="select"),
    path("<int:layer_id>/select/<slug:name>/", word_pages.choose, name="choose-words"),
    path("participants/<int:participant_id>/role/", pages.participant_role, name="participant-role"),
    path("<int:layer_id>/recording/", pages.recording, name="testimony-recording"),
]
