"""The invented talk and letter of `kitchen`, sealed and taken in."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from guwah.steps.evidence.flows import add_file
from guwah.steps.testimony.flows import import_transcript
from guwah.vault.keyring import KEYRING
from kitchen import LETTER, TALK

if TYPE_CHECKING:
    from pathlib import Path

    from cast import Cast
    from guwah.steps.evidence.models import Item
    from guwah.steps.testimony.flows import Imported
    from kitchen import Keep, Seal


@pytest.fixture
def seal(cast: Cast) -> Seal:
    """Seal bytes into the case of the cast."""

    def sealing(data: bytes, name: str = "talk.txt") -> Item:
        return add_file(cast.chiara, cast.case, BytesIO(data), name).item

    return sealing


@pytest.fixture
def keep(cast: Cast, seal: Seal) -> Keep:
    """Seal a text and take it in as a layer."""

    def keeping(text: str = TALK, name: str = "talk.txt", **wishes: str) -> Imported:
        return import_transcript(cast.chiara, cast.case, seal(text.encode(), name), **wishes)

    return keeping


@pytest.fixture
def talk(keep: Keep) -> Imported:
    """The talk, taken in."""
    return keep()


@pytest.fixture
def letter(keep: Keep) -> Imported:
    """The letter, taken in: paragraphs, no turns."""
    return keep(LETTER, "letter.txt")


@pytest.fixture
def vault_blobs(cast: Cast) -> Path:
    """The folder of sealed files."""
    return KEYRING.current().folder / "blobs"
