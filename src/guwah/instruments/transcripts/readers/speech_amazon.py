"""Amazon Transcribe as it was before 2024: single words and signs, and who spoke in a list beside them."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from guwah.instruments.transcripts.readers.clocks import clock_of

_END = re.compile(r"[.?!。？！؟۔]")
_Item = Mapping[str, Any]


def segments_of(data: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 -- any JSON
    """Return the sentences of a file as segments with `text`, `start`, `end`, `speaker` and `words`.

    Args:
        data: parsed JSON; `results.items` has words with `alternatives`, `results.speaker_labels.segments`
            the times of each voice where it was asked to tell voices apart.

    Returns:
        None of them where this is no such file.
    """
    results = data.get("results") if isinstance(data, dict) else None
    if not isinstance(results, dict):
        return []
    items = results.get("items")
    if not isinstance(items, list) or not items or not all(_content(one) is not None for one in items):
        return []
    spoken = _Voices(results.get("speaker_labels"))
    return [_segment(sentence, voice) for voice, sentence in _sentences(items, spoken)]


class _Voices:
    """Who spoke when, by the list beside the words."""

    def __init__(self, labels: Any) -> None:  # noqa: ANN401 -- any JSON
        listed = labels.get("segments") if isinstance(labels, dict) else None
        known = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
        timed = ((_time(one, "start_time"), one.get("speaker_label")) for one in known)
        found = sorted((start, who) for start, who in timed if start is not None and isinstance(who, str))
        self._starts, self._who = [start for start, _ in found], [who for _, who in found]

    def of(self, item: _Item, before: str | None) -> str | None:
        """Return who says a word; a sign after it is of the same voice as the word before."""
        if isinstance(item.get("speaker_label"), str):
            return str(item["speaker_label"])
        start = _time(item, "start_time")
        if start is None:
            return before
        at = bisect_right(self._starts, start)
        return self._who[at - 1] if at else None


def _sentences(items: Sequence[_Item], voices: _Voices) -> Iterator[tuple[str | None, list[_Item]]]:
    number, before, placed = 0, None, list[tuple[tuple[int, str | None], _Item]]()
    for item in items:
        voice = voices.of(item, before)
        number, before = number + (voice != before), voice
        placed.append(((number, voice), item))
        number += bool(_END.fullmatch(_content(item) or ""))
    for (_, voice), found in groupby(placed, key=lambda each: each[0]):
        yield voice, [item for _, item in found]


def _segment(items: Sequence[_Item], voice: str | None) -> Mapping[str, Any]:
    words = [
        {"word": _content(one), "start": _time(one, "start_time"), "end": _time(one, "end_time")}
        | ({} if (sure := _confidence(one)) is None else {"confidence": sure})
        for one in items
        if not _is_sign(one)
    ]
    text = "".join(("" if _is_sign(one) else " ") + (_content(one) or "") for one in items).strip()
    starts = [one["start"] for one in words if one["start"] is not None]
    ends = [one["end"] for one in words if one["end"] is not None]
    return {
        "speaker": voice,
        "text": text,
        "words": words,
        "start": starts[0] if starts else None,
        "end": ends[-1] if ends else None,
    }


def _is_sign(item: _Item) -> bool:
    return item.get("type") == "punctuation"


def _best(item: _Item) -> Mapping[str, Any]:
    listed = item.get("alternatives")
    first = listed[0] if isinstance(listed, list) and listed else None
    return first if isinstance(first, dict) else {}


def _content(item: Any) -> str | None:  # noqa: ANN401 -- any JSON
    found = _best(item).get("content") if isinstance(item, dict) else None
    return found if isinstance(found, str) else None


def _confidence(item: _Item) -> float | None:
    found = _best(item).get("confidence")
    return clock_of(found) if isinstance(found, str) else None


def _time(item: _Item, key: str) -> float | None:
    found = item.get(key)
    return clock_of(found) if isinstance(found, str) else None
