"""Terms of the glossary under the words of a text, and in its margin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import get_language

from guwah.instruments.languages import isolate
from guwah.steps.testimony.glossary import queries
from guwah.steps.testimony.margin import Remark
from guwah.steps.testimony.tongues import called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.steps.testimony.margin import View


def terms(view: View) -> Iterator[Remark]:
    """Return every place of a view at which a term or its rendering stands; the first of each is noted."""
    rows = queries.entries(view.member, view.case)
    page = get_language() or "en"
    text, noted = view.revision.text[view.start : view.end] if rows else "", set[int]()
    for start, end, row in queries.places(text, rows):
        words = " · ".join(
            each
            for each in (
                isolate(row.meaning) if row.meaning else "",
                *(isolate(f"{called(tag, page)}: {isolate(said)}") for tag, said in row.renderings.items()),
            )
            if each
        )
        yield Remark(
            start=view.start + start,
            end=view.start + end,
            kind="term",
            hue="sealed",
            title=isolate(row.written),
            words=words,
            url=reverse("term", args=[view.case.pk, row.term_id]),
            quiet=row.term_id in noted,
        )
        noted.add(row.term_id)
