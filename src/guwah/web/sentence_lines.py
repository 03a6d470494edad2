"""Writes which sentences of a line answer to one another as HTML, and what one can say of them."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from guwah.steps.testimony.layers.tables import AlignedSentences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.steps.testimony.layers.sentence_rows import Sentences, Text

_QUIET = "button-small button-quiet"


def sentences(found: Sequence[Sentences], icons: Mapping[str, SafeString], *, may_align: bool) -> SafeString:
    """Return the sentences of a line, folded away unless some of them changed; nothing where there are none.

    Args:
        found: in the order of the text one reads.
        icons: drawings as HTML, `done`, `open` and `cut`.
        may_align: whether the member may say what belongs together.
    """
    if not found:
        return SafeString()
    said = _said(get_language() or "")
    changed = any(each.state == "changed" for each in found)
    told = f" · <strong>{said['changed']}</strong>" if changed else ""
    rows = "".join(_row(each, icons, said, may_align=may_align) for each in found)
    return SafeString(
        f'<details class="sentences no-print" data-sentences-fold{" open" if changed else ""}>'
        f"<summary>{said['sentences']}{told}</summary><ol>{rows}</ol></details>\n"
    )


def _row(one: Sentences, icons: Mapping[str, SafeString], said: Mapping[str, str], *, may_align: bool) -> str:
    words = [_quote(text, quote) for text, quote in zip(one.texts, one.quotes, strict=True)]
    pair = ' <span aria-hidden="true">↔</span> '.join(words)
    drawing = icons[{"together": "done", "apart": "cut"}.get(one.state, "open")]
    whom = f" · <bdi>{escape(str(one.row.made_by))}</bdi>" if one.row and one.state != "changed" else ""
    acts = _acts(one, said) if may_align and one.alignment else ""
    return (
        f'<li id="{one.name}" class="sentence-link is-{one.state or "proposed"}" data-sentence-row>'
        f'<span class="sentence-pair">{pair}</span>'
        f'<span class="group-state">{drawing} {said[one.state or "probably"]}{whom}</span>{acts}</li>'
    )


def _quote(text: Text, words: str) -> str:
    language = f' lang="{escape(text.language)}"' if text.language else ""
    return f'<q{language} dir="{text.way}">{escape(words)}</q>'


def _acts(one: Sentences, said: Mapping[str, str]) -> str:
    if one.row is not None:
        words = said["looked" if one.state == "changed" else "back"]
        buttons = [_button("unlink", f"{one.row.pk}:{one.place}", words, _QUIET)]
        return f'<span class="sentence-acts">{buttons[0]}</span>'
    buttons = [
        _button("together", one.value, said["confirm"]),
        _button("apart", one.value, said["part"], _QUIET),
    ]
    if one.joined:
        buttons.append(_button("together", one.joined, said["join"], _QUIET))
    return f'<span class="sentence-acts">{" ".join(buttons)}</span>'


def _button(name: str, value: str, words: str, css: str = "button-small") -> str:
    return f'<button class="{css}" form="align" name="{name}" value="{value}">{words}</button>'


@lru_cache(maxsize=8)
def _said(language: str) -> Mapping[str, str]:
    """Return the words of the interface."""
    del language  # `gettext` answers in the one that is active; it is named so that each is kept
    said = {
        "sentences": gettext("Sentence by sentence"),
        "probably": gettext("probably"),
        "together": gettext("confirmed"),
        "apart": str(AlignedSentences.Verdict.APART.label),
        "changed": str(AlignedSentences.Verdict.CHANGED.label),
        "confirm": gettext("These sentences belong together"),
        "part": gettext("They do not"),
        "join": gettext("Together with the next"),
        "back": gettext("Take that back"),
        "looked": gettext("I have looked"),
    }
    return {name: escape(words) for name, words in said.items()}
