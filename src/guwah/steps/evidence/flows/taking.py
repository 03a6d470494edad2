"""Taking in what lies in a write-only intake: checked, sealed anew, logged, and only then removed there.

Each thing is written down together with the intake's own name for it, so that one whose removal a kill
prevented is known again and not taken twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Problem
from guwah.steps.evidence.flows.arrive import (
    DUPLICATE,
    SEALED,
    Added,
    Arrival,
    Arrived,
    check_arrival,
    write_down,
)
from guwah.steps.evidence.flows.coming import begin, reading
from guwah.steps.evidence.models import Item
from guwah.vault import intake as intakes
from guwah.vault.age import AgeBroken
from guwah.vault.custody import Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Opening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source
    from guwah.vault.intake import Entry, Intake, Note


@dataclass(frozen=True, slots=True)
class Took:
    """What became of one thing in an intake.

    Attributes:
        entry: the thing.
        outcome: `sealed`, `duplicate`, `taken-before`, or the code of what is wrong with it.
        item: its item, or None.
        message: what is wrong, in a sentence; empty when nothing is.
    """

    entry: Entry
    outcome: str
    item: Item | None
    message: str = ""


def make_intake(actor: Member, folder: Path, made: str) -> Intake:
    """Make a folder that can add to this vault but not read it.

    Raises:
        NotPermitted: the actor is neither owner nor coordinator.
        WrongUse: `intake-there`.
    """
    ask(actor, Permission.CASE_CREATE)
    made_now = intakes.make(folder, KEYRING.current(), made)
    with transaction.atomic():
        record(Act.INTAKE_MADE, actor.actor, things=[Thing("intake", {"intake": made_now.intake_id})])
    return made_now


def take(
    actor: Member, case: Case, folder: Path, *, source: Source | None = None, keep: bool = False
) -> Iterator[Took]:
    """Take everything of an intake into a case, one thing after the other.

    Args:
        actor: who takes it in.
        case: where it belongs.
        folder: the intake.
        source: the source it belongs to; without one each thing makes a source of its own.
        keep: leave the things in the intake as well.

    Yields:
        What became of each; what cannot be taken stays in the intake.

    Raises:
        NotPermitted: the actor may not add evidence here.
        NotUnderstood, WrongUse: the folder is no intake of this vault.
    """
    ask(actor, Permission.EVIDENCE_ADD, case)
    intakes.check(intakes.read(folder), KEYRING.current())
    for entry in intakes.entries(folder, KEYRING.current()):
        KEYRING.touch()
        took = _take(actor, case, folder, entry, source)
        if took.item is not None and not keep:
            intakes.remove(folder, entry.entry_id)
        yield took
    intakes.sweep(folder)


def _take(actor: Member, case: Case, folder: Path, entry: Entry, source: Source | None) -> Took:
    if entry.note is None or entry.code == "not-ours":
        return Took(entry, entry.code, None, str(intakes.differs()))
    before = _taken_before(entry.note)
    if before is not None:
        return Took(entry, "taken-before", before)
    if entry.code:
        return Took(entry, entry.code, None, str(intakes.differs()))
    try:
        added = _seal(actor, case, folder, (entry, entry.note), source)
    except Problem as problem:
        return Took(entry, problem.code, None, problem.message)
    return Took(entry, added.outcome, added.item)


def _taken_before(note: Note) -> Item | None:
    """Return the item of a thing whose removal from the intake a kill prevented."""
    entry = Opening.objects.filter(
        label="intake", value__intake=note.intake_id, value__entry=note.entry_id
    ).first()
    if entry is None:
        return None
    told = Opening.objects.filter(entry=entry.entry_id, label="item").first()
    if told is None or told.about is None:
        return None
    return Item.objects.filter(pk=told.about).first()


def _seal(
    actor: Member, case: Case, folder: Path, opened: tuple[Entry, Note], source: Source | None
) -> Added:
    entry, note = opened
    arrival = Arrival(note.name, source)
    with begin(expected=note.size) as intake:
        try:
            with intakes.open_bytes(folder, entry, KEYRING.current()) as stream, reading():
                intake.draw(stream)
        except AgeBroken as broken:
            raise intakes.differs() from broken
        if (intake.end(), intake.size) != (note.sha256, note.size):
            raise intakes.differs()
        check_arrival(case, intake, arrival)
        sha256 = intake.finish()
        with transaction.atomic():
            (added,) = write_down(actor, case, [Arrived(intake, sha256, arrival)])
            _say_how(added, note)
            _log(actor, case, added, entry, note)
    return added


def _say_how(added: Added, note: Note) -> None:
    """Write down how a new source came, in the words of whoever added it."""
    source = added.item.source
    if added.outcome == SEALED and not source.provenance:
        told = [part for part in (note.who, note.words, note.added) if part]
        source.provenance = " · ".join(told)
        source.save(update_fields=["provenance"])


def _log(actor: Member, case: Case, added: Added, entry: Entry, note: Note) -> None:
    intake = {"intake": note.intake_id, "entry": note.entry_id, "added": note.added, "name": note.name}
    told = intake | {"who": note.who, "sha256": note.sha256, "earlier_keys": entry.before}
    result = DUPLICATE if added.outcome == DUPLICATE else "intact"
    things = [Thing("item", {"id": added.item.pk, "result": result}), Thing("intake", told)]
    record(Act.INTAKE_TAKEN, actor.actor, things=things, case=case.pk)
