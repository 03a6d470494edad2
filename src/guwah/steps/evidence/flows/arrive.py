"""A file comes in: its bytes are sealed first, then it is written down and logged in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, WrongUse
from guwah.steps.evidence.flows.came import Came, note_comings
from guwah.steps.evidence.flows.coming import begin, from_path
from guwah.steps.evidence.flows.queued import read_on_arrival
from guwah.steps.evidence.kinds import TEXT, UNKNOWN, kind_of
from guwah.steps.evidence.models import Item, Outcome, Source
from guwah.steps.evidence.names import clean_name, shown_name, title_from
from guwah.steps.evidence.reading.plan import family
from guwah.vault.custody import Act, Happened, Thing, record_all
from guwah.vault.rows import insert, unwritten, written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.flows.coming import Helping, Intake, Readable

_MOST_NAMED: Final = 500  # SQLite takes 999 values in one statement
# What is told of an item by its bytes and its way in, in this order.
_TOLD: Final = (
    "sha256", "size", "filename", "kind", "media_type", "derived_from_id", "tool", "tool_version"
)  # fmt: skip
SEALED: Literal["sealed"] = "sealed"
DUPLICATE: Literal["duplicate"] = "duplicate"


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
        path: where it lay, as whoever added it named the place; empty when nobody said.
        modified: when the file was last changed, as was said; empty when its bytes' way in tells that itself.
    """

    filename: str
    source: Source | None = None
    source_title: str = ""
    parent: Item | None = None
    tool: Tool | None = None
    path: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file: `sealed`, or `duplicate` of the item that was here already."""

    item: Item
    outcome: Literal["sealed", "duplicate"]


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


def add_stream(actor: Member, case: Case, stream: Readable, arrival: Arrival) -> Added:
    """Seal a stream into a case, with everything that is told of it; see `add_file`."""
    return _add(actor, case, stream, arrival)


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
    check_arrival(case, intake, arrival.source)
    sha256 = intake.finish()
    with transaction.atomic():
        return write_down(actor, case, [Arrived(intake, sha256, arrival)])[0]


def _add(actor: Member, case: Case, file: Readable | Path, arrival: Arrival) -> Added:
    ask(actor, Permission.EVIDENCE_ADD, case)
    if isinstance(file, Path):
        arrival = replace(arrival, path=str(file.absolute()))
        with from_path(file, *named(actor, case, arrival)) as intake:
            return keep(actor, case, intake, arrival)
    with begin() as intake:
        intake.draw(file)
        return keep(actor, case, intake, arrival)


def named(actor: Member, case: Case, arrival: Arrival) -> tuple[tuple[str | int, ...], dict[str, str | int]]:
    """Return what tells a file that may come in parts from others, and what is told of it meanwhile."""
    source = arrival.source.number if arrival.source is not None else 0
    note: dict[str, str | int] = {
        "case": case.pk,
        "source": source,
        "filename": arrival.filename,
        "by": actor.pk,
    }
    return ("file", *note.values()), note


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file whose bytes are durable, not written down yet."""

    intake: Intake | Helping
    sha256: str
    arrival: Arrival

    @property
    def came(self) -> Came:
        """Return what is told of it besides its bytes."""
        told = self.arrival.modified or self.intake.modified
        return Came(self.arrival.filename, self.arrival.path, told)


def check_arrival(case: Case, intake: Intake | Helping, source: Source | None) -> None:
    """Refuse what is not kept: an empty file, a source of another case."""
    if source is not None and source.case_id != case.pk:
        raise WrongUse("source-of-another-case", "This source belongs to another case. Nothing was changed.")
    if not intake.size:
        raise NotUnderstood("empty-file", "This file is empty: there is nothing to seal.")


def write_down(actor: Member, case: Case, arrived: Sequence[Arrived]) -> list[Added]:
    """Write files down and log each, inside the caller's transaction, many at the price of few.

    The same bytes are kept once in a case, unless another source is named for them; what they were called
    and when they came is kept for each time.
    """
    held, now = _held(case, arrived), timezone.now()
    made: list[tuple[Arrived, Item]] = []
    found: list[tuple[Item, bool]] = []
    for each, new in zip(arrived, _items(actor, arrived, now), strict=True):
        same = held.setdefault(each.sha256, [])
        twin = next((item for item, source in same if _is_twin(each.arrival, item, source)), None)
        if twin is None:
            made.append((each, new))
            same.append((new, each.arrival.source))
        found.append((twin or made[-1][1], twin is not None))
    _give_sources(actor, case, made)
    _log(actor, case, made)
    Item.objects.bulk_create([item for _each, item in made])
    _note_all(actor, found)
    _note_comings(actor, case, arrived, found)
    read_on_arrival(actor, [item for each, item in made if _worth_reading(each.intake.head, item)])
    return [Added(item, DUPLICATE if twice else SEALED) for item, twice in found]


