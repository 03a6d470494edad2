"""Writes a line of texts that stand side by side as HTML: its cells, and whether they belong together.

A page has a hundred of them, each with turns of two or three texts and buttons: as in `guwah.web.turns` the
markup is put together from plain strings, and every string that is not written here is escaped.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from guwah.steps.testimony.tongues import called
from guwah.web import sentence_lines, turns

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from guwah.steps.testimony.layers.beside import Cell, Column, Judged, Line
    from guwah.web.turns import Frame


_TWO = 2


@dataclass(frozen=True, slots=True)
class Page:
    """What the lines of a page share.

    Attributes:
        icons: drawings as HTML, `done`, `open` and `cut`.
        other: writes a part that is neither turn nor paragraph.
        may_align: whether the member may say what belongs together.
    """

    icons: Mapping[str, SafeString]
    other: Callable[[Mapping[str, Any], Frame], str]
    may_align: bool


def line(one: Line, frames: Sequence[Frame], page: Page) -> SafeString:
    """Return a line: what it has of every text, and the groups it is of.

    Args:
        one: the line.
        frames: of every text, in the order of its cells.
        page: what the page shares.
    """
    said = _said(get_language() or "")
    cells = "".join(_cell(cell, frame, page, said) for cell, frame in zip(one.cells, frames, strict=True))
    # With three texts a question says which two of them it is about.
    first = one.cells[0].column if len(one.cells) > _TWO else None
    groups = "".join(_group(each, page, said, first) for each in one.groups)
    answers = sentence_lines.sentences(one.sentences, page.icons, may_align=page.may_align)
    name = f' id="g{one.groups[0].row.pk}"' if one.groups else ""
    sentences = escape(one.sentences_as_json)
    inside = f"{cells}{groups}{answers}"
    return SafeString(f'<li class="beside-line" data-line data-sentences="{sentences}"{name}>\n{inside}</li>')


def _cell(cell: Cell, frame: Frame, page: Page, said: Mapping[str, str]) -> str:
    layer = cell.column.layer
    draft = layer.state is not None and layer.state.unchecked_draft
    kind = "beside-cell layer-machine" if draft else "beside-cell"
    label = escape(", ".join(filter(None, (layer.get_kind_display(), cell.column.language))))
    parts = "\n".join(_part(each, frame, page) for each in cell.parts)
    nothing = f'<li class="soft">{said["nothing"]}</li>'
    return f'<ol class="{kind}" aria-label="{label}">\n{parts or nothing}\n</ol>\n'


def _part(row: Mapping[str, Any], frame: Frame, page: Page) -> str:
    if row["part"] == "turn":
        return turns.turn(row["turn"], frame)
    return turns.paragraph(row["paragraph"], frame) if row["part"] == "paragraph" else page.other(row, frame)


def _group(group: Judged, page: Page, said: Mapping[str, str], first: Column | None = None) -> str:
    """Return whether turns that stand side by side belong together, and what one can do about it."""
    row, button = group.row, ""
    if row.confirmed_at is not None:
        whom = f"<bdi>{escape(str(row.confirmed_by))}</bdi>"
        kind, told = " is-confirmed", f"{page.icons['done']} {said['confirmed']} · {whom}"
        if page.may_align:
            button = _button("withdraw", row.pk, said["withdraw"], "button-small button-quiet")
    else:
        doubts = "".join(f" · <strong>{escape(str(each))}</strong>" for each in group.doubts)
        kind = " is-doubtful" if group.doubts else ""
        told = f"{page.icons['open']} {said['drawn' if row.made_by_id else 'proposed']}{doubts}"
        if page.may_align:
            button = _button("confirm", row.pk, said["confirm"], key="y") + _drawn(group, said)
    named, pair = "", ""
    if first is not None:
        named = f' role="group" aria-labelledby="p{row.pk}"'
        both = f"{_called(first)} ↔ {_called(group.column)}"
        pair = f'<span class="group-pair" id="p{row.pk}">{both}</span>'
    state = f'<span class="group-state">{told}</span>'
    return f'<div class="group{kind}" data-group{named}>{pair}{state}{button}</div>\n'


def _called(column: Column) -> str:
    """Return what a text is, and its language."""
    kind = escape(column.layer.get_kind_display())
    if not column.language:
        return kind
    return f"{kind} (<bdi>{escape(called(column.language, get_language() or 'en'))}</bdi>)"


def _drawn(group: Judged, said: Mapping[str, str]) -> str:
    """Return the ways to draw a group anew."""
    number = group.row.pk
    join, parting = _button("join", number, said["join"], key="+"), ""
    if group.turns > 1 or group.other_turns > 1:
        ours = _number(f"ours-{number}", group.turns, said["ours"])
        theirs = _number(f"theirs-{number}", group.other_turns, said["theirs"])
        part = _button("part", number, said["part"])
        parting = f'<span class="group-part">{ours} {theirs} {part}</span>'
    elif group.turns and group.other_turns:
        given = "".join(
            f'<input type="hidden" form="align" name="{name}-{number}" value="{value}">'
            for name, value in (("ours", 1), ("theirs", 0))
        )
        parting = given + _button("part", number, said["apart"])
    return f'<details class="group-draw"><summary>{said["draw"]}</summary>{join}{parting}</details>'


def _button(name: str, number: int, words: str, css: str = "button-small", key: str = "") -> str:
    keys = f' data-key="{key}"' if key else ""
    return f'<button class="{css}" form="align" name="{name}" value="{number}"{keys}>{words}</button>'


def _number(name: str, most: int, words: str) -> str:
    field = f'<input type="number" form="align" name="{name}" min="0" max="{most}" value="1">'
    return f"<label>{words} {field}</label>"


@lru_cache(maxsize=8)
def _said(language: str) -> Mapping[str, str]:
    """Return the words of the interface."""
    del language  # `gettext` answers in the one that is active; it is named so that each is kept
    said = {
        "nothing": gettext("nothing answers to this"),
        "confirmed": gettext("confirmed"),
        "withdraw": gettext("Take that back"),
        "drawn": gettext("drawn by a person, not confirmed"),
        "proposed": gettext("proposed, not confirmed"),
        "confirm": gettext("Confirm"),
        "draw": gettext("Draw anew"),
        "join": gettext("Take together with the next"),
        "ours": gettext("Part after so many turns here"),
        "theirs": gettext("and so many beside it"),
        "part": gettext("Part"),
        "apart": gettext("These do not belong together"),
    }
    return {name: escape(words) for name, words in said.items()}
