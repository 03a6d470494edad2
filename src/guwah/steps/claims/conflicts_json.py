"""Conflicts as files hold them (DESIGN §15, `claims conflicts`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guwah.steps.claims.as_json import MASKED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.steps.claims.models import Claim
    from guwah.steps.claims.queries import Shown


def conflicts_json(answer: Mapping[str, Any], shown: Sequence[Shown]) -> dict[str, Any]:
    """Return the conflicts of a case with their words; members and countings go by the ids of claims.

    A claim that says several things has `#1`, `#2` … behind its id in `countings`.
    """
    return {
        "consistent": answer["consistent"],
        "complete": answer["complete"],
        "countings": answer["countings"],
        "conventions": answer["conventions"],
        "conflicts": [_conflict(conflict) for conflict in shown],
        "bounds": answer["bounds"],
    }


def _conflict(shown: Shown) -> dict[str, Any]:
    return {
        "members": list(shown.found["claims"]),
        "readings": list(shown.found["readings"]),
        "grade": shown.found["grade"],
        "convention": shown.found["convention"],
        "why": MASKED if any(claim.masked for claim in shown.claims) else shown.found["why"],
        "state": shown.state,
        "between": shown.between.value,
        "words": [_words(claim) for claim in shown.claims],
    }


def _words(claim: Claim) -> dict[str, Any]:
    anchor = claim.anchor
    return {
        "claim": claim.external_id,
        "layer": anchor.revision.layer_id,
        "start": anchor.now.start,
        "end": anchor.now.end,
        "quote": MASKED if claim.masked else anchor.quote,
        "by": claim.by,
    }
