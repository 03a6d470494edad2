"""What the pages of editing show: revisions with what was done, two of them compared, words to look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from guwah.instruments.transcripts.differing import Kind, Run, runs_between
from guwah.steps.testimony.editing import holders
from guwah.steps.testimony.editing.tables import Edit, Standing
from guwah.steps.testimony.models import Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.accounts.models import Member
    from guwah.steps.testimony.editing.holders import Holds
    from guwah.steps.testimony.models import Layer

# Code points shown of what stayed the same on each side of a change.
_AROUND = 80


@dataclass(frozen=True, slots=True)
class Changed:
    """Held words that a person has to look at.

    Attributes:
        now: where they stand, its anchor, revision and block at hand.
        words: what stands in their place; empty when nothing does.
        before: a little of the text before that.
        after: a little of the text after it.
        holds: what stands on them.
        guarded: whether only those who record consent may say what became of them.
    """

    now: Standing
    words: str
    before: str
    after: str
    holds: Sequence[Holds]

    @property
    def guarded(self) -> bool:
        """Whether something withholds these words or lets them out."""
        return any(each.guarded for each in self.holds)


def revisions(layer: Layer) -> list[dict[str, Any]]:
    """Return the revisions of a layer, the newest first, each with `revision` and `edits`."""
    rows = Revision.objects.filter(layer=layer).defer("text", "reading")
    done: dict[int, list[Edit]] = {}
    for edit in Edit.objects.filter(revision__layer=layer).order_by("revision", "n"):
        done.setdefault(edit.revision_id, []).append(edit)
    return [
        {
            "revision": row,
            "before": row.number - 1,
            "kinds": list(dict.fromkeys(each.get_kind_display() for each in done.get(row.pk, ()))),
        }
        for row in rows.select_related("made_by", "restores").order_by("-number")
    ]


def numbered(layer: Layer, number: int | None) -> Revision | None:
    """Return a revision of a layer by its number, or None."""
    if number is None:
        return None
    return Revision.objects.select_related("made_by").filter(layer=layer, number=number).first()


def compared(one: Revision, other: Revision) -> list[Run]:
    """Return what differs between two revisions; of what stayed the same only a little around each change."""
    runs = runs_between(one.text, other.text)
    if len(runs) == 1 and runs[0].kind == Kind.SAME:
        return []
    last = len(runs) - 1
    return [_shortened(run, first=at == 0, last=at == last) for at, run in enumerate(runs)]


def _shortened(run: Run, *, first: bool, last: bool) -> Run:
    if run.kind != Kind.SAME or len(run.words) <= 3 * _AROUND:
        return run
    head = "" if first else run.words[:_AROUND]
    tail = "" if last else run.words[-_AROUND:]
    # Each change stands apart, as what lies between them is left out.
    between = " …\n\n… " if head and tail else " … "
    return Run(Kind.SAME, f"{head}{between}{tail}")


def changed(member: Member, layer: Layer) -> list[Changed]:
    """Return the held words of a layer that a person has to look at, in their order.

    Words on which nothing stands any more are left out.
    """
    flagged = Q(respoken=True) | Q(state__in=[Standing.State.CHANGED, Standing.State.LOST])
    rows = Standing.objects.filter(flagged, revision__layer=layer).select_related(
        "anchor__block__participant", "block__session", "block__participant", "revision", "since__made_by"
    )
    standing = list(rows.order_by("start"))
    on = holders.on(member, [row.anchor_id for row in standing])
    return [_changed(row, on[row.anchor_id]) for row in standing if row.anchor_id in on]


def _changed(row: Standing, holds: Iterable[Holds]) -> Changed:
    text = row.revision.text
    return Changed(
        row,
        text[row.start : row.end],
        text[max(0, row.start - _AROUND) : row.start],
        text[row.end : row.end + _AROUND],
        tuple(holds),
    )


def how_many_changed(layer: Layer) -> int:
    """Return how many held words of a layer `changed` lists; that is the same whoever looks."""
    flagged = Q(respoken=True) | Q(state__in=[Standing.State.CHANGED, Standing.State.LOST])
    rows = Standing.objects.filter(flagged, revision__layer=layer)
    anchors = list(rows.values_list("anchor_id", flat=True))
    return len(holders.on(layer.made_by, anchors).keys() & set(anchors)) if anchors else 0
