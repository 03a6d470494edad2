"""Deciding on masked words while an edition is prepared: one place, or every place where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.steps.consent.flows import decide_span
from guwah.steps.editions.explaining import Stretch, masked
from guwah.steps.editions.flows.building import prepare
from guwah.steps.testimony.flows import anchor

if TYPE_CHECKING:
    from collections.abc import Collection

    from guwah.accounts.models import Case, Member


def decide_masked(
    actor: Member, case: Case, audience: str, places: Collection[str], *, show: bool, everywhere: bool
) -> int:
    """Show masked words, or keep them masked by decision; every one of them, or none.

    Args:
        actor: who decides.
        case: in which case.
        audience: for whom the edition is prepared; it says which words are masked now.
        places: `layer:start:end` of masked stretches.
        show: whether they may be shown.
        everywhere: decide wherever in the case the same words are masked.

    Returns:
        On how many stretches it was decided.

    Raises:
        NotPermitted: the actor does not record consent, or builds no editions, here.
        NotUnderstood: `not-masked`: a place is not masked (any more).
    """
    ask(actor, Permission.CONSENT_RECORD, case, target=f"audience:{audience}"[:80])
    prepared = prepare(actor, case, audience)
    standing = masked(case, prepared, prepared.parts)
    chosen = [each for each in standing if each.place in set(places)]
    if not chosen or len(chosen) < len(set(places)):
        raise NotUnderstood(
            "not-masked",
            "These words are not masked as they were when the page was loaded. Nothing was changed.",
        )
    values = {each.value for each in chosen}
    wanted = [each for each in standing if each.value in values] if everywhere else chosen
    with transaction.atomic():
        for each in wanted:
            _decide(actor, case, each, show=show)
    return len(wanted)


def _decide(actor: Member, case: Case, stretch: Stretch, *, show: bool) -> None:
    held = anchor(actor, stretch.part.revision, stretch.start, stretch.end)
    decide_span(actor, case, held, show=show, category=stretch.category)
