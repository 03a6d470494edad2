"""Calling a server of this user: it proves who it is before it is told anything."""

from __future__ import annotations

import json
import secrets
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Any, Final

from guwah.failures import NotUnderstood, Refused
from guwah.web.porter import ANSWER, SIZE, NotAuthentic, Sign

if TYPE_CHECKING:
    from collections.abc import Callable

_OK, _FORBIDDEN = 200, 403
_LONGEST_ANSWER: Final = 64 * 1024
# Seconds; opening a vault is slow on purpose, and a change of its database may come with it.
HELLO_SECONDS, ACT_SECONDS = 10.0, 120.0
_NOBODY: Final = (
    "No server answers on port %s of this machine, so none has this vault open there; "
    "`guwah serve` starts one. If it runs on another port, name that one with --port."
)


class NoServer(NotUnderstood):
    """Nothing listens there."""


def call(
    sign: Sign, act: str, message: Callable[[], str] = str, *, patience: tuple[float, float] | None = None
) -> dict[str, Any]:
    """Have a server do something, and return what it says.

    Args:
        sign: what it left for those who may call it.
        act: `lock`, `unlock` or `who`.
        message: gives what to say, and is asked only when the server has proved that it holds the sign.
        patience: seconds to wait for the greeting and for the act.

    Raises:
        NoServer: nobody listens on its port.
        NotUnderstood: `not-our-server`, or why the server could not do it.
        Refused: the server refused, for instance a wrong passphrase.
    """
    greeting, acting = patience or (HELLO_SECONDS, ACT_SECONDS)
    turn = _turn(sign, greeting)
    status, raw = _post(sign.port, act, turn + sign.seal(act, turn, message().encode()), acting)
    told = _told(raw, sign.port)
    if status != _OK:
        kind = Refused if status == _FORBIDDEN else NotUnderstood
        raise kind(str(told.get("code", "refused")), str(told.get("message", "The server refused.")))
    if "sealed" not in told:
        return told
    try:
        return _told(sign.unseal(ANSWER, turn, bytes.fromhex(told["sealed"])), sign.port)
    except (NotAuthentic, TypeError, ValueError) as strange:
        raise _not_ours(sign.port) from strange


def _turn(sign: Sign, seconds: float) -> bytes:
    """Make the listener prove that it is the server of this vault; return the turn it gives."""
    challenge = secrets.token_bytes(SIZE)
    hello = challenge + sign.proof("caller", challenge)
    status, raw = _post(sign.port, "hello", hello, seconds)
    told = _told(raw, sign.port) if status == _OK else {}
    try:
        proof, turn = bytes.fromhex(told["proof"]), bytes.fromhex(told["turn"])
    except (KeyError, TypeError, ValueError) as strange:
        raise _not_ours(sign.port) from strange
    if not sign.proves("server", challenge, proof):
        raise _not_ours(sign.port)
    return turn


def _post(port: int, act: str, body: bytes, seconds: float) -> tuple[int, bytes]:
    # Straight to this machine: no proxy, and no way to send the caller elsewhere.
    line = HTTPConnection("127.0.0.1", port, timeout=seconds)
    try:
        line.request("POST", f"/console/{act}/", body, {"Content-Type": "application/octet-stream"})
        answer = line.getresponse()
        return answer.status, answer.read(_LONGEST_ANSWER)
    except HTTPException as strange:
        raise _not_ours(port) from strange
    except ConnectionRefusedError as nobody:
        raise NoServer("no-server", _NOBODY % port) from nobody
    except OSError as silent:
        # Somebody may listen and be too busy to answer: that is not nobody.
        raise NotUnderstood("no-server", _NOBODY % port) from silent
    finally:
        line.close()


def _told(raw: bytes, port: int) -> dict[str, Any]:
    try:
        told = json.loads(raw)
    except ValueError as strange:
        raise _not_ours(port) from strange
    return told if isinstance(told, dict) else {}


def _not_ours(port: int) -> NotUnderstood:
    return NotUnderstood(
        "not-our-server",
        f"What answers on port {port} of this machine is not the server of this vault; it was told nothing. "
        "Look at where `guwah serve` runs and name its port with --port, or start it again.",
    )
