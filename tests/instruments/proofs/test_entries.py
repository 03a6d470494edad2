from __future__ import annotations

import dataclasses
from typing import Any

import pytest
import rfc8785

import sealed_edition as cast
from guwah.instruments.proofs import entries, errors, merkle, tiles

ENTRY = entries.LogEntry(
    "2024-05-06T07:08:09Z", "k1f00d", "sealed", (bytes(32),), (bytes([1]) * 32,), bytes([2]) * 32
)
PLAIN = entries.LogEntry("2024-05-06T07:08:09Z", "k1f00d", "verified", ())


def test_an_entry_without_more_has_five_members() -> None:
    assert PLAIN.data == b'{"act":"verified","actor":"k1f00d","obj":[],"t":"2024-05-06T07:08:09Z","v":1}'


def test_an_entry_is_canonical_json_with_these_members() -> None:
    assert ENTRY.data == (
        b'{"act":"sealed","actor":"k1f00d","ctx":"' + b"02" * 32 + b'","obj":["' + b"00" * 32 + b'"],'
        b'"parents":["' + b"01" * 32 + b'"],"t":"2024-05-06T07:08:09Z","v":1}'
    )
    assert ENTRY.leaf == merkle.leaf_hash(ENTRY.data)


@pytest.mark.parametrize("entry", [ENTRY, dataclasses.replace(ENTRY, beacon="block 1"), cast.entry(3), PLAIN])
def test_entries_read_back(entry: entries.LogEntry) -> None:
    assert entries.LogEntry.parse(entry.data) == entry


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"time": "2024-05-06"}, "bad-time"),
        ({"time": "2024-05-06T07:08:09Z\n"}, "bad-time"),
        ({"actor": "Alice Baker"}, "bad-code"),
        ({"act": "Sealed"}, "bad-code"),
    ],
)
def test_times_and_codes_have_one_form(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(errors.Malformed) as caught:
        dataclasses.replace(ENTRY, **changes)
    assert caught.value.code == code


def test_an_entry_fits_in_a_bundle() -> None:
    with pytest.raises(errors.Malformed) as caught:
        _ = dataclasses.replace(ENTRY, objects=(bytes(32),) * 1000).data
    assert caught.value.code == "entry-too-long"


def test_an_entry_fits_in_a_bundle_to_the_last_byte() -> None:
    spare = tiles.MAX_ENTRY - len(dataclasses.replace(ENTRY, beacon="").data)
    assert len(dataclasses.replace(ENTRY, beacon="x" * spare).data) == tiles.MAX_ENTRY == 65_535
    with pytest.raises(errors.Malformed) as caught:
        _ = dataclasses.replace(ENTRY, beacon="x" * (spare + 1)).data
    assert caught.value.code == "entry-too-long"


@pytest.mark.parametrize("length", [1, 64])
def test_actors_and_acts_have_up_to_64_letters(length: int) -> None:
    entry = dataclasses.replace(ENTRY, actor="0" * length, act="a" * length)
    assert entries.LogEntry.parse(entry.data) == entry
    for changes in ({"actor": "0" * 65}, {"act": "a" * 65}, {"actor": ""}, {"act": "0a"}):
        with pytest.raises(errors.Malformed) as caught:
            dataclasses.replace(ENTRY, **changes)  # type: ignore[arg-type]  # one text field each
        assert caught.value.code == "bad-code"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"v": 2}, "bad-version"),
        ({"v": True}, "bad-version"),
        ({"v": 0}, "bad-version"),
        ({"v": "1"}, "bad-version"),
        ({"more": 1}, "bad-members"),
        ({"actor": 1}, "bad-members"),
        ({"act": None}, "bad-members"),
        ({"parents": {}}, "bad-members"),
        ({"parents": None}, "bad-members"),
        ({"ctx": None}, "bad-hash"),
        ({"t": 1}, "bad-members"),
        ({"beacon": None}, "bad-members"),
        ({"beacon": 1}, "bad-members"),
        ({"obj": "00"}, "bad-members"),
        ({"parents": []}, "bad-members"),
        ({"parents": ["00"]}, "bad-hash"),
        ({"ctx": 1}, "bad-hash"),
    ],
)
def test_what_is_no_entry_is_refused(changes: dict[str, Any], code: str) -> None:
    value: dict[str, Any] = {"v": 1, "t": ENTRY.time, "actor": "k1", "act": "sealed", "obj": []}
    entries.LogEntry.parse(rfc8785.dumps(value))
    with pytest.raises(errors.Malformed) as caught:
        entries.LogEntry.parse(rfc8785.dumps({**value, **changes}))
    assert caught.value.code == code


@pytest.mark.parametrize("name", ["v", "t", "actor", "act", "obj"])
def test_an_entry_says_all_that_it_must(name: str) -> None:
    value: dict[str, Any] = {"v": 1, "t": ENTRY.time, "actor": "k1", "act": "sealed", "obj": []}
    del value[name]
    with pytest.raises(errors.Malformed) as caught:
        entries.LogEntry.parse(rfc8785.dumps(value))
    assert caught.value.code == "bad-members"


def test_a_list_is_no_entry() -> None:
    with pytest.raises(errors.Malformed) as caught:
        entries.LogEntry.parse(b"[]")
    assert caught.value.code == "bad-members"
