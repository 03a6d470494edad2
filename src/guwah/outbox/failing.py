"""How a channel says that an effect could not be done."""

from __future__ import annotations


class NotDelivered(Exception):
    """A channel could not do it this time, or never will."""

    def __init__(self, code: str, *, permanent: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
