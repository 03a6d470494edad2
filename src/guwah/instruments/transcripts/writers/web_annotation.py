"""Writes the signs of a transcript as annotations of its text (W3C Web Annotation Data Model, 2017)."""

import hashlib
import json
from collections.abc import Iterator

from guwah.instruments.transcripts.machine import HEAD, begins
from guwah.instruments.transcripts.model import Mark, Time, Transcript, Turn
from guwah.instruments.transcripts.writers.written import Written

CONTEXT = 32
"""Code points of words before and after a quote."""

_ANCHORS = "http://www.w3.org/ns/anno.jsonld"
_MEDIA = "http://www.w3.org/TR/media-frags/"


def write(transcript: Transcript) -> Written:
    """Write every mark and note as an annotation; the words themselves stay where they are.

    The text is named by its SHA-256 (UTF-8). A place in a turn is its name (`s1-t12`), refined by offsets in
    its words and by the words themselves with 32 code points around them; elsewhere offsets count in the
    whole text. Offsets are code points (§4.2.4, §4.2.5). A turn with a time is a stretch of the recording too
    (Media Fragments 1.0, §4.2.1).
    """
    source = f"urn:sha256:{hashlib.sha256(transcript.text.encode('utf-8', 'surrogatepass')).hexdigest()}"
    items = list(_items(transcript, source))
    page = {
        "@context": _ANCHORS,
        "id": f"{source}:annotations",
        "type": "AnnotationPage",
        "startIndex": 0,
        "items": items,
    }
    if begins(transcript.text):
        page["label"] = HEAD
    return Written((json.dumps(page, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass"))


def _items(transcript: Transcript, source: str) -> Iterator[dict[str, object]]:
    turns = {(one.n, turn.n): turn for one in transcript.sessions for turn in one.turns}
    for n, mark in enumerate(transcript.marks, start=1):
        turn = turns.get((mark.session or 0, mark.turn or 0))
        targets: list[dict[str, object]] = [{"source": source, "selector": _selector(transcript, mark, turn)}]
        if turn and turn.time:
            # Which recording it is the text does not say.
            targets.append({"source": f"{source}:recording", "selector": _fragment(turn.time)})
        beside = mark.start == mark.end
        yield {
            "id": f"{source}:{n}",
            "type": "Annotation",
            "motivation": "commenting" if beside else "classifying",
            "body": list(_bodies(mark)),
            "target": targets if len(targets) > 1 else targets[0],
        }


def _bodies(mark: Mark) -> Iterator[dict[str, str]]:
    yield {"type": "TextualBody", "purpose": "classifying", "value": mark.kind}
    if "words" in mark.attributes:
        yield {"type": "TextualBody", "purpose": "commenting", "value": mark.attributes["words"]}
    for name, value in sorted(mark.attributes.items()):
        if name != "words":
            yield {"type": "TextualBody", "purpose": "tagging", "value": f"{name}={value}"}


def _selector(transcript: Transcript, mark: Mark, turn: Turn | None) -> dict[str, object]:
    text = transcript.text
    first, last = (turn.start, turn.end) if turn and turn.start <= mark.start else (0, len(text))
    position = {"type": "TextPositionSelector", "start": mark.start - first, "end": mark.end - first}
    quote = {
        "type": "TextQuoteSelector",
        "exact": text[mark.start : mark.end],
        "prefix": text[max(first, mark.start - CONTEXT) : mark.start],
        "suffix": text[mark.end : min(last, mark.end + CONTEXT)],
    }
    refined: dict[str, object] = {**position, "refinedBy": quote}
    if first == 0 and last == len(text):
        return refined
    return {"type": "FragmentSelector", "value": f"s{mark.session}-t{mark.turn}", "refinedBy": refined}


def _fragment(time: Time) -> dict[str, object]:
    end = "" if time[1] is None else f",{time[1]:g}"
    return {"type": "FragmentSelector", "conformsTo": _MEDIA, "value": f"t={time[0]:g}{end}"}
