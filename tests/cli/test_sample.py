"""The invented case: what a newcomer finds in it, made by the flows that people use."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from guwah.cli.sample.beside import ADDRESS, NOTES, TERMS
from guwah.cli.sample.fill import HERE, LEFT, TEXTS, fill
from guwah.instruments import transcripts
from guwah.instruments.redaction.spans import Spans
from guwah.steps.evidence.flows import add_derived
from guwah.steps.evidence.flows.arrive import Tool
from guwah.steps.testimony.glossary.tables import Term
from guwah.steps.testimony.layers.queries import alignment_between, live
from guwah.steps.testimony.layers.reviewing import CHECKED, state_of
from guwah.steps.testimony.models import Cut, Layer, Note
from guwah.steps.testimony.queries import newest
from guwah.steps.testimony.search.withheld import withheld
from guwah.steps.testimony.taking.offering import items_to_read, texts_of, waiting

if TYPE_CHECKING:
    from cast import Cast

CALL = [file for file, _, _ in TEXTS if file.startswith("call-2.")]


def test_the_second_call_stands_in_five_languages_confirmed_turn_by_turn(committed_cast: Cast) -> None:
    actor = committed_cast.aygul
    case = fill(actor, [committed_cast.emine])
    layers = {
        layer.language: layer
        for layer in Layer.objects.filter(case=case, source__title="Second call, in Uyghur")
    }
    assert set(layers) == {"ug", "en", "zh-Hans", "kk", "ru"}
    ours = newest(layers["ug"])
    for language in ("en", "zh-Hans", "kk", "ru"):
        alignment = alignment_between(ours, newest(layers[language]))
        assert alignment is not None
        groups = list(live(alignment))
        assert len(groups) == 14
        assert all(each.confirmed_at and each.confirmed_by == actor for each in groups)
    assert ours.layer.recording is not None
    assert all(block.time_start is not None for block in ours.blocks.all())

    for cut in Cut.objects.filter(case=case):
        assert withheld(cut.anchor.revision).covers(Spans.of([(cut.anchor.start, cut.anchor.end)]))
    assert {cut.anchor.quote for cut in Cut.objects.filter(case=case)} == set(ADDRESS.values())
    assert {each.anchor.quote for each in Note.objects.all()} == {quote for _, quote, _ in NOTES}

    checked = [layers[tag] for tag in layers if state_of(layers[tag]).code == CHECKED]
    assert {layer.language for layer in checked} == {"ug", "en"}
    assert Term.objects.filter(case=case).count() == len(TERMS)

    offered = items_to_read(case)
    assert [item.filename for item in offered if not texts_of(item)] == [LEFT]
    for found in (".metadata.json", ".waveform.json", ".txt"):
        add_derived(actor, offered[0], BytesIO(found.encode()), f"x{found}", Tool("reader", "1"))
    assert [item.filename for item in items_to_read(case) if not texts_of(item)] == [LEFT, "x.txt"]
    assert [item.filename for item in waiting(case)] == [LEFT]


@pytest.mark.parametrize("file", CALL)
def test_each_text_of_the_second_call_has_the_same_turns_by_the_same_two(file: str) -> None:
    read = transcripts.read((HERE / file).read_bytes())

    (session,) = read.sessions
    speakers = [turn.speaker or turn.label for turn in session.turns]
    assert len(speakers) == 14
    assert len(set(speakers[0::2])) == len(set(speakers[1::2])) == 1
    assert [each.code for each in read.warnings] == []


def test_the_text_that_is_left_to_be_taken_in_is_doubted() -> None:
    read = transcripts.read((HERE / LEFT).read_bytes())

    assert {each.code for each in read.warnings} == {"label-once", "possible-label"}
