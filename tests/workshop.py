"""A running server on a vault that many tests share, each with a case of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from browsing import Site
from cast import PASSPHRASE

if TYPE_CHECKING:
    from commanding import Guwah


@dataclass(frozen=True, slots=True)
class Workshop:
    """The address of the server, and the commands for its vault."""

    guwah: Guwah
    address: str

    def case(self, title: str) -> Site:
        """Open a case that no other test knows."""
        number = self.guwah("case", "new", title)["id"]
        return Site(self.address, self.guwah.vault, number, {"aygul": PASSPHRASE})
