"""A file comes in: its bytes are sealed first, then it is written down and logged in one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal, Protocol, Self, cast

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.evidence.flows.store import store
from guwah.steps.evidence.kinds import HEAD_BYTES, UNKNOWN, kind_of
from guwah.steps.evidence.models import Item, Outcome, Source
from guwah.steps.evidence.names import clean_name, shown_name, title_from
from guwah.vault.blobs import BlobNotWritten
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from guwah.accounts.models import Case, Member
    from guwah.vault.blobs import BlobStore

SEALED: Literal["sealed"] = "sealed"
DUPLICATE: Literal["duplicate"] = "duplicate"


class Readable(Protocol):
    """A stream of bytes: an open file, or the body of a request."""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes; none at the end."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What made a derived file: program, version."""

    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """What is known of a file besides its bytes.

    Attributes:
        filename: as it was called; never used as a path.
        source: the source it belongs to; without one a new source is made.
        source_title: title of that new source; the file's name without its ending when empty.
        parent: the item it was derived from, and `tool` by what.
        tool: what derived it.
    """

    filename: str
    source: Source | None = None
    source_title: str = ""
    parent: Item | None = None
    tool: Tool | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file: `sealed`, or `duplicate` of the item that was here already."""

    item: Item
    outcome: Literal["sealed", "duplicate"]


class Intake:
    """One file on its way into the vault: encrypted as it comes, nowhere in the clear.

    Leaving the `with` block without `finish` leaves nothing behind.
    """

    def __init__(self, blobs: BlobStore) -> None:
        with _writing():
            self._writer = blobs.begin()
        self._head = bytearray()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.abort()

    @property
    def size(self) -> int:
        """Return how many bytes have come."""
        return self._writer.size

    @property
    def head(self) -> bytes:
        """Return the first bytes, by which the file is known for what it is."""
        return bytes(self._head)

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes.

        Raises:
            Refused: `vault-not-written`, the disk of the vault did not take them.
        """
        if len(self._head) < HEAD_BYTES:
            self._head += chunk[: HEAD_BYTES - len(self._head)]
        with _writing():
            self._writer.write(chunk)

    def draw(self, stream: Readable) -> None:
        """Take everything a stream gives, in one pass.

        Raises:
            NotUnderstood: `unreadable-file`, the stream broke.
            Refused: `vault-not-written`.
        """
        with _reading():
            while len(self._head) < HEAD_BYTES and (chunk := stream.read(HEAD_BYTES)):
                self.feed(chunk)
            with _writing():
                # The writer asks no more of a stream than `read`.
                while self._writer.take(cast("BinaryIO", stream)):
                    pass

    def finish(self) -> str:
        """Make the sealed file durable under its name and return the SHA-256 of what came, hex."""
        with _writing():
            return self._writer.finish().oid

    def abort(self) -> None:
        """Leave nothing behind; harmless after `finish`."""
        self._writer.abandon()


def begin() -> Intake:
    """Return an intake into the vault that is open now, for callers that are handed bytes bit by bit."""
    return Intake(store())


def add_file(
    actor: Member,
    case: Case,
    file: Readable | Path,
    filename: str,
    *,
    source: Source | None = None,
    source_title: str = "",
) -> Added:
    """Seal a file into a case; it is acknowledged when blob, row and log entry are all durable.

    Args:
        actor: who adds it.
        case: where it belongs.
        file: a binary stream, read to its end in one pass, or the path of a regular file.
        filename: what it was called when it came.
        source: the source it belongs to; without one a new source is made.
        source_title: title of the new source.

    Raises:
        NotPermitted: the actor may not add evidence here.
        NotUnderstood: `empty-file`, `no-such-file`, `not-a-file`, `unreadable-file`; nothing was changed.
        Refused: `vault-not-written`; nothing was changed.
    """
    return _add(actor, case, file, Arrival(filename, source, source_title))


def add_derived(actor: Member, parent: Item, file: Readable | Path, filename: str, tool: Tool) -> Added:
    """Seal what was made from an item as an item of its own, in the same source."""
    arrival = Arrival(filename, parent.source, parent=parent, tool=tool)
    return _add(actor, parent.source.case, file, arrival)


