"""Taking in what lies in a write-only intake: checked, sealed anew, logged, and only then removed there.

Each thing is written down together with the intake's own name for it, so that one whose removal a kill
prevented is known again and not taken twice; and with everything its note tells, who, when, in which words,
in a handover of its source and in the log, also when its bytes were here already. Nothing is removed before.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Final

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Problem, WrongUse
from guwah.steps.evidence.flows import told
from guwah.steps.evidence.flows.arrive import (
    DUPLICATE,
    SEALED,
    Added,
    Arrival,
    Arrived,
    check_arrival,
    new_source,
    write_down,
)
from guwah.steps.evidence.flows.coming import begin, reading
from guwah.steps.evidence.flows.name import HandoverFacts, write_handover
from guwah.steps.evidence.models import Item
from guwah.steps.evidence.names import clean_name, readable, shown_name, title_from
from guwah.vault import intake as intakes
from guwah.vault.age import AgeBroken
from guwah.vault.custody import Act, Thing, record
from guwah.vault.keyring import KEYRING
from guwah.vault.models import Opening

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Handover, Source
    from guwah.vault.age import AgeReader
    from guwah.vault.intake import Entry, Intake, Note


EMPTY: Final = "empty-file"
TAKEN_BEFORE: Final = "taken-before"
TAKEN: Final = frozenset({SEALED, DUPLICATE, TAKEN_BEFORE, EMPTY})
"""Outcomes of a thing of which everything is in the vault, so that it need not stay in the intake."""
_MOST_DAY: Final = 60  # signs of the column
_NO_FILE: Final = (
    "What lies in the intake under this name is a link, a pipe, a device or a folder, which no addition "
    "makes. It was not opened, and was left there."
)


@dataclass(frozen=True, slots=True)
class Took:
    """What became of one thing in an intake.

    Attributes:
        entry: the thing.
        outcome: `sealed`, `duplicate`, `taken-before`; `empty-file`, of which name and note were kept; or the
            code of what is wrong with it.
        item: its item, or None.
        message: what there is to know besides, in a sentence; may be empty.
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
        yield took if keep or took.outcome not in TAKEN else _removed(folder, took)
    # What it would have removed was never added; a stick that does not let it go does no harm.
    with suppress(OSError):
        intakes.sweep(folder)


def _removed(folder: Path, took: Took) -> Took:
    try:
        intakes.remove(folder, took.entry.entry_id)
    except OSError:
        told_so = "It is in the vault; the folder did not let it be removed, and it still lies there."
        return replace(took, message=told_so)
    return took


def _take(actor: Member, case: Case, folder: Path, entry: Entry, source: Source | None) -> Took:
    if entry.note is None or entry.code == "not-ours":
        return Took(entry, entry.code, None, _wrong(entry.code))
    before = _taken_before(case, entry.note)
    if before is not None:
        return Took(entry, TAKEN_BEFORE, *before)
    if entry.code:
        return Took(entry, entry.code, None, _wrong(entry.code))
    try:
        if not entry.note.size:
            return _empty(actor, case, folder, (entry, entry.note), source)
        added = _seal(actor, case, folder, (entry, entry.note), source)
    except Problem as problem:
        return Took(entry, problem.code, None, problem.message)
    return Took(entry, added.outcome, added.item)


def _wrong(code: str) -> str:
    return _NO_FILE if code == "not-a-file" else str(intakes.differs())


def _taken_before(case: Case, note: Note) -> tuple[Item | None] | None:
    """Return the item, or that there was none, of a thing whose removal from the intake a kill prevented."""
    rows = Opening.objects.filter(label="intake", entry__case=case.pk)
    found = rows.filter(
        value__intake=note.intake_id, value__entry=note.entry_id, value__sha256=note.sha256
    ).first()
    if found is None:
        return None
    item = Opening.objects.filter(entry=found.entry_id, label="item").first()
    return (Item.objects.filter(pk=item.about).first() if item is not None and item.about else None,)


