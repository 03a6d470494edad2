"""Examining: what is in the vault afterwards, whatever the file was."""

from __future__ import annotations

import hashlib
import importlib
import io
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import attic
import darkroom
from cast import Cast
from guwah.accounts.guard import NotPermitted
from guwah.failures import Refused
from guwah.steps.evidence import flows
from guwah.steps.evidence.models import Item, Outcome
from guwah.steps.evidence.reading import jail, programs
from guwah.vault.custody import Act
from guwah.vault.models import LogEntry

# The package names a flow of the same name.
examining = importlib.import_module("guwah.steps.evidence.flows.examine")
PDF = ["metadata", "text", "thumbnail", "page-images"]
FILES = {
    "photo.jpg": (darkroom.jpeg(), ["metadata", "thumbnail"], 2),
    "scan.png": (darkroom.png(), ["metadata", "thumbnail"], 2),
    "photo.heic": (darkroom.heic(), ["metadata", "thumbnail"], 2),
    "ledger.pdf": (darkroom.pdf("Bread", "Bread", ""), PDF, 6),
    "words.docx": (darkroom.docx("Bread"), ["metadata", "text"], 2),
    "old.doc": (attic.doc("Нан таза болды."), ["metadata", "text"], 2),
    "old.xls": (attic.xls("Нан", "bread"), ["metadata", "text"], 2),
    "old.ppt": (attic.ppt("Нан"), ["metadata", "text"], 2),
    "words.rtf": (attic.rtf(), ["metadata", "text"], 2),
    "voices.zip": (darkroom.office({"1.opus": "x"}), ["metadata"], 1),
    "letter.eml": (darkroom.letter(), ["metadata", "text"], 2),
    "page.html": (darkroom.page(), ["metadata", "text"], 2),
    **{
        name: (data, ["metadata", "waveform"], 2)
        for name, data in {
            "voice.amr": attic.amr(),
            "voice.awb": attic.amr(wide=True),
            "voice.caf": darkroom.recording("caf"),
            "voice.3gp": darkroom.recording("3gp"),
            "voice.m4a": darkroom.recording("ipod"),
        }.items()
    },
    "voice.ogg": (darkroom.recording("ogg"), ["metadata", "waveform"], 2),
    "film.mp4": (darkroom.recording("mp4", video="libx264"), ["metadata", "thumbnail", "waveform"], 3),
}


def _added(cast: Cast, data: bytes, name: str) -> Item:
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(data), name).item


def _bytes(cast: Cast, item: Item) -> bytes:
    with flows.open_item(cast.chiara, item) as reader:
        return reader.read(item.size)


def _outcomes(item: Item) -> dict[str, tuple[str, str]]:
    rows = item.outcomes.exclude(step__in=("seal", "identify")).order_by("pk")
    return {row.step: (row.result, row.code) for row in rows}


@pytest.mark.parametrize("name", FILES)
def test_every_kind_of_file_is_read_and_each_result_is_an_item(cast: Cast, name: str) -> None:
    data, wanted, made = FILES[name]
    item = _added(cast, data, name)

    examined = flows.examine(cast.chiara, item)

    assert [(each.step, str(each.result), each.code) for each in examined.steps] == [
        (step, "done", "") for step in wanted
    ]
    assert _outcomes(item) == dict.fromkeys(wanted, ("done", ""))
    derived = list(item.derived.order_by("pk"))
    assert derived == [each for step in examined.steps for each in step.made]
    assert len(derived) == made
    assert all(each.source == item.source and each.tool and each.tool_version for each in derived)
    # Three pages, two of them alike: every page has its picture.
    assert len({each.filename for each in derived}) == made
    assert hashlib.sha256(_bytes(cast, item)).hexdigest() == item.sha256 == hashlib.sha256(data).hexdigest()


