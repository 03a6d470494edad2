"""The JSON door, field by field: what is read where, and what is missed by its name."""

from __future__ import annotations

from typing import Any

import pytest

from guwah.instruments import permissions
from guwah.instruments.permissions import Custody, Kind, NotUnderstoodError
from guwah.instruments.permissions.instants import first_moment
from guwah.instruments.redaction.spans import WHOLE, Spans


def test_every_field_of_a_record_is_read_into_its_own_place(question: dict[str, Any]) -> None:
    question["records"] = [
        {
            "id": "p7",
            "kind": "prohibition",
            "by": "dana",
            "state": "given_conditional",
            "material": ["talk-1", {"source": "talk-2", "start": 3, "end": 9, "categories": ["plan"]}],
            "except": ["health", {"category": "phone"}, {"source": "talk-2", "spans": [[4, 5], [6, 7]]}],
            "actions": ["publish_text", "analyse"],
            "audiences": "court",
            "recipients": ["Radio Kerben", "The Kerben Gazette"],
            "identity": {"name": "initials", "place": ["place_region", "place_district"]},
            "media": ["text", "photo"],
            "languages": ["kk-Cyrl", "*"],
            "conditions": [{"code": "credit", "met": False}, {"code": "notify", "params": {"who": "her"}}],
            "valid_from": "2024-01-10T08:00:00Z",
            "valid_to": "2024-02-10T08:00:00+06:00",
            "quality": {"free_of_pressure": False, "capacity_ok": True, "audience_explained": "unknown"},
            "capture": "relayed",
        }
    ]
    assert permissions.load(question).records == (
        permissions.Record(
            id="p7",
            kind=Kind.PROHIBITION,
            by="dana",
            state="given_conditional",
            material=(
                permissions.Material("talk-1"),
                permissions.Material("talk-2", Spans(((3, 9),)), frozenset({"plan"})),
            ),
            exceptions=(permissions.Material("talk-2", Spans(((4, 5), (6, 7)))),),
            excepted_categories=frozenset({"health", "phone"}),
            actions=frozenset({"publish_text", "analyse"}),
            audiences=frozenset({"court"}),
            recipients=frozenset({"Radio Kerben", "The Kerben Gazette"}),
            identity=frozenset({"initials", "place_region", "place_district"}),
            media=frozenset({"text", "photo"}),
            languages=frozenset({"kk-Cyrl", "*"}),
            conditions=(
                permissions.Condition("credit", {}, met=False),
                permissions.Condition("notify", {"who": "her"}, None),
            ),
            valid_from=first_moment("2024-01-10T08:00:00Z"),
            valid_to=first_moment("2024-02-10T02:00:00Z"),
            quality={"free_of_pressure": False, "capacity_ok": True},
            capture="relayed",
        ),
    )


def test_every_field_of_a_use_is_read_into_its_own_place(question: dict[str, Any]) -> None:
    question["use"] = {
        "action": "share_named",
        "audience": "press_named",
        "recipient": "Radio Kerben",
        "identity": ["initials", "place_region"],
        "medium": "audio",
        "language": "kk-Cyrl-KZ",
        "material": {"source": "clip-3", "spans": {"start": 1, "end": 2}, "categories": []},
        "derived_from": ["talk-1", {"source": "talk-2", "spans": [5, 9]}],
        "existing": True,
    }
    question["situation"] = {"custody": "watched", "reachable": False}
    found = permissions.load(question)
    assert found.use == permissions.Use(
        action="share_named",
        audience="press_named",
        material=permissions.Material("clip-3", Spans(((1, 2),)), frozenset()),
        recipient="Radio Kerben",
        identity=("initials", "place_region"),
        medium="audio",
        language="kk-Cyrl-KZ",
        derived_from=(
            permissions.Material("talk-1", WHOLE),
            permissions.Material("talk-2", Spans(((5, 9),))),
        ),
        existing=True,
    )
    assert found.situation == permissions.Situation(Custody.WATCHED, reachable=False)
    assert found.now == first_moment("2024-05-02T10:00:00Z")


def test_what_is_not_said_of_a_use_is_left_open(question: dict[str, Any]) -> None:
    question["use"] = {"action": "keep", "audience": "self", "material": "talk-1", "derived_from": "talk-2"}
    assert permissions.load(question).use == permissions.Use(
        "keep",
        "self",
        permissions.Material("talk-1"),
        derived_from=(permissions.Material("talk-2"),),
    )


