"""One file per way out of the outbox."""

from typing import Final

STAMP: Final = "stamp"
"""Name of the channel to time stamp authorities; what it needs is imported when a stamp is asked for."""
