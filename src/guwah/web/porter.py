"""How `guwah lock` and `guwah unlock` tell the server of a vault from whatever else listens on a port.

A serving process leaves a file in the vault's folder that only its user can read: its port and a random key.
Whoever calls asks the listener to prove that it holds the key before telling it anything, and proves to hold
it too. Proofs are HMAC-SHA256 (RFC 2104), messages are sealed with ChaCha20-Poly1305 (RFC 8439); both cover
the port, so that a listener on another port cannot pass them on.
"""

from __future__ import annotations

import contextlib
import hmac
import json
import secrets
import threading
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from guwah.vault import folder as vault_folder
from guwah.vault.durable import write_durably

if TYPE_CHECKING:
    from pathlib import Path

FILE: Final = "serving.json"
# What a server's sealed answer is about, in place of an act.
ANSWER: Final = "answer"
# Bytes of the key, of a challenge, of a turn and of a proof.
SIZE: Final = 32
_NONCE: Final = 12
_CALLS_AT_ONCE: Final = 64
_LARGEST_PORT: Final = 65535


class NotAuthentic(Exception):
    """Whoever says this does not hold the key, or says it a second time."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What the serving process leaves for those who may call it.

    Attributes:
        port: of 127.0.0.1.
        key: 32 random bytes, new at each start.
    """

    port: int
    key: bytes

    def written(self) -> bytes:
        """Return what stands in the file, for its owner's eyes."""
        return json.dumps({"port": self.port, "key": self.key.hex()}).encode()

    def proof(self, speaker: str, challenge: bytes) -> bytes:
        """Return 32 bytes that only a holder of the key can give; `speaker` is `caller` or `server`."""
        return hmac.digest(self.key, f"guwah {speaker} {self.port}\n".encode() + challenge, "sha256")

    def proves(self, speaker: str, challenge: bytes, given: bytes) -> bool:
        """Compare a proof in constant time."""
        return hmac.compare_digest(self.proof(speaker, challenge), given)

    def seal(self, act: str, turn: bytes, message: bytes) -> bytes:
        """Return a message for one act and one turn that only a holder of the key can read or make."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._cipher().encrypt(nonce, message, self._about(act, turn))

    def unseal(self, act: str, turn: bytes, sealed: bytes) -> bytes:
        """Return the message.

        Raises:
            NotAuthentic: it was not sealed with this key, for this act, turn and port.
        """
        try:
            return self._cipher().decrypt(sealed[:_NONCE], sealed[_NONCE:], self._about(act, turn))
        except (InvalidTag, ValueError) as wrong:
            raise NotAuthentic from wrong

    def _cipher(self) -> ChaCha20Poly1305:
        return ChaCha20Poly1305(hmac.digest(self.key, b"guwah sealed calls", "sha256"))

    def _about(self, act: str, turn: bytes) -> bytes:
        return f"{act} {self.port}\n".encode() + turn


def read_sign(folder: Path) -> Sign | None:
    """Return what a server left in a vault's folder; None when there is nothing that could be a sign."""
    return sign_in(folder / FILE)


def sign_in(file: Path) -> Sign | None:
    """Return the sign in a file; None when there is nothing that could be one."""
    try:
        told = json.loads(file.read_bytes())
        sign = Sign(int(told["port"]), bytes.fromhex(told["key"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return sign if len(sign.key) == SIZE and 0 < sign.port <= _LARGEST_PORT else None


class Porter:
    """The side of the server: leaves the sign, answers challenges, takes each call once."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._sign: Sign | None = None
        # Only callers who hold the key are given a turn, so nobody else can push one out.
        self._turns: deque[bytes] = deque(maxlen=_CALLS_AT_ONCE)

    def open(self, folder: Path, port: int) -> Sign:
        """Begin to answer at a port, with a new key; the sign of a server before this one is replaced."""
        self._sign = Sign(port, secrets.token_bytes(SIZE))
        self._leave_sign(folder)
        return self._sign

    def keep_sign(self, folder: Path) -> None:
        """Leave the sign when there is none: the vault is younger, or another server took its own away."""
        if self._sign is not None and not (folder / FILE).exists():
            # A full disk has room again some day: this is asked every few seconds.
            with contextlib.suppress(OSError):
                self._leave_sign(folder)

    def close(self, folder: Path) -> None:
        """Answer no more, and take the sign away unless it is another server's by now."""
        sign, self._sign = self._sign, None
        if sign is not None and read_sign(folder) == sign:
            (folder / FILE).unlink(missing_ok=True)

    def answer(self, challenge: bytes, proof: bytes) -> tuple[bytes, bytes]:
        """Return the server's proof for a caller's challenge, and a turn for one call.

        Raises:
            NotAuthentic: the caller does not hold the key.
        """
        sign = self._held()
        if len(challenge) != SIZE or not sign.proves("caller", challenge, proof):
            raise NotAuthentic
        turn = secrets.token_bytes(SIZE)
        with self._guard:
            self._turns.append(turn)
        return sign.proof("server", challenge), turn

    def hear(self, act: str, turn: bytes, sealed: bytes) -> bytes:
        """Return what a caller sealed for this act.

        Raises:
            NotAuthentic: the caller does not hold the key, or the turn was never given or is used up.
        """
        message = self._held().unseal(act, turn, sealed)
        with self._guard:
            if turn not in self._turns:
                raise NotAuthentic
            self._turns.remove(turn)
        return message

    def seal(self, turn: bytes, answer: bytes) -> bytes:
        """Seal an answer for the caller of this turn.

        Raises:
            NotAuthentic: nobody is answered here.
        """
        return self._held().seal(ANSWER, turn, answer)

    def _held(self) -> Sign:
        if self._sign is None:
            raise NotAuthentic
        return self._sign

    def _leave_sign(self, folder: Path) -> None:
        # A folder without a vault stays empty: `guwah init` wants it so.
        if self._sign is not None and vault_folder.exists(folder):
            write_durably(folder / FILE, self._sign.written())


PORTER = Porter()
