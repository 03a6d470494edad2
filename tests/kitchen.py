"""An invented talk about a school kitchen and an invented letter, for the tests of testimony."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from guwah.steps.evidence.models import Item
    from guwah.steps.testimony.flows import Imported
    from guwah.steps.testimony.models import Block

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


def place_of(block: Block | None) -> tuple[int, int]:
    """Return number of session and turn."""
    assert block is not None
    assert block.session is not None
    return block.session.n, block.n


def led_to(answer: HttpResponseBase) -> str:
    """Return the address a page sends the browser on to."""
    return answer.headers["Location"]


class Seal(Protocol):
    """Seals bytes into the case of the cast."""

    def __call__(self, data: bytes, name: str = "talk.txt") -> Item:
        """Return the item."""


class Keep(Protocol):
    """Seals a text and takes it in as a layer."""

    def __call__(self, text: str = TALK, name: str = "talk.txt", **wishes: str) -> Imported:
        """Return what stands in the vault."""
