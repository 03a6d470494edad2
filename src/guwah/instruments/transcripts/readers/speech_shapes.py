"""The shapes in which recognisers write segments: Whisper, its kin, services that tell voices apart."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from guwah.instruments.transcripts.model import Time
from guwah.instruments.transcripts.readers import speech_amazon, speech_nested
from guwah.instruments.transcripts.readers.clocks import clock_of
from guwah.instruments.transcripts.word_times import Said

_WORDS = ("text", "body", "transcript", "utterance", "sentence", "content", "punctuated_word", "word")
_SPEAKER = ("speaker_name", "speakerName", "speaker", "speaker_label", "speaker_id", "speakerId")
_SAID = frozenset({"text", "punct", None})  # elements of Rev that are words; any other is a sign
_ELEMENT_START = ("ts", "timestamp", "start")
_ELEMENT_END = ("end_ts", "end_timestamp", "end")
_START = ("start", "startTime", "start_time", "begin", "from")
_END = ("end", "endTime", "end_time", "stop", "to")
_PARTS = ("words", "tokens", "elements")
_ONE_WORD = ("punctuated_word", "word", "text", "value")
_SIGN = re.compile(r"\s*\[_[A-Z]+_?(?:\d+)?\]\s*")  # what whisper.cpp puts among the words for itself
_PROBABILITY = ("probability", "score", "confidence", "p")
_EACH = "*"
# Where the list of segments stands, from the outermost object inwards; the first that is there is taken.
_LISTS: tuple[tuple[str | int, ...], ...] = (
    ("results", "utterances"),  # Deepgram
    ("results", "channels", 0, "alternatives", 0, "paragraphs", "paragraphs"),  # Deepgram, as it was asked
    ("results", "channels", 0, "alternatives", 0, "words"),
    ("results", "audio_segments"),  # Amazon Transcribe
    ("utterances",),  # AssemblyAI
    ("segments",),  # Whisper, faster-whisper, WhisperX, the podcast namespace
    ("transcription",),  # whisper.cpp
    ("chunks",),  # Transformers
    ("monologues",),  # Rev
    ("turns",),  # talks kept for study, without times
    ("dialogue",),
    ("conversation",),
    ("output", "segments"),  # Whisper as services wrap it
    ("result", "segments"),
    ("data", "segments"),
    ("transcription", "segments"),
    ("transcript", "sections", _EACH, "turns"),  # arguments before a court, as Oyez keeps them
)
# The keys of Whisper's shortest answer; the text alone could be anything.
_SHORTEST = frozenset({"text", "language", "task", "duration", "segments", "language_probability", "usage"})
_LONGEST_DAY = 86_400
_MILLISECONDS = 1000


@dataclass(frozen=True, slots=True)
class Piece:
    """One segment: who, what, when (seconds), its words one by one, how sure each of them is (0 to 1).

    `beside` is what is noted of it: attributes of notes, `words` among them.
    """

    speaker: str | None
    words: str
    time: Time | None
    said: tuple[Said, ...] = ()
    probabilities: tuple[float, ...] = ()
    beside: tuple[Mapping[str, str], ...] = ()


def pieces_of(data: Any) -> Iterator[Piece]:  # noqa: ANN401 -- any JSON
    """Yield the segments of a parsed file; none where it is no transcript of a kind known here."""
    segments = _segments(data) or speech_amazon.segments_of(data) or speech_nested.segments_of(data)
    if not segments and _is_text_alone(data):
        yield Piece(None, data["text"], None)
    scale = 1 / _MILLISECONDS if _in_milliseconds(data, segments) else 1.0
    names = _names(data)
    # A list of words beside that of the segments is of all of them together.
    beside = _said(data, scale) if isinstance(data, dict) and _segments_beside(data) else ()
    for one in segments:
        said = beside or _said(one, scale)
        sure = tuple(_probabilities(one))
        yield Piece(
            _speaker(one, names), _words(one) or "", _time(one, scale), said, sure, tuple(_beside(one))
        )


def _beside(one: Mapping[str, Any]) -> Iterator[Mapping[str, str]]:
    for kind in ("translation", "note"):
        said = one.get(kind)
        if isinstance(said, str) and said.strip():
            yield {"words": said.strip()} | ({"what": kind} if kind != "note" else {})


def _segments_beside(data: Mapping[str, Any]) -> bool:
    return isinstance(data.get("segments"), list) and isinstance(data.get("words"), list)


def _is_text_alone(data: Any) -> bool:  # noqa: ANN401 -- any JSON
    """Tell whether a file is Whisper's answer without segments."""
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        return False
    return len(data) > 1 and data.keys() <= _SHORTEST and not data.get("segments")


