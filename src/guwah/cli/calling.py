"""Calling the server of this vault, or every server of this user."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from guwah.failures import NotUnderstood
from guwah.web import calling
from guwah.web.porter import read_sign

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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
    calling.call(sign, act, message)
    return sign.port
