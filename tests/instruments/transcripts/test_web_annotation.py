"""Signs and notes as web annotations: each finds its words again by place and by quote."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings

from guwah.instruments.transcripts import Transcript, read, write
from transcribed import documents


def _items(transcript: Transcript) -> list[dict[str, Any]]:
    page = json.loads(write(transcript, "web-annotation").data)
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert page["type"] == "AnnotationPage"
    items: list[dict[str, Any]] = page["items"]
    return items


def _target(item: dict[str, Any]) -> dict[str, Any]:
    first: dict[str, Any] = item["target"][0] if isinstance(item["target"], list) else item["target"]
    return first


@settings(max_examples=30)
@given(documents())
def test_every_mark_is_found_again_by_its_place_and_its_words(document: Transcript) -> None:
    blocks = {f"s{one.n}-t{turn.n}": turn.start for one in document.sessions for turn in one.turns}
    items = _items(document)
    assert len(items) == len(document.marks)
    assert len({item["id"] for item in items}) == len(items)
    for item, mark in zip(items, document.marks, strict=True):
        selector = _target(item)["selector"]
        first = 0
        if selector["type"] == "FragmentSelector":
            first, selector = blocks[selector["value"]], selector["refinedBy"]
        assert (first + selector["start"], first + selector["end"]) == (mark.start, mark.end)
        quote = selector["refinedBy"]
        assert quote["exact"] == document.text_of(mark)
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert document.text.startswith(around, mark.start - len(quote["prefix"]))
        assert item["body"][0]["value"] == mark.kind


def test_what_a_mark_says_and_when_it_was_heard_go_with_it() -> None:
    text = "[00:01 - 00:02.5] Ann: “nan” (нан) [sigh].\n[00:03] Ben: So.\n[00:04] Ann: x [sic].\n"
    items = _items(read(f"{text}[00:05] Ben: y\n".encode()))
    values = [[body["value"] for body in item["body"]] for item in items]
    assert ["vocal"] in values
    assert any(one[0] == "gloss" and "term=nan" in one for one in values)
    times = [item["target"][1]["selector"]["value"] for item in items]
    assert times[:2] == ["t=1,2.5", "t=1,2.5"]
    assert times[2].startswith("t=4")
    assert {item["motivation"] for item in items} == {"classifying"}


def test_a_note_comments_and_all_else_is_told_to_be_left_out() -> None:
    found = read(
        b"1\n00:00:01,000 --> 00:00:02,000\nAnn: One.\n\n2\n00:00:03,000 --> 00:00:04,000\nBen: Two.\n"
    )
    written = write(found, "web-annotation")
    assert {"reads-differently"} <= {one.code for one in written.warnings}
    note = read(b"Speaker,Text,Note\nAnn,One.,she laughs\nBen,Two.,\n", "t.csv")
    (item,) = _items(note)
    assert item["motivation"] == "commenting"
    assert [body["value"] for body in item["body"]][:2] == ["note", "she laughs"]
    assert "lost-notes" not in {one.code for one in write(note, "web-annotation").warnings}
