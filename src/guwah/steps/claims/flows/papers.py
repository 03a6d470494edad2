"""Papers known only by their number: written down, spoken of, and linked when they come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.instruments.vocabularies import is_code
from guwah.steps.claims.models import new_id
from guwah.steps.claims.tables import Paper, PaperCame, PaperMention, PaperTold
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.claims.models import Claim
    from guwah.steps.evidence.models import Item

_LONGEST = {"number": 120, "issuer": 200, "date_said": 120}


@dataclass(frozen=True, slots=True)
class PaperGiven:
    """What is said of a paper, each exactly as it was said; nothing of it is read as a date.

    Attributes:
        number: the number or name it is known by.
        kind: code of source_kinds, or empty.
        issuer: who gave it out.
        date_said: which date it is said to bear.
    """

    number: str
    kind: str = ""
    issuer: str = ""
    date_said: str = ""


def name_paper(
    actor: Member, case: Case, given: PaperGiven, claim: Claim | None = None, external_id: str = ""
) -> Paper:
    """Write down a paper that somebody mentions and nobody here holds.

    Args:
        actor: who writes it down.
        case: where it belongs.
        given: what is said of it.
        claim: the words that mention it, or None.
        external_id: its id in files; empty for a new one.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `no-number`, `unknown-source-kind`, `too-long`, `not-of-this-case`.
    """
    ask(actor, Permission.CLAIM_MAKE, case, target="paper:new")
    with transaction.atomic():
        paper = write_paper(actor, case, given, external_id)
        if claim is not None:
            write_mention(actor, paper, claim)
        things = [Thing("paper", {"paper": paper.external_id, "number": given.number})]
        record(Act.CLAIM_CHANGED, actor.actor, things=things, case=case.pk)
    return paper


def tell_paper(actor: Member, paper: Paper, given: PaperGiven) -> PaperTold:
    """Say anew what is known of a paper; what was said before stays.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: as `name_paper`.
    """
    ask(actor, Permission.CLAIM_MAKE, paper.case, target=f"paper:{paper.pk}")
    with transaction.atomic():
        told = _write(actor, paper, given)
        things = [Thing("paper", {"paper": paper.external_id, "number": given.number})]
        record(Act.CLAIM_CHANGED, actor.actor, things=things, case=paper.case_id)
    return told


def mention_paper(actor: Member, paper: Paper, claim: Claim) -> PaperMention:
    """Say in which words a paper is spoken of.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `not-of-this-case`.
        Refused: `already-mentioned`.
    """
    ask(actor, Permission.CLAIM_MAKE, paper.case, target=f"paper:{paper.pk}")
    if paper.mentions.filter(claim=claim).exists():
        raise Refused("already-mentioned", _("This claim is among its words already."))
    with transaction.atomic():
        said = write_mention(actor, paper, claim)
        things = [Thing("paper", {"paper": paper.external_id, "claim": claim.external_id})]
        record(Act.CLAIM_CHANGED, actor.actor, things=things, case=paper.case_id)
    return said


def paper_came(actor: Member, paper: Paper, item: Item) -> PaperCame:
    """Judge that a sealed item is this paper; what was said of it stays as it was said.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `not-of-this-case`.
        Refused: `already-linked`.
    """
    ask(actor, Permission.CLAIM_MAKE, paper.case, target=f"paper:{paper.pk}")
    if item.source.case_id != paper.case_id:
        raise NotUnderstood("not-of-this-case", _("What is put together here belongs to different cases."))
    if paper.came.filter(item=item, withdrawn_at=None).exists():
        raise Refused("already-linked", _("This item is linked to the paper already."))
    with transaction.atomic():
        came = PaperCame.objects.create(paper=paper, item=item, by=actor)
        things = [Thing("paper", {"paper": paper.external_id, "item": item.pk, "same": True})]
        record(Act.CLAIM_CHANGED, actor.actor, things=things, case=paper.case_id)
    return came


def paper_is_not(actor: Member, paper: Paper, item: int) -> None:
    """Take back that an item is this paper.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `not-linked`.
    """
    ask(actor, Permission.CLAIM_MAKE, paper.case, target=f"paper:{paper.pk}")
    came = paper.came.filter(item=item, withdrawn_at=None).first()
    if came is None:
        raise NotUnderstood("not-linked", _("This item is not linked to the paper."))
    with transaction.atomic():
        came.withdrawn_at = timezone.now()
        came.save(update_fields=["withdrawn_at"])
        things = [Thing("paper", {"paper": paper.external_id, "item": item, "same": False})]
        record(Act.CLAIM_CHANGED, actor.actor, things=things, case=paper.case_id)


def write_paper(actor: Member, case: Case, given: PaperGiven, external_id: str) -> Paper:
    """Write a paper inside the running transaction; the caller has asked."""
    _check(given)
    paper = Paper.objects.create(case=case, external_id=external_id or new_id(), added_by=actor)
    _write(actor, paper, given)
    return paper


def write_mention(actor: Member, paper: Paper, claim: Claim) -> PaperMention:
    """Write that a claim speaks of a paper inside the running transaction; the caller has asked."""
    if claim.case_id != paper.case_id:
        raise NotUnderstood("not-of-this-case", _("What is put together here belongs to different cases."))
    return PaperMention.objects.create(paper=paper, claim=claim, by=actor)


def _write(actor: Member, paper: Paper, given: PaperGiven) -> PaperTold:
    _check(given)
    return PaperTold.objects.create(
        paper=paper,
        number=given.number.strip(),
        kind=given.kind,
        issuer=given.issuer.strip(),
        date_said=given.date_said.strip(),
        by=actor,
    )


def _check(given: PaperGiven) -> None:
    if not given.number.strip():
        raise NotUnderstood("no-number", _("Say the number or the name by which the paper is known."))
    if given.kind and not is_code("source_kinds", given.kind):
        raise NotUnderstood("unknown-source-kind", _("This kind of paper is not in the list."))
    if any(len(getattr(given, name).strip()) > most for name, most in _LONGEST.items()):
        raise NotUnderstood("too-long", _("This is too long for what is said of it."))
