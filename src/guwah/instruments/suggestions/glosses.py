"""Terms of another language with their sense, as the editor's signs of a transcript hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.suggestions.model import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.instruments.suggestions.material import Material


def find(material: Material) -> Iterator[Found]:
    """Yield the glosses among the marks."""
    for mark in material.marks:
        if mark.kind == "gloss":
            value = {"term": mark.attributes.get("term", ""), "script": mark.attributes.get("script", "")}
            yield Found("gloss", mark.start, mark.end, "gloss-in-brackets", value)
