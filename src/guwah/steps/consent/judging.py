"""Whether a condition holds now: "cut that part" is met by marked passages that are all cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guwah.instruments.redaction.spans import Spans
from guwah.steps.consent.models import Condition, MeantPassage
from guwah.steps.testimony.models import Anchor, Cut

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from guwah.accounts.models import Case

# The condition that names passages to remove before any use (vocabulary consent_conditions).
CUT_FIRST = "redact_first"
# What a page needs to name the place of words.
WITH_PLACE = ("anchor__revision__layer__source", "anchor__now__block__session")
WHOLE_TEXTS = ("anchor__revision__text",)


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of one condition.

    Attributes:
        condition: the row.
        met: True, False, or None when a person must still say.
        meant: the passages people marked as meant, in the order of the words.
        uncut: those of them that are not withheld yet.
    """

    condition: Condition
    met: bool | None
    meant: tuple[Anchor, ...] = ()
    uncut: tuple[Anchor, ...] = ()

    @property
    def unmarked(self) -> bool:
        """Nobody has marked which passages are meant: that can never count as met."""
        return self.condition.code == CUT_FIRST and not self.meant and not self.met


def live_cuts(case: Case) -> dict[int, Spans]:
    """Return what is withheld, by revision."""
    return by_revision(Cut.objects.filter(case=case, lifted_at=None))


def by_revision(rows: QuerySet[Any]) -> dict[int, Spans]:
    """Return the words that rows with an `anchor` stand on now, by the newest revision of their texts."""
    found: dict[int, list[tuple[int, int]]] = {}
    places = rows.values_list("anchor__now__revision_id", "anchor__now__start", "anchor__now__end")
    for revision, start, end in places:
        found.setdefault(revision, []).append((start, end))
    return {revision: Spans.of(pairs) for revision, pairs in found.items()}


def names_of(condition: Condition) -> frozenset[str]:
    """Return the reasons by which the maker of a cut says that it is meant by this condition.

    They are `redact_first`, `condition:N`, the id of its record, and the categories it names.
    """
    named = {CUT_FIRST, f"condition:{condition.pk}", condition.record.external_id}
    for key in ("category", "categories", "about"):
        value = condition.params.get(key)
        named.update(
            each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)
        )
    return frozenset(named - {""})


def _meant_by_cuts(case: Case, conditions: Iterable[Condition]) -> dict[int, list[Anchor]]:
    rows = Cut.objects.filter(case=case, lifted_at=None).select_related(*WITH_PLACE)
    cuts = list(rows.defer(*WHOLE_TEXTS))
    return {
        condition.pk: [cut.anchor for cut in cuts if cut.reason.strip() in names_of(condition)]
        for condition in conditions
        if condition.code == CUT_FIRST
    }


def judge(case: Case, conditions: Iterable[Condition]) -> list[Judged]:
    """Judge every condition against what is marked and cut now."""
    rows = list(conditions)
    if not rows:
        return []
    cuts = live_cuts(case)
    marks = _meant_by_cuts(case, rows)
    meant = MeantPassage.objects.filter(condition__in=rows, withdrawn_at=None).select_related(*WITH_PLACE)
    for passage in meant.defer(*WHOLE_TEXTS).order_by("anchor__now__revision", "anchor__now__start"):
        marks.setdefault(passage.condition_id, []).append(passage.anchor)
    return [_judge(row, marks.get(row.pk, []), cuts) for row in rows]


def _judge(condition: Condition, meant: list[Anchor], cuts: dict[int, Spans]) -> Judged:
    if condition.waived_at is not None:
        return Judged(condition, met=True, meant=tuple(meant))
    if condition.code != CUT_FIRST:
        return Judged(condition, met=condition.said_met)
    uncut = tuple(each for each in meant if not _withheld(each, cuts))
    return Judged(condition, met=bool(meant) and not uncut, meant=tuple(meant), uncut=uncut)


def _withheld(anchor: Anchor, cuts: dict[int, Spans]) -> bool:
    """Say whether marked words are cut where they stand now.

    What was lost in an edit is not: it may stand elsewhere, until a person has said that it is gone.
    """
    now = anchor.now
    if now.state in {now.State.LOST, now.State.GONE}:
        return now.state == now.State.GONE
    withheld = cuts.get(now.revision_id)
    return withheld is not None and withheld.covers(Spans.of([(now.start, now.end)]))
