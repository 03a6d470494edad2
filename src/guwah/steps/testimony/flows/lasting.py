"""Texts set beside one another, and set so again after an edit: what people confirmed lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.steps.testimony.layers import lasting, queries, sentences
from guwah.steps.testimony.layers.lasting import Lasting, Stretches
from guwah.steps.testimony.layers.sides import Side, between, group_of, proposed
from guwah.steps.testimony.layers.tables import AlignedGroup, Alignment
from guwah.steps.testimony.models import Revision
from guwah.vault.custody import Act, Thing, record
from guwah.vault.rows import copied, insert

if TYPE_CHECKING:
    from datetime import datetime

    from guwah.accounts.models import Member
    from guwah.instruments.alignment import Group
    from guwah.steps.testimony.layers.lasting import Window
    from guwah.steps.testimony.models import Layer

COLUMNS = ("one_start", "one_end", "other_start", "other_end", "doubts")
DECIDED = ("made_by_id", "confirmed_by_id", "confirmed_at")


@dataclass(frozen=True, slots=True)
class Decision:
    """Who drew and who confirmed a group before, by number; both None for a proposal."""

    made_by: int | None = None
    confirmed_by: int | None = None
    confirmed_at: datetime | None = None


_PROPOSED = Decision()


@dataclass(frozen=True, slots=True)
class _Before:
    """How earlier revisions of two texts stood side by side, and what became of their blocks."""

    alignment: Alignment
    ours: Lasting
    theirs: Lasting


def beside_again(actor: Member, before: Revision) -> None:
    """Set the newest text of a layer beside all that the one before stood beside, in the edit's transaction.

    A cut reaches other texts by what people confirmed there. Were that left behind with the earlier text,
    turns would be counted instead, and a cut could fall on another turn than the one that says the same.
    The caller brings the layer into the search afterwards.
    """
    layer = before.layer
    pairs = Alignment.objects.filter(Q(one=before) | Q(other=before))
    others = {number for pair in pairs.values_list("one__layer", "other__layer") for number in pair}
    # What stays the same beside every text is read once.
    known = dict[int, Side]()
    if others:
        ask(actor, Permission.TESTIMONY_IMPORT, layer.case, target=f"layer:{layer.pk}")
    for other in queries.kin(layer).filter(pk__in=others).order_by("pk"):
        set_beside(actor, layer, other, known)


def set_beside(actor: Member, layer: Layer, other: Layer, known: dict[int, Side] | None = None) -> Alignment:
    """Return how the newest texts of two layers stand side by side, proposed now where nobody did before.

    Args:
        actor: who has asked, and may.
        layer: the one text.
        other: the other.
        known: sides that have been read, by the number of their revision; more are added.
    """
    one, second = (_newest(each) for each in sorted((layer, other), key=lambda each: each.pk))
    with transaction.atomic():
        there = Alignment.objects.filter(one=one, other=second).first()
        if there is not None:
            return there
        alignment = Alignment.objects.create(one=one, other=second, made_by=actor)
        sides = {} if known is None else known
        now = _side(one, sides), _side(second, sides)
        before = _before(alignment, now, sides)
        groups = _drawn(alignment, now) if before is None else _drawn_again(alignment, before)
        flagged = 0 if before is None else _sentences(alignment, before)
        told = {"id": alignment.pk, "one": one.layer_id, "other": second.layer_id, "groups": groups}
        told |= {"sentences_changed": flagged} if flagged else {}
        record(Act.ALIGNED, actor.actor, things=[Thing("alignment", told)], case=layer.case_id)
    return alignment


def values_of(sides: tuple[Side, Side], group: Group, decision: Decision) -> tuple[Any, ...]:
    """Return the columns of a group, in the order of `COLUMNS` and `DECIDED`."""
    places = (*sides[0].stretch(group.left), *sides[1].stretch(group.right))
    return (
        *places,
        list(group.doubts),
        decision.made_by,
        decision.confirmed_by,
        decision.confirmed_at,
    )


def _newest(layer: Layer) -> Revision:
    return Revision.objects.select_related("layer").filter(layer=layer).latest("number")


def _side(revision: Revision, known: dict[int, Side]) -> Side:
    if revision.pk not in known:
        known[revision.pk] = Side.of(revision)
    return known[revision.pk]


def _before(now: Alignment, sides: tuple[Side, Side], known: dict[int, Side]) -> _Before | None:
    """Return how earlier revisions of two layers were last set side by side."""
    rows = Alignment.objects.filter(one__layer=now.one.layer_id, other__layer=now.other.layer_id)
    number = rows.exclude(pk=now.pk).order_by("-pk").values_list("pk", flat=True).first()
    if number is None:
        return None
    earlier = Alignment.objects.select_related("one", "other").get(pk=number)
    ours, theirs = _side(earlier.one, known), _side(earlier.other, known)
    return _Before(earlier, Lasting(ours, sides[0]), Lasting(theirs, sides[1]))


def _drawn(alignment: Alignment, sides: tuple[Side, Side]) -> int:
    """Propose and write what answers to what in texts that never stood side by side; return how many."""
    found = proposed(*sides, between(*sides, []))
    rows = [values_of(sides, each, _PROPOSED) for each in found]
    insert(AlignedGroup, (*COLUMNS, *DECIDED), rows, {"alignment_id": alignment.pk})
    return len(rows)


def _drawn_again(alignment: Alignment, before: _Before) -> int:
    """Write the groups of two texts after an edit; return how many.

    Those that only moved are copied within the database: to read and write all of a long text for every
    edit would take a second.
    """
    live = queries.live(before.alignment)
    places = [Stretches(*each) for each in live.values_list(*Stretches._fields)]
    window = lasting.window(places, before.ours, before.theirs)
    made = dict[str, Any](alignment_id=alignment.pk, made_at=timezone.now())
    if window.first:
        edge = places[window.first]
        copied(AlignedGroup, live.filter(one_end__lte=edge.one_start, other_end__lte=edge.other_start), made)
    sides = before.ours.now, before.theirs.now
    decided = _decided(before, window)
    edges = window.begin, window.end
    found = proposed(*sides, between(*sides, decided, edges), edges)
    rows = [values_of(sides, each, decided.get(each, _PROPOSED)) for each in found]
    insert(AlignedGroup, (*COLUMNS, *DECIDED), rows, {"alignment_id": alignment.pk})
    if window.last < len(places):
        edge = places[window.last]
        behind = live.filter(one_start__gte=edge.one_start, other_start__gte=edge.other_start)
        if window.last:
            edge = places[window.last - 1]
            behind = live.filter(one_start__gte=edge.one_end, other_start__gte=edge.other_end)
        one, other = window.shift
        made |= {name: F(name) + one for name in COLUMNS[:2]} | {
            name: F(name) + other for name in COLUMNS[2:4]
        }
        copied(AlignedGroup, behind, made)
    return window.first + len(rows) + len(places) - window.last


def _decided(before: _Before, window: Window) -> dict[Group, Decision]:
    """Return how earlier revisions of the two layers answered to one another, where no edit has touched it.

    What people confirmed stays as long as its own words do. What was proposed stays far from every edit: to
    propose all of a long text anew at every edit would take seconds.
    """
    live = queries.live(before.alignment).values_list(*COLUMNS, *DECIDED, named=True)
    rows: list[Any] = list(live[window.first : window.last])
    ours, theirs = before.ours, before.theirs
    groups = [group_of(ours.before, theirs.before, row) for row in rows]
    standing = lasting.undisturbed(groups, ours, theirs)
    found = {}
    for row, group, stands in zip(rows, groups, standing, strict=True):
        now = lasting.carried(group, ours, theirs) if stands or row.confirmed_at is not None else None
        if now is not None:
            found[now] = Decision(row.made_by_id, row.confirmed_by_id, row.confirmed_at)
    return found


def _sentences(now: Alignment, before: _Before) -> int:
    """Bring what people said of single sentences over an edit; return how many of it changed."""
    if not sentences.live(before.alignment).exists():
        return 0
    return sentences.carried(before.alignment, now, (before.ours, before.theirs))