def test_results_are_what_they_say(cast: Cast) -> None:
    item = _added(cast, darkroom.jpeg(), "photo.jpg")
    flows.examine(cast.chiara, item)
    told, small = (_bytes(cast, each) for each in item.derived.order_by("pk"))

    assert json.loads(told)["tiff"]["Make"] == darkroom.MAKER
    assert Image.open(io.BytesIO(small)).size == (160, 240)
    first, second = item.derived.order_by("pk")
    assert (first.filename, first.tool, first.media_type) == (
        "photo.metadata.json",
        "metadata (Pillow)",
        "text/plain",
    )
    assert (second.filename, second.tool, second.kind) == (
        "photo.thumbnail.png",
        "thumbnail (Pillow)",
        "image",
    )


def test_a_recording_tells_of_itself_and_shows_its_shape(cast: Cast) -> None:
    item = _added(cast, darkroom.recording("ogg"), "voice.ogg")
    flows.examine(cast.chiara, item)
    told, shape = (json.loads(_bytes(cast, each)) for each in item.derived.order_by("pk"))

    assert told["streams"][0]["tags"]["title"] == darkroom.MARKER
    assert 1.9 < shape["seconds"] < 2.1
    assert max(high for _low, high in shape["peaks"]) > 5
    assert item.derived.first().tool_version == programs.ffmpeg_version() != ""  # type: ignore[union-attr]  # there are two


def test_a_silent_film_has_no_shape_and_says_so(cast: Cast) -> None:
    item = _added(cast, _silent_film(), "film.mp4")

    flows.examine(cast.chiara, item)

    assert _outcomes(item)["waveform"] == ("done", "no-sound")


def _silent_film() -> bytes:
    film = darkroom.recording("mp4", video="libx264")
    with jail.open_memory() as result, jail.sealed_memory(len(film), [film]) as given:
        words = programs.remux("mp4", ("-an",), result, len(film))
        with jail.Child(words, given, result=result) as child:
            child.rest()
        return Path(f"/proc/self/fd/{result}").read_bytes()


def test_doing_it_again_makes_nothing_twice(cast: Cast) -> None:
    item = _added(cast, darkroom.jpeg(), "photo.jpg")
    first = flows.examine(cast.chiara, item)

    second = flows.examine(cast.chiara, item)

    assert [each.made for each in first.steps] == [each.made for each in second.steps]
    assert item.derived.count() == 2
    assert item.outcomes.filter(step="thumbnail").count() == 2


def test_equal_results_of_two_items_belong_to_each(cast: Cast) -> None:
    first = _added(cast, darkroom.jpeg(way_up=1), "a.jpg")
    second = flows.add_file(
        cast.chiara, cast.case, io.BytesIO(darkroom.jpeg(way_up=1) + b"!"), "b.jpg", source=first.source
    ).item

    for item in (first, second):
        flows.examine(cast.chiara, item)

    assert (
        first.derived.get(tool="thumbnail (Pillow)").sha256
        == second.derived.get(tool="thumbnail (Pillow)").sha256
    )


def test_the_log_tells_which_item_was_read_and_how_each_step_went(cast: Cast) -> None:
    item = _added(cast, darkroom.bomb(), "bomb.png")

    flows.examine(cast.boris, item)

    entry = LogEntry.objects.get(act=Act.EXAMINED)
    assert entry.actor == cast.boris.actor
    told = {"metadata": "needs-too-much", "thumbnail": "needs-too-much"}
    assert entry.openings.get().value == {"id": item.pk, "steps": told}


