"""The files of an edition: pages that need no script and no other host."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import get_template, render_to_string
from django.utils import translation

from guwah.instruments.languages.direction import direction
from guwah.steps.editions.checkers import checker_files
from guwah.steps.editions.public_texts import text_of, without_words
from guwah.steps.editions.settling import shown_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.editions.scope import Part
    from guwah.steps.editions.settling import Withheld

PAGE, STYLE, HOW = "index.html", "style.css", "HOW-TO-CHECK.txt"


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first lines of an edition say."""

    case: Case
    number: int
    audience: str
    language: str
    built: str


def files_of(
    cover: Cover,
    parts: Sequence[Part],
    withheld: Withheld,
    names: Mapping[int, str],
    *,
    wordless: bool = False,
) -> dict[str, bytes]:
    """Return every file outside `proof/`, by path.

    Args:
        cover: number, audience, language.
        parts: the layers that go out.
        withheld: what is not shown in them.
        names: shown names of participants, by id; the others are "Speaker 1", "Speaker 2".
        wordless: leave out every word of testimony: what remains is what we say ourselves.
    """
    with translation.override(cover.language):
        texts = [text_of(part, withheld, {} if wordless else names, cover.language) for part in parts]
        texts = [without_words(text) for text in texts] if wordless else texts
        context = {"cover": cover, "texts": texts, "direction": direction(cover.language)}
        page = render_to_string("editions/public/index.html", context)
        how = render_to_string("editions/public/how.txt", context)
    return {
        PAGE: page.encode(),
        STYLE: get_template("editions/public/style.css").template.source.encode(),  # type: ignore[attr-defined]  # Django's own template
        **checker_files(),
        HOW: how.encode(),
    }


def shown_words(parts: Iterable[Part], withheld: Withheld) -> list[str]:
    """Return the words of each block that an edition shows: what people have cleared."""
    return [words for part in parts for words in shown_in(part, withheld)]
