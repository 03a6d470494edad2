"""Names of this step's channels in the outbox."""

from __future__ import annotations

from typing import Final

RECKON: Final = "reckon"
LOOK: Final = "look"