def keep(actor: Member, case: Case, intake: Intake, arrival: Arrival) -> Added:
    """Finish an intake that was fed by the caller, and write it down.

    Raises:
        NotPermitted: the actor may not add evidence here.
        NotUnderstood: `empty-file`.
        WrongUse: `source-of-another-case`.
    """
    ask(actor, Permission.EVIDENCE_ADD, case)
    if arrival.source is not None and arrival.source.case_id != case.pk:
        raise WrongUse("source-of-another-case", "This source belongs to another case. Nothing was changed.")
    if not intake.size:
        raise NotUnderstood("empty-file", "This file is empty: there is nothing to seal.")
    sha256 = intake.finish()
    with transaction.atomic():
        twin = _twin(case, sha256, arrival)
        if twin is not None:
            _note(twin, actor, "seal", code=DUPLICATE)
            return Added(twin, DUPLICATE)
        return Added(_write_down(actor, case, intake, sha256, arrival), SEALED)


def _add(actor: Member, case: Case, file: Readable | Path, arrival: Arrival) -> Added:
    ask(actor, Permission.EVIDENCE_ADD, case)
    with begin() as intake:
        if isinstance(file, Path):
            with _opened(file) as stream:
                intake.draw(stream)
        else:
            intake.draw(file)
        return keep(actor, case, intake, arrival)


def _opened(path: Path) -> BinaryIO:
    if not path.exists():
        raise NotUnderstood("no-such-file", "There is no such file.")
    # A folder has no bytes of its own, and a pipe or a device may never end.
    if not path.is_file():
        raise NotUnderstood("not-a-file", "This is not a file.")
    with _reading():
        return path.open("rb")


@contextmanager
def _reading() -> Iterator[None]:
    """Say plainly that the file itself cannot be read."""
    try:
        yield
    except OSError as broken:
        raise NotUnderstood(
            "unreadable-file", "This file cannot be read. Nothing of it was kept."
        ) from broken


@contextmanager
def _writing() -> Iterator[None]:
    """Say plainly that the vault's disk refused."""
    try:
        yield
    except BlobNotWritten as refused:
        raise Refused(
            "vault-not-written",
            "The disk of the vault did not take this file; nothing of it was kept. Free some space, then "
            "add it again.",
        ) from refused


def _twin(case: Case, sha256: str, arrival: Arrival) -> Item | None:
    """Return the item that holds these bytes already, unless another source is named for them."""
    held = Item.objects.filter(source__case=case, sha256=sha256)
    if arrival.source is not None:
        held = held.filter(source=arrival.source)
    return held.order_by("pk").first()


def _write_down(actor: Member, case: Case, intake: Intake, sha256: str, arrival: Arrival) -> Item:
    filename = clean_name(arrival.filename)
    source = arrival.source or new_source(
        actor, case, arrival.source_title or title_from(shown_name(filename))
    )
    known = kind_of(intake.head)
    recorded = record(
        Act.SEALED,
        actor.actor,
        things=[
            Thing("item", {"sha256": sha256, "size": intake.size, "source": source.pk}),
            Thing("source", {"id": source.pk}),
        ],
        case=case.pk,
    )
    item = Item.objects.create(
        source=source,
        sha256=sha256,
        size=intake.size,
        filename=filename,
        kind=known.kind,
        media_type=known.media_type,
        derived_from=arrival.parent,
        tool=arrival.tool.name if arrival.tool else "",
        tool_version=arrival.tool.version if arrival.tool else "",
        sealed_by=actor,
        sealed_at=timezone.now(),
        log_index=recorded.index,
    )
    _note(item, actor, "seal")
    if known == UNKNOWN:
        _note(item, actor, "identify", result=Outcome.Result.FAILED, code="kind-unknown")
    else:
        _note(item, actor, "identify")
    return item


def new_source(actor: Member, case: Case, title: str) -> Source:
    """Create the next source of a case, inside the caller's transaction."""
    last = Source.objects.filter(case=case).aggregate(Max("number"))["number__max"] or 0
    return Source.objects.create(case=case, number=last + 1, title=title[:300], added_by=actor)


def _note(
    item: Item, actor: Member, step: str, *, result: Outcome.Result = Outcome.Result.DONE, code: str = ""
) -> None:
    Outcome.objects.create(item=item, step=step, result=result, code=code, by=actor)
