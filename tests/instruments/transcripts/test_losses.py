"""No change of format is silent: what comes back and what was said to be lost is all there was."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guwah.instruments.transcripts import WRITABLE, Mark, Span, Transcript, read, write
from guwah.instruments.transcripts.losses import ALWAYS, SAYS, SHOWN, lost, unshown
from transcribed import documents

BACK = [one for one in WRITABLE if one not in SHOWN]
SMALL = "Talk\nAnn Poe (A): One [the oven].\nBen (sighing): Two.\n[inaudible]\nA: Three.\nBen: Four.\n"


def everything(transcript: Transcript) -> object:
    """Say all that the model holds, field by field, with words instead of places: an oracle of its own."""

    def said(thing: object) -> object:
        if isinstance(thing, Span):
            return bare(transcript.text_of(thing))
        if isinstance(thing, tuple):
            return [said(one) for one in thing]
        if is_dataclass(thing):
            named = {f.name: getattr(thing, f.name) for f in fields(thing)}
            place = {"words": bare(transcript.text_of(thing))} if "start" in named else {}  # type: ignore[arg-type]  # it has a start, so it has an end
            return {k: said(v) for k, v in named.items() if k not in LEFT_OUT} | place
        return sorted(thing.items()) if hasattr(thing, "items") else thing

    return [said(transcript.sessions), said(transcript.blocks), said(transcript.marks), lines(transcript)]


# Places in the text are compared by the words that stand there; lines that stand beside by line, below.
LEFT_OUT = {"start", "end", "label_span", "title_span", "matter", "segments", "events", "name", "title"}


def lines(transcript: Transcript) -> object:
    """Say what may be cut into lines or cues otherwise, and names as they are shown."""
    matter = [transcript.text_of(span) for one in transcript.sessions for span in one.matter]
    before = transcript.text_of(transcript.preamble) if transcript.preamble else ""
    return (
        [sorted(bare(line) for line in "\n".join(matter).splitlines() if line.strip())],
        bare(before),
        [" ".join((one.title or "").split()) for one in transcript.sessions],
        [person.speaker for one in transcript.sessions for person in one.participants],
        [
            (event.kind, event.after_turn, bare(transcript.text_of(event)).strip("[]"))
            for one in transcript.sessions
            for event in one.events
        ],
        [
            [(bare(transcript.text_of(cue)), cue.time) for cue in turn.segments]
            for one in transcript.sessions
            for turn in one.turns
            if len(turn.segments) > 1
        ],
    )


def bare(words: str) -> str:
    return "".join(words.split())


@settings(max_examples=40)
@given(documents(), st.sampled_from(BACK))
def test_no_change_of_format_is_silent(document: Transcript, to: str) -> None:
    written = write(document, to)
    kinds = {loss.kind for loss in written.losses}
    assert not kinds & ALWAYS.get(to, frozenset())
    if "words" in kinds:
        return
    back = read(written.data, format=to)
    told = [[bare(document.text_of(turn)) for turn in one.turns] for one in document.sessions]
    again = [[bare(back.text_of(turn)) for turn in one.turns] for one in back.sessions]
    assert [*chain(*told)] == [*chain(*again)]
    assert (told == again) == ("sessions" not in kinds)
    if not kinds:
        # Captions must have times; that these are none is said.
        unsaid = to == "srt" and any(one.code == "no-times" for one in written.warnings)
        assert everything(_without_times(back) if unsaid else back) == everything(document)


def _without_times(document: Transcript) -> Transcript:
    sessions = tuple(
        replace(one, turns=tuple(replace(turn, time=None, segments=()) for turn in one.turns))
        for one in document.sessions
    )
    return replace(
        document, sessions=sessions, blocks=tuple(replace(one, time=None) for one in document.blocks)
    )


@settings(max_examples=30)
@given(documents())
def test_each_part_of_the_model_that_is_taken_away_is_missed(document: Transcript) -> None:
    for kind, without in dict(_poorer(document)).items():
        assert kind in {loss.kind for loss in lost(document, without)}
        assert kind in {loss.kind for loss in lost(without, document)}
    assert lost(document, document) == ()


def _kind_of(document: Transcript, mark: Mark) -> str:
    if mark.start == mark.end:
        return "notes"
    return "descriptions" if document.sessions and mark.turn is None else "marks"


def _poorer(document: Transcript) -> list[tuple[str, Transcript]]:
    """Take one kind of thing away from a document at a time, where it has any."""
    found = []
    if document.words and {loss.kind for loss in lost(document, replace(document, words=()))}:
        found.append(("word-times", replace(document, words=())))
    if document.preamble:
        found.append(("preamble", replace(document, preamble=None)))
    for kind in ("notes", "marks", "descriptions"):
        kept = tuple(mark for mark in document.marks if _kind_of(document, mark) != kind)
        if len(kept) < len(document.marks):
            found.append((kind, replace(document, marks=kept)))
    if not document.sessions:
        return found
    first = document.sessions[0]
    empty: dict[str, dict[str, Any]] = {
        "titles": {"title": None},
        "languages": {"spoken_languages": ()},
        "matter": {"matter": ()},
        "events": {"events": ()},
        "names": {"participants": ()},
        "roles": {"participants": tuple(replace(one, role=None) for one in first.participants)},
    }
    for field, value in (
        ("labels", {"label": "Z"}), ("speakers", {"speaker": "Z"}), ("times", {"time": None}),
        ("manner", {"manner": None}), ("addressee", {"addressee": None}), ("segments", {"segments": ()}),
    ):  # fmt: skip
        empty[field] = {"turns": tuple(replace(turn, **value) for turn in first.turns)}
    for kind, change in empty.items():
        poor = replace(first, **change)
        if poor != first and (kind != "segments" or any(len(turn.segments) > 1 for turn in first.turns)):
            found.append((kind, replace(document, sessions=(poor, *document.sessions[1:]))))
    return found


def test_every_loss_has_a_sentence_for_one_and_for_many() -> None:
    told = [one.warning for one in lost(read(SMALL.encode()), read(SMALL.replace("(sighing)", "").encode()))]
    assert [(one.code, one.message) for one in told] == [
        ("lost-manner", "1 note on how something was said does not come back."),
        ("lost-marks", "1 sign inside the words is not read back as it was."),
    ]
    for one, many in SAYS.values():
        assert "{n}" in one
        assert "{n}" in many


def test_other_words_are_told_once_and_not_as_other_spaces() -> None:
    before, after = read(SMALL.encode()), read(SMALL.replace("Four", "Five").encode())
    assert [(loss.kind, loss.count) for loss in lost(before, after)] == [("words", 1)]
    assert lost(before, after)[0].warning.code == "reads-differently"


def test_what_was_not_there_before_counts_as_well() -> None:
    more = read(SMALL.replace("(sighing)", "(sighing) [to her]").encode())
    assert "addressee" in {loss.kind for loss in lost(read(SMALL.encode()), more)}


def test_sentences_say_how_many_of_what() -> None:
    written = write(read(SMALL.encode()), "webvtt")
    told = {one.code: one.message for one in written.warnings}
    assert re.match("1 note on how", told["lost-manner"])
    assert {"no-times", "lost-labels"} <= set(told)


@pytest.mark.parametrize("format_", sorted(SHOWN))
def test_what_only_people_read_leaves_out_all_it_does_not_show(format_: str) -> None:
    kinds = {loss.kind for loss in unshown(read(SMALL.encode()), format_)}
    assert not kinds & SHOWN[format_]
    assert ("times" in kinds) is False
    assert ("words" in kinds) == ("words" not in SHOWN[format_])
