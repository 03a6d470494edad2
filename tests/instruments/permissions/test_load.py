"""The JSON door: every form it takes, and every refusal with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments import permissions
from guwah.instruments.permissions import Custody, Kind, Node, NotUnderstoodError
from guwah.instruments.permissions.instants import BadInstantError, first_moment, last_moment
from guwah.instruments.placed_json import Place, place_of
from guwah.instruments.redaction.spans import WHOLE, Spans


def test_the_whole_contract_is_read(question: dict[str, Any]) -> None:
    question["records"][0] |= {
        "conditions": [{"code": "redact_first", "params": {"category": "health"}, "met": None}],
        "except": [{"source": "talk-1", "start": 3, "end": 5}],
        "recipients": "Radio Kerben",
        "capture": "spoken_recorded",
        "quote": "you may print it",
        "note": None,
    }
    question["third_parties"] = [{"span": [[1, 2], [4, 5]], "decision": "cleared", "source": "talk-2"}]
    found = permissions.load(question)
    record = found.records[0]
    assert record.kind is Kind.GRANT
    assert record.exceptions == (permissions.Material("talk-1", Spans(((3, 5),))),)
    assert record.material == (permissions.Material("talk-1", WHOLE),)
    assert record.recipients == frozenset({"Radio Kerben"})
    assert record.conditions == (permissions.Condition("redact_first", {"category": "health"}, None),)
    assert record.valid_to is not None
    assert record.valid_to.isoformat() == "2025-01-10T23:59:59.999999+00:00"
    assert found.third_parties == (permissions.ThirdParty(Spans(((1, 2), (4, 5))), "cleared", "talk-2"),)
    assert found.situation.custody is Custody.FREE
    assert found.use.material.spans == Spans(((0, 400),))


def test_little_is_needed(question: dict[str, Any]) -> None:
    del question["situation"], question["third_parties"]
    question["records"] = [{"id": "g1", "kind": "grant", "state": "given"}]
    found = permissions.load(question)
    assert found.situation == permissions.Situation(Custody.UNKNOWN, None)
    assert found.records[0].by == ""
    assert found.records[0].material is None


def test_no_spans_said_are_the_whole(question: dict[str, Any]) -> None:
    question["use"]["material"] = {"source": "talk-1", "spans": []}
    assert permissions.load(question).use.material.spans == WHOLE


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/use/action", "sing", "unknown-code"),
        ("/use/audience", "*", "unknown-code"),
        ("/use/action", None, "missing-field"),
        ("/use/action", 7, "wrong-type"),
        ("/use/identity", {"hat": "real_name"}, "unknown-field"),
        ("/use/identity/1", "masked", "unknown-code"),
        ("/use/medium", "dance", "unknown-code"),
        ("/use/language", "english please", "bad-language"),
        ("/use/recipient", "", "wrong-type"),
        ("/use/existing", "yes", "wrong-type"),
        ("/use/material", 3, "wrong-type"),
        ("/use/material/spans/0", [4, 4], "bad-span"),
        ("/use/material/spans/0", [4], "bad-span"),
        ("/use/material/spans/0/1", -1, "bad-span"),
        ("/use/material/spans/0/1", True, "bad-span"),
        ("/use/material/spans/0/1", 2.5, "bad-span"),
        ("/use/material/spans", "all", "wrong-type"),
        ("/use/material/categories", ["secret"], "unknown-code"),
        ("/use/colour", "red", "unknown-field"),
        ("/now", "yesterday", "bad-date"),
        ("/now", "2024-02-30", "bad-date"),
        ("/now", None, "missing-field"),
        ("/situation/custody", "arrested", "unknown-code"),
        ("/situation/reachable", 1, "wrong-type"),
        ("/situation", [], "wrong-type"),
        ("/records", None, "missing-field"),
        ("/records", {}, "wrong-type"),
        ("/records/0", "g1", "wrong-type"),
        ("/records/0/kind", "gift", "unknown-code"),
        ("/records/0/state", None, "missing-field"),
        ("/records/0/actions/0", "sing", "unknown-code"),
        ("/records/0/actions", {"": "publish_text"}, "unknown-field"),
        ("/records/0/media", {"channel": "text"}, "unknown-field"),
        ("/records/0/actions/0", "Publish_Text", "unknown-code"),
        ("/records/0/condition", [], "unknown-field"),
        ("/records/0/conditions", [{"code": "on_tuesday"}], "unknown-code"),
        ("/records/0/conditions", [{"code": "credit", "met": "no"}], "wrong-type"),
        ("/records/0/conditions", [{"code": "credit", "params": []}], "wrong-type"),
        ("/records/0/quality", {"happy": True}, "unknown-field"),
        ("/records/0/quality/free_of_pressure", "maybe", "wrong-type"),
        ("/records/0/valid_to", "10 January", "bad-date"),
        ("/records/0/except", ["gossip"], "unknown-code"),
        ("/records/0/except", [[3, 2]], "bad-span"),
        ("/records/0/languages", [""], "wrong-type"),
        ("/third_parties", [{"span": [1, 2], "decision": "fine"}], "unknown-code"),
        ("/a~b", 1, "unknown-field"),
    ],
)
def test_what_is_not_known_is_refused_with_its_place(
    question: dict[str, Any], pointer: str, value: object, code: str
) -> None:
    question["use"]["identity"] = ["real_name", "place_exact"]
    *path, last = pointer.split("/")[1:]
    target: Any = question
    for step in path:
        target = target[int(step)] if isinstance(target, list) else target[step]
    target[int(last) if isinstance(target, list) else last] = value
    text = json.dumps(question, indent=1)
    with pytest.raises(NotUnderstoodError) as wrong:
        permissions.read_json(text.encode())
    assert wrong.value.code == code
    assert wrong.value.pointer.startswith(pointer.replace("~", "~0"))
    assert wrong.value.place == place_of(text, wrong.value.pointer)
    assert f"(at {wrong.value.pointer})" in wrong.value.message == str(wrong.value)


def test_a_span_left_out_needs_a_source_where_there_are_several(question: dict[str, Any]) -> None:
    question["records"][0] |= {"material": ["talk-1", "talk-2"], "except": [[1, 2]]}
    with pytest.raises(NotUnderstoodError, match="of which source") as wrong:
        permissions.load(question)
    assert (wrong.value.code, wrong.value.pointer) == ("bad-span", "/records/0/except/0")
    assert wrong.value.place is None
    question["records"][0]["material"] = "*"
    with pytest.raises(NotUnderstoodError, match="of which source"):
        permissions.load(question)


def test_two_records_with_one_id_are_refused(question: dict[str, Any]) -> None:
    question["records"] *= 2
    with pytest.raises(NotUnderstoodError) as wrong:
        permissions.load(question)
    assert (wrong.value.code, wrong.value.pointer) == ("duplicate-id", "/records/1/id")


def test_a_missing_field_is_placed_at_what_should_hold_it() -> None:
    with pytest.raises(NotUnderstoodError) as wrong:
        permissions.read_json(b'{\n "now": "2024-05-02",\n "records": [],\n "use": {"action": "keep"}}')
    assert (wrong.value.code, wrong.value.pointer) == ("missing-field", "/use/audience")
    assert wrong.value.place == Place(line=4, column=9, offset=48)


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        (b"", "bad-json", Place(1, 1, 0)),
        (b'{"now": 1,\n oops}', "bad-json", Place(2, 2, 12)),
        (b'{"now": 1} x', "bad-json", Place(1, 12, 11)),
        (b'{"now": NaN}', "bad-json", Place(1, 9, 8)),
        (b'{"now": 1, "now": 2}', "duplicate-name", Place(1, 12, 11)),
        (b'{"a":\n"\xff"}', "bad-encoding", Place(2, 2, 7)),
        (b"[" * 100_000, "too-deep", Place(1, 201, 200)),
        (b"[]", "wrong-type", Place(1, 1, 0)),
        (b'{"now": ' + b"9" * 5000 + b"}", "bad-json", Place(1, 9, 8)),
        (b'{"\\ud800": 1}', "unknown-field", Place(1, 12, 11)),
        (b'{"now": "1", "records": [{"id": "\\ud800"}]}', "bad-encoding", Place(1, 33, 32)),
    ],
)
def test_broken_files_get_a_code_and_a_place(raw: bytes, code: str, place: Place) -> None:
    with pytest.raises(NotUnderstoodError) as wrong:
        permissions.read_json(raw)
    assert (wrong.value.code, wrong.value.place) == (code, place)


def test_a_byte_order_mark_is_no_mistake(question: dict[str, Any]) -> None:
    raw = b"\xef\xbb\xbf" + json.dumps(question).encode()
    assert permissions.read_json(raw) == permissions.load(question)


def test_a_file_beyond_measure_is_refused_before_it_is_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("guwah.instruments.permissions.reading.LIMIT", 3)
    with pytest.raises(NotUnderstoodError) as wrong:
        permissions.read_json(b"[[[[")
    assert wrong.value.code == "too-large"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=12,
)


@given(value=json_values, indent=st.sampled_from([None, 0, 2]), data=st.data())
def test_a_pointer_leads_to_the_value_it_names(value: Any, indent: int | None, data: st.DataObject) -> None:  # noqa: ANN401 - any JSON
    text, pointer, here = json.dumps(value, indent=indent, ensure_ascii=False), "", value
    while isinstance(here, list | dict) and here and data.draw(st.booleans()):
        step = data.draw(st.sampled_from(sorted(here) if isinstance(here, dict) else list(range(len(here)))))
        here, name = here[step], str(step).replace("~", "~0").replace("/", "~1")
        pointer += f"/{name}"
    place = place_of(text, pointer)
    assert json.JSONDecoder().raw_decode(text, place.offset)[0] == here
    lines = text[: place.offset].split("\n")
    assert (place.line, place.column) == (len(lines), len(lines[-1]) + 1)


def test_a_pointer_past_the_end_leads_to_the_nearest_value_around_it() -> None:
    text = ' {"a": [1, {"b": 2}], "a": [3]}'
    assert place_of(text, "/a/0").offset == text.index("3")
    assert place_of(text, "/a/1").offset == text.index("[3")
    assert place_of(text, "/a/x").offset == text.index("[3")
    assert place_of(text, "/a/0/c").offset == text.index("3")
    assert place_of(text, "/c").offset == 1


def test_moments() -> None:
    assert first_moment("2024-05-02").isoformat() == "2024-05-02T00:00:00+00:00"
    assert last_moment("2024-05-02").isoformat() == "2024-05-02T23:59:59.999999+00:00"
    assert last_moment("2024-05-02 09:30").isoformat() == "2024-05-02T09:30:00+00:00"
    assert first_moment("2024-05-02T09:30:00.5+06:00").isoformat() == "2024-05-02T09:30:00.500000+06:00"
    for text in ("20240502", "2024-W18-4", "2024-05", "2024-05-02T25:00", "٢٠٢٤-٠٥-٠٢", "2024-05-02T09"):
        with pytest.raises(BadInstantError) as wrong:
            first_moment(text)
        assert wrong.value.code == "bad-date"


def test_the_consent_step_reads_one_record_alone(question: dict[str, Any]) -> None:
    assert permissions.load_record(Node(question["records"][0])).id == "g1"


def test_the_example_of_the_documentation_is_allowed() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "consent-engine.md"
    example = page.read_text(encoding="utf-8").split("```json\n")[1].split("```")[0]
    asked = permissions.read_json(example.encode())
    answer = permissions.evaluate(asked.use, asked.records, asked.situation, asked.third_parties, asked.now)
    assert answer.decision is permissions.Verdict.ALLOW
