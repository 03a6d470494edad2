"""Addresses of typing and recording, below /cases/<case>/testimony/typing/."""

from __future__ import annotations

from django.urls import path

from guwah.steps.testimony.typing import pages, record_pages, waves

urlpatterns = [
    path("", pages.begin, name="typing-begin"),
    path("<int:transcription_id>/", pages.show, name="transcription"),
    path("<int:transcription_id>/tell/", pages.tell, name="transcription-tell"),
    path("<int:transcription_id>/turn/", pages.turn, name="transcription-turn"),
    path("<int:transcription_id>/other/<int:other_id>/", pages.settle, name="transcription-settle"),
    path("<int:transcription_id>/take-up/", pages.take_up, name="transcription-take-up"),
    path("<int:transcription_id>/people/", pages.people, name="transcription-people"),
    path("<int:transcription_id>/end/", pages.end, name="transcription-end"),
    path("record/", record_pages.record, name="record"),
    path("record/begin/", record_pages.begin, name="recording-begin"),
    path("record/<int:recording_id>/piece/", record_pages.piece, name="recording-piece"),
    path("record/<int:recording_id>/finish/", record_pages.finish, name="recording-finish"),
    path("wave/<int:item_id>/", waves.wave, name="testimony-wave"),
]
