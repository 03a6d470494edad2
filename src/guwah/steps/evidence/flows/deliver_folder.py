"""A folder is delivered: its files sealed one by one, none lost in silence, the same folder kept once.

What could be sealed is in the delivery, what could not is a part of it that says so. Only the export's own
texts need their source before the end; until the delivery is written down that source says it was begun.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from django.db import transaction

from guwah.failures import NotUnderstood
from guwah.instruments import deliveries
from guwah.steps.evidence.flows import deliver_bundles as bundles
from guwah.steps.evidence.flows.arrive import SEALED
from guwah.steps.evidence.flows.deliver_parts import Export, Taken, own_files, take_parts
from guwah.steps.evidence.flows.deliver_rows import write_delivery
from guwah.steps.evidence.flows.many import add_files
from guwah.steps.evidence.flows.name import SourceFacts, name_source
from guwah.steps.evidence.models import Delivery, Source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.flows.many import Became

BEGUN: Final = "A folder whose delivery was begun and has not ended. Deliver it again to complete it."
"""How a source came that holds a folder's own texts, until the delivery is written down."""

GONE: Final = "gone"
_EMPTY: Final = "empty"
_PIECE: Final = 1 << 20
_MOST_NAMED: Final = 500  # SQLite takes 999 values in one statement


@dataclass(slots=True)
class _Folder:
    """One folder that is being delivered.

    Attributes:
        actor: who delivers.
        case: where it belongs.
        title: what it is called.
        said: what a person said of it, for the record.
        wishes: the same, for the reader.
        listing: what lay in it when it was listed.
        own: the names of its files that belong to the source of the folder itself.
        taken: what became of its files.
        twins: sources of files that were here already.
        step: called once for each file.
    """

    actor: Member
    case: Case
    title: str
    said: dict[str, str]
    wishes: deliveries.Wishes
    listing: bundles.Listing
    own: frozenset[str]
    step: Callable[[], object]
    taken: Taken = field(default_factory=Taken)
    twins: set[int] = field(default_factory=set)


def deliver_folder(
    actor: Member,
    case: Case,
    path: Path,
    said: tuple[dict[str, str], deliveries.Wishes],
    step: Callable[[], object],
) -> tuple[Delivery, bool]:
    """Seal a folder, read it, and write the delivery down.

    Args:
        actor: who delivers; the caller asked for permission.
        case: where it belongs.
        path: the folder.
        said: what a person said of it, for the record and for the reader.
        step: called once for each file.

    Returns:
        The delivery, and whether it is a new one: the same names with the same bytes and the same wishes are
        there once.

    Raises:
        NotUnderstood: it cannot be read, or no file of it; nothing was kept.
        Refused: `vault-not-written`; what was sealed before stays and is found again by the next try.
    """
    listing = bundles.folder_files(path)
    with bundles.understanding():
        seen = deliveries.read_delivery(listing.bundle(), said[1]).delivery
    title = bundles.shown_bytes(path.resolve().name) or "folder"
    folder = _Folder(actor, case, title, *said, listing, own_files(seen), step)
    _seal(folder, [name for name in listing.files if name not in folder.own], None)
    expected = _digests_of_own(folder)
    if not folder.taken.items and not any(digest not in (GONE, _EMPTY) for digest in expected.values()):
        raise NotUnderstood("unreadable-file", "No file of this folder could be kept; nothing was changed.")
    earlier = _earlier(folder, _manifest(folder, expected))
    same = next((each for each in earlier if each.said == folder.said), None)
    if same is not None:
        return same, False
    source = earlier[0].source if earlier else None
    if folder.own:
        source = source or _begun(folder, set(expected.values()))
        _seal(folder, [name for name in listing.files if name in folder.own], source)
    return _write(folder, source), True


def _seal(folder: _Folder, names: list[str], source: Source | None) -> None:
    paths = [folder.listing.files[name] for name in names]
    for became, name in zip(add_files(folder.actor, folder.case, paths, source=source), names, strict=True):
        _note(folder, became, name, source)
        folder.step()


def _note(folder: _Folder, became: Became, name: str, source: Source | None) -> None:
    taken = folder.taken
    if became.added is not None:
        taken.items[name] = became.added.item
        if source is None:
            sources = taken.made if became.added.outcome == SEALED else folder.twins
            sources.add(became.added.item.source_id)
    elif isinstance(became.problem, NotUnderstood):
        # The file's own trouble is told of the file; the vault's stops everything.
        taken.lost[name] = _EMPTY if became.problem.code == "empty-file" else GONE
    elif became.problem is not None:
        raise became.problem


