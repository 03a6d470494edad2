"""Every format is taken in, stands in the vault with its times and notes, and is read on the page."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from lxml import html

from guwah.steps.testimony.flows import export, import_transcript
from guwah.steps.testimony.models import Layer

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows import Imported
    from kitchen import Seal

    ClientOf = Callable[[Member], Client]

SPOKEN = [
    {"start": 1.0, "end": 2.5, "text": "Салем.", "speaker": "Alma"},
    {"start": 3.0, "end": 4.0, "text": "Yes.", "speaker": "Boris"},
]
FILES = {
    "csv": "Speaker;Start;End;Text;Translation\nAlma;1;2,5;Салем.;Hello.\nBoris;3;4;Yes.;\n",
    "whisper-json": json.dumps({"segments": SPOKEN}, ensure_ascii=False),
    "textgrid": '"ooTextFile"\n"TextGrid"\n0 9 <exists> 3\n"IntervalTier" "Alma" 0 9 1\n1 2.5 "Салем."\n'
    '"IntervalTier" "Boris" 0 9 1\n3 4 "Yes."\n"IntervalTier" "en" 0 9 1\n1 2.5 "Hello."\n',
    "chat": "@UTF8\n@Begin\n@Participants:\tALM Alma Witness, BOR Boris Investigator\n"
    "*ALM:\tСалем. \x151000_2500\x15\n%eng:\tHello.\n*BOR:\tYes. \x153000_4000\x15\n@End\n",
    "trs": '<Trans><Speakers><Speaker id="a" name="Alma"/><Speaker id="b" name="Boris"/></Speakers><Episode>'
    '<Section><Turn speaker="a" startTime="1" endTime="2.5">Салем.<Comment desc="Hello."/></Turn>'
    '<Turn speaker="b" startTime="3" endTime="4">Yes.</Turn></Section></Episode></Trans>',
    "ohms6": "<ROOT><record><version>6.0</version><index><point><time>2</time><title>Hello.</title></point>"
    "</index><vtt_transcript><![CDATA[WEBVTT\n\n00:01.000 --> 00:02.500\n<v Alma>Салем.\n\n"
    "00:03.000 --> 00:04.000\n<v Boris>Yes.\n]]></vtt_transcript></record></ROOT>",
}


def _page(client: Client, kept: Imported) -> Any:  # noqa: ANN401 - lxml's own types know neither lists nor classes
    answer = client.get(f"/cases/{kept.layer.case_id}/testimony/{kept.layer.pk}/")
    return html.document_fromstring(answer.content.decode())


@pytest.mark.parametrize("format_", FILES)
def test_a_file_of_any_format_is_read_with_its_speakers_times_and_notes(
    format_: str, cast: Cast, seal: Seal, client_of: ClientOf
) -> None:
    raw = FILES[format_].encode()

    kept = import_transcript(cast.chiara, cast.case, seal(raw, "talk.txt"))

    assert kept.revision.format == format_
    assert (kept.layer.kind == Layer.Kind.MACHINE) == (format_ == "whisper-json")
    blocks = kept.revision.blocks.select_related("participant")
    assert [
        (b.participant and (b.participant.name or b.participant.label), b.time_start, b.time_end)
        for b in blocks
    ] == [("Alma", 1, 2.5), ("Boris", 3, 4)]
    assert export(kept.revision) == raw
    page = _page(client_of(cast.farid), kept)
    turns = page.xpath("//li[@data-turn]")
    assert [turn.find_class("words")[0].text_content() for turn in turns] == ["Салем.", "Yes."]
    noted = [[each.text_content() for each in turn.find_class("margin-note")] for turn in turns]
    assert [len(each) for each in noted] == [0 if format_ == "whisper-json" else 1, 0]
    assert all("Hello." in each for each in noted[0])


def test_a_cue_nobody_is_named_for_plays_from_its_time(cast: Cast, seal: Seal, client_of: ClientOf) -> None:
    raw = b"1\n00:01:00,000 --> 00:01:02,500\nHello.\n\n2\n00:01:03,000 --> 00:01:04,000\nYes.\n"
    kept = import_transcript(cast.chiara, cast.case, seal(raw, "talk.srt"))

    page = _page(client_of(cast.farid), kept)

    assert [each.get("data-time-start") for each in page.find_class("paragraph")] == ["60.0", "63.0"]
    assert [each.get("data-seek") for each in page.find_class("turn-time")] == ["60.0", "63.0"]
