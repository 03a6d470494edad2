"""Warnings about partners' logs: on every page, until somebody has written down what they did about it."""

from __future__ import annotations

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.models import AnsweredWarning, Member
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, WrongUse
from guwah.vault.custody import Act, Thing, record
from guwah.vault.models import CosigningRefusal

LONGEST = 2000


def unanswered() -> list[CosigningRefusal]:
    """Return the refusals nobody has answered, the newest first."""
    answered = AnsweredWarning.objects.values_list("refusal", flat=True)
    return list(CosigningRefusal.objects.exclude(pk__in=list(answered)).select_related("partner"))


def answers() -> dict[int, AnsweredWarning]:
    """Return what was done, by the number of the refusal."""
    return {each.refusal: each for each in AnsweredWarning.objects.select_related("member")}


def answer(actor: Member, refusal: int, words: str) -> AnsweredWarning:
    """Keep what somebody did about a refusal; the warning goes, the refusal and the answer stay.

    Raises:
        NotPermitted: the actor may not speak with partners for the group.
        NotUnderstood: `no-such-warning`.
        WrongUse: `no-answer`, `long-answer`, `answered-already`.
    """
    ask(actor, Permission.LOG_ANCHOR, target=f"refusal:{refusal}")
    words = words.strip()
    found = CosigningRefusal.objects.filter(pk=refusal).select_related("partner").first()
    if found is None:
        raise NotUnderstood("no-such-warning", "There is no warning with this number.")
    if not words:
        raise WrongUse("no-answer", "Write down what you did, or the warning stays.")
    if len(words) > LONGEST:
        raise WrongUse("long-answer", "This is too long.")
    with transaction.atomic():
        if AnsweredWarning.objects.filter(refusal=refusal).exists():
            raise WrongUse("answered-already", "Somebody has answered this warning already.")
        kept = AnsweredWarning.objects.create(refusal=refusal, words=words, member=actor)
        what = {"partner": found.partner.name, "code": found.code, "done": words}
        record(Act.REFUSAL_ANSWERED, actor.actor, things=[Thing("refusal", what)])
    return kept
