"""Conflicts as files hold them (DESIGN §15, `claims conflicts`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guwah.steps.claims import found, queries
from guwah.steps.claims.as_json import MASKED, id_told
from guwah.steps.claims.hearsay import draw, masked_titles
from guwah.steps.claims.withholding import WITHHELD, withheld

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.claims.models import Claim
    from guwah.steps.claims.queries import Shown


@dataclass(frozen=True, slots=True)
class Hidden:
    """What an answer must not say.

    Attributes:
        cut: numbers of the claims on words that are cut, or that say them.
        countings: names under which claims that are cut or masked are counted.
        bounds: ids of the occurrences whose days such claims may have narrowed, or whose title is masked.
    """

    cut: frozenset[int] = frozenset()
    countings: frozenset[str] = frozenset()
    bounds: frozenset[str] = frozenset()


def hidden(case: Case) -> Hidden:
    """Return what an answer about a case must not say; of the last reckoning."""
    claims = queries.exported(case)
    cut = withheld(case, claims).claims
    draw(case, claims)
    silent = {claim.pk: claim for claim in claims if claim.masked or claim.pk in cut}
    spoken_of = {number for claim in silent.values() for number in _spoken_of(claim)}
    return Hidden(
        cut,
        found.counted_of(case, silent),
        found.hanging_together(case, spoken_of) | masked_titles(case),
    )


def conflicts_json(
    answer: Mapping[str, Any], shown: Sequence[Shown], silent: Hidden | None = None
) -> dict[str, Any]:
    """Return the conflicts of a case with their words; members and countings go by the ids of claims.

    A claim that says several things has `#1`, `#2` … behind its id in `countings`. A conflict with a claim
    that is cut or masked is told, without that claim's words, place and speaker and without why; of the rest
    what rests on such claims is left out, and `left_out` says how much.
    """
    silent = silent or Hidden()
    left = {"countings": 0, "conventions": 0, "bounds": 0}
    told: dict[str, dict[str, Any]] = {}
    for part in left:
        unsaid = silent.bounds if part == "bounds" else silent.countings
        told[part] = {name: said for name, said in answer[part].items() if name not in unsaid}
        left[part] = len(answer[part]) - len(told[part])
    return {
        "consistent": answer["consistent"],
        "complete": answer["complete"],
        "countings": told["countings"],
        "conventions": told["conventions"],
        "conflicts": [_conflict(conflict, silent) for conflict in shown],
        "bounds": told["bounds"],
        "left_out": left,
    }


def _conflict(shown: Shown, silent: Hidden) -> dict[str, Any]:
    names = {claim.external_id: _name(claim, silent) for claim in shown.claims}
    return {
        "members": [names[name] for name in shown.found["claims"]],
        "readings": list(shown.found["readings"]),
        "grade": shown.found["grade"],
        "convention": shown.found["convention"],
        "why": _instead(shown.claims, silent) or shown.found["why"],
        "state": shown.state,
        "between": shown.between.value,
        "words": [_words(claim, silent) for claim in shown.claims],
    }


def _instead(claims: Iterable[Claim], silent: Hidden) -> str:
    """Return what is said instead of something that would tell of all these claims, or nothing."""
    listed = list(claims)
    if any(claim.pk in silent.cut for claim in listed):
        return WITHHELD
    points = (end for claim in listed for reading in claim.readings.all() for end in (reading.of, reading.to))
    masked = any(claim.masked for claim in listed) or any(one is not None and one.masked for one in points)
    return MASKED if masked else ""


def _name(claim: Claim, silent: Hidden) -> str:
    return f"{WITHHELD}-{claim.pk}" if claim.pk in silent.cut else id_told(claim)


def _words(claim: Claim, silent: Hidden) -> dict[str, Any]:
    anchor = claim.anchor
    instead = WITHHELD if claim.pk in silent.cut else MASKED if claim.masked else ""
    return {
        "claim": _name(claim, silent),
        "layer": anchor.revision.layer_id,
        "start": None if instead else anchor.now.start,
        "end": None if instead else anchor.now.end,
        "quote": instead or anchor.quote,
        "by": instead or claim.by,
    }


def _spoken_of(claim: Claim) -> list[int]:
    points = (number for reading in claim.readings.all() for number in (reading.of_id, reading.to_id))
    return [number for number in (claim.occurrence_id, *points) if number is not None]
