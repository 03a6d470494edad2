"""Asking again before anything goes out: what was allowed when it was built may be taken back since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.failures import Refused
from guwah.instruments.redaction.spans import Spans
from guwah.steps.editions.flows.building import names_of, work_out

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from guwah.steps.editions.flows.building import Prepared
    from guwah.steps.editions.models import Edition
    from guwah.steps.editions.scope import Part

# The ways in which an edition withholds words, as its ledger keeps them.
_KINDS = ("cuts", "masks", "unread")


def still_allowed(edition: Edition) -> None:
    """Ask the question an edition was built with again; who asks was let in by the flow that calls this.

    Raises:
        Refused: `consent-changed`: consent, names, cuts, masks or the words are not what they were.
    """
    now, ledger = work_out(edition.case, edition.audience), edition.ledger
    going = {part.layer.pk: part for part in now.answer.going}
    parts = [going[layer] for layer in ledger["layers"] if layer in going]
    if (
        now.answer.refusals
        or len(parts) < len(ledger["layers"])
        or not _settled_since(now, ledger)
        or not set(ledger.get("named", ())) <= set(names_of(edition.case, now.answer))
        or not all(_withheld_then(now, ledger, part) for part in parts)
    ):
        raise Refused(
            "consent-changed",
            "The consent, the cuts or the words have changed since this edition was built. Nothing went out; "
            "build it again.",
        )


def _settled_since(now: Prepared, ledger: Mapping[str, Any]) -> bool:
    return {code for code, _text in now.answer.questions} <= {code for code, _text in ledger["questions"]}


def _withheld_then(now: Prepared, ledger: Mapping[str, Any], part: Part) -> bool:
    """Say whether the edition withholds all that is withheld now.

    Places in a text that was corrected since cannot be compared.
    """
    if ledger.get("revisions", {}).get(part.key) != part.revision.pk:
        return False
    frozen = Spans.of(
        (start, end) for kind in _KINDS for start, end in ledger.get(kind, {}).get(part.key, ())
    )
    return frozen.covers(now.withheld.of(part))