def _segments(data: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 -- any JSON
    if isinstance(data, list):
        return _objects(data)
    for path in _LISTS:
        found: Any = data
        for key in path:
            found = _below(found, key)
        if isinstance(found, list) and found:
            return _objects(found)
    # Under a name of its own: the longest list of a file that has nothing but segments.
    known = (
        [_objects(each) for each in data.values() if isinstance(each, list)] if isinstance(data, dict) else []
    )
    return max(known, key=len, default=[])


def _below(found: Any, key: str | int) -> Any:  # noqa: ANN401 -- any JSON
    if key == _EACH:
        return found if isinstance(found, list) else None
    if isinstance(found, list) and isinstance(key, str):
        inner = [each[key] for each in found if isinstance(each, dict) and isinstance(each.get(key), list)]
        return [one for each in inner for one in each]
    if isinstance(key, int):
        return found[key] if isinstance(found, list) and len(found) > key else None
    return found.get(key) if isinstance(found, dict) else None


def _objects(found: list[Any]) -> list[Mapping[str, Any]]:
    """Return the objects of a list that has nothing but segments; one stranger and it is another list."""
    known: list[Mapping[str, Any]] = [one for one in found if isinstance(one, dict) and is_segment(one)]
    return known if len(known) == len(found) else []


def is_segment(one: Mapping[str, Any]) -> bool:
    """Tell whether an object has words, and a time or a speaker."""
    return _words(one) is not None and _is_placed(one)


def _is_placed(one: Mapping[str, Any]) -> bool:
    """Tell whether an object has a time or a speaker, as a message or a record of another kind has not."""
    timed = (*_START, "timestamp", "time", "timestamps", "offsets", "elements")
    return any(key in one for key in (*timed, *_SPEAKER))


def _words(one: Mapping[str, Any]) -> str | None:
    for key in _WORDS:
        if isinstance(one.get(key), str):
            return str(one[key])
    for key in ("sentences", "text_blocks"):
        inner = one.get(key)
        if isinstance(inner, list):
            return " ".join(str(each.get("text", "")) for each in inner if isinstance(each, dict))
    elements = one.get("elements")
    if isinstance(elements, list):
        return "".join(_element(each) for each in elements if isinstance(each, dict))
    return None


def _element(one: Mapping[str, Any]) -> str:
    value = str(one.get("value", ""))
    return value if one.get("type") in _SAID or not value.strip() else f" [{value.strip('<>[]() ')}] "


def _names(data: Any) -> Mapping[str, str]:  # noqa: ANN401 -- any JSON
    """Return whom the numbers of speakers stand for, where a list of the file says so."""
    listed = data.get("speakers") if isinstance(data, dict) else None
    known = [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []
    return {str(one["id"]): one["name"] for one in known if "id" in one and isinstance(one.get("name"), str)}


def _speaker(one: Mapping[str, Any], names: Mapping[str, str]) -> str | None:
    for key in _SPEAKER:
        value = one.get(key)
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, int | str) and names.get(str(value), "").strip():
            return " ".join(names[str(value)].split())
        if type(value) is int or (isinstance(value, str) and value.strip().isdecimal()):
            return f"Speaker {value}"
        if isinstance(value, str) and value.strip():
            return " ".join(value.split())
    return None


def _time(one: Mapping[str, Any], scale: float) -> Time | None:
    offsets = one.get("offsets")
    if isinstance(offsets, dict):
        return _pair(offsets.get("from"), offsets.get("to"), 1 / _MILLISECONDS)
    for key in ("timestamps", "timestamp", "time"):
        both = one.get(key)
        if isinstance(both, dict):
            return _pair(both.get("from"), both.get("to"), 1.0)
        if isinstance(both, Sequence) and not isinstance(both, str) and len(both) == len(("start", "end")):
            return _pair(both[0], both[1], 1.0)
    elements = one.get("elements")
    if isinstance(elements, list):
        timed = [
            each for each in elements if isinstance(each, dict) and _first(each, _ELEMENT_START) is not None
        ]
        return (
            _pair(_first(timed[0], _ELEMENT_START), _first(timed[-1], _ELEMENT_END), 1.0) if timed else None
        )
    return _pair(_first(one, _START), _first(one, _END), scale)


def _first(one: Mapping[str, Any], keys: Sequence[str]) -> Any:  # noqa: ANN401 -- any JSON
    for key in keys:
        value = one.get(key)
        if value is not None:
            return value
    return None


def _pair(start: Any, end: Any, scale: float) -> Time | None:  # noqa: ANN401 -- any JSON
    begins, ends = _seconds(start, scale), _seconds(end, scale)
    return None if begins is None else (begins, ends)


def _seconds(value: Any, scale: float) -> float | None:  # noqa: ANN401 -- any JSON
    if isinstance(value, str):
        return clock_of(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # What is no number at all is not smaller than any; and no recording is longer than this.
    return round(value * scale, 3) if 0 <= value < _LONGEST_DAY * _LONGEST_DAY else None


def _in_milliseconds(data: Any, segments: Sequence[Mapping[str, Any]]) -> bool:  # noqa: ANN401 -- any JSON
    """Tell whether times are thousandths: whole numbers no recording of this length reaches otherwise."""
    ends: list[int] = [end for one in segments if type(end := _first(one, _END)) is int]
    if not ends or len(ends) < len(segments):
        return False
    length = data.get("audio_duration") if isinstance(data, dict) else None
    if isinstance(length, int | float) and length > 0:
        return max(ends) > 2 * length
    return max(ends) > _LONGEST_DAY


def _said(one: Mapping[str, Any], scale: float) -> tuple[Said, ...]:
    """Return the words of a segment one by one; none where the program does not time them."""
    listed = next((found for key in _PARTS if (found := _known(one.get(key)))), [])
    named = ((_one_word(each), each) for each in listed)
    said = tuple(
        _one_said(word, each, scale) for word, each in named if "[_" not in word or not _SIGN.fullmatch(word)
    )
    return said if any(each.start is not None for each in said) else ()


def _one_said(word: str, one: Mapping[str, Any], scale: float) -> Said:
    begins, ends = one.get("start"), one.get("end")
    if type(begins) is float and type(ends) is float and 0 <= begins <= ends < _LONGEST_DAY:
        # As nearly every program writes it: a long talk has a hundred thousand of them.
        return Said(word, round(begins * scale, 3), round(ends * scale, 3))
    time = _time(one, scale) or _pair(_first(one, _ELEMENT_START), _first(one, _ELEMENT_END), 1.0)
    return Said(word, *(time or (None, None)))


def _one_word(one: Mapping[str, Any]) -> str:
    for key in _ONE_WORD:
        word = one.get(key)
        if isinstance(word, str):
            return word
    return ""


def _known(found: Any) -> list[Mapping[str, Any]]:  # noqa: ANN401 -- any JSON
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _probabilities(one: Mapping[str, Any]) -> Iterator[float]:
    for key in _PARTS:
        for each in one[key] if isinstance(one.get(key), list) else ():
            value = _first(each, _PROBABILITY) if isinstance(each, dict) else None
            if isinstance(value, float):
                yield value
