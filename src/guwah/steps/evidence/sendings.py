"""Files a browser sends in pieces: each goes on where it broke off, after a reload, a lock, or a restart.

While the server runs and the vault is open, a file on its way is held here. Otherwise what came of it waits
as a partial blob (`vault.partials`), which is read again from its beginning when the same file is begun anew.
"""

from __future__ import annotations

import hashlib
import json
import threading
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Final

from guwah.failures import NotUnderstood, Refused
from guwah.steps.evidence import flows
from guwah.vault.blobs import PartialBusy, PartialDiffers
from guwah.vault.keyring import KEYRING
from guwah.vault.partials import STRETCH
from guwah.vault.untrusted import changed_at

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.flows.coming import Readable
    from guwah.steps.evidence.models import Source

CHUNK: Final = 1 << 20
IDLE_SECONDS: Final = 600
"""Whoever sends nothing for so long makes room; the file can still be gone on with."""


class OtherPlace(Exception):
    """A piece came for another place than the next one; the sender begins again and is told where."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a browser tells of a file before it sends it.

    Attributes:
        filename: as it is called there.
        size: its bytes.
        modified: when it was changed last, milliseconds since 1970.
    """

    filename: str
    size: int
    modified: int


@dataclass(frozen=True, slots=True)
class Begun:
    """Where a sender goes on.

    Attributes:
        upload: names the file in the pieces that follow.
        offset: the next byte wanted.
        digest: SHA-256 over the SHA-256 of each 8 MiB of what is here already, for the sender to compare
            with the beginning of its file; empty where it need not.
    """

    upload: str
    offset: int
    digest: str


@dataclass(slots=True)
class _Sending:
    """A file on its way; closed by the keyring when the vault locks."""

    intake: flows.Intake
    told: Told
    page: str
    owner: tuple[int, int, int]
    stopped: bool = False
    guard: threading.Lock = field(default_factory=threading.Lock)
    touched: float = field(default_factory=monotonic)

    def interrupt(self) -> None:
        """Nothing waits: each piece is a request of its own."""

    def close(self) -> None:
        """Leave what came so far to be gone on with; a piece that is coming just now ends by itself."""
        self.stopped = True
        if self.guard.acquire(blocking=False):
            try:
                self.intake.leave()
            finally:
                self.guard.release()

    def take(self, offset: int, body: Readable) -> bool:
        """Take the next bytes and say whether the file is whole now; see `Sendings.piece`."""
        with self.guard:
            if self.stopped or not self.intake.writer.open or offset != self.intake.size:
                raise OtherPlace
            self.touched = monotonic()
            while chunk := body.read(CHUNK):
                if self.stopped:
                    self.intake.leave()
                    raise OtherPlace
                if self.intake.size + len(chunk) > self.told.size:
                    self.intake.abort()
                    raise Refused("too-long", "More came than the file was said to have. Send it again.")
                self.intake.feed(chunk)
            return self.intake.size == self.told.size


class Sendings:
    """Every file that browsers are sending to this server now."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._live: dict[str, _Sending] = {}

    def begin(
        self, member: Member, case: Case, source: Source | None, told: Told, *, page: str, anew: bool = False
    ) -> Begun:
        """Say where a file goes on, or begin it.

        Args:
            member: who sends it.
            case: where it belongs.
            source: the source it belongs to, if one was named.
            told: what is known of it.
            page: names the page it is sent from; the same page knows that its file is still the same.
            anew: throw away what came of it: the sender's file begins otherwise now.

        Raises:
            NotUnderstood: `empty-file`.
            Refused: `upload-busy`, `vault-not-written`.
        """
        if told.size <= 0:
            raise NotUnderstood("empty-file", "This file is empty: there is nothing to seal.")
        number = source.number if source is not None else 0
        which = ("upload", case.pk, number, told.filename, told.size, told.modified, member.pk)
        upload = hashlib.sha256(json.dumps(which).encode()).hexdigest()
        with self._guard:
            self._make_room()
            live = self._live.get(upload)
            if live is not None and live.page == page and live.intake.writer.open and not anew:
                return Begun(upload, live.intake.size, "")
            if live is not None:
                self._drop(upload)
        note: dict[str, str | int] = {"case": case.pk, "source": number}
        note |= {"filename": told.filename, "size": told.size}
        intake = _resumed(which, note, anew=anew)
        intake.modified = changed_at(told.modified * 10**6)
        live = _Sending(intake, told, page, (member.pk, case.pk, number))
        with self._guard:
            self._live[upload] = live
        KEYRING.register(live)
        came = intake.size
        return Begun(upload, came, intake.writer.way.stretches if came else "")

    def piece(
        self, upload: str, offset: int, body: Readable, owner: tuple[int, int, int]
    ) -> flows.Intake | None:
        """Take the next bytes; return the intake when the file is whole, for the caller to keep.

        Args:
            upload: name of the file, as `begin` gave it.
            offset: place of the first of these bytes in the file.
            body: the bytes.
            owner: numbers of the member, the case, and the source or 0.

        Raises:
            OtherPlace: nothing of theirs is on its way by this name, or it goes on at another place.
            NotUnderstood: `cut-short`; what came of the piece is kept, the sender asks where to go on.
            Refused: `vault-not-written`, `too-long`.
        """
        live = self._live.get(upload)
        if live is None or live.owner != owner:
            raise OtherPlace
        try:
            whole = live.take(offset, body)
        except PartialDiffers as differs:
            raise OtherPlace from differs
        if not whole:
            return None
        with self._guard:
            self._live.pop(upload, None)
        KEYRING.forget(live)
        return live.intake

    def offset(self, upload: str) -> int:
        """Return how many bytes came; 0 of what is not on its way."""
        live = self._live.get(upload)
        return live.intake.size if live is not None and live.intake.writer.open else 0

    def _make_room(self) -> None:
        late = monotonic() - IDLE_SECONDS
        for upload, live in list(self._live.items()):
            if live.touched < late or not live.intake.writer.open:
                self._drop(upload)

    def _drop(self, upload: str) -> None:
        live = self._live.pop(upload)
        KEYRING.forget(live)
        live.close()


def _resumed(which: tuple[str | int, ...], note: dict[str, str | int], *, anew: bool) -> flows.Intake:
    try:
        intake = flows.resume(which, note, told=lambda _bytes: KEYRING.touch())
        if anew:
            intake.abort()
            intake = flows.resume(which, note)
    except PartialBusy as busy:
        raise Refused(
            "upload-busy", "This very file is being sent from another window. Let that one end first."
        ) from busy
    return intake


SENDINGS: Final = Sendings()

__all__ = ["SENDINGS", "STRETCH", "Begun", "OtherPlace", "Sendings", "Told"]
