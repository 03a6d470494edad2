"""Verifying: every sealed file is decrypted and its SHA-256 held against what was written down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask, visible_cases
from guwah.accounts.permissions import Permission
from guwah.steps.evidence.flows.store import store
from guwah.steps.evidence.models import Item, Outcome
from guwah.vault.blobs import BlobBroken, BlobMissing
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from guwah.accounts.models import Case, Member
    from guwah.vault.blobs import BlobStore

# A log entry holds at most 65,535 bytes (tlog-tiles), a commitment takes 67: a batch stays far below, and
# what a broken run has verified so far is kept.
BATCH = 200


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
    """What a whole run found, in the order of sealing."""

    checked: tuple[Checked, ...]

    @property
    def broken(self) -> tuple[Checked, ...]:
        """Return every item that is not what was sealed."""
        return tuple(each for each in self.checked if not each.intact)


def verify(
    actor: Member, case: Case | None = None, *, tell: Callable[[Checked], None] | None = None
) -> Report:
    """Verify every item of a case, or of every case the actor may see; each result is recorded.

    Args:
        actor: who verifies.
        case: one case only.
        tell: called after each item, for showing progress.

    Raises:
        NotPermitted: the actor may not verify evidence in one of the cases.
    """
    cases = visible_cases(actor) if case is None else [case]
    for each in cases:
        ask(actor, Permission.EVIDENCE_VERIFY, each)
    found: list[Checked] = []
    for each in cases:
        items = list(Item.objects.filter(source__case=each).select_related("source"))
        for batch in _batches(items):
            found.extend(_verify_batch(actor, each, batch, tell))
    return Report(tuple(found))


def verify_item(actor: Member, item: Item) -> Checked:
    """Verify one item and record the result.

    Raises:
        NotPermitted: the actor may not verify evidence in this case.
    """
    case = item.source.case
    ask(actor, Permission.EVIDENCE_VERIFY, case, target=f"item:{item.pk}")
    return _verify_batch(actor, case, [item], None)[0]


def verify_some(actor: Member, case: Case, items: Sequence[Item]) -> tuple[Checked, ...]:
    """Verify some items of a case, at most a few hundred, and record the results in one entry.

    Raises:
        NotPermitted: the actor may not verify evidence in this case.
    """
    ask(actor, Permission.EVIDENCE_VERIFY, case)
    return tuple(_verify_batch(actor, case, items, None))


def _verify_batch(
    actor: Member, case: Case, items: Sequence[Item], tell: Callable[[Checked], None] | None
) -> list[Checked]:
    blobs = store()
    found = []
    # Reading takes long, so it happens before the transaction that records it.
    for item in items:
        found.append(Checked(item, _look(blobs, item)))
        if tell is not None:
            tell(found[-1])
    with transaction.atomic():
        Outcome.objects.bulk_create([_outcome(actor, each) for each in found])
        things = [Thing("item", {"id": each.item.pk, "result": each.code or "intact"}) for each in found]
        record(Act.VERIFIED, actor.actor, things=things, case=case.pk)
    return found


def _outcome(actor: Member, checked: Checked) -> Outcome:
    result = Outcome.Result.DONE if checked.intact else Outcome.Result.FAILED
    return Outcome(item=checked.item, step="verify", result=result, code=checked.code, by=actor)


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), BATCH):
        yield items[start : start + BATCH]


def _look(blobs: BlobStore, item: Item) -> str:
    """Return what is wrong with the sealed bytes of an item, or nothing."""
    try:
        found = blobs.verify(item.sha256)
    except (BlobMissing, BlobBroken) as wrong:
        return wrong.code
    return "" if found.size == item.size else BlobBroken.code
