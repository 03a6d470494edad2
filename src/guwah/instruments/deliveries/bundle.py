"""What was delivered, as files by name: one file, the files of a zip, the files of a folder."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from guwah.instruments.deliveries.decoding import MAX_TEXT
from guwah.instruments.deliveries.errors import NotUnderstood

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.instruments.deliveries.model import Doubt


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a delivery.

    Attributes:
        name: its path inside the delivery, with `/`, as it is called there.
        size: bytes, as declared.
        modified: the time of last change the container tells, verbatim; empty when none.
    """

    name: str
    size: int
    modified: str = ""


class Bundle(Protocol):
    """The files of one delivery, in their order."""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Return the files in the order of the container."""

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """Return what a person should know of the container itself."""

    def open(self, name: str) -> BinaryIO:
        """Return a stream over one file; reading may raise `NotUnderstood` where the container lies."""


class MemoryBundle:
    """Files held in memory: a delivery of one file, or the parts of a mail."""

    def __init__(self, files: Mapping[str, bytes], doubts: tuple[Doubt, ...] = ()) -> None:
        self._files = dict(files)
        self.entries = tuple(Entry(name, len(raw)) for name, raw in self._files.items())
        self.doubts = doubts

    def open(self, name: str) -> BinaryIO:
        """Return a stream over one file."""
        return io.BytesIO(self._files[name])


def read_whole(bundle: Bundle, name: str, limit: int = MAX_TEXT) -> bytes:
    """Read one file that must be looked into.

    Raises:
        NotUnderstood: `too-large` above the limit, or what its container says.
    """
    with bundle.open(name) as stream:
        raw = stream.read(limit + 1)
    if len(raw) > limit:
        told = f"A file of more than {limit // 1024 // 1024} MiB is not looked into; it can be kept as it is."
        raise NotUnderstood("too-large", told, name=name)
    return raw


def head_of(bundle: Bundle, name: str, size: int) -> bytes:
    """Return the first bytes of one file."""
    with bundle.open(name) as stream:
        return stream.read(size)
