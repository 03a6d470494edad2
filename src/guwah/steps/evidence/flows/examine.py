"""Examining: what can be read out of an item is read in the jail, and each result is an item of its own."""

from __future__ import annotations

import io
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused
from guwah.steps.evidence.flows.arrive import Tool, add_derived
from guwah.steps.evidence.flows.read import open_item
from guwah.steps.evidence.models import Item, Outcome
from guwah.steps.evidence.names import shown_name, title_from
from guwah.steps.evidence.reading import plan, programs, steps
from guwah.steps.evidence.reading.answers import CannotRead
from guwah.steps.evidence.reading.jail import PIECE, JailFailed, NoJail, sealed_memory, why_no_jail
from guwah.vault.age import AgeBroken
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from guwah.accounts.models import Case, Member
    from guwah.vault.age import AgeReader

# What is read lies in memory while it is read.
LARGEST: Final = 1 << 30
TOO_LARGE: Final = "too-large-to-read"
# What this machine lacks today it may have tomorrow.
_LATER: Final = ("no-jail", "jail-closed", "jail-unknown-machine", "no-ffmpeg", "no-bsdtar", TOO_LARGE)
_NO_READER: Final = "no-reader"
_ROOM: Final = Path("/proc/meminfo")


@dataclass(slots=True)
class Step:
    """What became of one step with an item.

    Attributes:
        step: one of `plan.steps`, or `examine` when there is none for this kind of file.
        result: done, failed or not tried.
        code: why it failed or was not tried; of a step that was done, a word about it, mostly empty.
        made: the items it made, or had made before.
    """

    step: str
    result: Outcome.Result = Outcome.Result.DONE
    code: str = ""
    made: list[Item] = field(default_factory=list)

    def not_so(self, result: Outcome.Result, code: str) -> None:
        """Note that it was not done, and why."""
        self.result, self.code = result, code


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of every step with an item."""

    item: Item
    steps: tuple[Step, ...]


def examine(actor: Member, item: Item) -> Examined:
    """Read out of an item what its kind has readers for; the item itself is not changed.

    Every step ends as an outcome: done, failed with a code, or not tried when there can be no jail, ffmpeg or
    bsdtar is missing, the file is too large, or nobody can read such files. Doing it again makes nothing
    twice.

    Raises:
        NotPermitted: the actor may not add evidence here.
        Refused: `blob-missing`, `blob-broken`; nothing was changed. `vault-not-written`.
    """
    ask(actor, Permission.EVIDENCE_ADD, item.source.case, target=f"item:{item.pk}")
    with opened(actor, item) as reader:
        family = plan.family(item.media_type, reader.read(plan.HEAD_BYTES))
        wanted = [Step(name) for name in plan.steps(family)] or [Step(plan.EXAMINE)]
        hindered = _hindered(item, family)
        for step in wanted:
            code = plan.not_here(step.step, family) or hindered
            if code:
                step.not_so(Outcome.Result.NOT_TRIED, code)
        if not hindered:
            with in_memory(reader, item) as given:
                for step in wanted:
                    if not step.code:
                        _do(actor, item, step, (family, given))
    _write_down(actor, item, wanted)
    return Examined(item, tuple(wanted))


def unexamined(actor: Member, case: Case, *, again: bool = False) -> list[Item]:
    """Return the items of a case that came from outside and were not examined yet.

    Args:
        actor: who is going to examine them.
        case: the case.
        again: all of them, whatever was done before.

    Raises:
        NotPermitted: the actor may not add evidence here.
    """
    ask(actor, Permission.EVIDENCE_ADD, case)
    rows = Item.objects.filter(source__case=case, derived_from=None).select_related("source__case")
    if not again:
        tried = Outcome.objects.filter(step__in=(plan.METADATA, plan.EXAMINE))
        rows = rows.exclude(pk__in=tried.exclude(code__in=(*_LATER, _NO_READER)).values("item"))
        # Nobody could read them then; a newer Guwah may.
        given_up = set(tried.filter(code=_NO_READER).values_list("item", flat=True))
        return [row for row in rows if row.pk not in given_up or plan.family(row.media_type)]
    return list(rows)


@contextmanager
def in_memory(reader: AgeReader, item: Item) -> Iterator[int]:
    """Yield a descriptor of the bytes of an item in memory; nobody can change them."""
    reader.seek(0)
    with sealed_memory(item.size, iter(lambda: reader.read(PIECE), b"")) as given:
        yield given


@contextmanager
def opened(actor: Member, item: Item) -> Iterator[AgeReader]:
    """Open the sealed file of an item for reading it through.

    Raises:
        NotPermitted: the actor may not see evidence in this case.
        Refused: `blob-missing` or `blob-broken`, also when the damage shows only on the way.
    """
    with open_item(actor, item) as reader:
        try:
            yield reader
        except AgeBroken as broken:
            raise Refused(
                "blob-broken", "The sealed file of this item is damaged; nothing was read out of it."
            ) from broken


def hindrance(item: Item, family: str) -> str:
    """Return why an item of this family cannot be parsed now, or nothing when it can.

    Returns:
        `no-jail`, `jail-closed`, `jail-unknown-machine`, `no-ffmpeg`, `no-bsdtar`, `too-large-to-read`, or an
        empty text.
    """
    if plan.needs_bsdtar(family) and not programs.has_bsdtar():
        return "no-bsdtar"
    if plan.needs_ffmpeg(family) and not programs.has_ffmpeg():
        return "no-ffmpeg"
    if item.size > min(LARGEST, _free_memory() // 2):
        return TOO_LARGE
    return why_no_jail()


def _hindered(item: Item, family: str) -> str:
    return hindrance(item, family) if family else plan.why_unread(item.media_type)


def _do(actor: Member, item: Item, step: Step, given: tuple[str, int]) -> None:
    family, memory = given
    tool = Tool(*programs.tool(step.step, family))
    try:
        for found in steps.read(step.step, family, memory):
            if isinstance(found, str):
                step.code = found
            elif found.data:
                name = f"{title_from(shown_name(item.filename))[:200]}.{found.name}"
                step.made.append(add_derived(actor, item, io.BytesIO(found.data), name, tool).item)
    except (CannotRead, JailFailed) as failed:
        step.not_so(Outcome.Result.FAILED, failed.code)
    except NoJail as none:
        step.not_so(Outcome.Result.NOT_TRIED, none.code)
    else:
        if not step.made and not step.code:
            step.code = "nothing-found"


def _write_down(actor: Member, item: Item, done: Sequence[Step]) -> None:
    with transaction.atomic():
        Outcome.objects.bulk_create(
            [
                Outcome(item=item, step=each.step, result=each.result, code=each.code, by=actor)
                for each in done
            ]
        )
        told = {each.step: each.code or str(each.result) for each in done}
        record(
            Act.EXAMINED,
            actor.actor,
            things=[Thing("item", {"id": item.pk, "steps": told})],
            case=item.source.case_id,
        )


def _free_memory() -> int:
    """Return how many bytes of memory programs may still have; very many where nobody says."""
    try:
        rows = _ROOM.read_text("ascii").splitlines()
    except FileNotFoundError:
        return 4 * LARGEST
    known = dict(row.split(":", 1) for row in rows if ":" in row)
    return int(known.get("MemAvailable", f"{LARGEST} kB").split()[0]) << 10
