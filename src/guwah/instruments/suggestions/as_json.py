"""The JSON of `guwah suggest`: a stable contract."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.instruments.suggestions.model import Suggestion


def to_json(suggestions: Iterable[Suggestion]) -> dict[str, Any]:
    """Return suggestions as plain objects; `start` and `end` count code points from 0."""
    return {
        "suggestions": [
            {
                "kind": one.found.kind,
                "start": one.found.start,
                "end": one.found.end,
                "text": one.text,
                "session": one.session,
                "turn": one.turn,
                "speaker": one.speaker,
                "value": dict(one.found.value),
                "rule": one.found.rule,
            }
            for one in suggestions
        ]
    }
