"""Setting two texts side by side: proposed by the instrument, confirmed and corrected by people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Refused, WrongUse
from guwah.instruments.alignment import Group, doubts_of
from guwah.steps.testimony import search
from guwah.steps.testimony.layers import queries, sentences
from guwah.steps.testimony.layers.sides import Side, between, carried, group_of, moved, proposed, undisturbed
from guwah.steps.testimony.layers.tables import AlignedGroup, Alignment
from guwah.steps.testimony.models import Anchor, Revision
from guwah.steps.testimony.remembered import asks
from guwah.vault.custody import Act, Thing, record
from guwah.vault.rows import insert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Layer


@dataclass(frozen=True, slots=True)
class _Decision:
    """Who drew and who confirmed a group before, by number; both None for a proposal."""

    made_by: int | None = None
    confirmed_by: int | None = None
    confirmed_at: datetime | None = None


_PROPOSED = _Decision()
_COLUMNS = ("one_start", "one_end", "other_start", "other_end", "doubts")
_DECIDED = ("made_by_id", "confirmed_by_id", "confirmed_at")


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
        alignment = _proposed(actor, layer, other)
        search.versions_changed(layer)
    return alignment


def _proposed(actor: Member, layer: Layer, other: Layer) -> Alignment:
    one, second = (_newest(each) for each in sorted((layer, other), key=lambda each: each.pk))
    with transaction.atomic():
        earlier = Alignment.objects.filter(one=one, other=second).first()
        if earlier is not None:
            return earlier
        alignment = Alignment.objects.create(one=one, other=second, made_by=actor)
        ours, theirs = Side.of(one), Side.of(second)
        decided = _decided(one, second, (ours, theirs))
        found = proposed(ours, theirs, between(ours, theirs, decided))
        rows = [_values((ours, theirs), each, decided.get(each, _PROPOSED)) for each in found]
        insert(AlignedGroup, (*_COLUMNS, *_DECIDED), rows, {"alignment_id": alignment.pk})
        flagged = _sentences(one, second, alignment, (ours, theirs))
        told = {"id": alignment.pk, "one": one.layer_id, "other": second.layer_id, "groups": len(found)}
        told |= {"sentences_changed": flagged} if flagged else {}
        record(Act.ALIGNED, actor.actor, things=[Thing("alignment", told)], case=layer.case_id)
    return alignment


def beside_again(actor: Member, before: Revision) -> None:
    """Set the newest text of a layer beside all that the one before stood beside, in the edit's transaction.

    A cut reaches other texts by what people confirmed there. Were that left behind with the earlier text,
    turns would be counted instead, and a cut could fall on another turn than the one that says the same.
    The caller brings the layer into the search afterwards.
    """
    layer = before.layer
    others = {
        each.other.layer if each.one_id == before.pk else each.one.layer
        for each in Alignment.objects.filter(Q(one=before) | Q(other=before)).select_related(
            "one__layer", "other__layer"
        )
    }
    for other in sorted(others & set(queries.kin(layer)), key=lambda each: each.pk):
        ask(actor, Permission.TESTIMONY_IMPORT, layer.case, target=f"layer:{layer.pk}")
        _proposed(actor, layer, other)


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
    rows = [_row(alignment, sides, each, _Decision(actor.pk)) for each in judged]
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


def _newest(layer: Layer) -> Revision:
    return Revision.objects.select_related("layer").filter(layer=layer).latest("number")


def _sides(alignment: Alignment) -> tuple[Side, Side]:
    return Side.of(alignment.one), Side.of(alignment.other)


def _row(alignment: Alignment, sides: tuple[Side, Side], group: Group, decision: _Decision) -> AlignedGroup:
    values = zip((*_COLUMNS, *_DECIDED), _values(sides, group, decision), strict=True)
    return AlignedGroup(alignment=alignment, **dict(values))


def _values(sides: tuple[Side, Side], group: Group, decision: _Decision) -> tuple[Any, ...]:
    """Return the columns of a group, in the order of `_COLUMNS` and `_DECIDED`."""
    places = (*sides[0].stretch(group.left), *sides[1].stretch(group.right))
    return (
        *places,
        list(group.doubts),
        decision.made_by,
        decision.confirmed_by,
        decision.confirmed_at,
    )


def _before(one: Revision, other: Revision) -> Alignment | None:
    """Return how earlier revisions of two layers were last set side by side."""
    rows = Alignment.objects.filter(one__layer=one.layer_id, other__layer=other.layer_id)
    return rows.exclude(one=one, other=other).select_related("one", "other").order_by("-pk").first()


def _sentences(one: Revision, other: Revision, now: Alignment, sides: tuple[Side, Side]) -> int:
    """Bring what people said of single sentences over an edit; return how many of it changed."""
    earlier = _before(one, other)
    if earlier is None or not sentences.live(earlier).exists():
        return 0
    return sentences.carried(earlier, now, ((Side.of(earlier.one), Side.of(earlier.other)), sides))


def _decided(one: Revision, other: Revision, sides: tuple[Side, Side]) -> dict[Group, _Decision]:
    """Return how earlier revisions of the two layers answered to one another, where no edit has touched it.

    What people confirmed stays as long as its own words do. What was proposed stays far from every edit: to
    propose all of a long text anew at every edit would take seconds.
    """
    earlier = _before(one, other)
    if earlier is None:
        return {}
    before = (
        sides[0] if earlier.one_id == one.pk else Side.of(earlier.one),
        sides[1] if earlier.other_id == other.pk else Side.of(earlier.other),
    )
    ours, theirs = moved(before[0], sides[0]), moved(before[1], sides[1])
    rows = list(queries.live(earlier).values_list(*_COLUMNS, *_DECIDED, named=True))
    groups = [group_of(*before, row) for row in rows]
    standing = undisturbed(groups, ours, theirs)
    found = {}
    for row, group, stands in zip(rows, groups, standing, strict=True):
        now = carried(group, ours, theirs) if stands or row.confirmed_at is not None else None
        if now is not None:
            found[now] = _Decision(row.made_by_id, row.confirmed_by_id, row.confirmed_at)
    return found