def _seal(
    actor: Member, case: Case, folder: Path, opened: tuple[Entry, Note], source: Source | None
) -> Added:
    entry, note = opened
    arrival = Arrival(note.name, source, path=note.path, modified=note.modified)
    with _whole(folder, entry, note) as stream, begin(expected=note.size) as intake:
        intake.draw(stream)
        if (intake.end(), intake.size) != (note.sha256, note.size):
            raise intakes.differs()
        check_arrival(case, intake, arrival.source)
        sha256 = intake.finish()
        with transaction.atomic():
            (added,) = write_down(actor, case, [Arrived(intake, sha256, arrival)])
            new = source is None and added.outcome == SEALED
            came = _say_how(actor, added.item.source, note, item=added.item, new=new)
            result = DUPLICATE if added.outcome == DUPLICATE else "intact"
            _log(actor, case, opened, came, [Thing("item", {"id": added.item.pk, "result": result})])
    return added


def _empty(
    actor: Member, case: Case, folder: Path, opened: tuple[Entry, Note], source: Source | None
) -> Took:
    """Keep the name and the note of a file that was empty when it was added: there is nothing to seal."""
    entry, note = opened
    if source is not None and source.case_id != case.pk:
        raise WrongUse("source-of-another-case", "This source belongs to another case. Nothing was changed.")
    with _whole(folder, entry, note):
        pass
    with transaction.atomic():
        of = source or new_source(actor, case, title_from(shown_name(clean_name(note.name))))
        came = _say_how(actor, of, note, item=None, new=source is None)
        _log(actor, case, opened, came, [])
    return Took(entry, EMPTY, None, "This file was empty when it was added: its name and note were kept.")


@contextmanager
def _whole(folder: Path, entry: Entry, note: Note) -> Iterator[AgeReader]:
    """Open the bytes of an entry; more or fewer than its note tells are refused before any are read."""
    try:
        with reading():
            stream = intakes.open_bytes(folder, entry, KEYRING.current())
        with stream:
            if stream.size != note.size:
                raise intakes.differs()
            yield stream
    except AgeBroken as broken:
        raise intakes.differs() from broken


def _say_how(actor: Member, source: Source, note: Note, *, item: Item | None, new: bool) -> Handover:
    """Write down how a thing came, in the words of whoever added it; of a new source it is its provenance."""
    who, words = readable(note.who), readable(note.words)
    if new:
        source.provenance = " · ".join(part for part in (who, words, readable(note.added)) if part)
        source.save(update_fields=["provenance"])
    # A short column takes the beginning of a long answer; then the whole stands with the words.
    whole = "\n".join(part for part in (who, words) if part) if who.strip() != told.short(who) else words
    facts = HandoverFacts(
        from_whom=told.short(who),
        on=_day(note.added),
        channel="storage",
        words=whole.strip(),
        on_whose_word=told.short(who),
        item=item,
    )
    return write_handover(actor, source, facts)


def _day(added: str) -> str:
    """Return when it was added as EDTF, as exactly as that can be written; empty when it is no time."""
    for said in (added, added[:10]):
        with suppress(NotUnderstood):
            if len(date := told.date(said)) <= _MOST_DAY:
                return date
    return ""


def _log(
    actor: Member, case: Case, opened: tuple[Entry, Note], came: Handover, things: Sequence[Thing]
) -> None:
    entry, note = opened
    said = {
        name: readable(value) if isinstance(value, str) else value for name, value in asdict(note).items()
    }
    value = {
        "intake": said.pop("intake_id"),
        "entry": said.pop("entry_id"),
        **said,
        "earlier_keys": entry.before,
    }
    source = {"id": came.source_id}
    handover = {"id": came.pk, "on": came.on}
    all_of_it = [*things, Thing("intake", value), Thing("source", source), Thing("handover", handover)]
    record(Act.INTAKE_TAKEN, actor.actor, things=all_of_it, case=case.pk)
