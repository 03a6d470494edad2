"""Naming a source, also one known only by name or number, and telling how it came."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse
from guwah.instruments.vocabularies import is_code
from guwah.steps.evidence.flows import told
from guwah.steps.evidence.flows.arrive import new_source
from guwah.steps.evidence.models import Handover, Source
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Item


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What is known of a source.

    Attributes:
        title: what it is called, or the number by which it is known.
        kind: code of `source_kinds`, or empty.
        provenance: how it came, as told.
        received: EDTF date on which it was received, or empty.
        from_whom: who gave it, as told, or empty.
        channel: code of `arrival_channels`, or empty.
    """

    title: str
    kind: str = ""
    provenance: str = ""
    received: str = ""
    from_whom: str = ""
    channel: str = ""


@dataclass(frozen=True, slots=True)
class HandoverFacts:
    """One time a source passed from hand to hand, as told.

    Attributes:
        from_whom: who gave it; empty when nobody says.
        to_whom: who took it; empty when it was us.
        on: EDTF date, or empty.
        channel: code of `arrival_channels`, or empty.
        words: how it went.
        on_whose_word: who tells it.
        item: the one file of the source that passed; None when all of it did, or nobody says.
    """

    from_whom: str = ""
    to_whom: str = ""
    on: str = ""
    channel: str = ""
    words: str = ""
    on_whose_word: str = ""
    item: Item | None = None


def name_source(actor: Member, case: Case, facts: SourceFacts) -> Source:
    """Write down a source without any bytes of it; how it came becomes its first handover.

    Raises:
        NotPermitted: the actor may not add evidence here.
        WrongUse: `no-title`, `unknown-source-kind`, `unknown-channel`.
        NotUnderstood: the date is no EDTF.
    """
    ask(actor, Permission.EVIDENCE_ADD, case)
    title = facts.title.strip()
    if not title:
        raise WrongUse("no-title", "A source needs a name or a number by which it is known.")
    if facts.kind and not is_code("source_kinds", facts.kind):
        raise WrongUse("unknown-source-kind", "This kind of source is not in the list.")
    came = HandoverFacts(
        from_whom=told.short(facts.from_whom),
        on=told.date(facts.received),
        channel=told.channel(facts.channel),
        words=facts.provenance.strip(),
    )
    with transaction.atomic():
        source = new_source(actor, case, title)
        source.kind, source.provenance, source.received = facts.kind, came.words, came.on
        source.save(update_fields=["kind", "provenance", "received"])
        record(
            Act.SOURCE_NAMED,
            actor.actor,
            things=[Thing("source", {"id": source.pk, "title": title, "kind": facts.kind})],
            case=case.pk,
        )
        if came != HandoverFacts():
            write_handover(actor, source, came)
    return source


def note_handover(actor: Member, source: Source, facts: HandoverFacts) -> Handover:
    """Write down one hand a source went through on its way to us; earlier notes stay as they are.

    Raises:
        NotPermitted: the actor may not add evidence here.
        WrongUse: `nothing-told`, `unknown-channel`, `item-of-another-source`.
        NotUnderstood: the date is no EDTF.
    """
    ask(actor, Permission.EVIDENCE_ADD, source.case, target=f"source:{source.pk}")
    came = HandoverFacts(
        from_whom=told.short(facts.from_whom),
        to_whom=told.short(facts.to_whom),
        on=told.date(facts.on),
        channel=told.channel(facts.channel),
        words=facts.words.strip(),
        on_whose_word=told.short(facts.on_whose_word),
        item=facts.item,
    )
    if came.item is not None and came.item.source_id != source.pk:
        raise WrongUse("item-of-another-source", "This file belongs to another source. Nothing was noted.")
    if not (came.from_whom or came.to_whom or came.channel or came.words):
        raise WrongUse("nothing-told", "Say from whom it came, by which way, or how it went.")
    with transaction.atomic():
        row = write_handover(actor, source, came)
        record(
            Act.HANDOVER_NOTED,
            actor.actor,
            things=[
                Thing("source", {"id": source.pk}),
                Thing("handover", {"id": row.pk, "on": row.on}),
                *([Thing("item", {"id": came.item.pk})] if came.item is not None else []),
            ],
            case=source.case_id,
        )
    return row


def write_handover(actor: Member, source: Source, came: HandoverFacts) -> Handover:
    """Write a handover down, inside the caller's transaction and with the caller's entry in the log."""
    return Handover.objects.create(
        source=source,
        item=came.item,
        from_whom=came.from_whom,
        to_whom=came.to_whom,
        on=came.on,
        channel=came.channel,
        words=came.words,
        on_whose_word=came.on_whose_word,
        noted_by=actor,
    )
