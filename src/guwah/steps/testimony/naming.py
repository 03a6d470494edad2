"""Who speaks, as a page says it: nobody is never a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from guwah.instruments.transcripts.unnamed import ASKING, UNNAMED

if TYPE_CHECKING:
    from guwah.steps.testimony.models import Block

_NOBODY: Final = {UNNAMED: _("not named"), ASKING: _("who asks, not named")}


def nobody(label: str) -> str:
    """Return the words for a label that stands where nobody is named; empty for every other label."""
    return gettext(str(_NOBODY[label])) if label in _NOBODY else ""


def speaker_of(block: Block) -> str:
    """Return who speaks in a turn, in the words of the page where nobody is named."""
    person = block.participant
    if person is None:
        return nobody(block.label) or block.label
    return person.name or nobody(person.label) or person.label


def is_named(block: Block) -> bool:
    """Say whether a turn names who speaks."""
    person = block.participant
    return not nobody(block.label if person is None else person.name or person.label)
