"""Looking after sealed files: each is decrypted, and with `verify` its SHA-256 held against what was logged.

Two items are looked at at a time. A run over many is recorded in batches, and one that was broken off goes
on behind the last batch it recorded.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum, unique
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask, visible_cases
from guwah.accounts.permissions import Permission
from guwah.steps.evidence.flows.store import store
from guwah.steps.evidence.models import Item, Outcome
from guwah.vault.blobs import PIECE, BlobBroken, BlobMissing
from guwah.vault.custody import Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.position import Position
from guwah.vault.straight import soon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guwah.accounts.models import Case, Member
    from guwah.vault.blobs import BlobStore

# A log entry holds at most 65,535 bytes (tlog-tiles), a commitment takes 67: a batch stays far below, and
# what a broken run has verified so far is kept.
BATCH = 500
MOST_BYTES: Final = 2 << 30
"""A batch that holds large files ends earlier: some seconds of work are lost by a kill."""
AT_ONCE: Final = 3
"""How many large files are looked at at a time: two cores, and one that waits for the disk."""


READ_AHEAD: Final = 32
"""So many small files are asked of the disk before the first of them is needed."""


@unique
class Level(StrEnum):
    """How closely is looked; the value is the step of the outcome."""

    DIGEST = "verify"
    TAGS = "scrub"

    @property
    def act(self) -> Act:
        """The act the log tells of."""
        return Act.VERIFIED if self is Level.DIGEST else Act.SCRUBBED


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look at one item found.

    Attributes:
        item: the item.
        code: empty when it is intact, else `blob-missing` or `blob-broken`.
    """

    item: Item
    code: str

    @property
    def intact(self) -> bool:
        """Say whether the bytes are those that were sealed."""
        return not self.code


@dataclass(frozen=True, slots=True)
class Report:
    """What a whole run found, in the order of sealing.

    Attributes:
        checked: every item looked at now, and those that an earlier part of this run found broken.
        earlier: how many items an earlier part of this run looked at, before it was broken off.
    """

    checked: tuple[Checked, ...]
    earlier: int = 0

    @property
    def broken(self) -> tuple[Checked, ...]:
        """Return every item that is not what was sealed."""
        return tuple(each for each in self.checked if not each.intact)


def verify(
    actor: Member,
    case: Case | None = None,
    *,
    level: Level = Level.DIGEST,
    anew: bool = False,
    tell: Callable[[Checked], None] | None = None,
) -> Report:
    """Look at every item of a case, or of every case the actor may see; each result is recorded.

    Args:
        actor: who verifies.
        case: one case only.
        level: compare digests, or only authenticate what is decrypted.
        anew: begin again, also where an earlier run was broken off.
        tell: called after each item, for showing progress.

    Raises:
        NotPermitted: the actor may not verify evidence in one of the cases.
    """
    cases = visible_cases(actor) if case is None else [case]
    for each in cases:
        ask(actor, Permission.EVIDENCE_VERIFY, each)
    run = _Run(actor, case, level, anew=anew)
    for each in cases:
        items = Item.objects.filter(source__case=each, pk__gt=run.after(each)).select_related("source")
        for batch in _batches(items.order_by("pk").iterator(BATCH)):
            run.note(each, _look_at(actor, each, batch, level, tell))
    return run.end()


def verify_item(actor: Member, item: Item) -> Checked:
    """Verify one item and record the result.

    Raises:
        NotPermitted: the actor may not verify evidence in this case.
    """
    case = item.source.case
    ask(actor, Permission.EVIDENCE_VERIFY, case, target=f"item:{item.pk}")
    return _look_at(actor, case, [item], Level.DIGEST, None)[0]


def verify_some(
    actor: Member, case: Case, items: Sequence[Item], also: Callable[[Sequence[Checked]], object]
) -> tuple[Checked, ...]:
    """Verify some items of a case, at most a few hundred, and record the results in one entry.

    Args:
        actor: who verifies.
        case: of all the items.
        items: which.
        also: called with the results inside the transaction that records them.

    Raises:
        NotPermitted: the actor may not verify evidence in this case.
    """
    ask(actor, Permission.EVIDENCE_VERIFY, case)
    return tuple(_look_at(actor, case, items, Level.DIGEST, None, also))


