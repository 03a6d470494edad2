"""A person says that one source repeats another: it is then no second voice, and both stay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.steps.claims.tables import Repeats
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source

_LONGEST_REASON = 300


def note_repeat(actor: Member, source: Source, of: Source, how: str, because: str = "") -> Repeats:
    """Say that a source repeats another of its case.

    Args:
        actor: who says so.
        source: the one that repeats.
        of: the one it repeats.
        how: one of `Repeats.How`.
        because: where one sees it, in a few words.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `unknown-way`, `same-source`, `not-of-this-case`.
        Refused: `already-repeats`: it was said to repeat one already, or the other repeats it.
    """
    ask(actor, Permission.CLAIM_MAKE, source.case, target=f"source:{source.pk}")
    if how not in Repeats.How.values:
        raise NotUnderstood("unknown-way", _("This way of repeating is not in the list."))
    if of.case_id != source.case_id:
        raise NotUnderstood("not-of-this-case", _("What is put together here belongs to different cases."))
    if of.pk == source.pk:
        raise NotUnderstood("same-source", _("A source does not repeat itself."))
    standing = Repeats.objects.filter(withdrawn_at=None)
    if standing.filter(source=source).exists() or standing.filter(source=of, of=source).exists():
        raise Refused("already-repeats", _("It is said already which of these repeats which."))
    with transaction.atomic():
        said = Repeats.objects.create(
            source=source, of=of, how=how, because=because.strip()[:_LONGEST_REASON], by=actor
        )
        told = {"source": source.number, "of": of.number, "how": how}
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("repeats", told)], case=source.case_id)
    return said


def withdraw_repeat(actor: Member, case: Case, repeat: int) -> None:
    """Take back that a source repeats another.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `no-repeat`: nobody has said so, or it was taken back.
    """
    ask(actor, Permission.CLAIM_MAKE, case, target=f"repeats:{repeat}")
    said = Repeats.objects.filter(pk=repeat, source__case=case, withdrawn_at=None).first()
    if said is None:
        raise NotUnderstood("no-repeat", _("Nobody says so now; nothing was changed."))
    with transaction.atomic():
        said.withdrawn_at = timezone.now()
        said.save(update_fields=["withdrawn_at"])
        told = {"withdrawn": said.pk}
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("repeats", told)], case=case.pk)
