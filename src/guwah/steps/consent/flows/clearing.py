"""A person has read some words and lets them go out; until then nobody outside sees them (law 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, WrongUse
from guwah.instruments.permissions.load import load_record
from guwah.instruments.permissions.model import Kind
from guwah.instruments.permissions.reading import Node
from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.steps.consent.materials import layers_named, newest_revision, resolved
from guwah.steps.consent.models import Clearance
from guwah.steps.consent.still_read import by_revision, still_read
from guwah.steps.testimony.flows.anchoring import Stretch, hold
from guwah.steps.testimony.layers.reviewing import is_unchecked
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from guwah.accounts.models import Case, Member
    from guwah.steps.consent.models import ConsentRecord
    from guwah.steps.testimony.models import Revision


def clear(actor: Member, case: Case, revision: Revision, words: Spans) -> int:
    """Record that a person has read these words and that they may go out where consent allows it.

    Names, numbers, addresses and birth dates in them stay masked until they are shown one by one.

    Args:
        actor: who has read them.
        case: of whom.
        revision: in which text; a corrected text is read again.
        words: code points of the text, from 0.

    Returns:
        How many code points are cleared now that were not before.

    Raises:
        NotPermitted: the actor does not record consent here.
        WrongUse: the words belong to another case.
    """
    _ask(actor, case, revision)
    with transaction.atomic():
        new = words - _standing(revision)
        for start, end in new:
            if revision.text[start:end].strip():
                _write(actor, case, Stretch(revision, start, end))
    return sum(end - start for start, end in new)


def unclear(actor: Member, case: Case, revision: Revision, words: Spans) -> int:
    """Take back that words may go out; that they were cleared stays on record.

    Returns:
        How many code points are masked again.

    Raises:
        NotPermitted: the actor does not record consent here.
        WrongUse: the words belong to another case.
    """
    _ask(actor, case, revision)
    with transaction.atomic():
        rows, taken = _rows(revision), 0
        left = still_read(rows)
        for row in rows:
            _, whole = left[row.pk]
            if not whole.overlaps(words):
                continue
            row.withdrawn_at, row.withdrawn_by = timezone.now(), actor
            row.save(update_fields=["withdrawn_at", "withdrawn_by"])
            _log(actor, row, cleared=False)
            for start, end in whole - words:
                if revision.text[start:end].strip():
                    _write(actor, case, Stretch(revision, start, end))
            taken += sum(end - start for start, end in whole & words)
    return taken


def clear_granted(actor: Member, case: Case, row: ConsentRecord) -> dict[int, int]:
    """Record that whoever takes a grant down has read the words it names, as they stand now.

    What is added or corrected later, and machine drafts, stay masked until somebody reads them.

    Returns:
        How many code points are cleared now that were not before, by layer; nothing for other records.

    Raises:
        NotPermitted: the actor does not record consent here.
    """
    record_ = load_record(Node(resolved(case, {"id": "-", "kind": row.kind, **row.scope})))
    if record_.kind is not Kind.GRANT:
        return {}
    answer: dict[int, int] = {}
    with transaction.atomic():
        for part in record_.material or ():
            for layer in layers_named(case, part.source):
                revision = newest_revision(case, layer.pk)
                if revision is None or is_unchecked(layer):
                    continue
                whole = Spans.of([(0, len(revision.text))])
                answer[layer.pk] = answer.get(layer.pk, 0) + clear(actor, case, revision, part.spans & whole)
    return {layer: changed for layer, changed in answer.items() if changed}


def stretch_of(revision: Revision, start: int, end: int) -> Spans:
    """Return the words between two code points of a text.

    Raises:
        NotUnderstood: `outside-text`: they do not lie in it, or there is nothing between them.
    """
    if not 0 <= start < end <= len(revision.text):
        raise NotUnderstood(
            "outside-text",
            f"A stretch lies within 0 to {len(revision.text)} and is not empty. Nothing was recorded.",
        )
    return Spans.of([(start, end)])


def _ask(actor: Member, case: Case, revision: Revision) -> None:
    ask(actor, Permission.CONSENT_RECORD, case, target=f"revision:{revision.pk}")
    if revision.layer.case_id != case.pk:
        raise WrongUse("not-in-case", "These words belong to another case.")


def _standing(revision: Revision) -> Spans:
    return by_revision(_rows(revision)).get(revision.pk, NOTHING)


def _rows(revision: Revision) -> QuerySet[Clearance]:
    return Clearance.objects.filter(anchor__now__revision=revision, withdrawn_at=None)


def _write(actor: Member, case: Case, words: Stretch) -> None:
    row = Clearance.objects.create(case=case, anchor=hold(actor, words), by=actor)
    _log(actor, row, cleared=True)


def _log(actor: Member, row: Clearance, *, cleared: bool) -> None:
    told = {"id": row.pk, "anchor": row.anchor_id, "cleared": cleared}
    record(Act.WORDS_CLEARED, actor.actor, things=[Thing("clearance", told)], case=row.case_id)
