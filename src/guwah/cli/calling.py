"""Calling the server of this vault: it proves who it is before it is told anything."""

from __future__ import annotations

import json
import secrets
from dataclasses import replace
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING, Any, Final

from guwah.failures import NotUnderstood, Refused
from guwah.web.porter import SIZE, Sign, read_sign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_OK, _FORBIDDEN = 200, 403
_LONGEST_ANSWER: Final = 64 * 1024
# Seconds; opening a vault is slow on purpose, and a change of its database may come with it.
_HELLO_SECONDS, _ACT_SECONDS = 10, 120


def call(folder: Path, act: str, message: Callable[[], str], port: int | None = None) -> int:
    """Have the server of a vault do something, and return its port.

    Args:
        folder: the vault's.
        act: `lock` or `unlock`.
        message: gives what to say, and is asked only when the server has proved that it is this vault's.
        port: where to look instead of where the server said it is.

    Raises:
        NotUnderstood: `no-server`, `not-our-server`, or why the server could not do it.
        Refused: the server refused, for instance a wrong passphrase.
    """
    sign = read_sign(folder)
    if sign is None:
        asked = "" if port is None else f" Port {port} was told nothing."
        raise NotUnderstood(
            "no-server",
            f"No server has opened the vault in {folder} (GUWAH_VAULT); `guwah serve` starts one.{asked}",
        )
    sign = replace(sign, port=port or sign.port)
    turn = _turn(sign)
    status, raw = _post(sign.port, act, turn + sign.seal(act, turn, message().encode()), _ACT_SECONDS)
    if status != _OK:
        told = _told(raw, sign.port)
        kind = Refused if status == _FORBIDDEN else NotUnderstood
        raise kind(str(told.get("code", "refused")), str(told.get("message", "The server refused.")))
    return sign.port


def _turn(sign: Sign) -> bytes:
    """Make the listener prove that it is the server of this vault; return the turn it gives."""
    challenge = secrets.token_bytes(SIZE)
    hello = challenge + sign.proof("caller", challenge)
    status, raw = _post(sign.port, "hello", hello, _HELLO_SECONDS)
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
    except OSError as silent:
        raise NotUnderstood(
            "no-server",
            f"No server answers on port {port} of this machine, so none has this vault open there; "
            "`guwah serve` starts one. If it runs on another port, name that one with --port.",
        ) from silent
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
