"""A sealed recording, and what is typed of it."""

from __future__ import annotations

import io
import wave
from typing import TYPE_CHECKING

import pytest

from guwah.steps.evidence.flows import add_file
from guwah.steps.testimony.typing import writing
from guwah.steps.testimony.typing.composing import Person

if TYPE_CHECKING:
    from cast import Cast
    from guwah.steps.evidence.models import Item
    from guwah.steps.testimony.typing.tables import Transcription


def sound(seconds: float = 2.0) -> bytes:
    """Return a quiet recording."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x01\x00" * int(8000 * seconds))
    return made.getvalue()


@pytest.fixture
def recording(cast: Cast) -> Item:
    """A sealed recording of the case."""
    return add_file(cast.chiara, cast.case, io.BytesIO(sound()), "call.wav").item


@pytest.fixture
def typed(cast: Cast, recording: Item) -> Transcription:
    """A transcription that Chiara has begun, of two people."""
    people = [Person("Ann Low", "interviewer"), Person("M.", "victim")]
    return writing.begin(cast.chiara, cast.case, recording, people, "en")
