"""A call that was held: who was told what, and the words she added to it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments.dates.errors import NotADate
from guwah.instruments.dates.values import parse
from guwah.steps.testimony.taking.tables import Call
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A call as its sheet tells it.

    Attributes:
        key: drawn with the sheet, one for each call.
        source: the conversation it belongs to.
        person: what the one who was called goes by here.
        language: tag of the language in which the sheet was read to her.
        checked: whether two speakers had confirmed the words that were read.
        held: EDTF date, or empty.
        spoken_by: who spoke both languages and made sure that she understood, or empty.
        said: codes of the points that were said to her.
        notes: code of a point -> words noted beside it; empty words are left out.
    """

    key: str
    source: Source
    person: str
    language: str
    checked: bool
    held: str = ""
    spoken_by: str = ""
    said: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)


def note_call(actor: Member, case: Case, facts: CallFacts) -> Call:
    """Keep what a call sheet says; like the notes on assurance it stays inside.

    The log tells that there was one, and no word of it.

    Raises:
        NotPermitted: the actor may not note calls here.
        WrongUse: `nobody-called`, `not-in-case`.
        NotUnderstood: the date is no EDTF.
    """
    ask(actor, Permission.ASSURANCE_NOTE, case)
    if facts.source.case_id != case.pk:
        raise WrongUse("not-in-case", "This source belongs to another case.")
    if not facts.person.strip():
        raise WrongUse("nobody-called", "Say who was called, by the name that is used for them here.")
    held = facts.held.strip()
    if held:
        try:
            parse(held)
        except NotADate as not_a_date:
            raise NotUnderstood(not_a_date.code, not_a_date.message) from not_a_date
    with transaction.atomic():
        made = Call.objects.create(
            case=case,
            source=facts.source,
            key=facts.key,
            person=facts.person.strip()[:200],
            held=held,
            language=facts.language,
            checked=facts.checked,
            spoken_by=facts.spoken_by.strip()[:200],
            said=list(facts.said),
            notes={code: words.strip() for code, words in facts.notes.items() if words.strip()},
            made_by=actor,
        )
        record(Act.CALL_NOTED, actor.actor, things=[Thing("call", {"id": made.pk})], case=case.pk)
    return made
