"""What was said of a conflict is added to it; no code picks a winner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.steps.claims.found import is_conflict
from guwah.steps.claims.models import ConflictNote
from guwah.steps.claims.queries import conflict_key
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Anchor


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is said of a conflict.

    Attributes:
        state: one of `ConflictNote.State`.
        words: the explanation; an editor's needs words.
        anchor: the witness's own words, needed when she is the one who explains.
    """

    state: str
    words: str = ""
    anchor: Anchor | None = None


def explain_conflict(
    actor: Member, case: Case, readings: Sequence[int], explanation: Explanation
) -> ConflictNote:
    """Add a note to a conflict; its state is that of the newest note.

    Args:
        actor: who notes it.
        case: the case.
        readings: numbers of the readings of the conflict, in any order.
        explanation: what is said of it.

    Raises:
        NotPermitted: the actor may not explain conflicts here.
        NotUnderstood: `no-such-conflict`, `unknown-state`, `no-words`, `no-explanation`, `not-of-this-case`.
    """
    ask(actor, Permission.CONFLICT_EXPLAIN, case, target="conflict")
    _check(case, explanation)
    key = conflict_key(readings)
    if not is_conflict(case, readings):
        raise NotUnderstood("no-such-conflict", _("These readings are in no conflict now; nothing was kept."))
    with transaction.atomic():
        note = ConflictNote.objects.create(
            case=case,
            members=key,
            state=explanation.state,
            explanation=explanation.words.strip(),
            anchor=explanation.anchor,
            by=actor,
        )
        told = {"readings": sorted(readings), "state": note.state, "explanation": note.explanation}
        record(Act.CONFLICT_NOTED, actor.actor, things=[Thing("conflict", told)], case=case.pk)
    return note


def _check(case: Case, explanation: Explanation) -> None:
    state, anchor = explanation.state, explanation.anchor
    if state not in ConflictNote.State.values:
        raise NotUnderstood("unknown-state", _("This state of a conflict is not in the list."))
    if state == ConflictNote.State.WITNESS and anchor is None:
        raise NotUnderstood(
            "no-words", _("What the witness explains is shown in her own words: select them.")
        )
    if state == ConflictNote.State.EDITOR and not explanation.words.strip():
        raise NotUnderstood("no-explanation", _("An editor's explanation needs words."))
    if anchor is not None and anchor.revision.layer.case_id != case.pk:
        raise NotUnderstood("not-of-this-case", _("These words belong to another case."))
