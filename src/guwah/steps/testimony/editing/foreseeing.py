"""What a corrected file would change, told before anything is kept: words, what stands on them, doubts."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.transcripts.differing import Kind, Run, edits_between, runs_between, tokens
from guwah.instruments.transcripts.following import follow
from guwah.steps.testimony.editing import holders
from guwah.steps.testimony.editing.rows import draft_of
from guwah.steps.testimony.editing.tables import Standing
from guwah.steps.testimony.models import Revision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Member
    from guwah.instruments.transcripts.choosing import Change
    from guwah.instruments.transcripts.revising import Unit
    from guwah.steps.testimony.editing.holders import Holds
    from guwah.steps.testimony.flows.rereading import Looked

_State = Standing.State
# Doubts under which a change is left out unless a person takes it.
_RATHER_NOT = frozenset({"words-missing", "edited-since", "withheld-lost"})


@dataclass(frozen=True, slots=True)
class Held:
    """Held words that a change would touch.

    Attributes:
        words: as they stand now.
        lost: whether none of them would be left.
        holds: what stands on them.
    """

    words: str
    lost: bool
    holds: Sequence[Holds]


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One change of a file as a person looks at it.

    Attributes:
        change: which one.
        old: the words here, what would go marked as removed.
        new: the words of the file, what would come marked as added.
        labels: who speaks before and after, where the words do not print it or another one gets them.
        times: seconds of the first block before and after, where they differ.
        held: what stands on its words.
        doubts: `words-withheld` (it cannot be taken), `words-missing`, `edited-since`, `withheld-lost`.
    """

    change: Change
    old: Sequence[Run]
    new: Sequence[Run]
    labels: tuple[str, str]
    times: tuple[float | None, float | None] | None
    held: Sequence[Held]
    doubts: Sequence[str]

    @property
    def possible(self) -> bool:
        """Whether it can be taken at all."""
        return "words-withheld" not in self.doubts

    @property
    def likely(self) -> bool:
        """Whether it is taken unless a person refuses it."""
        return self.possible and not _RATHER_NOT & set(self.doubts)


@dataclass(frozen=True, slots=True)
class Foresight:
    """All changes of a file, and what becomes of all that is held in the text if every one is taken.

    Attributes:
        changes: in the order of the text.
        exact: how many held stretches stay on the same words.
        changed: how many would be flagged as changed.
        lost: how many as gone.
    """

    changes: Sequence[Foreseen]
    exact: int
    changed: int
    lost: int


def foresee(member: Member, looked: Looked, base: int) -> Foresight:
    """Tell what a file would change in a text.

    Args:
        member: who looks; what stands on words is told as far as they may see it.
        looked: the file beside the text.
        base: number of the text the file was made from; what was edited here since is doubted.
    """
    edits = edits_between(looked.now.text, looked.transcript.text)
    rows = Standing.objects.filter(revision=looked.now).exclude(state__in=[_State.LOST, _State.GONE])
    on = holders.on(member, list(rows.values_list("pk", flat=True)))
    fates: Counter[str] = Counter()
    held: dict[int, list[Held]] = defaultdict(list)
    text = looked.now.text
    for pk, start, end in rows.filter(pk__in=on).order_by("start").values_list("pk", "start", "end"):
        now = follow(start, end, edits, (text[start], text[end - 1]))
        fates["lost" if now.lost else "changed" if now.touched else "exact"] += 1
        if now.touched:
            touched = Held(text[start:end], now.lost, on[pk])
            for change in looked.told.changes:
                if start < max(change.old.end, change.old.start + 1) and change.old.start < end:
                    held[change.n].append(touched)
    since = _Since.of(looked, base)
    changes = tuple(_foreseen(looked, each, held[each.n], since) for each in looked.told.changes)
    return Foresight(changes, fates["exact"], fates["changed"], fates["lost"])


@dataclass(frozen=True, slots=True)
class _Since:
    """What was edited here after the text a file was made from.

    Attributes:
        uids: the blocks.
        gone: the words that stood in blocks which are no more, or are others now; None where nobody knows.
    """

    uids: frozenset[int]
    gone: frozenset[str] | None

    @classmethod
    def of(cls, looked: Looked, base: int) -> _Since:
        if base == looked.now.number:
            return cls(frozenset(), frozenset())
        former = looked.told.former
        then = Revision.objects.filter(layer=looked.now.layer_id, number=base).first()
        if then is None:
            return cls(frozenset(unit.uid for unit in former.units), None)
        draft = draft_of(then)
        old = {unit.uid: _seen(draft.words(unit), unit) for unit in draft.units}
        new = {unit.uid: _seen(former.words(unit), unit) for unit in former.units}
        gone = [draft.words(unit) for unit in draft.units if new.get(unit.uid) != old[unit.uid]]
        return cls(
            frozenset(uid for uid, seen in new.items() if old.get(uid) != seen), _words(" ".join(gone))
        )

    def doubts(self, change: Change, runs: Sequence[Run]) -> bool:
        """Say whether a change may undo what was edited here: it touches that, or brings its words back."""
        if any(unit.uid in self.uids for unit in change.before):
            return True
        if change.before and len(change.after) <= len(change.before):
            return False
        come = _words(" ".join(run.words for run in runs if run.kind == Kind.ADDED))
        return bool(come) and (self.gone is None or 2 * len(come & self.gone) >= len(come))


def _words(text: str) -> frozenset[str]:
    return frozenset(each.casefold() for each in tokens(text) if each[0].isalnum())


def _seen(words: str, unit: Unit) -> tuple[object, ...]:
    return words, unit.label, unit.time


def _foreseen(looked: Looked, change: Change, held: Sequence[Held], since: _Since) -> Foreseen:
    old = looked.now.text[change.old.start : change.old.end].strip()
    new = looked.transcript.text[change.new.start : change.new.end].strip()
    runs = runs_between(old, new)
    doubts = {
        "words-withheld": change.n in looked.less,
        "words-missing": looked.masked and _only_less(runs),
        "edited-since": since.doubts(change, runs),
        "withheld-lost": any(each.lost and any(one.guarded for one in each.holds) for each in held),
    }
    return Foreseen(
        change,
        [run for run in runs if run.kind != Kind.ADDED],
        [run for run in runs if run.kind != Kind.REMOVED],
        (_labels(change.before), _labels(change.after)),
        _times(change),
        held,
        tuple(code for code, so in doubts.items() if so),
    )


def _only_less(runs: Sequence[Run]) -> bool:
    """Say whether a change takes words away and puts none there: in a copy with gaps it may be a gap."""
    kinds = {run.kind for run in runs if run.words.strip()}
    return Kind.REMOVED in kinds and Kind.ADDED not in kinds


def _labels(units: Sequence[Unit]) -> str:
    return " · ".join(dict.fromkeys(unit.label for unit in units if unit.label))


def _times(change: Change) -> tuple[float | None, float | None] | None:
    before = change.before[0].time if change.before else None
    after = change.after[0].time if change.after else None
    if after is None or before == after or change.kind != "time":
        return None
    return (before[0] if before else None), after[0]
