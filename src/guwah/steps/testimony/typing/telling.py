"""What a page tells of the turns typed on it, checked before anything is believed."""

from __future__ import annotations

import json
import math
import re
from dataclasses import dataclass
from typing import Any, Final

from guwah.failures import NotUnderstood

MOST_TURNS: Final = 200
LONGEST_WORDS: Final = 20_000
MOST_PEOPLE: Final = 9
_MOST_SECONDS: Final = 360_000.0
_ID: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class ToldTurn:
    """One turn as a page shows it.

    Attributes:
        uid: its name, 32 hex digits.
        base: the version it was typed upon; 0 for a turn the page began.
        after: the turn it stands behind, empty for the first; counts only for a new turn.
        speaker: 1 to 9, or 0 where nobody has said.
        words: what was heard, line ends as LF.
        time_start: seconds into the recording, or None.
        gone: it was taken out.
        settles: number of the other words that this settles, or 0.
    """

    uid: str
    base: int
    after: str = ""
    speaker: int = 0
    words: str = ""
    time_start: float | None = None
    gone: bool = False
    settles: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What a page tells at once: its own name, the last change it knows, and turns."""

    page: str
    since: int
    turns: tuple[ToldTurn, ...]


def read_told(raw: bytes) -> Told:
    """Read what a page told.

    Args:
        raw: JSON `{page, since, turns: [{uid, base, after, speaker, words, start, gone, settles}]}`;
            of a turn all but `uid`, `base`, `words` may be left out.

    Raises:
        NotUnderstood: `bad-typing`.
    """
    try:
        told: Any = json.loads(raw)
        turns = tuple(read_turn(each) for each in told["turns"])
        read = Told(_name(told["page"]), _whole(told["since"]), turns)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as strange:
        raise not_typing() from strange
    if len(read.turns) > MOST_TURNS:
        raise not_typing()
    return read


def read_turn(told: Any) -> ToldTurn:  # noqa: ANN401 - JSON from a page
    """Read one turn.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: it is none.
    """
    after = told.get("after") or ""
    return ToldTurn(
        _name(told["uid"]),
        _whole(told["base"]),
        _name(after) if after else "",
        speaker(told.get("speaker", 0)),
        words(told["words"]),
        seconds(told.get("start")),
        bool(told.get("gone", False)),
        _whole(told.get("settles", 0)),
    )


def speaker(value: object) -> int:
    """Return who speaks, 0 to 9.

    Raises:
        ValueError: it is no such number.
    """
    number = _whole(value)
    if number > MOST_PEOPLE:
        raise ValueError("nobody has this number")
    return number


def words(value: object) -> str:
    """Return words as they are kept: line ends as LF, no lone halves of pairs.

    Raises:
        TypeError: no text.
        ValueError: more than a turn can hold.
    """
    if not isinstance(value, str):
        raise TypeError("not a text")
    if len(value) > LONGEST_WORDS:
        raise ValueError("too long for one turn")
    return (
        value.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    )


def seconds(value: object) -> float | None:
    """Return a place in a recording, in seconds to the hundredth, or None.

    Raises:
        TypeError: no number.
        ValueError: none of a recording.
    """
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("not a time")
    if not math.isfinite(value) or not 0 <= value <= _MOST_SECONDS:
        raise ValueError("not a time of a recording")
    return round(float(value), 2)


def not_typing() -> NotUnderstood:
    """Return the refusal of anything that is no telling."""
    return NotUnderstood("bad-typing", "This is nothing that a page tells of its typing.")


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 53:
        raise ValueError("not a number from 0")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str) or not _ID.fullmatch(value):
        raise ValueError("not a name")
    return value
