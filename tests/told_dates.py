"""How the tables of forms tell what was found: kind and readings of each mention, those inferred left out."""

from __future__ import annotations

from datetime import date

from guwah.instruments.dates.mentions import find

SESSION = date(2022, 12, 30)  # a Friday


def told(text: str, language: str) -> str:
    """Return `date 2016-05|2016-06 ; duration P2Y` for a text; a false start shows as `date -`."""
    return " ; ".join(
        f"{mention.kind} {'|'.join(_values(mention)) or '-'}"
        for mention in find(text, language, session=SESSION)
    )


def _values(mention: object) -> list[str]:
    return [
        one.edtf or one.duration
        for one in mention.readings  # type: ignore[attr-defined]
        if one.basis != "year-inferred"
    ]
