"""Slips: what a page of an open vault is given so that its typing is taken also after the lock.

A slip says whose typing it is and which page's, and since when; an HMAC (RFC 2104) under a secret of this
process makes it hold. The secret is no key of the vault and opens nothing, so it stays when the keys go. A
slip lets nobody read: it only lets words in, and for a day.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from typing import Final

LIFE_SECONDS: Final = 24 * 3600
_SECRET_BYTES: Final = 32
_FORM: Final = re.compile(r"([0-9a-z]{1,32})\.([0-9a-f]{32})\.([0-9]{1,12})\.([0-9a-f]{64})")


class NoSlip(Exception):
    """This was not given out by this process, or too long ago."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What a slip says.

    Attributes:
        actor: log name of the member who was signed in.
        page: name of the open page, 32 hex digits.
    """

    actor: str
    page: str


class Slips:
    """Gives slips out and knows them again."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(_SECRET_BYTES)

    def give(self, actor: str, now: float, page: str = "") -> str:
        """Return a slip for a page: for a new one, or for one that is open still.

        Args:
            actor: log name of the member.
            now: seconds since 1970.
            page: name of the page; empty for a new page.
        """
        said = f"{actor}.{page or secrets.token_hex(16)}.{int(now)}"
        return f"{said}.{self._sign(said)}"

    def read(self, text: str, now: float) -> Slip:
        """Return what a slip says.

        Raises:
            NoSlip: it does not hold, or is older than a day.
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise NoSlip
        actor, page, since, signature = found.groups()
        if not hmac.compare_digest(self._sign(f"{actor}.{page}.{since}"), signature):
            raise NoSlip
        if not 0 <= now - int(since) + 1 <= LIFE_SECONDS:
            raise NoSlip
        return Slip(actor, page)

    def _sign(self, said: str) -> str:
        return hmac.digest(self._secret, b"guwah slip\n" + said.encode(), "sha256").hex()


SLIPS = Slips()
