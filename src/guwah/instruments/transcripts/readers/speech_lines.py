"""JSON Lines: one turn to a line. A line that is none is refused by its number, not the whole as unknown."""

import json
from typing import Any

from guwah.instruments.transcripts.errors import NotUnderstood
from guwah.instruments.transcripts.readers.speech_shapes import is_segment


def objects_of(text: str) -> list[Any]:
    """Return the objects of a text that has one on each line (jsonlines.org).

    Args:
        text: What is not JSON as a whole.

    Returns:
        In order; empty where most lines are no turns: then it is no such text.

    Raises:
        NotUnderstood: `not-json` or `not-a-turn` where most lines are turns, with the first that is none.
    """
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    read = [(number, *_read(line)) for number, line in lines]
    turns = sum(isinstance(found, dict) and is_segment(found) for _, found, _ in read)
    if 2 * turns < len(read) or len(read) == 1:
        return [found for _, found, _ in read] if all(column is None for _, _, column in read) else []
    for number, found, column in read:
        if column is not None:
            raise NotUnderstood(
                "not-json",
                "This line is no JSON; is a quote or a bracket missing?",
                line=number,
                column=column,
            )
        if not isinstance(found, dict) or not is_segment(found):
            raise NotUnderstood(
                "not-a-turn",
                "This line is no turn, as the others are: it needs words (text) and a speaker or a time. "
                "Take it out, or put it right.",
                line=number,
                column=1,
            )
    return [found for _, found, _ in read]


def _read(line: str) -> tuple[Any, int | None]:
    """Return what a line holds, or the column from 1 at which it is no JSON."""
    try:
        return json.loads(line), None
    except json.JSONDecodeError as broken:
        return None, broken.colno
    except (ValueError, RecursionError):
        return None, 1