class _Run:
    """One run over many items and how far it came."""

    def __init__(self, actor: Member, case: Case | None, level: Level, *, anew: bool) -> None:
        self._position = Position(f"{level.value}-{case.pk if case is not None else 'all'}")
        known = {} if anew else self._position.read()
        # Somebody else may see other cases: their run is another one.
        if known.get("by") != actor.pk:
            known = {
                "by": actor.pk,
                "begun": timezone.now().isoformat(),
                "count": 0,
                "after": {},
                "broken": [],
            }
        self._known: dict[str, Any] = known
        self._earlier = int(known["count"])
        broken = dict(known["broken"])
        rows = Item.objects.filter(pk__in=list(broken)).select_related("source").order_by("pk")
        self._found = [Checked(item, broken[item.pk]) for item in rows]

    def after(self, case: Case) -> int:
        """Return the last item of a case that was looked at; 0 before the first."""
        return int(self._known["after"].get(str(case.pk), 0))

    def note(self, case: Case, found: Sequence[Checked]) -> None:
        """Keep what was found, once it is recorded."""
        self._found.extend(found)
        self._known["count"] += len(found)
        self._known["after"][str(case.pk)] = found[-1].item.pk
        self._known["broken"] += [(each.item.pk, each.code) for each in found if not each.intact]
        self._position.keep(self._known)

    def end(self) -> Report:
        """Tell what the whole run found."""
        self._position.forget()
        return Report(tuple(self._found), self._earlier)


def _look_at(
    actor: Member,
    case: Case,
    items: Sequence[Item],
    level: Level,
    tell: Callable[[Checked], None] | None,
    also: Callable[[Sequence[Checked]], object] | None = None,
) -> list[Checked]:
    found = []
    # Reading takes long, so it happens before the transaction that records it.
    for checked in _looks(store(), items, level):
        found.append(checked)
        KEYRING.touch()
        if tell is not None:
            tell(checked)
    with transaction.atomic():
        Outcome.objects.bulk_create([_outcome(actor, each, level) for each in found])
        things = [Thing("item", {"id": each.item.pk, "result": each.code or "intact"}) for each in found]
        record(level.act, actor.actor, things=things, case=case.pk)
        if also is not None:
            also(found)
    return found


def _looks(blobs: BlobStore, items: Sequence[Item], level: Level) -> Iterator[Checked]:
    """Look at items and yield in order: large ones some at a time, which let go of the interpreter."""
    large = [item for item in items if item.size > PIECE]
    small = (item for item in items if item.size <= PIECE)
    for item in islice(small, READ_AHEAD):
        soon(blobs.path(item.sha256))
    with ThreadPoolExecutor(AT_ONCE) as pool, ExitStack() as broken_off:
        broken_off.callback(pool.shutdown, wait=True, cancel_futures=True)
        begun = deque(pool.submit(_look, blobs, item, level) for item in large)
        for item in items:
            if item.size > PIECE:
                yield Checked(item, begun.popleft().result())
                continue
            # Of a small one nearly all the work is Python's own: threads would only wait for each other, and
            # what the disk takes is hidden by asking for a later one now.
            for later in islice(small, 1):
                soon(blobs.path(later.sha256))
            yield Checked(item, _look(blobs, item, level))


def _outcome(actor: Member, checked: Checked, level: Level) -> Outcome:
    result = Outcome.Result.DONE if checked.intact else Outcome.Result.FAILED
    return Outcome(item=checked.item, step=level.value, result=result, code=checked.code, by=actor)


def _batches(items: Iterator[Item]) -> Iterator[Sequence[Item]]:
    batch: list[Item] = []
    size = 0
    for item in items:
        if batch and (len(batch) >= BATCH or size + item.size > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(item)
        size += item.size
    if batch:
        yield batch


def _look(blobs: BlobStore, item: Item, level: Level) -> str:
    """Return what is wrong with the sealed bytes of an item, or nothing."""
    try:
        look = blobs.verify if level is Level.DIGEST else blobs.scrub
        found = look(item.sha256)
    except (BlobMissing, BlobBroken) as wrong:
        return wrong.code
    return "" if found.size == item.size else BlobBroken.code
