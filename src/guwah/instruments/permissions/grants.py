"""Rules 2, 3, 6 and 7 for one grant: what still stands between it and the use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.permissions.conditions import Moment, reasons_of_conditions
from guwah.instruments.permissions.custody import reasons_of_custody, reasons_of_state
from guwah.instruments.permissions.model import ANY, spans_about
from guwah.instruments.permissions.reach import (
    audience_granted,
    form_granted,
    form_left_open,
    forms_shown,
    is_outward,
    is_publication,
    language_granted,
)
from guwah.instruments.permissions.reasons import named, reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.instruments.permissions.model import Material, Reason, Record, Situation, Use
    from guwah.instruments.redaction.spans import Spans

# Publication needs each of these not to be false (reference §3.2, rule 6).
NEEDED_TO_PUBLISH = ("documenter_identified", "audience_explained", "free_of_pressure")
ADDRESSED = frozenset({"named_recipient", "press_named"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands between a grant and the use, apart from the material: nothing when it carries it."""

    grant: Record
    reasons: tuple[Reason, ...]


def standing(grant: Record, moment: Moment, situation: Situation) -> Standing | None:
    """Return the standing of a grant for this use, or none when it speaks of another action."""
    use = moment.use
    if grant.actions is None or not ({use.action, ANY} & grant.actions):
        return None
    return Standing(
        grant,
        (
            *reasons_of_state(grant, use),
            *_time(grant, moment),
            *_audience(grant, use),
            *_identity(grant, use),
            *_medium(grant, use),
            *_language(grant, use),
            *_quality(grant, use),
            *reasons_of_conditions(grant, moment),
            *reasons_of_custody(grant, use, situation),
        ),
    )


def covered(grant: Record, part: Material) -> Spans:
    """Return the stretches of one source that the grant is about, its exceptions taken out."""
    return spans_about(grant.material or (), part) - spans_about(grant.exceptions, part)


def reasons_of_categories(grant: Record, part: Material) -> tuple[Reason, ...]:
    """Return why the kinds of content in a part stand against a grant that leaves some kinds out."""
    if not grant.excepted_categories:
        return ()
    if part.categories is None:
        return (reason("category-undecided", grant.id),)
    left_out = bool(grant.excepted_categories & part.categories)
    return (reason("material-not-covered", grant.id),) if left_out else ()


def _time(grant: Record, moment: Moment) -> Iterable[Reason]:
    if grant.valid_from is not None and moment.now < grant.valid_from:
        yield reason("not-yet-valid", grant.id)
    if grant.valid_to is not None and moment.now > grant.valid_to:
        yield reason("no-longer-valid", grant.id)


def _audience(grant: Record, use: Use) -> Iterable[Reason]:
    audiences = grant.audiences or frozenset()
    if not audience_granted(audiences, use.audience):
        yield reason("audience-not-granted", grant.id, audience=named("consent_audiences", use.audience))
        return
    if grant.recipients is not None and ANY not in grant.recipients:
        if use.recipient not in grant.recipients:
            yield reason("recipient-not-granted", grant.id)
        return
    if is_outward(use) and _is_for_named_ones(grant, use, audiences):
        yield reason("recipient-not-named", grant.id)


def _is_for_named_ones(grant: Record, use: Use, audiences: frozenset[str]) -> bool:
    """Say whether a recipient must be named and is not, or is named where the grant names none."""
    if use.recipient is None and use.audience in ADDRESSED:
        return True
    limited = grant.recipients is not None or any(each.code == "only_recipient" for each in grant.conditions)
    return not (limited or audience_granted(audiences - ADDRESSED, use.audience))


def _identity(grant: Record, use: Use) -> Iterable[Reason]:
    granted = grant.identity or frozenset()
    if ANY in granted:
        return
    answers = [form_granted(granted, form) for form in use.identity]
    implied = [form_granted(granted, form) for form in forms_shown(use)[len(use.identity) :]]
    if False in answers or False in implied:
        yield reason("identity-not-granted", grant.id)
    elif None in answers or not answers:
        yield reason("identity-unsaid", grant.id)
    elif form_left_open(granted, use):
        yield reason("identity-not-stated", grant.id)


def _medium(grant: Record, use: Use) -> Iterable[Reason]:
    granted = grant.media or frozenset()
    if ANY in granted or use.medium in granted:
        return
    unsaid = not granted or use.medium is None
    yield reason("medium-unsaid" if unsaid else "medium-not-granted", grant.id)


def _language(grant: Record, use: Use) -> Iterable[Reason]:
    granted = grant.languages or frozenset()
    if ANY in granted or (use.language is not None and language_granted(granted, use.language)):
        return
    unsaid = not granted or use.language is None
    yield reason("language-unsaid" if unsaid else "language-not-granted", grant.id)


def _quality(grant: Record, use: Use) -> Iterable[Reason]:
    if not is_publication(use):
        return
    for flag in NEEDED_TO_PUBLISH:
        if grant.quality.get(flag) is False:
            yield reason("quality", grant.id, flag=named("consent_quality_flags", flag))
    if grant.quality.get("capacity_ok") is False:
        yield reason("capacity", grant.id)
    if grant.capture == "implied":
        yield reason("implied-only", grant.id)
    if grant.capture == "relayed":
        yield reason("relayed-only", grant.id)
