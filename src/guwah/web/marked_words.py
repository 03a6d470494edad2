"""Writes a block's words as HTML with every range shown and not one character changed.

A page of the reader has hundreds of blocks, so the markup is put together from plain strings; every
string that is not written here goes through `html.escape`.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from guwah.instruments.vocabularies import label
from guwah.web.runs import KINDS, Range, Run, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# What only those who hear the page are told; the same is shown by shape (tests/web/test_tags.py).
SPOKEN_KINDS = ("cut", "condition")


def marked(text: str, start: int, ranges: Iterable[Any]) -> SafeString:
    """Return the words of a block as HTML.

    Args:
        text: the words as they stand in the layer, marks included.
        start: code point of the layer at which they begin.
        ranges: objects or mappings with the fields of `guwah.web.runs.Range`.

    Raises:
        ValueError: a range is of a kind that is not shown.
    """
    asked = get_language() or "en"
    return SafeString("".join(_drawn(run, asked) for run in split(text, start, map(as_range, ranges))))


def as_range(given: Any) -> Range:  # noqa: ANN401 - rows, dataclasses and mappings alike
    """Return a range from whatever has its fields; `code`, `number` and `url` may be missing."""
    if isinstance(given, Range):
        each = given
    else:
        fields: Mapping[str, Any] = given if isinstance(given, dict) else _fields_of(given)
        number = fields.get("number", "")
        each = Range(
            start=fields["start"],
            end=fields["end"],
            kind=fields["kind"],
            code=fields.get("code", ""),
            number="" if number is None else str(number),
            url=fields.get("url", ""),
        )
    if each.kind not in KINDS:
        raise ValueError(f"not a kind of range: {each.kind}")
    return each


def _fields_of(given: object) -> dict[str, Any]:
    return {name: getattr(given, name, "") for name in Range.__slots__}


def _drawn(run: Run, language: str) -> str:
    kept = keep_line_ends(run.text)
    if not run.ranges:
        return kept
    said = "".join(_said(each, language) for each in run.opening)
    classes = " ".join(dict.fromkeys(_class(each) for each in run.ranges))
    numbers = "".join(_number(each) for each in run.closing if each.number)
    return f'{said}<span class="{escape(classes)}">{kept}</span>{numbers}'


def _class(each: Range) -> str:
    return f"mark mark-{each.code}" if each.kind == "mark" else f"is-{each.kind}"


def _said(each: Range, language: str) -> str:
    if each.kind == "mark":
        name = label("mark_kinds", each.code, language).text
    elif each.kind in SPOKEN_KINDS:
        name = gettext("Cut") if each.kind == "cut" else gettext("A condition names this")
    else:
        return ""
    return f'<span class="only-heard" data-aside>[{escape(name)}] </span>'


def _number(each: Range) -> str:
    url = escape(each.url or f"#claim-{each.number}")
    said = f'<span class="only-heard">{escape(gettext("Claim"))} </span>'
    return f'<a class="claim-number" data-aside href="{url}">{said}{escape(each.number)}</a>'


def keep_line_ends(text: str) -> str:
    """Return text escaped, its carriage returns as references.

    A browser reads CR LF in the source as one character; a reference it leaves alone, and offsets stay right.
    """
    return escape(text).replace("\r", "&#13;")
