"""Servers of other vaults that run on this machine for this user: how they find each other, what they tell.

Each serving process leaves its sign (`guwah.web.porter`) in a folder that only its user can read, in memory
where the machine has such a folder; it holds a port and a random key, no name and no path. Every few seconds
the servers ask each other who they are. A vault's name is shown to nobody but a browser that is signed in
there as well: the cookie of that session, which a browser hands to every port of one host, is compared with
the sessions the other server says it has.
"""

from __future__ import annotations

import contextlib
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import DatabaseError
from django.utils import timezone

from guwah.accounts.naming import vault_name
from guwah.failures import Problem
from guwah.vault.durable import make_folders, write_durably
from guwah.vault.keyring import KEYRING, VaultLocked
from guwah.web.calling import NoServer, call
from guwah.web.opening import OPENING
from guwah.web.porter import Sign, sign_in

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from django.http import HttpRequest

# Another server is busy at times; nobody waits for it long.
_PATIENCE: Final = (1.0, 2.0)
_LOCKING: Final = (5.0, 20.0)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """What the server of another vault said of itself.

    Attributes:
        port: of this machine.
        locked: whether its vault is locked.
        name: what its group calls it; empty while locked, or unnamed.
        cookie: name of its session cookie.
        sessions: SHA-256 (hex) of the keys of the sessions it has now.
    """

    port: int
    locked: bool = True
    name: str = ""
    cookie: str = ""
    sessions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OtherVault:
    """A line of the switcher.

    Attributes:
        port: where it is.
        name: its name; empty for a browser that is not signed in there.
        locked: whether it is locked.
        url: its Today.
    """

    port: int
    name: str
    locked: bool
    url: str


class Neighbours:
    """What this process knows of the others."""

    def __init__(self) -> None:
        self._sign: Sign | None = None
        self._known: dict[int, Neighbour] = {}

    def open(self, sign: Sign) -> None:
        """Let the others know where we are; where the folder cannot be written nobody hears of us."""
        self._sign = sign
        with contextlib.suppress(OSError):
            make_folders(settings.RUNNING_FOLDER)
            write_durably(_file(sign), sign.written())

    def look(self) -> None:
        """Ask every other server who it is; one that is gone without a word is forgotten."""
        found: dict[int, Neighbour] = {}
        for sign in self.signs():
            try:
                found[sign.port] = _read(sign.port, call(sign, "who", patience=_PATIENCE))
            except NoServer:
                _forget(sign)
            except Problem:
                # It is busy, or somebody else has taken its port: its last word no longer counts.
                found[sign.port] = Neighbour(sign.port)
        self._known = found

    def close(self) -> None:
        """Take our own sign away."""
        sign, self._sign, self._known = self._sign, None, {}
        if sign is not None:
            _forget(sign)

    def signs(self) -> list[Sign]:
        """Return the signs of the others, by port."""
        read = (sign_in(file) for file in sorted(settings.RUNNING_FOLDER.glob("*.json")))
        return sorted(
            (sign for sign in read if sign is not None and sign != self._sign), key=lambda sign: sign.port
        )

    def shown_to(self, request: HttpRequest) -> tuple[OtherVault, ...]:
        """Return the switcher's lines for this browser."""
        host = request.get_host().partition(":")[0]
        return tuple(
            OtherVault(
                each.port,
                each.name if _is_in(each, request.COOKIES) else "",
                each.locked,
                f"http://{host}:{each.port}/",
            )
            for each in sorted(self._known.values(), key=lambda each: each.port)
        )

    def lock_all(self) -> list[int]:
        """Lock every other vault and return the ports of those that could not be reached."""
        failed = []
        for sign in self.signs():
            try:
                call(sign, "lock", patience=_LOCKING)
            except NoServer:
                _forget(sign)
            except Problem:
                failed.append(sign.port)
        return failed


def about_this_vault() -> dict[str, Any]:
    """Return what another server of this user is told: no name while locked, no key of any session ever."""
    told: dict[str, Any] = {
        "locked": True,
        "name": "",
        "cookie": settings.SESSION_COOKIE_NAME,
        "sessions": [],
    }
    if KEYRING.locked:
        return told
    try:
        return told | {"locked": False, "name": vault_name(), "sessions": _sessions()}
    except (VaultLocked, DatabaseError):
        if not KEYRING.locked:
            raise
        return told


def _sessions() -> list[str]:
    live = Session.objects.filter(expire_date__gt=timezone.now())
    return [_digest(each.session_key) for each in live if each.get_decoded().get(OPENING) == KEYRING.opening]


def _is_in(neighbour: Neighbour, cookies: Mapping[str, str]) -> bool:
    return _digest(cookies.get(neighbour.cookie, "")) in neighbour.sessions


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _read(port: int, told: Mapping[str, Any]) -> Neighbour:
    return Neighbour(
        port,
        locked=told.get("locked") is not False,
        name=str(told.get("name", "")),
        cookie=str(told.get("cookie", "")),
        sessions=frozenset(map(str, told.get("sessions", []))),
    )


def _file(sign: Sign) -> Path:
    folder: Path = settings.RUNNING_FOLDER
    return folder / f"{sign.port}.json"


def _forget(sign: Sign) -> None:
    # A new server may have taken the port meanwhile: its sign stays.
    if sign_in(_file(sign)) == sign:
        _file(sign).unlink(missing_ok=True)


NEIGHBOURS = Neighbours()
