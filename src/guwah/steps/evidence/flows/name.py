"""Naming what we do not hold: a source known only by name or number, and who has a copy of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments.dates.errors import NotADate
from guwah.instruments.dates.values import parse
from guwah.instruments.vocabularies import is_code
from guwah.steps.evidence.flows.arrive import new_source
from guwah.steps.evidence.models import Holding, Source
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What is known of a source.

    Attributes:
        title: what it is called, or the number by which it is known.
        kind: code of `source_kinds`, or empty.
        provenance: how it came and from whom, as told.
        received: EDTF date on which it was received, or empty.
    """

    title: str
    kind: str = ""
    provenance: str = ""
    received: str = ""


def name_source(actor: Member, case: Case, facts: SourceFacts) -> Source:
    """Write down a source without any bytes of it.

    Raises:
        NotPermitted: the actor may not add evidence here.
        WrongUse: `no-title`, `unknown-source-kind`.
        NotUnderstood: the date is no EDTF.
    """
    ask(actor, Permission.EVIDENCE_ADD, case)
    title = facts.title.strip()
    if not title:
        raise WrongUse("no-title", "A source needs a name or a number by which it is known.")
    if facts.kind and not is_code("source_kinds", facts.kind):
        raise WrongUse("unknown-source-kind", "This kind of source is not in the list.")
    _check_date(facts.received)
    with transaction.atomic():
        source = new_source(actor, case, title)
        source.kind, source.provenance, source.received = facts.kind, facts.provenance, facts.received
        source.save(update_fields=["kind", "provenance", "received"])
        record(
            Act.SOURCE_NAMED,
            actor.actor,
            things=[Thing("source", {"id": source.pk, "title": title, "kind": facts.kind})],
            case=case.pk,
        )
    return source


def note_holding(
    actor: Member, source: Source, holder: str, *, on_whose_word: str = "", note: str = ""
) -> Holding:
    """Write down who has a copy of a source, and on whose word we know it.

    Raises:
        NotPermitted: the actor may not add evidence here.
        WrongUse: `no-holder`.
    """
    ask(actor, Permission.EVIDENCE_ADD, source.case, target=f"source:{source.pk}")
    if not holder.strip():
        raise WrongUse("no-holder", "Say who has the copy, as far as it is known.")
    with transaction.atomic():
        holding = Holding.objects.create(
            source=source,
            holder=holder.strip()[:200],
            on_whose_word=on_whose_word.strip()[:200],
            note=note,
            noted_by=actor,
        )
        record(
            Act.SOURCE_NAMED,
            actor.actor,
            things=[Thing("source", {"id": source.pk}), Thing("holding", {"id": holding.pk})],
            case=source.case_id,
        )
    return holding


def _check_date(edtf: str) -> None:
    if not edtf:
        return
    try:
        parse(edtf)
    except NotADate as not_a_date:
        raise NotUnderstood(not_a_date.code, not_a_date.message) from not_a_date
