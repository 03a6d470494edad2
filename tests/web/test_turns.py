"""A turn as HTML: every field at its place, every string escaped, nothing where nothing is known."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from guwah.web import turns
from guwah.web.turns import Frame, paragraph, turn

ONE: dict[str, Any] = {
    "anchor": "s1-t2", "n": "2", "speaker": "Ann <b>", "language": "kk-Arab", "direction": "rtl",
    "text": "wo<r>ds & \r\n x", "start": 12345, "block": "77",
    "ranges": [{"start": 12347, "end": 12350, "kind": "cut"}], "time_start": 3.5, "time_end": 9.25,
    "time_words": "0:03", "beside": "(a<b)", "witness": True,
    "notes": [{"hue": "claim", "title": "T<", "words": "w&", "url": "/u?a&b"}],
}  # fmt: skip
BARE: dict[str, Any] = {
    "anchor": "p3", "n": "3", "speaker": "", "language": "", "direction": "", "text": "", "start": 0,
    "ranges": (), "time_start": None, "time_end": None, "time_words": "", "notes": (),
}  # fmt: skip


def _flat(shown: str) -> str:
    return re.sub(r"(?<!\r)\n\s*", "", shown)


def test_a_turn_has_everything_that_is_known_of_it() -> None:
    shown = _flat(turn(ONE, Frame.of("12", "34", "/edit/", "/choose/?a&")))

    assert shown == (
        '<li class="turn turn-witness" id="s1-t2" data-turn="2" data-time-start="3.5" data-time-end="9.25">'
        '<div class="turn-head"><span class="turn-speaker"><bdi>Ann &lt;b&gt;</bdi></span>'
        '<a class="turn-number" href="#s1-t2"><span class="only-heard">turn </span>2</a>'
        '<a class="turn-time" href="#s1-t2" data-seek="3.5"><span class="only-heard">play from </span>'
        "0:03</a>"
        '<span class="turn-beside mark"><bdi>(a&lt;b)</bdi></span>'
        '<a class="turn-edit no-print" data-edit href="/edit/s1-t2/">Edit'
        '<span class="only-heard"> turn 2</span></a><noscript><a href="/choose/?a&amp;s1-t2/">Choose words'
        '<span class="only-heard"> of turn 2</span></a></noscript>'
        '</div><div class="words" data-words data-start="12345" data-layer="12" data-revision="34" '
        'data-block="77" lang="kk-Arab" dir="rtl">wo<span class="only-heard" data-aside>[Cut] </span>'
        '<span class="is-cut">&lt;r&gt;</span>ds &amp; &#13;x</div>'
        '<div class="turn-margin"><div class="margin-note hue-claim"><div><a href="/u?a&amp;b">'
        "<bdi>T&lt;</bdi></a>"
        "</div><div><bdi>w&amp;</bdi></div></div></div></li>"
    )


def test_what_is_not_known_leaves_no_trace() -> None:
    shown = _flat(paragraph(BARE, Frame.of("12", "34")))

    assert shown == (
        '<li class="turn paragraph" id="p3" data-turn="3"><div class="turn-head">'
        '<a class="turn-number" href="#p3"><span class="only-heard">paragraph </span>3</a></div>'
        '<div class="words" data-words data-start="0" data-layer="12" data-revision="34" data-block="3" '
        'dir="auto"></div><div class="turn-margin"></div></li>'
    )


def test_the_tag_speaks_the_language_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "gettext", lambda words: f"<{translation.get_language()}> {words}")
    # What a page before this one said is remembered, and what is said here is for nobody after it.
    monkeypatch.setattr(turns, "_said", lru_cache(turns._said.__wrapped__))
    drawn = Template("{% load i18n %}{% turn one %}{% language 'ru' %}{% paragraph one %}{% endlanguage %}")
    with translation.override("ug"):
        shown = drawn.render(Context({"one": ONE, "layer": "12", "revision": 34, "edit_url": "/e/"}))

    assert "&lt;ug&gt; turn </span>2" in shown
    assert "&lt;ru&gt; paragraph </span>2" in shown
    assert shown.count('data-layer="12" data-revision="34"') == 2
    assert shown.count('href="/e/s1-t2/"') == 2
    assert "Choose words" not in shown