@pytest.mark.parametrize(
    ("data", "name", "told"),
    [
        (darkroom.bomb(), "bomb.png", {"metadata": "needs-too-much", "thumbnail": "needs-too-much"}),
        (darkroom.zip_bomb, "bomb.docx", {"metadata": "", "text": "needs-too-much"}),
        (darkroom.jpeg()[:-600], "torn.jpg", {"metadata": "", "thumbnail": "not-readable"}),
        (darkroom.recording("ogg")[:90], "torn.ogg", dict.fromkeys(["metadata", "waveform"], "not-readable")),
        (b"%PDF-1.7\n" + b"<<" * 100_000, "deep.pdf", dict.fromkeys(PDF, "not-readable")),
        (b"<html>" + b"<div>" * 200_000 + b"words", "deep.html", {"metadata": "", "text": ""}),
    ],
    ids=["pixels", "zip", "torn picture", "torn sound", "nested pdf", "nested page"],
)  # fmt: skip
def test_a_file_that_means_harm_ends_as_an_outcome(
    cast: Cast, data: bytes | Callable[[], bytes], name: str, told: dict[str, str]
) -> None:
    # What takes seconds to make is made here: every worker reads the list of tests.
    item = _added(cast, data if isinstance(data, bytes) else data(), name)

    flows.examine(cast.chiara, item)

    assert {step: code for step, (_result, code) in _outcomes(item).items()} == told
    assert {step: result for step, (result, _code) in _outcomes(item).items()} == {
        step: "failed" if code else "done" for step, code in told.items()
    }
    assert flows.verify_item(cast.chiara, item).intact


HARM = {
    "loops": ("while True: pass", "took-too-long"),
    "eats memory": ("x = [bytearray(1 << 24) for _ in range(9999)]", "reader-died"),
    "floods": ("import os\nwhile True: os.write(1, b'x' * 65536)", "reader-babbled"),
    "falls": ("import os; os.abort()", "reader-died"),
    "lies": ('print(\'{"part": "picture", "bytes": 1}\'); print(\'x\')', "reader-babbled"),
    "unfolds": (
        'import os\nwhile True: os.write(1, b\'{"part": "more", "bytes": 0}\\n\')',
        "too-much-output",
    ),
    "says nothing": ("", "nothing-found"),
}


@pytest.mark.parametrize("harm", HARM)
def test_a_reader_that_was_taken_over_ends_as_an_outcome(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, harm: str
) -> None:
    """A parser with a hole in it does what the file wants: it can spoil its own step and nothing else."""
    code, told = HARM[harm]
    real = programs.reader
    limits = jail.Limits(memory=256 << 20, processor_seconds=1, seconds=20, output=1 << 20)

    def taken_over(step: str, family: str) -> jail.Program:
        own = real(step, family)
        words = [code if word.startswith("import sys; sys.path") else word for word in own.words]
        return jail.Program(tuple(words), own.folders, limits) if step == "metadata" else own

    monkeypatch.setattr(programs, "reader", taken_over)
    item = _added(cast, darkroom.jpeg(), "photo.jpg")

    flows.examine(cast.chiara, item)

    assert _outcomes(item)["metadata"] == ("done" if told == "nothing-found" else "failed", told)
    assert _outcomes(item)["thumbnail"] == ("done", "")
    assert flows.verify_item(cast.chiara, item).intact


