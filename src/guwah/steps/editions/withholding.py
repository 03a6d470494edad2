"""What is withheld from an edition: cuts closed over every version of a text, requests to cut, and masks.

Everything here only ever adds to what is withheld. What is shown is what remains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.redaction.cuts import close
from guwah.instruments.redaction.finders import NAME
from guwah.instruments.redaction.spans import NOTHING, Spans
from guwah.steps.consent.judging import CUT_FIRST, judge, live_cuts
from guwah.steps.consent.models import Condition
from guwah.steps.consent.queries import cleared, decisions_on_spans
from guwah.steps.editions.finding import asks, findings, not_persons
from guwah.steps.editions.naming import NamePatterns
from guwah.steps.editions.scope import closing_layers, links, versions
from guwah.steps.editions.settling import Withheld, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from guwah.accounts.models import Case
    from guwah.steps.editions.scope import Part
    from guwah.steps.testimony.models import Anchor


def withhold(case: Case, parts: Sequence[Part], named: frozenset[str]) -> Withheld:
    """Work out what an edition of these parts withholds.

    Args:
        case: whose texts.
        parts: every layer of the case, also those that do not go out: a cut in one is a cut in all.
        named: keys of layers in which the person may appear by name.
    """
    cuts = _closed(case, parts)
    decided, read = _decided(case), cleared(case)
    people = NamePatterns.of(case, named)
    elsewhere = not_persons(case)
    masks, unread, released = {}, {}, []
    for part in parts:
        shown, hidden = decided.get(part.revision.pk, (NOTHING, NOTHING))
        own = people.own(part)
        found = _personal(part, own, elsewhere) | people.in_text(part) | hidden
        masks[part.key] = (found - shown) & part.spans
        unread[part.key] = part.spans - read.get(part.revision.pk, NOTHING) - shown
        let_go = (shown | (own - unread[part.key])) - cuts[part.key]
        released += [part.revision.text[start:end] for start, end in let_go]
    return settle(parts, Withheld(cuts, masks, unread, tuple(released)))


def _closed(case: Case, parts: Sequence[Part]) -> dict[str, Spans]:
    by_revision = live_cuts(case)
    asked, meant = _conditions(case)
    first = {
        part.key: by_revision.get(part.revision.pk, NOTHING)
        | meant.get(part.revision.pk, NOTHING)
        | _requests(part, asked.get(part.revision.pk, NOTHING))
        for part in parts
    }
    closed: dict[str, Spans] = {}
    for group in versions(parts):
        cuts = {part.key: first[part.key] for part in group if first[part.key]}
        closed.update(close(cuts, closing_layers(group), links(group)))
    return closed


def _conditions(case: Case) -> tuple[dict[int, Spans], dict[int, Spans]]:
    """Return the words of every "cut that first", and the passages it means, by revision.

    Where it was waived its passages are withheld by their cuts alone; the request stays withheld.
    """
    conditions = Condition.objects.filter(record__case=case, code=CUT_FIRST).select_related(
        "record", "anchor"
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
    earlier = found.get(anchor.revision_id, NOTHING)
    found[anchor.revision_id] = earlier | Spans.of([(anchor.start, anchor.end)])


def _requests(part: Part, asked: Spans) -> Spans:
    """Return the turns that ask to cut something or answer that: they would name what is cut (law 5).

    These are the turns of the words a condition is tied to and every turn that reads like such a request,
    each with the turn after it.
    """
    places = asked
    for number, block in enumerate(part.blocks):
        here = Spans.of([(block.start, block.end)])
        if not (asked.overlaps(here) or asks(part, block)):
            continue
        places |= here
        follows = part.blocks[number + 1] if number + 1 < len(part.blocks) else None
        if follows is not None and follows.session_id is not None and follows.session_id == block.session_id:
            places |= Spans.of([(follows.start, follows.end)])
    return places


def _decided(case: Case) -> dict[int, tuple[Spans, Spans]]:
    """Return what people decided to show and to mask, by revision; of two decisions the later counts."""
    found: dict[int, tuple[Spans, Spans]] = {}
    for row in sorted(decisions_on_spans(case), key=lambda each: each.pk):
        here = Spans.of([(row.anchor.start, row.anchor.end)])
        shown, hidden = found.get(row.anchor.revision_id, (NOTHING, NOTHING))
        both = (shown | here, hidden - here) if row.show else (shown - here, hidden | here)
        found[row.anchor.revision_id] = both
    return found


def _personal(part: Part, own: Spans, elsewhere: tuple[str, ...]) -> Spans:
    """Return what finders take for personal data, save the names of whoever may be named here."""
    names: list[tuple[int, int]] = []
    others: list[tuple[int, int]] = []
    for start, end, each in findings(part, elsewhere):
        (names if each.category == NAME else others).append((start, end))
    return (Spans.of(names) - own) | Spans.of(others)
