"""A draft by a machine: in the jail, marked, with times and the sound, or a clear word and nothing kept.

What hears here is no recogniser but a library with the interface of one; the jail and ffmpeg are real.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from guwah.accounts.guard import NotPermitted
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.evidence.flows import add_file, open_item
from guwah.steps.evidence.models import Item, Outcome
from guwah.steps.evidence.reading.jail import JailFailed
from guwah.steps.testimony.drafting import hearing
from guwah.steps.testimony.drafting.draft import STEP, Stopped, draft
from guwah.steps.testimony.drafting.model import open_model
from guwah.steps.testimony.models import Layer
from guwah.vault.keyring import VaultLocked
from pretending import lay_model

if TYPE_CHECKING:
    from django.test import Client

    from cast import Cast
    from guwah.accounts.models import Member


BEGUN = ("failed", "draft-broken-off")


def outcomes(item: Item) -> list[tuple[str, str]]:
    rows = Outcome.objects.filter(item=item, step=STEP)
    return [(each.result, each.code) for each in rows]


def test_a_draft_is_a_marked_layer_beside_the_sound(
    cast: Cast, recording: Item, library: None, tmp_path: Path, client_of: Callable[[Member], Client]
) -> None:
    heard: list[tuple[int, int]] = []

    made = draft(
        cast.chiara,
        recording,
        "kk-Arab",
        open_model(lay_model(tmp_path / "tiny")),
        lambda done, total: heard.append((done, total)),
    )

    # Whisper writes Kazakh in its own script: the tag does not promise another one.
    assert (made.layer.kind, made.layer.language) == (Layer.Kind.MACHINE, "kk")
    assert made.layer.recording == recording
    assert "kk, 32000 samples." in made.revision.text
    assert "нан ياقتىم 面包." in made.revision.text
    assert "network is open" not in made.revision.text
    assert "disk is open" not in made.revision.text
    assert heard == [(0, 2), (1, 2), (2, 2), (2, 2)]
    assert outcomes(recording) == [BEGUN, ("done", "")]
    item = made.revision.item
    assert item is not None
    assert (item.derived_from, item.tool) == (recording, "draft (faster-whisper)")
    assert item.tool_version == "1.2.9, tiny"
    with open_item(cast.chiara, item) as reader:
        told = json.loads(reader.read(100_000))
    assert told["made_with"]["version"] == "1.2.9"
    page = client_of(cast.chiara).get(f"/cases/{cast.case.pk}/testimony/{made.layer.pk}/").content.decode()
    assert "Machine-made, not checked" in page
    assert "draft (faster-whisper)" in page
    assert "1.2.9, tiny" in page
    # SHA-256 of an empty file: the model's.
    assert told["made_with"]["model_sha256"].startswith("e3b0c44298fc1c149afbf4c8996fb924")
    assert [(each["start"], each["end"]) for each in told["segments"]] == [(0.0, 1.0), (1.0, 2.0), (2.0, 2.0)]


@pytest.mark.parametrize(
    ("says", "code"),
    [
        ("broken", "model-not-loaded"),
        ("babble", "reader-babbled"),
        ("backwards", "reader-babbled"),
        ("silence", "nothing-heard"),
    ],
)
def test_what_fails_is_recorded_and_nothing_is_kept(
    cast: Cast, recording: Item, library: None, tmp_path: Path, says: str, code: str
) -> None:
    with pytest.raises(Refused) as no:
        draft(cast.chiara, recording, "kk", open_model(lay_model(tmp_path / "tiny", says)))
    assert no.value.code == code
    assert outcomes(recording) == [BEGUN, ("failed", code)]
    assert not Layer.objects.filter(case=cast.case).exists()
    assert Item.objects.filter(source__case=cast.case).count() == 1


def test_a_language_that_was_not_learnt_is_not_tried(
    cast: Cast, recording: Item, library: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "Child", None)
    with pytest.raises(Refused, match="type this recording"):
        draft(cast.chiara, recording, "ug", open_model(lay_model(tmp_path / "tiny")))
    with pytest.raises(NotUnderstood):
        draft(cast.chiara, recording, "", open_model(tmp_path / "tiny"))
    assert outcomes(recording) == [("not-tried", "language-not-learnt"), ("not-tried", "no-language")]


def test_stopped_in_the_middle_nothing_is_kept(
    cast: Cast, recording: Item, library: None, tmp_path: Path
) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped

    with pytest.raises(Stopped):
        draft(cast.chiara, recording, "en", open_model(lay_model(tmp_path / "tiny")), stop)
    assert outcomes(recording) == [BEGUN, ("failed", "draft-stopped")]
    assert not Layer.objects.filter(case=cast.case).exists()


def test_broken_off_by_a_lock_or_the_end_of_the_program_it_is_said_on_the_recording(
    cast: Cast, recording: Item, library: None, tmp_path: Path, client_of: Callable[[Member], Client]
) -> None:
    """Nobody can write it down when it happens: the vault is shut, or the process is no more."""

    def locked(done: int, _total: int) -> None:
        if done:
            assert outcomes(recording) == [BEGUN]
            raise VaultLocked

    with pytest.raises(VaultLocked):
        draft(cast.chiara, recording, "en", open_model(lay_model(tmp_path / "tiny")), locked)
    assert outcomes(recording) == [BEGUN]
    assert not Layer.objects.filter(case=cast.case).exists()
    page = (
        client_of(cast.chiara)
        .get(reverse("evidence-item", args=[cast.case.pk, recording.pk]))
        .content.decode()
    )
    assert "has not come to its end" in page
    # Asked for again, it is made.
    draft(cast.chiara, recording, "en", open_model(tmp_path / "tiny"))
    assert outcomes(recording) == [BEGUN, BEGUN, ("done", "")]


def test_without_the_library_it_says_how_to_have_it(
    cast: Cast, recording: Item, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hearing, "installed", lambda: False)
    with pytest.raises(Refused, match="guwah\\[whisper\\]"):
        draft(cast.chiara, recording, "en", open_model(lay_model(tmp_path / "tiny")))
    assert outcomes(recording) == [BEGUN, ("not-tried", "no-whisper")]


def test_only_recordings_and_only_for_who_may(
    cast: Cast, recording: Item, library: None, tmp_path: Path
) -> None:
    model = open_model(lay_model(tmp_path / "tiny"))
    paper = tmp_path / "note.txt"
    paper.write_text("flour")
    with pytest.raises(WrongUse):
        draft(cast.chiara, add_file(cast.chiara, cast.case, paper, "note.txt").item, "en", model)
    with pytest.raises(NotPermitted):
        draft(cast.farid, recording, "en", model)


@pytest.mark.parametrize(
    "line",
    [
        b"no json\n",
        b"[]\n",
        b'{"text": "x", "start": 1, "end": 2}\n',
        b'{"text": "x", "start": NaN, "end": 2.0}\n',
        b'{"text": "x", "start": -1.0, "end": 2.0}\n',
        b'{"text": 7, "start": 0.0, "end": 2.0}\n',
        b"x" * (hearing._LONGEST_LINE + 1),
        b'{"text": "x", "start": 0.0, "end": 2.0}\n',
    ],
)
def test_what_the_child_says_is_not_believed(line: bytes) -> None:
    class Said:
        def __init__(self) -> None:
            self.left = [line]

        def read(self, _size: int) -> bytes:
            return self.left.pop() if self.left else b""

    with pytest.raises(JailFailed, match="reader-babbled"):
        hearing._collected(Said(), 2.0, lambda _done, _total: None)  # type: ignore[arg-type] # a child's voice
