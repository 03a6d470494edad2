"""JSON handed in: whatever is wrong has its pointer and its place, and nothing of its values is repeated."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.placed_json import (
    Node,
    NotUnderstoodError,
    Place,
    decode,
    parse,
    place_at,
    place_of,
    pointer_to,
    with_place,
)
from guwah.instruments.placed_json.faults import first_fault
from guwah.instruments.placed_json.reading import _told

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**18) + 1, 10**18 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def _refused(text: str) -> NotUnderstoodError:
    with pytest.raises(NotUnderstoodError) as caught:
        parse(text)
    return caught.value


@given(values, st.sampled_from([None, 1]), st.booleans())
def test_honest_json_is_read_and_has_no_fault(value: object, indent: int | None, ascii_: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_)
    assert parse(text).value == value
    assert first_fault(text) is None


@given(values, st.sampled_from(["NaN", "-Infinity", "1" * 19, "-" + "9" * 40]), st.data())
def test_a_number_that_is_none_is_found_wherever_it_stands(
    value: object, bad: str, data: st.DataObject
) -> None:
    text = json.dumps({"a": [1, value, "x"], "b\n/~": [{"c": "BAD"}, value]}).replace('"BAD"', bad)

    wrong = _refused(text)

    assert (wrong.code, wrong.pointer) == ("bad-json", "/b\n~1~0/0/c")
    assert wrong.place is not None
    assert wrong.place.offset == text.index(f'"c": {bad}') + 5


@pytest.mark.parametrize(
    ("text", "code", "pointer", "offset"),
    [
        ("", "bad-json", "", 0),
        ('{"a":\n ]', "bad-json", "", 7),
        ("[1] 2", "bad-json", "", 4),
        ("NaN", "bad-json", "", 0),
        ('[1, {"a": 1, "b": [2], "\\u0061": 3}]', "duplicate-name", "/1/a", 23),
        ('{"a": {"a": 1}, "b": {"a": 1, "a": 2}}', "duplicate-name", "/b/a", 30),
        ('["\\",NaN,[", Infinity]', "bad-json", "/1", 13),
        ('{"a": 1000000000000000000}', "bad-json", "/a", 6),
        ("[" * 100_000, "too-deep", "", 200),
        ('{"a":' * 100_000, "too-deep", "", 1000),
        ('{"a\\q": 1, "b": NaN}', "bad-json", "", 3),
    ],
)
def test_what_is_no_json_is_told_with_its_place(text: str, code: str, pointer: str, offset: int) -> None:
    wrong = _refused(text)

    assert (wrong.code, wrong.pointer) == (code, pointer)
    assert wrong.place == place_at(text, offset)
    assert str(wrong) == wrong.message


def test_a_broken_escape_before_a_fault_does_not_stop_the_search() -> None:
    found = first_fault('{"\\q": 1, "b": NaN}')
    assert found is not None
    assert (found.offset, found.pointer) == (15, "/b")


def test_signs_outside_any_list_are_passed_over() -> None:
    assert first_fault('"a" , 1 :') is None
    assert first_fault("{1: 2}") is None


def test_what_the_walk_does_not_find_is_still_refused() -> None:
    wrong = _told(None, "[]", "too-deep")
    assert (wrong.code, wrong.place) == ("too-deep", Place(1, 1, 0))


def test_bytes_that_are_no_text_have_their_place() -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        decode(b'\xef\xbb\xbf{"a":\n"\xff"}')
    assert (caught.value.code, caught.value.place) == ("bad-encoding", Place(2, 2, 7))
    assert decode(b"\xef\xbb\xbf[]") == "[]"


def test_a_file_beyond_the_limit_is_not_decoded() -> None:
    assert decode(b"[1]", 3) == "[1]"
    with pytest.raises(NotUnderstoodError) as caught:
        decode(b"[10]", 3)
    assert caught.value.code == "too-large"


def test_an_error_without_a_place_gets_the_place_of_its_pointer_and_one_with_it_keeps_it() -> None:
    text = '{"a":\n [1, 2]}'
    wrong = NotUnderstoodError("wrong-type", "a text is expected", "/a/1")
    placed = with_place(wrong, text)
    assert (placed.code, placed.message, placed.place) == ("wrong-type", wrong.message, Place(2, 6, 11))
    assert str(placed) == str(wrong)
    assert with_place(placed, "").place == placed.place


@given(st.lists(st.text(max_size=3) | st.integers(0, 3), max_size=3))
def test_a_pointer_leads_along_its_path(path: list[str | int]) -> None:
    value: object = 7
    for step in reversed(path):
        value = {step: value} if isinstance(step, str) else [0] * step + [value]
    text = json.dumps(value)
    offset = place_of(text, pointer_to(path)).offset
    assert json.JSONDecoder().raw_decode(text, offset)[0] == 7


def test_an_unknown_code_names_the_nearest_codes_and_not_itself() -> None:
    with pytest.raises(NotUnderstoodError, match="nearest: publish_text") as caught:
        Node("Publish_Txt", "/use").code("consent_actions")
    assert "Txt" not in caught.value.message


def test_a_code_near_to_none_is_answered_with_all() -> None:
    with pytest.raises(NotUnderstoodError, match="allowed: free, watched, held, unknown"):
        Node("zzz" * 100_000).code("custody")


def test_an_unknown_field_names_the_nearest_fields_of_its_contract() -> None:
    with pytest.raises(NotUnderstoodError, match=r"nearest: reason \(at /reasn\)"):
        Node({"reasn": 1}).fields(frozenset({"layer", "reason", "by"}))


def test_typed_steps() -> None:
    node = Node({"t": "x", "n": 3, "b": False, "l": [1], "z": None})
    assert node.need("t").text() == "x"
    assert node.need("n").number() == 3
    assert node.get("b").truth() is False
    assert node.get("z").truth() is None
    assert [each.pointer for each in node.get("l").each()] == ["/l/0"]
    assert [each.value for each in node.get("t").one_or_each()] == ["x"]
    assert list(node.get("z").each()) == []


@pytest.mark.parametrize(
    ("value", "read", "code"),
    [
        ({}, Node.each, "wrong-type"),
        ("", Node.text, "wrong-type"),
        ("\ud800", Node.text, "bad-encoding"),
        ("no", Node.truth, "wrong-type"),
        (True, Node.number, "bad-span"),
        (-1, Node.number, "bad-span"),
    ],
)
def test_a_value_of_another_type_is_refused(value: object, read: Callable[[Node], object], code: str) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        list(found) if isinstance(found := read(Node(value, "/a")), Iterator) else found
    assert (caught.value.code, caught.value.pointer) == (code, "/a")


@pytest.mark.parametrize("pointer", ["/a/7", "/a/x", "/b", "/a/0/deeper"])
def test_a_pointer_that_breaks_off_leads_to_where_it_breaks(pointer: str) -> None:
    assert place_of('{"a": [1]}', pointer).offset in {0, 6, 7}


@pytest.mark.parametrize("name", ["t", "n"])
def test_a_missing_value_is_told_at_its_own_pointer(name: str) -> None:
    with pytest.raises(NotUnderstoodError) as caught:
        Node({}, "/cuts/0").need(name)
    assert (caught.value.code, caught.value.pointer) == ("missing-field", f"/cuts/0/{name}")