def test_a_third_party_stands_where_it_is_said_to_stand(question: dict[str, Any]) -> None:
    question["third_parties"] = [
        {},
        {"span": {"source": "talk-2", "start": 1, "end": 2}},
        {"span": {"source": "talk-2", "start": 1, "end": 2}, "source": "talk-3", "decision": "cut"},
        {"span": [[3, 4]], "source": "talk-4", "decision": "refused"},
        {"span": [3, 4], "note": "the neighbour", "person": "17", "id": "t5"},
    ]
    assert permissions.load(question).third_parties == (
        permissions.ThirdParty(WHOLE, "undecided", None),
        permissions.ThirdParty(Spans(((1, 2),)), "undecided", "talk-2"),
        permissions.ThirdParty(Spans(((1, 2),)), "cut", "talk-3"),
        permissions.ThirdParty(Spans(((3, 4),)), "refused", "talk-4"),
        permissions.ThirdParty(Spans(((3, 4),)), "undecided", None),
    )


def test_stretches_left_out_are_of_the_only_source(question: dict[str, Any]) -> None:
    question["records"][0]["except"] = [[1, 2], {"start": 4, "end": 6}]
    assert permissions.load(question).records[0].exceptions == (
        permissions.Material("talk-1", Spans(((1, 2),))),
        permissions.Material("talk-1", Spans(((4, 6),))),
    )


@pytest.mark.parametrize(
    ("spans", "pointer"),
    [
        ([5, 5], ""),
        ([5, 4], ""),
        ([1, 2, 3], ""),
        ([[1, 2], [3]], "/1"),
        ([[1, 2], [4, 4]], "/1"),
        ([1, -1], "/1"),
        ([True, 2], "/0"),
        ({"start": 2, "end": 2}, ""),
        ({"start": 2}, "/end"),
        ({"end": 2}, "/start"),
        ({"start": 1, "end": 2, "stop": 3}, "/stop"),
    ],
)
def test_a_span_that_is_none_is_refused_where_it_stands(
    question: dict[str, Any], spans: object, pointer: str
) -> None:
    question["use"]["material"] = {"source": "talk-1", "spans": spans}
    with pytest.raises(NotUnderstoodError) as wrong:
        permissions.load(question)
    assert wrong.value.pointer == f"/use/material/spans{pointer}"
    assert wrong.value.code in {"bad-span", "missing-field", "unknown-field"}


@pytest.mark.parametrize(
    ("within", "name"),
    [
        ("use", "action"),
        ("use", "audience"),
        ("use", "material"),
        ("records/0", "id"),
        ("records/0", "kind"),
        ("records/0", "state"),
        ("records/0/material", "source"),
        ("records/0/conditions/0", "code"),
        ("", "use"),
        ("", "now"),
        ("", "records"),
    ],
)
def test_what_must_be_said_is_missed_by_its_name(question: dict[str, Any], within: str, name: str) -> None:
    question["records"][0]["conditions"] = [{"code": "credit"}]
    holder: Any = question
    for step in within.split("/") if within else ():
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    del holder[name]
    with pytest.raises(NotUnderstoodError) as wrong:
        permissions.load(question)
    pointer = f"/{within}/{name}" if within else f"/{name}"
    assert (wrong.value.code, wrong.value.pointer) == ("missing-field", pointer)


@pytest.mark.parametrize("tag", ["kk", "KK", "kaz", "kk-Cyrl-KZ", "zh-Hans", "sl-1994", "en-x-abcdefgh"])
def test_a_language_is_a_tag(question: dict[str, Any], tag: str) -> None:
    question["use"]["language"] = tag
    assert permissions.load(question).use.language == tag


@pytest.mark.parametrize("tag", ["k", "kazakh", "kk-", "kk_KZ", "en-abcdefghi", "қаз", "kk\n"])
def test_what_is_no_tag_is_no_language(question: dict[str, Any], tag: str) -> None:
    question["records"][0]["languages"] = ["en", tag]
    with pytest.raises(NotUnderstoodError) as wrong:
        permissions.load(question)
    assert (wrong.value.code, wrong.value.pointer) == ("bad-language", "/records/0/languages/1")
