"""The invented conversation and article as fixtures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from guwah.steps.testimony.models import Participant
from kept import ARTICLE, TALK, Kept, keep

if TYPE_CHECKING:
    from cast import Cast


@pytest.fixture
def talk(cast: Cast) -> Kept:
    """Saule is the witness, Orynbek asks."""
    kept = keep(cast, "First call", TALK)
    speakers = Participant.objects.filter(session__revision=kept.revision)
    speakers.filter(label__startswith="Saule").update(role="testifier_self")
    speakers.filter(label__startswith="Orynbek").update(role="interviewer")
    return kept


@pytest.fixture
def article(cast: Cast) -> Kept:
    """A text of paragraphs."""
    return keep(cast, "Tasaryk Weekly", ARTICLE)
