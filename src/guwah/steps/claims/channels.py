"""Name of this step's channel in the outbox."""

from __future__ import annotations

from typing import Final

RECKON: Final = "reckon"
