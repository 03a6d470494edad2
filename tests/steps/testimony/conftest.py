"""An invented talk about a school kitchen, an invented letter, and ways to seal them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from guwah.steps.evidence.flows import add_file
from guwah.steps.testimony.flows import import_transcript

if TYPE_CHECKING:
    from collections.abc import Callable

    from cast import Cast
    from guwah.steps.evidence.models import Item
    from guwah.steps.testimony.flows import Imported

    Seal = Callable[[bytes, str], Item]
    Keep = Callable[..., Imported]

# Two sessions, five scripts, CR LF line ends, signs inside words, beside a label, and between turns.
TALK = (
    "Two talks about the kitchen of the school in Tasaryk.\r\n"
    "Conversation with Alma Serik\r\n"
    "Boris Petrov: When did they take the kettles [from you]?\r\n"
    "Alma Serik (quietly): In the spring. Мен аспаз болып он жыл жұмыс істедім 😀 [sic].\r\n"
    "B: And then?\r\n"
    "[inaudible]\r\n"
    "A: They said “the licence” (厨房) was <lost> & gone. بۇ ئاشخانا تاقالدى.\r\n"
    "B: The kettles again?\r\n"
    "A: Yes, the kettles.\r\n"
    "Conversation with Alma Serik, a week later\r\n"
    "Boris Petrov: How are you?\r\n"
    "Alma Serik: I am [unclear] today.\r\n"
    "B: Good.\r\n"
    "A: Goodbye.\r\n"
)
LETTER = "The kettles of Tasaryk\n\nSomebody took the kettles, writes a reader.\n\nقازانلار يوقالدى.\n"


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
