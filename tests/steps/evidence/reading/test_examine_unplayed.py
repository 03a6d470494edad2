"""Examining what Guwah does not unpack or play: what it can tell of it, and what it says instead."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest

import attic
import darkroom
from cast import Cast
from guwah.steps.evidence import flows
from guwah.steps.evidence.models import Item
from guwah.steps.evidence.reading import programs, steps


def _added(cast: Cast, data: bytes, name: str) -> Item:
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(data), name).item


def _bytes(cast: Cast, item: Item) -> bytes:
    with flows.open_item(cast.chiara, item) as reader:
        return reader.read(item.size)


def _outcomes(item: Item) -> dict[str, tuple[str, str]]:
    rows = item.outcomes.exclude(step__in=("seal", "identify")).order_by("pk")
    return {row.step: (row.result, row.code) for row in rows}


@pytest.mark.parametrize("packed", [attic.rar, attic.seven_zip], ids=["rar", "7z"])
def test_an_archive_tells_its_names_and_is_not_unpacked(
    cast: Cast, packed: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = packed("voices/1.amr", "бет.txt", *(f"{number}.txt" for number in range(3)))
    monkeypatch.setattr(steps, "MOST_NAMES", 3)
    item = _added(cast, data, "voices")

    flows.examine(cast.chiara, item)

    assert _outcomes(item) == {"metadata": ("done", ""), "unpack": ("not-tried", "archive-not-opened")}
    told = item.derived.get()
    assert json.loads(_bytes(cast, told)) == {"names": ["voices/1.amr", "бет.txt", "0.txt"], "more": True}
    assert (told.tool, told.tool_version) == ("metadata (bsdtar)", programs.bsdtar_version())


def test_a_name_with_a_line_end_in_it_stays_one_name(cast: Cast) -> None:
    item = _added(cast, attic.rar("two\nlines", "b"), "a.rar")

    flows.examine(cast.chiara, item)

    assert json.loads(_bytes(cast, item.derived.get())) == {"names": ["two\\nlines", "b"]}


def test_without_bsdtar_an_archive_stays_unread_until_there_is_one(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = _added(cast, attic.rar("a.txt"), "a.rar")
    monkeypatch.setattr(programs, "has_bsdtar", lambda: False)

    flows.examine(cast.chiara, item)

    assert _outcomes(item) == {
        "metadata": ("not-tried", "no-bsdtar"),
        "unpack": ("not-tried", "archive-not-opened"),
    }
    assert flows.unexamined(cast.chiara, cast.case) == [item]


def test_a_wechat_voice_tells_how_long_it_is_and_is_not_played(cast: Cast) -> None:
    item = _added(cast, attic.silk(3), "voice.slk")

    flows.examine(cast.chiara, item)

    assert _outcomes(item) == {"metadata": ("done", ""), "waveform": ("not-tried", "silk-not-played")}
    assert json.loads(_bytes(cast, item.derived.get()))["seconds"] == "3.0"


def test_a_voice_in_a_container_for_films_has_no_picture_and_says_so(cast: Cast) -> None:
    item = _added(cast, darkroom.recording("mov"), "voice.mov")

    flows.examine(cast.chiara, item)

    assert _outcomes(item) == {
        "metadata": ("done", ""),
        "thumbnail": ("done", "no-picture"),
        "waveform": ("done", ""),
    }
