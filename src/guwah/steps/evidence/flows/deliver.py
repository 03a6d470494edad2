"""A delivery comes in: sealed as it is, then understood, and each thing it carries becomes a source.

First the bytes are sealed like any other evidence; they are read from there. Files are written down in
batches, the delivery itself, its messages and its ties in one transaction at the end: a kill leaves sealed
items that the next try finds again. Folders: `deliver_folder`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse
from guwah.instruments import deliveries
from guwah.steps.evidence.flows import deliver_bundles as bundles
from guwah.steps.evidence.flows.arrive import add_file
from guwah.steps.evidence.flows.deliver_folder import deliver_folder
from guwah.steps.evidence.flows.deliver_parts import Export, Taken, take_parts
from guwah.steps.evidence.flows.deliver_rows import write_delivery
from guwah.steps.evidence.models import Delivery, Item

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from guwah.accounts.models import Case, Member

ORDERS = ("dmy", "mdy", "ymd")


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says of a delivery; empty where nobody does.

    Attributes:
        format: one of `deliveries.FORMATS`.
        dates: `dmy`, `mdy` or `ymd`.
        encoding: the encoding of its texts.
    """

    format: str = ""
    dates: str = ""
    encoding: str = ""

    def wishes(self) -> deliveries.Wishes:
        """Return them with the day it came: no message is later, a day's width of zones left.

        Raises:
            WrongUse: `unknown-format`, `unknown-order`.
        """
        if self.format and self.format not in deliveries.FORMATS:
            raise WrongUse("unknown-format", f"The formats are: {', '.join(deliveries.FORMATS)}.")
        if self.dates and self.dates not in ORDERS:
            raise WrongUse("unknown-order", f"The orders of dates are: {', '.join(ORDERS)}.")
        until = (timezone.now() + timedelta(days=1)).date()
        return deliveries.Wishes(self.format, self.dates, self.encoding, until)

    def as_json(self) -> dict[str, str]:
        """Return what was said, for the record."""
        said = {"format": self.format, "dates": self.dates, "encoding": self.encoding}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Delivered:
    """What became of a delivery.

    Attributes:
        delivery: as it was written down.
        new: False when this very reading of these very bytes was here already.
    """

    delivery: Delivery
    new: bool


def look(actor: Member, case: Case, what: Path | Item, said: Said) -> deliveries.Delivery:
    """Return what a delivery would be understood as; nothing is stored.

    Args:
        actor: who looks.
        case: where it would belong.
        what: a file or folder, or an item that is sealed already.
        said: what a person says of it.

    Raises:
        NotPermitted: the actor may not add evidence here.
        NotUnderstood: with the file inside, line and offset.
    """
    ask(actor, Permission.EVIDENCE_ADD, case)
    wishes = said.wishes()
    with bundles.understanding():
        if isinstance(what, Item):
            with bundles.from_item(what) as bundle:
                return deliveries.read_delivery(bundle, wishes).delivery
        with bundles.from_path(what) as bundle:
            return _with_damage(bundle, deliveries.read_delivery(bundle, wishes).delivery)


def _with_damage(bundle: deliveries.Bundle, seen: deliveries.Delivery) -> deliveries.Delivery:
    """Say before anything is kept which files of a zip are damaged; of a sealed one it is told when kept."""
    damaged = bundle.damaged() if isinstance(bundle, deliveries.ZipBundle) else ()
    told = "Damaged in the zip, and will not be kept one by one; the zip itself is, as it came."
    doubts = tuple(deliveries.Doubt("broken-file", told, name) for name in damaged)
    lost = tuple((name, "broken") for name in damaged)
    gone = tuple(pair for pair in seen.lost if pair[0] not in damaged)
    return replace(seen, doubts=seen.doubts + doubts, lost=lost + gone)


def deliver(
    actor: Member, case: Case, path: Path, said: Said, *, step: Callable[[], object] = lambda: None
) -> Delivered:
    """Seal a delivery, read it, and make a source of everything it carries.

    Args:
        actor: who delivers.
        case: where it belongs.
        path: the file or folder.
        said: what a person says of it.
        step: called once for each file that was sealed.

    Raises:
        NotPermitted: the actor may not add evidence here.
        NotUnderstood: it cannot be read; nothing was kept. A file of a folder that is lost while the others
            are sealed stops nothing: it is a part of the delivery with its outcome.
        Refused: `vault-not-written`; what was sealed before stays, and the next try goes on with it.
    """
    if path.is_dir():
        ask(actor, Permission.EVIDENCE_ADD, case)
        return Delivered(*deliver_folder(actor, case, path, (said.as_json(), said.wishes()), step))
    # Looked at before anything is kept: what is not understood is not half kept.
    look(actor, case, path, said)
    item = add_file(actor, case, path, path.name).item
    step()
    return deliver_item(actor, item, said, step=step)


def deliver_item(
    actor: Member, item: Item, said: Said, *, step: Callable[[], object] = lambda: None
) -> Delivered:
    """Read an export that is sealed already, and make a source of everything it carries.

    Raises:
        NotPermitted, NotUnderstood, Refused: as `deliver`.
    """
    case = item.source.case
    ask(actor, Permission.EVIDENCE_ADD, case, target=f"item:{item.pk}")
    earlier = Delivery.objects.filter(case=case, item=item, said=said.as_json()).first()
    if earlier is not None:
        return Delivered(earlier, new=False)
    taken = Taken()
    with bundles.understanding(), bundles.from_item(item) as bundle:
        understood = deliveries.read_delivery(bundle, said.wishes())
        export = Export(case, item.source, item, understood, bundle)
        take_parts(actor, export, taken, step)
    return Delivered(write_delivery(actor, export, taken, said.as_json()), new=True)
