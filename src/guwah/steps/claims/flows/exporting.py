"""Claims taken out as a file, for work inside the group: without what is cut, and told in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse
from guwah.instruments.redaction.spans import NOTHING
from guwah.steps.claims import files
from guwah.steps.claims.hearsay import draw, places
from guwah.steps.claims.queries import exported
from guwah.steps.claims.withholding import Withheld, near, withheld
from guwah.steps.people.queries import display_names
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.claims.models import Claim


@dataclass(frozen=True, slots=True)
class ClaimsFile:
    """Claims as a file.

    Attributes:
        text: what it holds.
        claims: how many claims went into it.
        cut: how many were left out because their words are cut.
    """

    text: str
    claims: int
    cut: int


@dataclass(frozen=True, slots=True)
class Also:
    """What a file that comes back whole holds besides, each by a permission of its own.

    Attributes:
        hearsay: what was told of other people, in its words.
        cut: claims on words that are cut.
    """

    hearsay: bool = False
    cut: bool = False

    def __bool__(self) -> bool:
        """Say whether anything is wanted besides."""
        return self.hearsay or self.cut


def export_claims(actor: Member, case: Case, to: str, also: Also | None = None) -> ClaimsFile:
    """Write the standing claims of a case for another program, and into the log that they were taken out.

    This is no way out of the group: it asks who may see claims, not what the witness allowed to show. Claims
    on words that are cut, in any text that says the same, are left out (law 5), and hearsay is masked.

    Args:
        actor: who takes them out.
        case: which case.
        to: one of `files.FORMATS`.
        also: what is wanted besides, in JSON only.

    Raises:
        NotPermitted: the actor does not see claims here, or may not have what is wanted besides.
        WrongUse: `unknown-format`, `json-only`.
    """
    also = also or Also()
    _ask(actor, case, to, also)
    every = exported(case)
    if not also.hearsay:
        draw(case, every)
    names = _names(every) if to == "ftm" else {}
    cut = Withheld() if also.cut else withheld(case, every, names)
    shown = [claim for claim in every if claim.pk not in cut.claims]
    left = len(every) - len(shown)
    if to == "annotations":
        text = files.web_annotations(shown, cut.beside | _beside_hearsay(case, shown))
    elif to == "csv":
        text = files.table(shown)
    elif to == "json":
        text = files.whole(shown, left, invented=case.invented)
    else:
        text = files.follow_the_money(shown, names)
    told: dict[str, object] = {"format": to, "claims": [claim.external_id for claim in shown]}
    if also:
        told |= {"hearsay": also.hearsay, "cut": also.cut}
    with transaction.atomic():
        act = Act.CLAIMS_COPIED_WITH_CUT if also.cut else Act.CLAIMS_COPIED
        record(act, actor.actor, things=[Thing("claims", told)], case=case.pk)
    return ClaimsFile(text, len(shown), left)


def _ask(actor: Member, case: Case, to: str, also: Also) -> None:
    ask(actor, Permission.CLAIM_SEE, case, target="claims:export")
    if to not in files.FORMATS:
        raise WrongUse("unknown-format", "Claims are written as json, annotations, ftm or csv.")
    if also and to != "json":
        raise WrongUse("json-only", "Only JSON can hold hearsay or what is cut.")
    if also.hearsay:
        ask(actor, Permission.HEARSAY_SEE, case, target="claims:export")
    if also.cut:
        ask(actor, Permission.CUT_MAKE, case, target="claims:export:cut")


def _beside_hearsay(case: Case, claims: list[Claim]) -> frozenset[int]:
    """Return which claims stand so near to words that are masked that their context would tell some."""
    masked = places(case)
    return frozenset(
        claim.pk for claim in claims if near(claim, masked.get(claim.anchor.now.revision_id, NOTHING))
    )


def _names(claims: list[Claim]) -> dict[int, str]:
    return display_names({link.entity_id for claim in claims for link in claim.entities.all()})
