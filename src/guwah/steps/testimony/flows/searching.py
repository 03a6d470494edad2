"""Looking for words: what a member asked is kept in the vault, so that no word of it stands in an address."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction

from guwah.steps.testimony.search.tables import Asked

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.steps.testimony.search.narrowing import Within

KEPT: Final = 30
"""Questions of one member that are kept; the oldest goes when another comes."""


def look_for(actor: Member, words: str, within: Within) -> Asked:
    """Keep a question; whoever asks the same again gets the same one, on top of the others.

    Every member may ask; what they may read is asked when they are answered.
    """
    with transaction.atomic():
        asked, _ = Asked.objects.update_or_create(member=actor, words=words, within=within.kept())
        newest = Asked.objects.filter(member=actor).values_list("pk", flat=True)[:KEPT]
        Asked.objects.filter(member=actor).exclude(pk__in=list(newest)).delete()
    return asked


def forget_questions(actor: Member) -> None:
    """Forget everything this member looked for."""
    Asked.objects.filter(member=actor).delete()
