"""Saying of sentences that they answer to one another, or do not: a cut then reaches them and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.steps.testimony import search
from guwah.steps.testimony.flows.aligning import ask_where_withheld
from guwah.steps.testimony.layers import sentences
from guwah.steps.testimony.layers.tables import AlignedSentences, Alignment
from guwah.steps.testimony.models import Revision
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.layers.sentences import Places

Verdict = AlignedSentences.Verdict


def link(
    actor: Member, alignment: Alignment, one: Places, other: Places, verdict: str = Verdict.TOGETHER
) -> AlignedSentences:
    """Say whether sentences of two texts answer to one another; what was said of them before is dropped.

    A confirmed link inside a confirmed group of turns is how far a cut reaches from its sentences; all other
    words of the group reach the whole of it, as before.

    Args:
        actor: who says it.
        alignment: how the two texts stand side by side.
        one: places of whole sentences in the text with the smaller number.
        other: the same in the other one.
        verdict: `together` or `apart`.

    Raises:
        NotPermitted: as for groups of turns.
        WrongUse: `no-sentence`: the places are no whole sentences, or on one side there is none.
        Refused: `group-changed`: a text was edited since.
    """
    case = alignment.one.layer.case
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"alignment:{alignment.pk}")
    if verdict not in {Verdict.TOGETHER, Verdict.APART}:
        raise WrongUse("no-sentence", "Sentences belong together or they do not.")
    with transaction.atomic():
        fresh = _fresh(alignment)
        ask_where_withheld(actor, case, fresh)
        if not (sentences.are_sentences(fresh.one, one) and sentences.are_sentences(fresh.other, other)):
            raise WrongUse("no-sentence", "These are no whole sentences of both texts. Nothing was changed.")
        same = [row for row in sentences.live(fresh) if _said_again(row, one, other, verdict)]
        if [(row.verdict, row.one, row.other) for row in same] == [(verdict, _stored(one), _stored(other))]:
            return same[0]
        _drop(actor, same)
        made = AlignedSentences.objects.create(
            alignment=fresh, one=_stored(one), other=_stored(other), verdict=verdict, made_by=actor
        )
        _tell(actor, fresh, {"said": made.pk, "verdict": verdict, "dropped": [row.pk for row in same]})
    return made


def unlink(actor: Member, case: Case, row: AlignedSentences) -> None:
    """Take back what was said of sentences, or say that a changed one has been looked at.

    Raises:
        NotPermitted, WrongUse, Refused: as `link`.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"alignment:{row.alignment_id}")
    if row.alignment.one.layer.case_id != case.pk:
        raise WrongUse("not-in-case", "These texts belong to another case.")
    with transaction.atomic():
        fresh = _fresh(row.alignment)
        ask_where_withheld(actor, case, fresh)
        found = list(sentences.live(fresh).filter(pk=row.pk))
        if found:
            _drop(actor, found)
            _tell(actor, fresh, {"dropped": [row.pk]})


def _fresh(alignment: Alignment) -> Alignment:
    rows = Alignment.objects.select_for_update(of=("self",)).select_related(
        "one__layer__case", "other__layer__case"
    )
    fresh = rows.get(pk=alignment.pk)
    for revision in (fresh.one, fresh.other):
        if Revision.objects.filter(layer=revision.layer_id, number__gt=revision.number).exists():
            raise Refused(
                "group-changed", "One of the texts was edited since. Nothing was changed; look again."
            )
    return fresh


def _said_again(row: AlignedSentences, one: Places, other: Places, verdict: str) -> bool:
    """Say whether what is said now takes the place of what a row says."""
    ours, theirs = _overlap(row.one, one), _overlap(row.other, other)
    if Verdict.APART in {row.verdict, verdict}:
        return ours and theirs
    return ours or theirs


def _overlap(stored: Iterable[list[int]], places: Places) -> bool:
    return any(start < b and a < end for start, end in stored for a, b in places)


def _stored(places: Places) -> list[list[int]]:
    return [list(place) for place in places]


def _drop(actor: Member, rows: Iterable[AlignedSentences]) -> None:
    for row in rows:
        row.dropped_by, row.dropped_at = actor, timezone.now()
        row.save(update_fields=["dropped_by", "dropped_at"])


def _tell(actor: Member, alignment: Alignment, told: dict[str, object]) -> None:
    things = [Thing("sentences", {"alignment": alignment.pk, **told})]
    # As with groups of turns: what is parted or taken back is drawn anew, not confirmed.
    act = Act.ALIGNMENT_CONFIRMED if told.get("verdict") == Verdict.TOGETHER else Act.ALIGNED
    record(act, actor.actor, things=things, case=alignment.one.layer.case_id)
    search.versions_changed(alignment.one.layer)
