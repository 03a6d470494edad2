"""What is withheld from an edition: cuts closed over every version of a text, requests to cut, and masks.

Everything here only ever adds to what is withheld. What is shown is what remains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.instruments.suggestions.personal.finders import NAME
from guwah.steps.claims.hearsay import places as hearsay_places
from guwah.steps.consent.judging import CUT_FIRST, judge, live_cuts
from guwah.steps.consent.models import Condition, SpanDecision
from guwah.steps.consent.queries import UNCHANGED, cleared, decisions_on_spans
from guwah.steps.editions.finding import asks, findings, not_persons
from guwah.steps.editions.naming import NamePatterns
from guwah.steps.editions.scope import every_part_of, versions
from guwah.steps.editions.settling import Withheld, settle
from guwah.steps.testimony.layers.closing import close_over
from guwah.steps.testimony.layers.reviewing import unchecked_drafts
from guwah.steps.testimony.models import Cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case
    from guwah.steps.editions.scope import Part
    from guwah.steps.testimony.models import Anchor


def withhold(case: Case, parts: Sequence[Part], named: frozenset[str]) -> Withheld:
    """Work out what an edition of these parts withholds.

    Args:
        case: whose texts.
        parts: every layer of the case that a person made or checked, also those that do not go out. A cut in
            one is a cut in all, and a cut in a machine draft is one in every text that says the same.
        named: keys of layers in which the person may appear by name.
    """
    cuts, drafted = _closed(case, parts)
    decided, read = _decided(case), cleared(case)
    people = NamePatterns.of(case, named)
    elsewhere = not_persons(case)
    hearsay = _hearsay(case, parts)
    masks, unread, released = {}, {}, []
    for part in parts:
        shown, hidden = decided.get(part.revision.pk, (NOTHING, NOTHING))
        own = people.own(part)
        found = _personal(part, own, elsewhere) | people.in_text(part) | hidden
        found |= hearsay.get(part.key, NOTHING)
        masks[part.key] = (found - shown) & part.spans
        unread[part.key] = part.spans - read.get(part.revision.pk, NOTHING) - shown
        let_go = (shown | (own - unread[part.key])) - cuts[part.key]
        released += [part.revision.text[start:end] for start, end in let_go]
    former = (*_former(case), *drafted)
    return settle(parts, Withheld(cuts, masks, unread, tuple(released), former))


def _closed(case: Case, parts: Sequence[Part]) -> tuple[dict[str, Spans], tuple[tuple[str, str], ...]]:
    """Return the cuts closed over every layer of the case, and the words cut in its machine drafts."""
    unchecked = unchecked_drafts(case)
    drafts = [each for each in every_part_of(case) if each.layer.pk in unchecked]
    everything = [*parts, *drafts]
    by_revision = live_cuts(case)
    asked, meant = _conditions(case)
    first = {
        part.key: by_revision.get(part.revision.pk, NOTHING)
        | meant.get(part.revision.pk, NOTHING)
        | _requests(part, asked.get(part.revision.pk, NOTHING), checked=part.layer.pk not in unchecked)
        for part in everything
    }
    closed: dict[str, Spans] = {}
    for group in versions(everything):
        cuts = {part.key: first[part.key] for part in group if first[part.key]}
        closed.update(close_over(cuts, group))
    drafted = [("cut", part.revision.text[start:end]) for part in drafts for start, end in first[part.key]]
    return closed, tuple(drafted)


def _hearsay(case: Case, parts: Sequence[Part]) -> dict[str, Spans]:
    """Return what was told of other people by hearsay, in every layer that says it, by key of the layer.

    That somebody has read such words lets none of them go out: a person decides to show them in place.
    """
    told = hearsay_places(case)
    closed: dict[str, Spans] = {}
    for group in versions(parts):
        first = {part.key: told[part.revision.pk] for part in group if part.revision.pk in told}
        if first:
            closed.update(close_over(first, group))
    return closed


def _conditions(case: Case) -> tuple[dict[int, Spans], dict[int, Spans]]:
    """Return the words of every "cut that first", and the passages it means, by revision.

    Where it was waived its passages are withheld by their cuts alone; the request stays withheld.
    """
    conditions = Condition.objects.filter(record__case=case, code=CUT_FIRST).select_related(
        "record", "anchor__now"
    )
    asked: dict[int, Spans] = {}
    meant: dict[int, Spans] = {}
    for each in judge(case, conditions):
        if each.condition.anchor is not None:
            _add(asked, each.condition.anchor)
        for anchor in each.meant if each.condition.waived_at is None else ():
            _add(meant, anchor)
    return asked, meant


def _add(found: dict[int, Spans], anchor: Anchor) -> None:
    now = anchor.now
    earlier = found.get(now.revision_id, NOTHING)
    found[now.revision_id] = earlier | Spans.of([(now.start, now.end)])


def _requests(part: Part, asked: Spans, *, checked: bool) -> Spans:
    """Return the turns that ask to cut something or answer that: they would name what is cut (law 5).

    These are the turns of the words a condition is tied to and every turn that reads like such a request,
    each with the turn after it. What a machine wrote asks for nothing that no person tied a condition to.
    """
    places = asked
    for number, block in enumerate(part.blocks):
        here = Spans.of([(block.start, block.end)])
        if not (asked.overlaps(here) or (checked and asks(part, block))):
            continue
        places |= here
        follows = part.blocks[number + 1] if number + 1 < len(part.blocks) else None
        if follows is not None and follows.session_id is not None and follows.session_id == block.session_id:
            places |= Spans.of([(follows.start, follows.end)])
    return places


def _decided(case: Case) -> dict[int, tuple[Spans, Spans]]:
    """Return what people decided to show and to mask, by revision; of two decisions the later counts.

    Words that changed since somebody decided to show them are not shown; what was masked stays masked.
    """
    found: dict[int, tuple[Spans, Spans]] = {}
    for row in sorted(decisions_on_spans(case), key=lambda each: each.pk):
        now = row.anchor.now
        if row.show and (now.respoken or now.state != now.State.EXACT):
            continue
        here = Spans.of([(now.start, now.end)])
        shown, hidden = found.get(now.revision_id, (NOTHING, NOTHING))
        both = (shown | here, hidden - here) if row.show else (shown - here, hidden | here)
        found[now.revision_id] = both
    return found


def former_cuts(case: Case) -> tuple[tuple[str, str], ...]:
    """Return what was cut in an earlier text in other words: these may stand elsewhere since."""
    cuts = Cut.objects.filter(case=case, lifted_at=None).exclude(anchor__now__state=UNCHANGED)
    return tuple(("cut", words) for words in cuts.values_list("anchor__quote", flat=True))


def _former(case: Case) -> tuple[tuple[str, str], ...]:
    """Return what was withheld in an earlier text in other words, cut or masked."""
    masks = SpanDecision.objects.filter(case=case, replaced_at=None, show=False)
    masks = masks.exclude(anchor__now__state=UNCHANGED)
    return (
        *former_cuts(case),
        *(("mask", words) for words in masks.values_list("anchor__quote", flat=True)),
    )


def _personal(part: Part, own: Spans, elsewhere: tuple[str, ...]) -> Spans:
    """Return what finders take for personal data, save the names of whoever may be named here."""
    names: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for start, end, each in findings(part, elsewhere):
        (names if each.category == NAME else others).append((start, end))
    return (Spans.of(names) - own) | Spans.of(others)
