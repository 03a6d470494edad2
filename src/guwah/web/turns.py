"""Writes a turn or paragraph of the reader as HTML.

A page has hundreds of them, and a template takes ten times as long for each: the markup is put together from
plain strings, as in `guwah.web.marked_words`. Every string that is not written here is escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from guwah.web.marked_words import marked

if TYPE_CHECKING:
    from collections.abc import Mapping

# Stands for a number in a sentence that is translated once for a whole page.
_HERE = "\0"


@dataclass(frozen=True, slots=True)
class Frame:
    """What all turns and paragraphs of a page share, each string ready to be written.

    Attributes:
        layer: number of the text shown.
        revision: number (key) of its revision.
        edit_url: page of editing a part, its name is added; empty where nobody may.
        choose_url: page of choosing words without script, the same way.
        said: the words of the interface.
    """

    layer: str
    revision: str
    edit_url: str
    choose_url: str
    said: Mapping[str, str]

    @classmethod
    def of(cls, layer: object, revision: object, edit_url: str = "", choose_url: str = "") -> Frame:
        """Return the frame in the language that is active."""
        said = _said(get_language() or "")
        return cls(escape(str(layer)), escape(str(revision)), escape(edit_url), escape(choose_url), said)


@lru_cache(maxsize=8)
def _said(language: str) -> Mapping[str, str]:
    """Return the words of the interface: worked out once, since a part of a template is a page of its own."""
    del language  # `gettext` answers in the one that is active; it is named so that each is kept
    said = {
        "turn": gettext("turn"),
        "paragraph": gettext("paragraph"),
        "play": gettext("play from"),
        "edit": gettext("Edit"),
        "choose": gettext("Choose words"),
        "turn_edited": gettext("turn %(number)s") % {"number": _HERE},
        "turn_chosen": gettext("of turn %(number)s") % {"number": _HERE},
        "paragraph_edited": gettext("paragraph %(number)s") % {"number": _HERE},
        "paragraph_chosen": gettext("of paragraph %(number)s") % {"number": _HERE},
    }
    return {name: escape(words) for name, words in said.items()}


def turn(one: Mapping[str, Any], frame: Frame) -> SafeString:
    """Return a turn as HTML.

    Args:
        one: anchor (id in the page), n, speaker, language, direction, text, start (code point in the layer),
            block, ranges (see `marked`), time_start and time_end (seconds, may be missing), time_words, heard
            (when its single words are, `word_times.packed`; may be missing), notes
            (hue, title, words, url), beside (signs that stand beside the label, may be missing), witness (of
            the one whose words are kept), unnamed (nobody is named, may be missing).
        frame: what the page shares.
    """
    named = "turn-speaker turn-unnamed" if one.get("unnamed") else "turn-speaker"
    speaker = f'\n    <span class="{named}"><bdi>{escape(str(one["speaker"]))}</bdi></span>'
    beside = one.get("beside")
    signs = f'\n    <span class="turn-beside mark"><bdi>{escape(str(beside))}</bdi></span>' if beside else ""
    kind = "turn turn-witness" if one.get("witness") else "turn"
    return SafeString(_part(one, frame, "turn", kind, speaker, signs))


def paragraph(one: Mapping[str, Any], frame: Frame) -> SafeString:
    """Return a block of an article or letter, or a cue nobody is named for, as HTML; fields as of a turn."""
    return SafeString(_part(one, frame, "paragraph", "turn paragraph", "", ""))


def _part(one: Mapping[str, Any], frame: Frame, name: str, kind: str, before: str, behind: str) -> str:
    anchor, number = escape(str(one["anchor"])), escape(str(one["n"]))
    language = f' lang="{escape(one["language"])}"' if one.get("language") else ""
    block, way = escape(str(one.get("block") or number)), escape(one.get("direction") or "auto")
    words = marked(one["text"], one["start"], one.get("ranges", ()))
    heard = f' data-heard="{escape(one["heard"])}"' if one.get("heard") else ""
    return (
        f'<li class="{kind}" id="{anchor}" data-turn="{number}"{_times(one)}>\n'
        f'  <div class="turn-head">{before}\n'
        f'    <a class="turn-number" href="#{anchor}"><span class="only-heard">{frame.said[name]} </span>'
        f"{number}</a>{_heard(one, anchor, frame)}{behind}{_ways(frame, name, anchor, number)}\n  </div>\n"
        f'  <div class="words" data-words data-start="{one["start"]}" data-layer="{frame.layer}" '
        f'data-revision="{frame.revision}" data-block="{block}"{heard}{language} dir="{way}">{words}</div>\n'
        f'  <div class="turn-margin">{"".join(map(_note, one.get("notes", ())))}</div>\n</li>'
    )


def _times(one: Mapping[str, Any]) -> str:
    if not one.get("time_words"):
        return ""
    ends = f' data-time-end="{one["time_end"]}"' if one.get("time_end") else ""
    return f' data-time-start="{one["time_start"]}"{ends}'


def _heard(one: Mapping[str, Any], anchor: str, frame: Frame) -> str:
    """Return the way to where the words are heard."""
    if not one.get("time_words"):
        return ""
    return (
        f'\n    <a class="turn-time" href="#{anchor}" data-seek="{one["time_start"]}">'
        f'<span class="only-heard">{frame.said["play"]} </span>{escape(one["time_words"])}</a>'
    )


def _ways(frame: Frame, name: str, anchor: str, number: str) -> str:
    """Return the ways to edit this part, and to choose words of it without script."""
    edit = choose = ""
    if frame.edit_url:
        told = frame.said[f"{name}_edited"].replace(_HERE, number)
        edit = (
            f'\n    <a class="turn-edit no-print" data-edit href="{frame.edit_url}{anchor}/">'
            f'{frame.said["edit"]}<span class="only-heard"> {told}</span></a>'
        )
    if frame.choose_url:
        told = frame.said[f"{name}_chosen"].replace(_HERE, number)
        choose = (
            f'\n    <noscript><a href="{frame.choose_url}{anchor}/">{frame.said["choose"]}'
            f'<span class="only-heard"> {told}</span></a></noscript>'
        )
    return edit + choose


def _note(note: Any) -> str:  # noqa: ANN401 - remarks of every step, and the mappings of the design page
    def read(name: str) -> Any:  # noqa: ANN401 - words, or a safe string
        return note.get(name) if isinstance(note, dict) else getattr(note, name, "")

    title = f"<bdi>{conditional_escape(read('title'))}</bdi>"
    if read("url"):
        title = f'<a href="{conditional_escape(read("url"))}">{title}</a>'
    words = f"<div><bdi>{conditional_escape(read('words'))}</bdi></div>" if read("words") else ""
    return f'<div class="margin-note hue-{conditional_escape(read("hue"))}"><div>{title}</div>{words}</div>'
