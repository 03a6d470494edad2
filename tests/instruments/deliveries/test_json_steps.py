from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.deliveries import NotUnderstood
from guwah.instruments.deliveries.json_steps import JsonText

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def _walk(text: str) -> tuple[dict[str, object], list[object]]:
    found: list[object] = []
    others: dict[str, object] = {}
    steps = JsonText(text, "a.json")

    def item(at: int) -> int:
        value, end = steps.value(at)
        assert json.loads(text[at:end]) == value
        found.append(value)
        return end

    def top(at: int) -> int:
        told, end = steps.fields(at, {"rows": lambda start: steps.items(start, item)})
        others.update(told)
        return end

    steps.whole(top)
    return others, found


@given(
    st.dictionaries(st.text(max_size=3), VALUES, max_size=3),
    st.lists(VALUES, max_size=4),
    st.sampled_from([None, 1]),
)
def test_every_value_is_found_at_its_place(
    others: dict[str, object], rows: list[object], indent: int | None
) -> None:
    whole = {**others, "rows": rows}

    assert _walk(json.dumps(whole, indent=indent)) == ({k: v for k, v in whole.items() if k != "rows"}, rows)


@pytest.mark.parametrize(
    ("text", "code", "offset"),
    [
        ("", "bad-json", 0),
        ("[]", "bad-json", 0),
        ("{} x", "bad-json", 3),
        ('{"a" 1}', "bad-json", 1),
        ("{1: 2}", "bad-json", 1),
        ('{"a": 1 "b": 2}', "bad-json", 8),
        ('{"a": 1, "a": 2}', "duplicate-name", 9),
        ('{"b": {"a": 1, "a": 2}}', "duplicate-name", 6),
        ('{"a": Infinity}', "bad-json", 6),
        ('{"a": ' + "1" * 500 + "}", "bad-json", 6),
        ('{"a": ' + "[" * 200_000 + "}", "too-deep", 6),
        ('{"rows": {}}', "bad-json", 9),
    ],
)
def test_what_is_no_json_is_refused_with_its_place(text: str, code: str, offset: int) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _walk(text)

    assert (refusal.value.code, refusal.value.offset, refusal.value.line) == (code, offset, 1)


def test_lines_are_counted_in_any_order() -> None:
    steps = JsonText("a\nb\nc", "a.json")

    assert [steps.line(at) for at in (4, 0, 2)] == [3, 1, 2]
