import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guwah.instruments.chronology.places import BadJson, Place, place_of, read_json

plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


def paths(value: object) -> list[tuple[tuple[str | int, ...], object]]:
    found: list[tuple[tuple[str | int, ...], object]] = [((), value)]
    items: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    for key, inner in items:
        found.extend(((key, *path), one) for path, one in paths(inner))
    return found


@given(plain, st.sampled_from([None, 1]))
def test_every_path_leads_to_its_value(value: object, indent: int | None) -> None:
    text = " \n" + json.dumps(value, indent=indent)
    assert read_json(text) == value
    for path, inner in paths(value):
        place = place_of(text, path)
        found, _ = json.JSONDecoder().raw_decode(text, place.offset)
        assert found == inner
        lines = text[: place.offset].split("\n")
        assert (place.line, place.column) == (len(lines), len(lines[-1]) + 1)


@pytest.mark.parametrize("path", [("b",), ("a", 3), ("a", "x"), (0,), ("a", 0, 0)])
def test_a_path_that_breaks_off_leads_to_where_it_breaks(path: tuple[str | int, ...]) -> None:
    assert place_of('{"a": [1]}', path).offset in (0, 6, 7)


@pytest.mark.parametrize(
    ("text", "code", "place"),
    [
        ("", "not-json", Place(1, 1, 0)),
        ('{"a":\n ]', "not-json", Place(2, 2, 7)),
        ("[NaN]", "not-json", None),
        ('{"a":1,"a":2}', "member-twice", None),
        ("[" * 100_000, "too-deep", None),
    ],
)
def test_what_is_no_json(text: str, code: str, place: Place | None) -> None:
    with pytest.raises(BadJson) as caught:
        read_json(text)
    assert (caught.value.code, caught.value.place) == (code, place)
    assert caught.value.message.startswith(("This is not JSON", "An object", "The JSON"))
