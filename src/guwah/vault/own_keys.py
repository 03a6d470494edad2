"""The keys a stranger meets in what this vault hands out, with the words by which they are compared aloud."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from guwah.instruments.proofs.notes import NoteSigner
from guwah.vault import logfiles
from guwah.vault.keyring import KEYRING

if TYPE_CHECKING:
    from collections.abc import Mapping

EDITION: Final = "edition"
PACKAGE: Final = "package"
LOG: Final = "log"
# What a person is told each is, wherever words are shown; `guwah_verify.py` says the roles.
NAMES: Final[Mapping[str, str]] = {
    EDITION: "words of the key that signs editions and packages",
    PACKAGE: "words of the key that signs editions and packages",
    LOG: "words of the log's key",
}


@dataclass(frozen=True, slots=True)
class KeyWords:
    """One key of ours.

    Attributes:
        role: what it signs, named as `guwah_verify.py` names it.
        vkey: the key, as in `keys.txt` of a package.
        words: its six words (`VerifierKey.words`).
    """

    role: str
    vkey: str
    words: str

    def line(self) -> str:
        """Say it in one line."""
        return f"{NAMES[self.role]}: {self.words}"


def edition_signer() -> NoteSigner:
    """Return the signer of this vault's editions and packages; the same vault always has the same key."""
    keys = KEYRING.current()
    return NoteSigner(f"guwah-editions/{keys.vault_id}", keys.edition_signing)


def own_keys(of: str = PACKAGE) -> tuple[KeyWords, ...]:
    """Return the key that signs editions and packages, then the log's.

    Args:
        of: whether what is handed out is an `edition` or a `package`; the key is the same.
    """
    signs, log = edition_signer().key, logfiles.signer(KEYRING.current()).key
    return (KeyWords(of, signs.vkey, signs.words), KeyWords(LOG, log.vkey, log.words))
