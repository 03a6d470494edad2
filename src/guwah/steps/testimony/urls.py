"""Addresses of this step, below /cases/<case>/testimony/."""

from __future__ import annotations

from django.urls import include, path

from guwah.steps.testimony import pages, word_pages
from guwah.steps.testimony.layers import pages as layer_pages
from guwah.steps.testimony.layers import review_pages
from guwah.steps.testimony.taking import pages as taking_pages

urlpatterns = [
    path("", pages.testimony, name="testimony"),
    path("import/", taking_pages.take, name="testimony-import"),
    path("paste/", taking_pages.paste, name="testimony-paste"),
    path("typing/", include("guwah.steps.testimony.typing.urls")),
    path("glossary/", include("guwah.steps.testimony.glossary.urls")),
    path("", include("guwah.steps.testimony.editing.urls")),
    path("cut/", word_pages.cut, name="testimony-cut"),
    path("cuts/<int:cut_id>/lift/", word_pages.lift, name="cut-lift"),
    path("note/", word_pages.note, name="testimony-note"),
    path("words/<int:anchor_id>/", word_pages.stretch, name="stretch"),
    path("<int:layer_id>/", pages.reader, name="reader"),
    path("<int:layer_id>/select/", word_pages.select, name="select"),
    path("<int:layer_id>/select/<slug:name>/", word_pages.choose, name="choose-words"),
    path("participants/<int:participant_id>/role/", pages.participant_role, name="participant-role"),
    path("<int:layer_id>/related/", layer_pages.related, name="related"),
    path("<int:layer_id>/relate/", layer_pages.relate, name="relate"),
    path("<int:layer_id>/rewritten/", layer_pages.rewritten, name="rewritten"),
    path("<int:layer_id>/review/", review_pages.review, name="text-review"),
    path("<int:layer_id>/review/<int:review_id>/back/", review_pages.unchecked, name="text-unchecked"),
    path("<int:layer_id>/aligned/", layer_pages.aligned, name="aligned"),
    path("<int:layer_id>/subtitles/<int:number>/", layer_pages.subtitled, name="text-subtitles"),
    path("<int:layer_id>/recording/", pages.recording, name="testimony-recording"),
]
