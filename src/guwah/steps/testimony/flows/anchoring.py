"""Words held fast: a stretch of one revision with its quote and what stands around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask, may
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.steps.testimony.editing.carrying import stand
from guwah.steps.testimony.editing.tables import Standing
from guwah.steps.testimony.finding import quoted
from guwah.steps.testimony.models import Anchor, Block
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Revision

# Code points of context on each side (DESIGN §7).
CONTEXT = 32
# Whoever may do one of these may hold words fast for it.
_USES = (
    Permission.CLAIM_MAKE,
    Permission.CUT_MAKE,
    Permission.CONSENT_RECORD,
    Permission.TESTIMONY_IMPORT,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Code points `start` to `end` of a revision, counted from 0, half-open."""

    revision: Revision
    start: int
    end: int


def anchor(actor: Member, revision: Revision, start: int, end: int) -> Anchor:
    """Return the anchor of a stretch; the same stretch of the same revision is one anchor.

    Args:
        actor: who selects the words.
        revision: in which text.
        start: first code point, from 0.
        end: one past the last.

    Raises:
        NotPermitted: the actor may do nothing with words here.
        NotUnderstood: `outside-text` or `no-words`.
    """
    case = revision.layer.case
    ask(actor, _use_of(actor, case), case, target=f"revision:{revision.pk}")
    with transaction.atomic():
        return hold(actor, Stretch(revision, start, end))


def anchor_by_quote(actor: Member, revision: Revision, quote: str, *, block: Block | None = None) -> Anchor:
    """Return the anchor of the one place where a quotation stands, in a block or in the whole text.

    White space between words need not be the same; every other character must be.

    Raises:
        NotPermitted: see `anchor`.
        NotUnderstood: `quote-not-found`.
        Refused: `quote-ambiguous`: it stands in several places.
    """
    first, text = (block.start, revision.text[block.start : block.end]) if block else (0, revision.text)
    start, end = place_of_quote(text, quote)
    return anchor(actor, revision, first + start, first + end)


def place_of_quote(text: str, quote: str) -> tuple[int, int]:
    """Return the one place where a quotation stands in a text; see `anchor_by_quote`.

    Raises:
        NotUnderstood: `quote-not-found`.
        Refused: `quote-ambiguous`.
    """
    places = quoted(text, quote)
    if not places:
        raise NotUnderstood(
            "quote-not-found", "These words do not stand there as they were given. Nothing was changed."
        )
    if len(places) > 1:
        raise Refused(
            "quote-ambiguous",
            "These words stand there more than once. Give a few more words before or after them.",
        )
    return places[0]


def hold(actor: Member, stretch: Stretch) -> Anchor:
    """Find or write the anchor of a stretch inside the running transaction; the caller has asked.

    Raises:
        NotUnderstood: see `anchor`.
    """
    revision, start, end = stretch.revision, stretch.start, stretch.end
    text = revision.text
    if not 0 <= start < end <= len(text):
        raise NotUnderstood("outside-text", f"A stretch lies within 0 to {len(text)} and is not empty.")
    if not text[start:end].strip():
        raise NotUnderstood("no-words", "There are no words in this stretch.")
    earlier = _held_already(stretch)
    if earlier is not None:
        return earlier
    made = Anchor.objects.create(
        revision=revision,
        block=Block.objects.filter(revision=revision, start__lte=start, end__gte=end).first(),
        start=start,
        end=end,
        quote=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        made_by=actor,
    )
    stand(made)
    told_of = {"id": made.pk, "revision": revision.pk, "start": start, "end": end}
    record(Act.ANCHORED, actor.actor, things=[Thing("anchor", told_of)], case=revision.layer.case_id)
    return made


def _held_already(stretch: Stretch) -> Anchor | None:
    """Return the anchor of exactly these words, held in this revision or carried to it letter by letter."""
    same = Anchor.objects.filter(
        now__revision=stretch.revision,
        now__start=stretch.start,
        now__end=stretch.end,
        now__state=Standing.State.EXACT,
        now__respoken=False,
    )
    here = Anchor.objects.filter(revision=stretch.revision, start=stretch.start, end=stretch.end)
    return same.first() or here.exclude(now__revision=stretch.revision).first()


def _use_of(actor: Member, case: Case) -> Permission:
    return next((each for each in _USES if may(actor, each, case)), Permission.CLAIM_MAKE)
