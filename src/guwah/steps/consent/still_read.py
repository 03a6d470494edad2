"""Which words somebody has read are still the words that stand there, after a text was corrected."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.instruments.transcripts.following import follow, kept
from guwah.steps.testimony.editing.carrying import History
from guwah.steps.testimony.editing.tables import Standing
from guwah.steps.testimony.models import Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from guwah.steps.consent.models import Clearance

# Where a block begins with its label, and one past its last word.
_Reach = tuple[int, int]


def still_read(rows: QuerySet[Clearance]) -> dict[int, tuple[int, Spans]]:
    """Return the newest revision and the words there that clearances still reach, by their numbers.

    A block in which anything changed since, its label or its speaker too, nobody has read as it is now: none
    of it counts, whatever people said of where the words stand now.
    """
    found: dict[int, tuple[int, Spans]] = {}
    changed: dict[int, list[Clearance]] = defaultdict(list)
    exact = {"anchor__now__state": Standing.State.EXACT, "anchor__now__respoken": False}
    now = ("anchor__now__revision_id", "anchor__now__start", "anchor__now__end")
    same = rows.filter(**exact).values_list("pk", "anchor__revision_id", *now)
    others_say = _OthersSay()
    for number, held, revision, start, end in same:
        found[number] = (revision, Spans.of([(start, end)]) - others_say.since(held, revision))
    others = rows.exclude(**exact).select_related("anchor__now__revision", "anchor__revision")
    for row in others.defer("anchor__revision__text", "anchor__now__revision__text"):
        changed[row.anchor.revision.layer_id].append(row)
    for layer, some in changed.items():
        history, blocks = History.of(layer), _blocks(some[0].anchor.now.revision_id)
        for row in some:
            revision = row.anchor.now.revision_id
            left = _left(row, history, blocks) - others_say.since(row.anchor.revision_id, revision)
            found[row.pk] = (revision, left)
    return found


def by_revision(rows: QuerySet[Clearance]) -> dict[int, Spans]:
    """Return the words that clearances still reach, all of them together, by revision."""
    found: dict[int, Spans] = {}
    for revision, words in still_read(rows).values():
        found[revision] = found.get(revision, NOTHING) | words
    return found


class _OthersSay:
    """Which blocks somebody else says than in the text in which they were read; each text is asked once."""

    def __init__(self) -> None:
        self._said: dict[int, dict[int, int | None]] = {}
        self._found: dict[tuple[int, int], Spans] = {}

    def since(self, held: int, revision: int) -> Spans:
        """Return the blocks of a revision that another speaker has, or that did not stand in the held one."""
        if held == revision:
            return NOTHING
        if (held, revision) not in self._found:
            before = self._speakers(held)
            rows = Block.objects.filter(revision=revision).order_by("start")
            places: Iterable[Any] = rows.values_list("uid", "participant", "label_start", "start", "end")
            self._found[held, revision] = Spans.of(
                (start if label is None else label, end)
                for uid, speaker, label, start, end in places
                if uid not in before or before[uid] != speaker
            )
        return self._found[held, revision]

    def _speakers(self, revision: int) -> dict[int, int | None]:
        if revision not in self._said:
            rows = Block.objects.filter(revision=revision)
            self._said[revision] = dict(rows.values_list("uid", "participant"))
        return self._said[revision]


def _blocks(revision: int) -> list[_Reach]:
    rows = Block.objects.filter(revision=revision).order_by("start")
    places: Iterable[Any] = rows.values_list("label_start", "start", "end")
    return [(start if label is None else label, end) for label, start, end in places]


def _left(row: Clearance, history: History, blocks: Sequence[_Reach]) -> Spans:
    held, now = row.anchor, row.anchor.now
    if now.respoken:
        return NOTHING
    way = history.way(held.revision.number, history.newest)
    pieces = kept(held.start, held.end, way)
    # Not where a person said they stand: whoever says so has not read all the words for this.
    place = follow(held.start, held.end, way, (held.quote[0], held.quote[-1]))
    edges = [(place.start, place.start), *pieces, (place.end, place.end)]
    gaps = [(one[1], other[0]) for one, other in pairwise(edges)]
    # Before the first and after the last piece there is a gap only where other words stand.
    gaps = [*gaps[1:-1], *(gap for gap in (gaps[0], gaps[-1]) if gap[0] < gap[1])]
    touched = [block for block in blocks if any(_touches(gap, block) for gap in gaps)]
    return Spans.of(pieces) - Spans.of(touched)


def _touches(gap: _Reach, block: _Reach) -> bool:
    """Say whether something was put into a block, or taken out of it, its edges too."""
    if gap[0] == gap[1]:
        return block[0] <= gap[0] <= block[1]
    return gap[0] < block[1] and gap[1] > block[0]
