"""What was typed while the vault was locked, or while a page could not reach it: taken into its turns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from guwah.accounts import drafts
from guwah.accounts.models import Draft
from guwah.steps.testimony.typing.tables import TypedTurn
from guwah.steps.testimony.typing.telling import read_turn
from guwah.steps.testimony.typing.writing import tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from guwah.accounts.models import Member
    from guwah.steps.testimony.typing.tables import Transcription
    from guwah.steps.testimony.typing.telling import ToldTurn

# How the form of a turn begins, as the page writes it.
_TURN: Final = '{"turn":'


def waiting(actor: Member, place: str) -> QuerySet[Draft]:
    """Return what a member typed on the page at this address and no turn has yet, in the order of typing."""
    return drafts.of(actor).filter(place=place, form__startswith=_TURN).order_by("kept_at", "pk")


def take_up(actor: Member, transcription: Transcription, place: str) -> int:
    """Put what waits into the turns, each as if its page told it now; return how many turns that were.

    The draft of a turn goes when its words stand in the transcription, in the turn or beside it.

    Raises:
        NotPermitted: the actor does not work on texts here.
        Refused: `transcription-over`; then everything waits on among the drafts.
    """
    taken = 0
    for draft in waiting(actor, place):
        turn = _turn(draft)
        if turn is None:
            continue
        there = transcription.turns.filter(uid=turn.uid).first()
        # The same page could tell it again after the unlock: then what waits here is older than what stands.
        if there is None or there.page != draft.page or there.at < draft.kept_at:
            tell(actor, transcription, draft.page, [turn], draft.kept_at)
            taken += 1
        drafts.throw_away(actor, draft.pk)
    return taken


def told_after_all(actor: Member, page: str, turns: Iterable[ToldTurn]) -> None:
    """Throw away what waits of turns that the same page tells now with these words, or with more.

    A page that is left tells and seals at once, and nobody knows which comes first (`told_already`).
    """
    told = {each.uid: each.words for each in turns}
    for draft in drafts.of(actor).filter(page=page, name__in=list(told)):
        # A page that was left could seal more than a telling on its way holds: that waits on.
        if told[draft.name].startswith(draft.text):
            drafts.throw_away(actor, draft.pk)


def told_already(page: str) -> None:
    """Throw away what waits of a page and stands in its turns already, as this page told them."""
    for draft in Draft.objects.filter(page=page, sent_at=None, form__startswith=_TURN).select_related(
        "member"
    ):
        there = TypedTurn.objects.filter(uid=draft.name, page=page).first()
        if there is not None and there.words.startswith(draft.text):
            drafts.throw_away(draft.member, draft.pk)


def _turn(draft: Draft) -> ToldTurn | None:
    """Read the turn out of a draft: its name is the field's, what stands beside the words is in `form`."""
    try:
        beside = json.loads(draft.form)
        told = {"uid": beside["turn"], "base": beside["base"], "after": beside.get("after")}
        told |= {"speaker": beside["speaker"], "start": beside["start"], "words": draft.text}
        return read_turn(told)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        # Somebody else's words, or none of a turn: they stay among the drafts, where their writer sees them.
        return None
