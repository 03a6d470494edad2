"""Setting two texts side by side: proposed by the instrument, confirmed and corrected by people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.instruments.alignment import Group, doubts_of
from guwah.steps.testimony import search
from guwah.steps.testimony.flows.lasting import COLUMNS, DECIDED, Decision, set_beside, values_of
from guwah.steps.testimony.layers import queries
from guwah.steps.testimony.layers.sides import Side, group_of
from guwah.steps.testimony.layers.tables import AlignedGroup, Alignment
from guwah.steps.testimony.models import Anchor, Revision
from guwah.steps.testimony.remembered import asks
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Layer


def propose(actor: Member, layer: Layer, other: Layer) -> Alignment:
    """Set the newest texts of two layers side by side; twice is once.

    Where earlier revisions of the two were aligned, what people confirmed stays as long as no word of it
    changed; the rest is proposed anew.

    Raises:
        NotPermitted: the actor does not work on texts here.
        WrongUse: `not-related`: the two do not say the same, as far as anybody has said.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, layer.case, target=f"layer:{layer.pk}")
    if not queries.kin(layer).filter(pk=other.pk).exists():
        raise WrongUse(
            "not-related", "These two texts are neither of one source nor related. Relate them first."
        )
    with transaction.atomic():
        alignment = set_beside(actor, layer, other)
        search.versions_changed(layer)
    return alignment


def confirm(actor: Member, case: Case, groups: Sequence[AlignedGroup]) -> int:
    """Say that groups are right. Cuts follow a confirmed group and no more than it.

    Returns:
        How many were not confirmed before.

    Raises:
        NotPermitted: the actor does not work on texts here; or something is withheld in one of them, or in
            another text that says the same, and they do not record consent.
        WrongUse: a group of another case.
        Refused: `group-changed`: somebody has drawn one of them anew.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case)
    with transaction.atomic():
        fresh = [_fresh(case, each) for each in groups]
        for alignment in {each.alignment for each in fresh}:
            ask_where_withheld(actor, case, alignment)
        waiting = [each for each in fresh if each.confirmed_at is None]
        for each in waiting:
            each.confirmed_by, each.confirmed_at = actor, timezone.now()
            each.save(update_fields=["confirmed_by", "confirmed_at"])
        if waiting:
            told = {"groups": [each.pk for each in waiting]}
            record(Act.ALIGNMENT_CONFIRMED, actor.actor, things=[Thing("groups", told)], case=case.pk)
            # A group reaches every text that says the same: one of each family is enough.
            for alignment in {each.alignment for each in waiting}:
                search.versions_changed(alignment.one.layer)
    return len(waiting)


def join(actor: Member, case: Case, group: AlignedGroup) -> AlignedGroup:
    """Take a group together with the one after it; the new one waits for being confirmed.

    Raises:
        NotPermitted, WrongUse, Refused: as `confirm`; `last-group`: none comes after it.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"group:{group.pk}")
    with transaction.atomic():
        fresh = _fresh(case, group)
        ask_where_withheld(actor, case, fresh.alignment)
        rows = list(queries.live(fresh.alignment))
        at = [row.pk for row in rows].index(fresh.pk)
        if at + 1 == len(rows):
            raise Refused("last-group", "No group comes after this one. Nothing was changed.")
        ours, theirs = _sides(fresh.alignment)
        first, after = (group_of(ours, theirs, row) for row in rows[at : at + 2])
        both = Group((first.left[0], after.left[1]), (first.right[0], after.right[1]))
        return _redraw(actor, case, rows[at : at + 2], [both])[0]


