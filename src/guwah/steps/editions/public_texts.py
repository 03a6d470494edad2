"""One text as an edition prints it: turns, signs where words are withheld, events between."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from guwah.instruments import vocabularies
from guwah.instruments.languages.direction import direction
from guwah.instruments.redaction.render import Withheld as Sign
from guwah.instruments.redaction.render import apply
from guwah.instruments.redaction.spans import Spans
from guwah.steps.testimony.models import Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.instruments.redaction.render import Piece
    from guwah.steps.editions.scope import Part
    from guwah.steps.editions.settling import Withheld
    from guwah.steps.testimony.models import Block


def text_of(part: Part, withheld: Withheld, names: Mapping[int, str], language: str) -> dict[str, Any]:
    """Return what the template of the public page shows of one layer.

    Args:
        part: the layer.
        withheld: what is not shown in it.
        names: shown names of participants, by id; the others are numbered within their session.
        language: BCP 47 tag of the page around the words.
    """
    speakers: dict[tuple[int | None, str], int] = {}
    rows = [
        (block, _turn(part, block, withheld, language) | _speaker(block, names, speakers))
        for block in part.blocks
    ]
    events = _events(part, language)
    groups = []
    for _session, found in groupby(rows, key=lambda row: row[0].session_id):
        blocks = list(found)
        session = blocks[0][0].session
        here = events.get(session.pk, {}) if session else {}
        groups.append({"n": session.n if session else 0, "rows": list(_in_order(blocks, here))})
    return {
        "number": part.layer.source.number,
        "kind": part.layer.kind,
        "language": part.layer.language,
        "direction": direction(part.layer.language) if part.layer.language else "auto",
        "groups": groups,
    }


def without_words(text: dict[str, Any]) -> dict[str, Any]:
    """Return the same without a shown word of testimony: labels, signs and events alone."""
    groups = [{**group, "rows": [_emptied(row) for row in group["rows"]]} for group in text["groups"]]
    return {**text, "groups": groups}


def _emptied(row: dict[str, Any]) -> dict[str, Any]:
    if "pieces" not in row:
        return row
    return {**row, "pieces": [piece for piece in row["pieces"] if piece["withheld"]]}


def _events(part: Part, language: str) -> dict[int, dict[int, list[str]]]:
    """Return what stands between turns, by session and number of the turn before: the kind, never words."""
    found: dict[int, dict[int, list[str]]] = {}
    for event in Event.objects.filter(session__revision=part.revision).order_by("start"):
        said = vocabularies.label("event_kinds", event.kind, language).text
        found.setdefault(event.session_id, {}).setdefault(event.after_turn, []).append(said)
    return found


def _in_order(
    blocks: Sequence[tuple[Block, dict[str, Any]]], events: Mapping[int, Iterable[str]]
) -> Iterable[dict[str, Any]]:
    """Yield turns and events in order; neighbouring turns of which nothing is shown are one row."""
    yield from ({"event": said} for said in events.get(0, ()))
    run: list[dict[str, Any]] = []
    for block, turn in blocks:
        if turn["masked"]:
            run.append(turn)
        else:
            yield from _gathered(run)
            run = []
            yield turn
        after = list(events.get(block.n, ()))
        if after:
            yield from _gathered(run)
            run = []
            yield from ({"event": said} for said in after)
    yield from _gathered(run)


def _gathered(run: Sequence[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    if len(run) > 1:
        yield {"first": run[0]["n"], "last": run[-1]["n"]}
    else:
        yield from run


def _turn(part: Part, block: Block, withheld: Withheld, language: str) -> dict[str, Any]:
    whole = Spans.of([(block.start, block.end)])
    pieces = apply(
        part.revision.text[block.start : block.end],
        _shifted(withheld.cuts[part.key] & whole, block.start),
        _shifted(withheld.masked(part) & whole, block.start),
        language,
    )
    masked = all(piece.withheld is Sign.MASK or not piece.text.strip() for piece in pieces)
    return {
        "n": block.n,
        "id": f"t{part.layer.pk}-{block.pk}",
        "masked": masked,
        "pieces": [_piece(piece) for piece in pieces],
    }


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
