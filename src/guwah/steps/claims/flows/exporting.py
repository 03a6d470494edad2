"""Claims taken out as a file, for work inside the group: without what is cut, and told in the log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse
from guwah.instruments.redaction.leaks import Kind, Secret, search_texts
from guwah.instruments.redaction.spans import Spans
from guwah.steps.claims import files
from guwah.steps.claims.as_json import group_json, paper_json
from guwah.steps.claims.hearsay import draw, masked_titles
from guwah.steps.claims.queries import exported
from guwah.steps.people.queries import display_names
from guwah.steps.testimony.flows.anchoring import CONTEXT
from guwah.steps.testimony.layers.versions import group_of
from guwah.steps.testimony.models import Cut
from guwah.steps.testimony.search.withheld import closed
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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


def export_claims(actor: Member, case: Case, to: str) -> ClaimsFile:
    """Write the standing claims of a case for another program, and into the log that they were taken out.

    This is no way out of the group: it asks who may see claims, not what the witness allowed to show. Claims
    on words that are cut, in any text that says the same, are left out (law 5).

    Args:
        actor: who takes them out.
        case: which case.
        to: one of `files.FORMATS`.

    Raises:
        NotPermitted: the actor does not see claims here.
        WrongUse: `unknown-format`.
    """
    ask(actor, Permission.CLAIM_SEE, case, target="claims:export")
    if to not in files.FORMATS:
        raise WrongUse("unknown-format", "Claims are written as json, annotations, ftm or csv.")
    every = exported(case)
    veil = draw(case, every)
    holes = _holes(every)
    shown = _not_cut(case, every, holes)
    if to == "annotations":
        text = files.web_annotations(shown, {claim.pk for claim in shown if _near(claim, holes)})
    elif to == "csv":
        text = files.table(shown)
    elif to == "json":
        text = files.whole(shown, masked_titles(case), invented=case.invented)
    else:
        entities = {link.entity_id for claim in shown for link in claim.entities.all()}
        text = files.follow_the_money(shown, display_names(entities), veil)
    with transaction.atomic():
        told = {"format": to, "claims": [claim.external_id for claim in shown]}
        record(Act.CLAIMS_COPIED, actor.actor, things=[Thing("claims", told)], case=case.pk)
    return ClaimsFile(text, len(shown), len(every) - len(shown))


def _holes(claims: Iterable[Claim]) -> dict[int, Spans]:
    """Return what is withheld in the texts that claims stand in, by the numbers of their layers."""
    holes: dict[int, Spans] = {}
    for layer in (claim.anchor.revision.layer for claim in claims):
        if layer.pk not in holes:
            holes |= closed(group_of(layer))
    return holes


def _not_cut(case: Case, claims: Sequence[Claim], holes: Mapping[int, Spans]) -> list[Claim]:
    """Leave out claims on withheld words, and those that say them in other places."""
    cuts = Cut.objects.filter(case=case, lifted_at=None).select_related("anchor")
    secrets = [Secret(str(cut.pk), cut.anchor.quote, Kind.PASSAGE) for cut in cuts]
    told = {str(claim.pk): "\n".join(_told(claim)) for claim in claims}
    leaks = {leak.file for leak in search_texts(told, secrets)} if secrets else set()
    return [claim for claim in claims if str(claim.pk) not in leaks and not _near(claim, holes, 0)]


def _told(claim: Claim) -> Iterator[str]:
    yield from (claim.anchor.quote, claim.by, claim.value, claim.told_by)
    if claim.occurrence is not None:
        yield claim.occurrence.title
    for amount in claim.amounts.all():
        yield from (amount.thing, amount.per)
    if claim.group is not None:
        yield from _words_in(group_json(claim.group))
    for mention in claim.papers.all():
        yield from _words_in(paper_json(mention.paper))


def _words_in(said: Mapping[str, object]) -> Iterator[str]:
    return (words for words in said.values() if isinstance(words, str))


def _near(claim: Claim, holes: Mapping[int, Spans], by: int = CONTEXT) -> bool:
    """Say whether something is withheld in the words of a claim, or so many characters beside them."""
    now = claim.anchor.now
    return holes[claim.anchor.revision.layer_id].overlaps(Spans(((max(0, now.start - by), now.end + by),)))
