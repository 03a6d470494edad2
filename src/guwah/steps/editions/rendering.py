"""The files of an edition: pages that need no script and no other host."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template, render_to_string
from django.utils import translation

import guwah_verify
from guwah.instruments.languages.direction import direction
from guwah.instruments.redaction.render import apply
from guwah.instruments.redaction.spans import Spans
from guwah.steps.editions.settling import shown_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.instruments.redaction.render import Piece
    from guwah.steps.editions.scope import Part
    from guwah.steps.editions.settling import Withheld
    from guwah.steps.testimony.models import Block

PAGE, STYLE, CHECKER, HOW = "index.html", "style.css", "guwah_verify.py", "HOW-TO-CHECK.txt"


@dataclass(frozen=True, slots=True)
class Cover:
    """What the first lines of an edition say."""

    case: Case
    number: int
    audience: str
    language: str
    built: str


def files_of(
    cover: Cover, parts: Sequence[Part], withheld: Withheld, names: Mapping[int, str]
) -> dict[str, bytes]:
    """Return every file outside `proof/`, by path.

    Args:
        cover: number, audience, language.
        parts: the layers that go out.
        withheld: what is not shown in them.
        names: shown names of participants, by id; the others are "Speaker 1", "Speaker 2".
    """
    with translation.override(cover.language):
        texts = [_text(part, withheld, names, cover.language) for part in parts]
        context = {"cover": cover, "texts": texts, "direction": direction(cover.language)}
        page = render_to_string("editions/public/index.html", context)
        how = render_to_string("editions/public/how.txt", context)
    return {
        PAGE: page.encode(),
        STYLE: get_template("editions/public/style.css").template.source.encode(),  # type: ignore[attr-defined]  # Django's own template
        CHECKER: Path(guwah_verify.__file__).read_bytes(),
        HOW: how.encode(),
    }


def shown_words(parts: Iterable[Part], withheld: Withheld) -> list[str]:
    """Return the words of each block that an edition shows: what people have cleared."""
    return [words for part in parts for words in shown_in(part, withheld)]


def _text(part: Part, withheld: Withheld, names: Mapping[int, str], language: str) -> dict[str, Any]:
    speakers: dict[tuple[int | None, str], int] = {}
    groups: list[dict[str, Any]] = []
    for block in part.blocks:
        if not groups or groups[-1]["session"] != block.session_id:
            groups.append(
                {"session": block.session_id, "n": block.session.n if block.session else 0, "blocks": []}
            )
        groups[-1]["blocks"].append(
            _block(part, block, withheld, language) | _speaker(block, names, speakers)
        )
    return {
        "number": part.layer.source.number,
        "kind": part.layer.kind,
        "language": part.layer.language,
        "direction": direction(part.layer.language) if part.layer.language else "auto",
        "groups": groups,
    }


def _block(part: Part, block: Block, withheld: Withheld, language: str) -> dict[str, Any]:
    whole = Spans.of([(block.start, block.end)])
    pieces = apply(
        part.revision.text[block.start : block.end],
        _shifted(withheld.cuts[part.key] & whole, block.start),
        _shifted(withheld.masked(part) & whole, block.start),
        language,
    )
    return {"n": block.n, "id": f"t{part.layer.pk}-{block.pk}", "pieces": [_piece(piece) for piece in pieces]}


def _piece(piece: Piece) -> dict[str, str]:
    return {"text": piece.text, "withheld": piece.withheld.value if piece.withheld else ""}


def _shifted(spans: Spans, by: int) -> Spans:
    return Spans.of((start - by, end - by) for start, end in spans)


def _speaker(
    block: Block, names: Mapping[int, str], speakers: dict[tuple[int | None, str], int]
) -> dict[str, Any]:
    if block.session_id is None:
        return {"speaker": "", "speaker_number": 0}
    number = speakers.setdefault(
        (block.session_id, str(block.participant_id or block.label)),
        len([key for key in speakers if key[0] == block.session_id]) + 1,
    )
    shown = names.get(block.participant_id or 0, "")
    return {"speaker": shown, "speaker_number": number}
