"""A recogniser that is none, and a sealed recording for it."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from guwah.steps.evidence.flows import add_file
from pretending import lay_library

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.evidence.models import Item


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A faster-whisper that is no recogniser, where Python finds it first."""
    monkeypatch.syspath_prepend(lay_library(tmp_path / "site"))


@pytest.fixture
def recording(cast: Cast) -> Item:
    """A sealed sound of two seconds."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x01\x00" * 16_000)
    return add_file(cast.chiara, cast.case, io.BytesIO(made.getvalue()), "call.wav").item