def _is_twin(arrival: Arrival, item: Item, source: Source | None) -> bool:
    """Say whether equal bytes are the same thing; two blank pages are two results of one item."""
    if arrival.source is not None and source != arrival.source:
        return False
    if arrival.parent is None:
        return True
    return item.derived_from == arrival.parent and item.filename == clean_name(arrival.filename)


def _worth_reading(head: bytes, item: Item) -> bool:
    """Say whether there is more to a file than its words, which lie open; a derived one has not."""
    return item.derived_from is None and (item.kind != TEXT or bool(family(item.media_type, head)))


def _held(case: Case, arrived: Sequence[Arrived]) -> dict[str, list[tuple[Item, Source | None]]]:
    held: dict[str, list[tuple[Item, Source | None]]] = {}
    wanted = sorted({each.sha256 for each in arrived})
    for start in range(0, len(wanted), _MOST_NAMED):
        rows = Item.objects.filter(source__case=case, sha256__in=wanted[start : start + _MOST_NAMED])
        for item in rows.select_related("source", "derived_from").order_by("pk"):
            held.setdefault(item.sha256, []).append((item, item.source))
    return held


def _items(actor: Member, arrived: Sequence[Arrived], now: datetime) -> list[Item]:
    """Return an item for each, which is written down only where its bytes are new."""
    rows = []
    for each in arrived:
        known, arrival = kind_of(each.intake.head), each.arrival
        parent, tool = arrival.parent, arrival.tool or Tool("", "")
        about = each.sha256, each.intake.size, clean_name(arrival.filename), known.kind, known.media_type
        rows.append((*about, parent.pk if parent is not None else None, tool.name, tool.version))
    items = unwritten(Item, _TOLD, rows, {"sealed_by": actor, "sealed_at": now})
    for each, item in zip(arrived, items, strict=True):
        if each.arrival.parent is not None:
            item.derived_from = each.arrival.parent
    return items


def _give_sources(actor: Member, case: Case, made: Sequence[tuple[Arrived, Item]]) -> None:
    """Give each new item the source that was named for it, or one of its own."""
    number = _last_number(case)
    alone = [(each.arrival, item) for each, item in made if each.arrival.source is None]
    rows = [
        (place, (arrival.source_title or title_from(shown_name(item.filename)))[:300])
        for place, (arrival, item) in enumerate(alone, number + 1)
    ]
    fresh = iter(written(unwritten(Source, ("number", "title"), rows, {"case": case, "added_by": actor})))
    for each, item in made:
        item.source = each.arrival.source or next(fresh)


def _log(actor: Member, case: Case, made: Sequence[tuple[Arrived, Item]]) -> None:
    acts = [
        Happened(
            Act.SEALED,
            [
                Thing("item", {"sha256": item.sha256, "size": item.size, "source": item.source_id}),
                Thing("source", {"id": item.source_id}),
                *([each.came.thing()] if each.arrival.parent is None else []),
            ],
            case.pk,
        )
        for each, item in made
    ]
    for (_each, item), recorded in zip(made, record_all(actor.actor, acts) if acts else [], strict=True):
        item.log_index = recorded.index


def _note_comings(
    actor: Member, case: Case, arrived: Sequence[Arrived], found: Sequence[tuple[Item, bool]]
) -> None:
    """Keep how each came; what was derived did not come, it was made."""
    came = [
        ((each.came, item), twice)
        for each, (item, twice) in zip(arrived, found, strict=True)
        if each.arrival.parent is None
    ]
    repeated = frozenset(place for place, (_coming, twice) in enumerate(came) if twice)
    note_comings(actor, case, [coming for coming, _twice in came], repeated)


def _note_all(actor: Member, found: Sequence[tuple[Item, bool]]) -> None:
    done, failed = Outcome.Result.DONE.value, Outcome.Result.FAILED.value
    rows: list[tuple[int, str, str, str]] = []
    for item, twice in found:
        rows.append((item.pk, "seal", done, DUPLICATE if twice else ""))
        if not twice and (item.kind, item.media_type) == (UNKNOWN.kind, UNKNOWN.media_type):
            rows.append((item.pk, "identify", failed, "kind-unknown"))
        elif not twice:
            rows.append((item.pk, "identify", done, ""))
    insert(Outcome, ("item_id", "step", "result", "code"), rows, {"by": actor})


def new_source(actor: Member, case: Case, title: str) -> Source:
    """Create the next source of a case, inside the caller's transaction."""
    number = _last_number(case) + 1
    return Source.objects.create(case=case, number=number, title=title[:300], added_by=actor)


def _last_number(case: Case) -> int:
    last: int | None = Source.objects.filter(case=case).aggregate(Max("number"))["number__max"]
    return last or 0
