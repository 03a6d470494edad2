"""The recording beside a part that is edited: what the player needs, and the parts around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.steps.testimony import queries
from guwah.steps.testimony.naming import speaker_of
from guwah.steps.testimony.page import clock
from guwah.steps.testimony.tongues import tongue_of
from guwah.steps.testimony.typing.waves import shape_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.accounts.models import Member
    from guwah.steps.testimony.models import Block


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording that may be heard beside a part.

    Attributes:
        sound: as `parts/player.html` expects it.
        seconds: how long it is, or None where nobody has measured it.
        neighbours: the part before, the part itself and the part after, as the page shows them.
    """

    sound: Mapping[str, Any]
    seconds: float | None
    neighbours: Sequence[Mapping[str, Any]]


def heard(member: Member, block: Block) -> Heard | None:
    """Return the recording of a part's text, or None: there is none, or the member may not hear it."""
    layer = block.revision.layer
    sound = queries.sound(layer)
    if sound is None or layer.recording is None or not may(member, Permission.EVIDENCE_SEE, layer.case):
        return None
    seconds = float(shape_of(member, layer.recording)["seconds"])
    return Heard(sound, seconds or None, _neighbours(block))


def _neighbours(block: Block) -> list[dict[str, Any]]:
    rows = block.revision.blocks.select_related("participant")
    before = rows.filter(start__lt=block.start).order_by("-start").first()
    after = rows.filter(start__gt=block.start).order_by("start").first()
    parts = (("before", before), ("here", block), ("after", after))
    return [_shown(where, part) for where, part in parts if part is not None]


def _shown(where: str, part: Block) -> dict[str, Any]:
    layer = part.revision.layer
    words = part.revision.text[part.start : part.end]
    language, way = tongue_of(words, layer.language)
    return {
        "where": where,
        "speaker": speaker_of(part),
        "words": words,
        "start": part.time_start,
        "end": part.time_end,
        "time": clock(part.time_start),
        "language": language,
        "way": way,
    }