def _digests_of_own(folder: _Folder) -> dict[str, str]:
    """Return the digests of the folder's own texts before a source is made for them."""
    bundle, found = folder.listing.bundle(), {}
    for name in sorted(folder.own & folder.listing.files.keys()):
        hasher, size = hashlib.sha256(), 0
        try:
            with bundle.open(name) as stream:
                while piece := stream.read(_PIECE):
                    hasher.update(piece)
                    size += len(piece)
        except deliveries.NotUnderstood:
            found[name] = GONE
        else:
            found[name] = hasher.hexdigest() if size else _EMPTY
    return found


def _manifest(folder: _Folder, own: dict[str, str]) -> str:
    """Return the digest of the folder: SHA-256 of lines as `sha256sum` prints them, in the order of names."""
    digests = own | folder.taken.lost | {name: item.sha256 for name, item in folder.taken.items.items()}
    lines = "".join(f"{digests[name]}  {name}\n" for name in sorted(digests))
    return hashlib.sha256(lines.encode()).hexdigest()


def _earlier(folder: _Folder, manifest: str) -> list[Delivery]:
    rows = Delivery.objects.filter(case=folder.case, item=None, understood__folder=manifest)
    return list(rows.select_related("source").order_by("pk"))


def _begun(folder: _Folder, digests: set[str]) -> Source:
    """Return the source of the folder: that of a try that broke off, or a new one that says so."""
    rows = Source.objects.filter(
        case=folder.case, title=folder.title.strip()[:300], provenance=BEGUN, deliveries=None
    )
    for source in rows.order_by("pk"):
        if digests.issuperset(source.items.values_list("sha256", flat=True)):
            return source
    with transaction.atomic():
        source = name_source(folder.actor, folder.case, SourceFacts(folder.title))
        source.provenance = BEGUN
        source.save(update_fields=["provenance"])
    return source


def _understand(folder: _Folder) -> tuple[bundles.FileBundle, deliveries.Understood]:
    """Read what was sealed; where it changed while it was sealed, as files, and say so."""
    lost = [name for name in folder.listing.files if folder.taken.lost.get(name) == GONE]
    doubts: tuple[deliveries.Doubt, ...] = ()
    if lost:
        told = "Could not be read to its end while the folder was kept; it is not sealed"
        doubts = (deliveries.Doubt("file-lost", f"{told}. Such files: {len(lost)}.", lost[0]),)
    bundle = folder.listing.sealed(folder.taken.items, doubts)
    try:
        return bundle, deliveries.read_delivery(bundle, folder.wishes)
    except deliveries.NotUnderstood as wrong:
        told = f"It changed while it was kept and is no longer read as it was shown: {wrong.message}"
        changed = deliveries.Doubt("changed-meanwhile", told, wrong.name, wrong.line)
    bundle = folder.listing.sealed(folder.taken.items, (*doubts, changed))
    return bundle, deliveries.read_delivery(bundle, replace(folder.wishes, format="folder"))


def _write(folder: _Folder, source: Source | None) -> Delivery:
    with bundles.understanding():
        bundle, understood = _understand(folder)
        if source is None and understood.inner.entries:
            source = _begun(folder, set())
        manifest = _manifest(folder, {})
        if source is not None:
            export = Export(folder.case, source, None, understood, bundle, manifest)
            take_parts(folder.actor, export, folder.taken, lambda: None)
    folder.taken.made |= _untold(folder.twins)
    with transaction.atomic():
        # A folder without texts of its own has its source from the moment it is delivered.
        source = source or name_source(folder.actor, folder.case, SourceFacts(folder.title))
        if source.provenance == BEGUN:
            source.provenance = ""
            source.save(update_fields=["provenance"])
        export = Export(folder.case, source, None, understood, bundle, manifest)
        return write_delivery(folder.actor, export, folder.taken, folder.said)


def _untold(sources: set[int]) -> set[int]:
    """Return those of which nothing is told yet: what a try that broke off had sealed is as good as new."""
    wanted, found = sorted(sources), set[int]()
    for start in range(0, len(wanted), _MOST_NAMED):
        rows = Source.objects.filter(pk__in=wanted[start : start + _MOST_NAMED], provenance="", kind="")
        found |= set(rows.filter(delivery_parts=None).values_list("pk", flat=True))
    return found
