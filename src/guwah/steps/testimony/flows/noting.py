"""A remark beside words, never inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse
from guwah.steps.testimony.models import Note
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Anchor


def note(actor: Member, case: Case, anchor: Anchor, words: str) -> Note:
    """Keep a translator's or editor's remark beside a stretch.

    Raises:
        NotPermitted: the actor does not work on texts here.
        WrongUse: no words, or an anchor of another case.
    """
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=f"anchor:{anchor.pk}")
    if anchor.revision.layer.case_id != case.pk:
        raise WrongUse("not-in-case", "These words belong to another case.")
    if not words.strip():
        raise WrongUse("no-words", "There are no words in this note.")
    with transaction.atomic():
        made = Note.objects.create(anchor=anchor, words=words.strip(), made_by=actor)
        told_of = {"id": made.pk, "anchor": anchor.pk, "words": made.words}
        record(Act.NOTED, actor.actor, things=[Thing("note", told_of)], case=case.pk)
    return made
