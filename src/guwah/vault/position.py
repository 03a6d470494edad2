"""How far a long run came, kept sealed in the vault's folder so that it goes on after a kill or a lock."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, Final

from guwah.vault.age import AgeBroken, AgeReader, AgeWriter, Identity
from guwah.vault.durable import write_durably
from guwah.vault.keyring import KEYRING

if TYPE_CHECKING:
    from pathlib import Path

ENDING: Final = ".run.age"


class Position:
    """Where one run is; forgotten when it ended. A damaged note means: from the beginning."""

    def __init__(self, run: str) -> None:
        """Take the run's name: letters, digits and dashes."""
        keys = KEYRING.current()
        self._path: Path = keys.folder / f"{run}{ENDING}"
        self._identity = Identity(keys.blob_identity)

    def read(self) -> dict[str, Any]:
        """Return what was kept, nothing when nothing was or when it does not open."""
        try:
            with AgeReader(io.BytesIO(self._path.read_bytes()), (self._identity,)) as reader:
                kept: dict[str, Any] = json.loads(reader.read())
        except (FileNotFoundError, AgeBroken, ValueError):
            return {}
        return kept

    def keep(self, where: dict[str, Any]) -> None:
        """Keep for good where the run is.

        Raises:
            OSError: the disk refused.
        """
        sealed = bytearray()
        writer = AgeWriter(sealed.extend, (self._identity.recipient,))
        writer.write(json.dumps(where).encode())
        writer.finish()
        write_durably(self._path, bytes(sealed))

    def forget(self) -> None:
        """The run ended."""
        self._path.unlink(missing_ok=True)