@pytest.mark.parametrize("code", ["no-jail", "jail-closed", "jail-unknown-machine"])
def test_without_a_jail_nothing_is_parsed_and_it_is_said(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    monkeypatch.setattr(examining, "why_no_jail", lambda: code)
    monkeypatch.setattr(subprocess, "Popen", _never)
    item = _added(cast, darkroom.pdf("x"), "a.pdf")

    flows.examine(cast.chiara, item)
    flows.clean_copy(cast.chiara, item)

    assert _outcomes(item) == dict.fromkeys([*PDF, "clean"], ("not-tried", code))
    assert not item.derived.exists()


def _never(*_words: object, **_more: object) -> None:
    raise AssertionError("nothing is started without a jail")


def test_a_jail_that_closes_in_the_middle_is_said_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    item = _added(cast, darkroom.jpeg(), "a.jpg")
    monkeypatch.setattr(examining, "why_no_jail", lambda: "")
    monkeypatch.setattr(shutil, "which", {}.get)

    flows.examine(cast.chiara, item)

    assert _outcomes(item) == dict.fromkeys(["metadata", "thumbnail"], ("not-tried", "no-jail"))


def test_without_ffmpeg_only_recordings_stay_unread(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "has_ffmpeg", lambda: False)
    voice, photo = _added(cast, darkroom.recording("ogg"), "v.ogg"), _added(cast, darkroom.jpeg(), "p.jpg")

    for item in (voice, photo):
        flows.examine(cast.chiara, item)

    assert _outcomes(voice) == dict.fromkeys(["metadata", "waveform"], ("not-tried", "no-ffmpeg"))
    assert _outcomes(photo)["thumbnail"] == ("done", "")


def test_what_is_larger_than_the_memory_stays_unread(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    item = _added(cast, darkroom.jpeg(), "p.jpg")
    monkeypatch.setattr(examining, "LARGEST", item.size - 1)

    flows.examine(cast.chiara, item)

    assert _outcomes(item)["thumbnail"] == ("not-tried", "too-large-to-read")


def test_the_memory_of_the_machine_is_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    room = tmp_path / "meminfo"
    monkeypatch.setattr(examining, "_ROOM", room)
    assert examining._free_memory() == 4 << 30
    room.write_text("MemTotal: 9 kB\nMemAvailable:      2048 kB\n")
    assert examining._free_memory() == 2 << 20
    room.write_text("Strange\n")
    assert examining._free_memory() == 1 << 40


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [(b"plain words", "a.txt", "no-reader"), (b"\x1f\x8b packed", "a.gz", "archive-not-opened")],
)
def test_what_nobody_can_read_is_said_to_be_unread(cast: Cast, data: bytes, name: str, code: str) -> None:
    item = _added(cast, data, name)

    flows.examine(cast.chiara, item)

    assert _outcomes(item) == {"examine": ("not-tried", code)}


def test_a_damaged_file_is_refused_and_nothing_is_made(cast: Cast) -> None:
    item = _added(cast, darkroom.jpeg(darkroom.pixels(3000, 2000)), "p.jpg")
    path = flows.store().path(item.sha256)
    sealed = bytearray(path.read_bytes())
    sealed[len(sealed) // 2] ^= 1
    path.write_bytes(sealed)

    with pytest.raises(Refused) as refused:
        flows.examine(cast.chiara, item)

    assert refused.value.code == "blob-broken"
    assert not item.derived.exists()
    assert not Outcome.objects.filter(item=item, step="metadata").exists()


def test_a_reader_of_the_case_has_nothing_read(cast: Cast) -> None:
    item = _added(cast, darkroom.jpeg(), "p.jpg")

    with pytest.raises(NotPermitted):
        flows.examine(cast.farid, item)
    with pytest.raises(NotPermitted):
        flows.unexamined(cast.farid, cast.case)


def test_what_was_read_once_is_not_read_again_unless_asked(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = _added(cast, darkroom.page(), "a.html"), _added(cast, b"words", "b.txt")
    third = _added(cast, darkroom.letter(), "c.eml")
    for item in (first, second):
        flows.examine(cast.chiara, item)
    monkeypatch.setattr(examining, "why_no_jail", lambda: "no-jail")
    flows.examine(cast.chiara, third)

    # What this machine lacked may be there the next time.
    assert flows.unexamined(cast.chiara, cast.case) == [third]
    assert flows.unexamined(cast.chiara, cast.case, again=True) == [first, second, third]


def test_what_an_older_guwah_could_not_read_is_read_now(cast: Cast) -> None:
    photo, words = _added(cast, darkroom.heic(), "a.heic"), _added(cast, b"plain words", "b.txt")
    for item in (photo, words):
        Outcome.objects.create(item=item, step="examine", result="not-tried", code="no-reader")

    assert flows.unexamined(cast.chiara, cast.case) == [photo]

    flows.examine(cast.chiara, photo)
    assert flows.unexamined(cast.chiara, cast.case) == []
