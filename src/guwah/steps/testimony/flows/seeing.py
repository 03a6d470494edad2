"""A person looks at words that changed under something held, and says where they stand now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.steps.testimony import search
from guwah.steps.testimony.editing import holders
from guwah.steps.testimony.editing.tables import Seen, Standing
from guwah.steps.testimony.layers import queries as layers
from guwah.steps.testimony.models import Block
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.steps.testimony.flows.anchoring import Stretch
    from guwah.steps.testimony.models import Anchor

Answer = Seen.Answer


def here(actor: Member, anchor: Anchor, revision: int) -> Standing:
    """Say that what stands in the place of the words still says it, by whoever speaks there now.

    Args:
        actor: who looked.
        anchor: the held words.
        revision: number of the text that was looked at; the newest.

    Raises:
        NotPermitted: the actor does not work on texts here, or may not decide about what stands on the words.
        NotUnderstood: `no-words`: nothing stands in their place.
        Refused: `nothing-changed`, or `text-changed`: the text was edited again meanwhile.
    """
    with transaction.atomic():
        now = _flagged(actor, anchor, revision)
        if not now.revision.text[now.start : now.end].strip():
            raise NotUnderstood("no-words", "No words stand there any more. Nothing was changed.")
        state = now.state if now.state == Standing.State.EXACT else Standing.State.SEEN
        return _said(actor, now, Answer.HERE, (now.start, now.end, state))


def elsewhere(actor: Member, anchor: Anchor, stretch: Stretch) -> Standing:
    """Say that other words of the same text say it now.

    Raises:
        NotPermitted: see `here`.
        NotUnderstood: `outside-text`, or `no-words`.
        Refused: see `here`.
    """
    with transaction.atomic():
        now = _flagged(actor, anchor, stretch.revision.number)
        text, start, end = now.revision.text, stretch.start, stretch.end
        if stretch.revision.pk != now.revision_id or not 0 <= start < end <= len(text):
            raise NotUnderstood("outside-text", "These words do not stand in this text. Nothing was changed.")
        if not text[start:end].strip():
            raise NotUnderstood("no-words", "There are no words in this stretch. Nothing was changed.")
        return _said(actor, now, Answer.ELSEWHERE, (start, end, Standing.State.SEEN))


def gone(actor: Member, anchor: Anchor, revision: int) -> Standing:
    """Say that nothing in the text says it any more; the earlier text and all that was recorded stay.

    Raises:
        NotPermitted: see `here`.
        Refused: see `here`; `said-elsewhere`: they are withheld, and another text says the same. It is these
            words that withhold it there.
    """
    with transaction.atomic():
        now = _flagged(actor, anchor, revision)
        if _guarded(actor, anchor) and layers.kin(anchor.revision.layer).exists():
            raise Refused(
                "said-elsewhere",
                "Another text of this source or a translation may still say these words, and what was "
                "decided about them holds there. It was kept; nothing was changed. Say where else they stand "
                "or bring the earlier text back.",
            )
        return _said(actor, now, Answer.GONE, (now.start, now.end, Standing.State.GONE))


def _flagged(actor: Member, anchor: Anchor, revision: int) -> Standing:
    """Return where held words stand, for whoever may say so, when there is something to say."""
    case = anchor.revision.layer.case
    target = f"anchor:{anchor.pk}"
    ask(actor, Permission.TESTIMONY_IMPORT, case, target=target)
    if _guarded(actor, anchor):
        ask(actor, Permission.CONSENT_RECORD, case, target=target)
    rows = Standing.objects.select_for_update().select_related("revision", "block", "anchor")
    now = rows.get(anchor=anchor)
    if now.revision.number != revision:
        raise Refused(
            "text-changed", "The text was edited after this page was loaded. Look at the words again."
        )
    if not now.flagged:
        raise Refused("nothing-changed", "These words stand as they were held. There is nothing to say.")
    return now


def _guarded(actor: Member, anchor: Anchor) -> bool:
    return any(each.guarded for each in holders.on(actor, [anchor.pk]).get(anchor.pk, ()))


def _said(actor: Member, now: Standing, answer: str, place: tuple[int, int, str]) -> Standing:
    now.start, now.end, now.state = place
    now.block = Block.objects.filter(revision=now.revision, start__lte=now.start, end__gte=now.end).first()
    now.said_by_id = now.block.participant_id if now.block else None
    now.respoken, now.since = False, None
    now.save()
    Seen.objects.create(
        anchor=now.anchor,
        revision=now.revision,
        answer=answer,
        start=now.start,
        end=now.end,
        said_by_id=now.said_by_id,
        by=actor,
    )
    if now.anchor.cuts.filter(lifted_at=None).exists():
        search.withheld_changed(now.anchor)
    told = {"id": now.anchor_id, "answer": answer, "revision": now.revision.number}
    told |= {"start": now.start, "end": now.end}
    case = now.revision.layer.case_id
    record(Act.WORDS_SEEN, actor.actor, things=[Thing("anchor", told)], case=case)
    return now
