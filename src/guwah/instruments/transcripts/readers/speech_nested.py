"""Turns whose words stand in slices below them: paragraphs in a segment, slices in a paragraph."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_WHO = ("speaker", "author")
_WORDS = ("content", "text")
_LEAST = 2


def segments_of(data: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 -- any JSON
    """Return the slices of the first list of turns that a file holds, each with who speaks; none elsewhere.

    Every turn of it says who speaks, has no words of its own, and only slices with words and a time below it.

    Args:
        data: A parsed file, no deeper than the parser goes.
    """
    for found in _lists(data):
        turns = [list(_slices(one)) for one in found]
        if len(found) >= _LEAST and all(turns) and all(map(_speaks, found)):
            return [
                {"speaker": _who(one), "text": words, "start": time}
                for one, slices in zip(found, turns, strict=True)
                for words, time in slices
            ]
    return []


def _lists(data: Any) -> Iterator[Sequence[Any]]:  # noqa: ANN401 -- any JSON
    """Yield every list of a file, the outer ones first."""
    waiting = [data]
    for here in waiting:
        if isinstance(here, list):
            yield here
        waiting.extend(_below(here))


def _below(here: Any) -> Sequence[Any]:  # noqa: ANN401 -- any JSON
    if isinstance(here, dict):
        return [each for each in here.values() if isinstance(each, dict | list)]
    return [each for each in here if isinstance(each, dict | list)] if isinstance(here, list) else []


def _who(one: Mapping[str, Any]) -> str:
    return next((one[key].strip() for key in _WHO if isinstance(one.get(key), str)), "")


def _speaks(one: Any) -> bool:  # noqa: ANN401 -- any JSON
    return isinstance(one, dict) and bool(_who(one)) and not any(key in one for key in _WORDS)


def _slices(one: Any) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 -- any JSON
    """Yield the words and the time of what has both, in order; nothing where one slice lacks either."""
    below = _below(one)
    words = (
        next((one[key] for key in _WORDS if isinstance(one.get(key), str)), None)
        if isinstance(one, dict)
        else None
    )
    if words is not None and "time" in one:
        yield words, one["time"]
    for each in below if words is None else ():
        yield from _slices(each)
