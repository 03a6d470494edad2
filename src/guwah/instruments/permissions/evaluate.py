"""The one gate in front of everything that goes out: deny by default, with every reason.

The rules are those of the reference on consent (§3.2): (1) a live prohibition that matches wins; (2) a live
grant must cover action, material, audience, identity, media, language and time; (3) its conditions hold now;
(4) third parties in what goes out are decided on; (5) a derivative needs what its sources need; (6) the
consent was good enough to publish on; (7) frozen grants and a person who is held. Rule 8, the log of the
decision, is the caller's: this module knows neither clock nor database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.instruments.permissions.conditions import Moment
from guwah.instruments.permissions.grants import Standing, covered, reasons_of_categories, standing
from guwah.instruments.permissions.model import Decision, Kind, Reason, Verdict
from guwah.instruments.permissions.prohibitions import reasons_against
from guwah.instruments.permissions.reach import is_outward
from guwah.instruments.permissions.reasons import reason
from guwah.instruments.redaction.spans import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from guwah.instruments.permissions.model import Material, Record, Situation, ThirdParty, Use

# What was decided about another person's words so that the rest may go out.
DECIDED = frozenset({"cleared", "pseudonymised", "removed", "cut", "masked"})


def evaluate(
    use: Use,
    records: Sequence[Record],
    situation: Situation,
    third_parties: Sequence[ThirdParty],
    now: datetime,
) -> Decision:
    """Decide on one use.

    Adding a prohibition never makes the answer milder, nor does removing a grant. A code the vocabularies
    do not know never allows anything.

    Args:
        use: what somebody wants to do.
        records: every consent record of the person, live or not.
        situation: how the person is now.
        third_parties: words about others, wherever they stand; those outside the material do not count.
        now: the moment of the decision, with a zone.

    Returns:
        The answer with the reasons that led to it, heaviest first, then in the order of the records.
    """
    within = [each for each in third_parties if is_outward(use) and _in_material(each, use)]
    undecided = tuple(each for each in within if each.decision not in DECIDED)
    moment = Moment(use, now, undecided, bool(within))
    verdict, of_grants = _granted(records, moment, situation)
    against = reasons_against(use, records, situation, now)
    reasons = (*against, *_of_third_parties(undecided), *of_grants)
    heaviest = max((verdict, *(each.verdict for each in reasons)), key=lambda each: each.weight)
    if heaviest is not Verdict.ALLOW:
        reasons = tuple(each for each in reasons if each.verdict is not Verdict.ALLOW)
    ordered = sorted(dict.fromkeys(reasons), key=lambda each: -each.verdict.weight)
    return Decision(heaviest, tuple(ordered))


def _in_material(third: ThirdParty, use: Use) -> bool:
    source = use.material.source if third.source is None else third.source
    parts = (use.material, *use.derived_from)
    return any(source == part.source and part.spans.overlaps(third.spans) for part in parts)


def _of_third_parties(undecided: Iterable[ThirdParty]) -> Iterable[Reason]:
    for each in undecided:
        refused = each.decision == "refused"
        yield reason("third-party-refused" if refused else "third-party-undecided")


def _granted(
    records: Iterable[Record], moment: Moment, situation: Situation
) -> tuple[Verdict, tuple[Reason, ...]]:
    """Return the best that the grants give together: each part of the material needs one."""
    grants = [each for each in records if each.kind is Kind.GRANT]
    standings = [found for each in grants if (found := standing(each, moment, situation)) is not None]
    use = moment.use
    answers = [_part_granted(part, standings) for part in use.derived_from or (use.material,)]
    verdict = max((each for each, _ in answers), key=lambda each: each.weight)
    return verdict, tuple(each for _, reasons in answers for each in reasons)


def _part_granted(part: Material, standings: Sequence[Standing]) -> tuple[Verdict, tuple[Reason, ...]]:
    """Return the answer for one stretch: grants may share it, and a question is better than a no."""
    here = [
        Standing(each.grant, (*each.reasons, *reasons_of_categories(each.grant, part))) for each in standings
    ]
    allowing = [each for each in here if not each.reasons]
    asking = [each for each in here if all(found.verdict is Verdict.ASK for found in each.reasons)]
    if part.spans and _together(allowing, part):
        return Verdict.ALLOW, tuple(reason("granted", each.grant.id) for each in _serving(allowing, part))
    if part.spans and _together(asking, part):
        return Verdict.ASK, tuple(found for each in _serving(asking, part) for found in each.reasons)
    return Verdict.DENY, _why_not(part, here)


def _together(standings: Iterable[Standing], part: Material) -> bool:
    total = NOTHING
    for each in standings:
        total |= covered(each.grant, part)
    return total.covers(part.spans)


def _serving(standings: Iterable[Standing], part: Material) -> list[Standing]:
    return [each for each in standings if covered(each.grant, part).overlaps(part.spans)]


def _why_not(part: Material, standings: Iterable[Standing]) -> tuple[Reason, ...]:
    """Return what the grants that come near lack; those about other material are not named."""
    found: list[Reason] = []
    for each in standings:
        about = covered(each.grant, part)
        if about.overlaps(part.spans):
            found.extend(each.reasons)
            found.extend(() if about.covers(part.spans) else (reason("material-not-covered", each.grant.id),))
    return (
        tuple(found) if any(each.verdict is Verdict.DENY for each in found) else (reason("no-grant"), *found)
    )
