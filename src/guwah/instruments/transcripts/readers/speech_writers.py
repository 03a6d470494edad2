"""Whether a person or a machine wrote down what a file of JSON holds."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from guwah.instruments.transcripts.conventions import Conventions
from guwah.instruments.transcripts.labels import fold
from guwah.instruments.transcripts.readers.speech_shapes import Piece

# Voices that a program told apart, and could not name.
_NUMBERED = re.compile(r"\D{0,12}\d+|[a-z]", re.IGNORECASE)


class Writer(StrEnum):
    """Who wrote a text down, as far as the file shows it."""

    PERSON = "person"
    MACHINE = "machine"
    UNSAID = "unsaid"


def writer_of(data: Any, pieces: Sequence[Piece], conventions: Conventions) -> Writer:  # noqa: ANN401 -- any JSON
    """Tell who wrote a file.

    A machine did, unless the file shows another: courts have people for it (Oyez), and no program that
    recognises speech knows who asks and who answers. Names or roles without any time or doubt are what
    people type, or what another machine made of it: that is not said.

    Args:
        data: The parsed file.
        pieces: Its segments; at least one.
        conventions: Words of roles.
    """
    if (
        isinstance(data, dict)
        and isinstance(data.get("transcript"), dict)
        and "sections" in data["transcript"]
    ):
        return Writer.PERSON
    voices = {fold(one.speaker or "") for one in pieces}
    by_role = len(voices) > 1 and all(
        voice in conventions.role_words or voice in conventions.question_words for voice in voices
    )
    if any(one.said or one.probabilities for one in pieces):
        return Writer.MACHINE
    if by_role:
        return Writer.UNSAID if any(one.time for one in pieces) else Writer.PERSON
    named = all(voice and not _NUMBERED.fullmatch(voice) for voice in voices)
    return Writer.UNSAID if named and not any(one.time for one in pieces) else Writer.MACHINE
