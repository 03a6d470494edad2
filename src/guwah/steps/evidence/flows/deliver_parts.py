"""What a delivery carries is sealed: each file an item of a source of its own, derived from the export."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from django.db import transaction

from guwah.instruments import deliveries
from guwah.instruments.deliveries.model import PAGE
from guwah.steps.evidence.flows.arrive import SEALED, Arrival, Arrived, Tool, write_down
from guwah.steps.evidence.flows.coming import begin, finish

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.flows.coming import Intake
    from guwah.steps.evidence.models import Item, Source

BATCH: Final = 64
"""How many files are written down together; each holds its first 64 KiB until then."""

BATCH_BYTES: Final = 128 << 20
TOOL: Final = Tool("guwah deliveries", "1")


@dataclass(slots=True)
class Taken:
    """What became of the files of a delivery, by their names in it.

    Attributes:
        items: those that are sealed.
        lost: those that are not, and why: `empty`, `broken`, or `gone` while a folder was sealed.
        made: the sources that were made for them; others were here already.
    """

    items: dict[str, Item] = field(default_factory=dict)
    lost: dict[str, str] = field(default_factory=dict)
    made: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Export:
    """A delivery whose files are to be sealed.

    Attributes:
        case: where it belongs.
        source: the source of the export itself; its texts are items of it.
        item: the sealed export, or None for a folder, whose files are sealed already.
        understood: how it was understood.
        bundle: its files.
        folder: the digest of a folder's names and bytes; empty of one file.
    """

    case: Case
    source: Source
    item: Item | None
    understood: deliveries.Understood
    bundle: deliveries.Bundle
    folder: str = ""


def own_files(delivery: deliveries.Delivery) -> frozenset[str]:
    """Return the files that belong to the export's own source: its texts, and the parts of saved pages."""
    pages = (one.file for each in delivery.messages if each.kind == PAGE for one in each.attachments)
    return frozenset(delivery.texts) | frozenset(pages)


def take_parts(actor: Member, export: Export, taken: Taken, step: Callable[[], object]) -> None:
    """Seal every file of a delivery that is not sealed yet; `taken` tells what became of each.

    Args:
        actor: who delivers.
        export: what is delivered.
        taken: what is sealed already; filled.
        step: called once for each file.

    Raises:
        Refused: `vault-not-written`; what was acknowledged before stays.
    """
    inside = [entry.name for entry in export.bundle.entries] if _is_opened(export) else []
    _take(actor, export, inside, taken, step)
    # What letters carry comes after the letters, from which it is derived.
    _take(actor, export, [entry.name for entry in export.understood.inner.entries], taken, step)


def _is_opened(export: Export) -> bool:
    """Say whether the files of a container are taken out: those of a web archive mean nothing alone."""
    return isinstance(export.bundle, deliveries.ZipBundle) and export.understood.delivery.variant != "wacz"


def _take(
    actor: Member, export: Export, names: Sequence[str], taken: Taken, step: Callable[[], object]
) -> None:
    own = own_files(export.understood.delivery)
    batch: list[tuple[str, Intake, Arrival]] = []
    size = 0
    for name in names:
        intake = _sealed(export, name, taken)
        if intake is not None:
            parent = _parent(export, name, taken)
            arrival = Arrival(
                name, export.source if name in own else None, "", parent, TOOL if parent else None
            )
            batch.append((name, intake, arrival))
            size += intake.size
        if len(batch) >= BATCH or size >= BATCH_BYTES:
            _keep(actor, export.case, batch, taken)
            batch, size = [], 0
        step()
    _keep(actor, export.case, batch, taken)


def _parent(export: Export, name: str, taken: Taken) -> Item | None:
    inner = {entry.name for entry in export.understood.inner.entries}
    if name in inner:
        letters = (text for text in export.understood.delivery.texts if name.startswith(f"{text}/"))
        return next((taken.items[text] for text in letters if text in taken.items), export.item)
    return export.item


def _sealed(export: Export, name: str, taken: Taken) -> Intake | None:
    """Seal one file to its last byte; None, with the reason noted, for one that is not kept."""
    inner = export.understood.inner
    holder: deliveries.Bundle = inner if name in {entry.name for entry in inner.entries} else export.bundle
    intake = begin()
    try:
        with holder.open(name) as stream:
            intake.draw(stream)
    except deliveries.NotUnderstood:
        # Damaged inside the container: the container itself is sealed, and the part says what became of it.
        intake.abort()
        taken.lost[name] = "broken"
        return None
    if not intake.size:
        intake.abort()
        taken.lost[name] = "empty"
        return None
    intake.end()
    return intake


def _keep(actor: Member, case: Case, batch: Sequence[tuple[str, Intake, Arrival]], taken: Taken) -> None:
    finish([intake for _name, intake, _arrival in batch])
    with transaction.atomic():
        arrived = [Arrived(intake, intake.writer.oid, arrival) for _name, intake, arrival in batch]
        added = write_down(actor, case, arrived)
    for (name, _intake, arrival), each in zip(batch, added, strict=True):
        taken.items[name] = each.item
        # One that a try that broke off had sealed is as good as made now; what was told of it is not undone.
        again = arrival.parent is not None and each.item.derived_from_id == arrival.parent.pk
        if arrival.source is None and (each.outcome == SEALED or again):
            taken.made.add(each.item.source_id)