def part(actor: Member, case: Case, group: AlignedGroup, ours: int, theirs: int) -> list[AlignedGroup]:
    """Part a group in two: its first `ours` turns of the one text and `theirs` of the other, and the rest.

    Raises:
        NotPermitted, WrongUse, Refused: as `confirm`; `no-part`: one of the two would have no turn at all.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"group:{group.pk}")
    with transaction.atomic():
        fresh = _fresh(case, group)
        ask_where_withheld(actor, case, fresh.alignment)
        whole = group_of(*_sides(fresh.alignment), fresh)
        (a, b), (c, d) = whole.left, whole.right
        e, f = a + ours, c + theirs
        if not (a <= e <= b and c <= f <= d) or (e, f) in {(a, c), (b, d)}:
            raise Refused("no-part", "Each part needs a turn at least. Nothing was changed.")
        return _redraw(actor, case, [fresh], [Group((a, e), (c, f)), Group((e, b), (f, d))])


def withdraw(actor: Member, case: Case, group: AlignedGroup) -> AlignedGroup:
    """Take back that a group is right: the same turns wait again for being confirmed."""
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"group:{group.pk}")
    with transaction.atomic():
        fresh = _fresh(case, group)
        ask_where_withheld(actor, case, fresh.alignment)
        if fresh.confirmed_at is None:
            return fresh
        return _redraw(actor, case, [fresh], [group_of(*_sides(fresh.alignment), fresh)])[0]


def ask_where_withheld(actor: Member, case: Case, alignment: Alignment) -> None:
    """Ask for more where a group says how far something withheld reaches: drawing it can lift a cut.

    Raises:
        NotPermitted: something is withheld there, and the actor does not record consent.
    """
    family, reached = set[int](), [alignment.one.layer, alignment.other.layer]
    while reached:
        layer = reached.pop()
        if layer.pk not in family:
            family.add(layer.pk)
            reached += queries.kin(layer)
    here = Anchor.objects.filter(revision__layer__in=family)
    withheld = (
        here.filter(cuts__isnull=False, cuts__lifted_at=None),
        here.filter(meant_by__isnull=False, meant_by__withdrawn_at=None),
        here.filter(decisions__show=False, decisions__replaced_at=None),
        # The words of a request are withheld like what they ask to cut, waived or not.
        here.filter(conditions__isnull=False),
    )
    if any(rows.exists() for rows in withheld) or any(map(_asks, family)):
        ask(actor, Permission.CONSENT_RECORD, case, target=f"alignment:{alignment.pk}")


def _asks(layer: int) -> bool:
    """Say whether a turn of a text reads like a request to cut, which is withheld unasked."""
    revision = Revision.objects.filter(layer=layer).latest("number")
    places = revision.blocks.values_list("start", "end")
    return any(asks(revision.text[start:end]) for start, end in places)


def _redraw(
    actor: Member, case: Case, dropped: Sequence[AlignedGroup], groups: Sequence[Group]
) -> list[AlignedGroup]:
    """Drop groups and write others of the same turns in their place."""
    alignment = dropped[0].alignment
    sides = _sides(alignment)
    judged = doubts_of(sides[0].units, sides[1].units, groups)
    for each in dropped:
        each.dropped_by, each.dropped_at = actor, timezone.now()
        each.save(update_fields=["dropped_by", "dropped_at"])
    rows = [_row(alignment, sides, each, Decision(actor.pk)) for each in judged]
    for row in rows:
        row.save()
    told = {"id": alignment.pk, "dropped": [each.pk for each in dropped], "drawn": [row.pk for row in rows]}
    record(Act.ALIGNED, actor.actor, things=[Thing("alignment", told)], case=case.pk)
    search.versions_changed(alignment.one.layer)
    return rows


def _fresh(case: Case, group: AlignedGroup) -> AlignedGroup:
    rows = AlignedGroup.objects.select_for_update(of=("self",)).select_related("alignment__one__layer")
    fresh = rows.get(pk=group.pk)
    if fresh.alignment.one.layer.case_id != case.pk:
        raise WrongUse("not-in-case", "These texts belong to another case.")
    if fresh.dropped_at is not None:
        raise Refused("group-changed", "Somebody has drawn this group anew. Nothing was changed; look again.")
    return fresh


def _sides(alignment: Alignment) -> tuple[Side, Side]:
    return Side.of(alignment.one), Side.of(alignment.other)


def _row(alignment: Alignment, sides: tuple[Side, Side], group: Group, decision: Decision) -> AlignedGroup:
    values = zip((*COLUMNS, *DECIDED), values_of(sides, group, decision), strict=True)
    return AlignedGroup(alignment=alignment, **dict(values))
