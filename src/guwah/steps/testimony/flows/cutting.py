"""Withholding a stretch from everything that goes out, and lifting that again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Problem, Refused, WrongUse
from guwah.steps.testimony import search
from guwah.steps.testimony.flows.anchoring import Stretch, hold
from guwah.steps.testimony.models import Cut, Revision
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Anchor

_LONGEST_REASON = 200
_LONGEST_WISH = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cut to be made: code points of the newest revision of a layer, why, and by whose wish.

    Once a text was edited, code points alone may be counted in another one: `revision` says in which they
    were, or `quote` which words they are.
    """

    layer: int
    start: int
    end: int
    reason: str
    by: str
    revision: int | None = None
    quote: str | None = None


class BadCut(NotUnderstood):
    """One cut of a list cannot be made; none of the list was.

    Attributes:
        pointer: JSON pointer of the value in the list's own form, such as `/cuts/2/layer`.
    """

    def __init__(self, index: int, field: str, code: str, message: str) -> None:
        super().__init__(code, f"{message} No cut was made.")
        self.pointer = f"/cuts/{index}/{field}" if field else f"/cuts/{index}"


def cut(actor: Member, case: Case, anchor: Anchor, reason: str, by_wish_of: str) -> Cut:
    """Withhold a stretch. The same stretch cut again for the same reason and wish is one cut.

    Raises:
        NotPermitted: the actor does not cut here.
        WrongUse: no reason, nobody's wish, or an anchor of another case.
    """
    ask(actor, Permission.CUT_MAKE, case, target=f"anchor:{anchor.pk}")
    if anchor.revision.layer.case_id != case.pk:
        raise WrongUse("not-in-case", "These words belong to another case.")
    with transaction.atomic():
        return _write(actor, case, anchor, (reason, by_wish_of))


def cut_all(actor: Member, case: Case, wanted: Sequence[Wanted]) -> list[Cut]:
    """Make every cut of a list, or none.

    Raises:
        NotPermitted: the actor does not cut here.
        BadCut: the first one that cannot be made: no such layer, a stretch outside its text, no reason, or
            it may have been counted in an earlier text.
    """
    ask(actor, Permission.CUT_MAKE, case)
    newest = newest_revisions(case)
    with transaction.atomic():
        return [_one_of_many(actor, case, newest, (index, one)) for index, one in enumerate(wanted)]


def lift_cut(actor: Member, cut: Cut, because: str) -> Cut:
    """Let a stretch be shown again, on somebody's word; the row of the cut stays.

    Whoever may only stop things may not lift: it needs the permission to record consent.

    Raises:
        NotPermitted: the actor does not record consent here.
        WrongUse: nobody's word is given.
        Refused: it has been lifted before.
    """
    case = cut.case
    ask(actor, Permission.CONSENT_RECORD, case, target=f"cut:{cut.pk}")
    if not because.strip():
        raise WrongUse("no-reason", "Say on whose word these words may be shown again.")
    with transaction.atomic():
        fresh = Cut.objects.select_for_update().get(pk=cut.pk)
        if fresh.lifted_at is not None:
            raise Refused("already-lifted", "This cut has been lifted before.")
        fresh.lifted_at, fresh.lifted_by = timezone.now(), actor
        fresh.lifted_because = because.strip()[:_LONGEST_REASON]
        fresh.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
        told_of = {"id": fresh.pk, "because": fresh.lifted_because}
        record(Act.CUT_LIFTED, actor.actor, things=[Thing("cut", told_of)], case=case.pk)
        search.withheld_changed(fresh.anchor)
    return fresh


def newest_revisions(case: Case) -> dict[int, Revision]:
    """Return the newest revision of every layer of a case, by the number of the layer."""
    rows = Revision.objects.filter(layer__case=case).select_related("layer__case").order_by("number")
    return {row.layer_id: row for row in rows}


def _one_of_many(
    actor: Member, case: Case, newest: Mapping[int, Revision], numbered: tuple[int, Wanted]
) -> Cut:
    index, one = numbered
    revision = newest.get(one.layer)
    if revision is None:
        raise BadCut(index, "layer", "no-such-layer", "This case has no such layer.")
    _surely_there(index, one, revision)
    try:
        held = hold(actor, Stretch(revision, one.start, one.end))
        return _write(actor, case, held, (one.reason, one.by))
    except Problem as problem:
        field = _field_of(problem.code, one, len(revision.text))
        raise BadCut(index, field, problem.code, problem.message) from problem


def _surely_there(index: int, one: Wanted, revision: Revision) -> None:
    """Refuse a stretch that may have been counted in another text than the newest.

    Raises:
        BadCut: `text-changed`, or `quote-not-found`.
    """
    if one.revision not in {None, revision.number}:
        message = f"Text {revision.number} of this layer is the newest: count in that one."
        raise BadCut(index, "revision", "text-changed", message)
    if one.quote is not None and one.quote != revision.text[one.start : one.end]:
        raise BadCut(index, "quote", "quote-not-found", "These words do not stand there.")
    if one.revision is None and one.quote is None and revision.number > 1:
        message = (
            "This text was edited, and the places may be counted in an earlier one. Look where the words "
            f'stand in text {revision.number}, and say "revision" or the words themselves as "quote".'
        )
        raise BadCut(index, "", "text-changed", message)


def _field_of(code: str, one: Wanted, length: int) -> str:
    """Name the field of a cut that a problem is about."""
    if code == "outside-text":
        return "end" if one.start < length else "start"
    return {"no-words": "start", "no-reason": "reason", "no-wish": "by"}.get(code, "")


def _write(actor: Member, case: Case, anchor: Anchor, why: tuple[str, str]) -> Cut:
    reason, wish = (text.strip() for text in why)
    if not reason or len(reason) > _LONGEST_REASON:
        raise WrongUse("no-reason", f"A cut has a reason of at most {_LONGEST_REASON} characters.")
    if not wish or len(wish) > _LONGEST_WISH:
        raise WrongUse("no-wish", f"A cut says by whose wish, in at most {_LONGEST_WISH} characters.")
    same = {"case": case, "anchor": anchor, "reason": reason, "by_wish_of": wish}
    earlier = Cut.objects.filter(**same, lifted_at=None).first()
    if earlier is not None:
        return earlier
    made = Cut.objects.create(**same, made_by=actor)
    told_of = {"id": made.pk, "anchor": anchor.pk, "reason": reason, "by": wish}
    record(Act.CUT, actor.actor, things=[Thing("cut", told_of)], case=case.pk)
    search.withheld_changed(anchor)
    return made
