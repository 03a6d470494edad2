"""Who has which copy, what was asked and answered, and what became of it: one row after the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import WrongUse
from guwah.instruments.vocabularies import is_code
from guwah.steps.evidence.flows import told
from guwah.steps.evidence.models import CopyRequest, Holding, HoldingState
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from guwah.accounts.models import Member
    from guwah.steps.evidence.models import Item, Source

SAID_TO_EXIST, REQUESTED, RECEIVED = "said_to_exist", "requested", "received"


@dataclass(frozen=True, slots=True)
class HoldingFacts:
    """What is known of a copy when it is first written down.

    Attributes:
        holder: who has it.
        copy: which copy, in words.
        since: EDTF date since which it is there, or empty.
        on_whose_word: who says so.
        note: anything else.
        state: code of `holding_states`; what was asked for is written down with `request_copy`.
    """

    holder: str
    copy: str = ""
    since: str = ""
    on_whose_word: str = ""
    note: str = ""
    state: str = SAID_TO_EXIST


@dataclass(frozen=True, slots=True)
class StateFacts:
    """What became of a copy.

    Attributes:
        state: code of `holding_states`.
        as_of: EDTF date since which it is so, or of the answer; empty when nobody said.
        on_whose_word: who says so.
        channel: code of `arrival_channels` by which the answer or the copy came, or empty.
        note: the answer, or anything else.
        item: the item of ours that came, for `received`.
    """

    state: str
    as_of: str = ""
    on_whose_word: str = ""
    channel: str = ""
    note: str = ""
    item: Item | None = None


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """One time somebody asked for a copy.

    Attributes:
        asked_on: EDTF date, or empty.
        channel: code of `arrival_channels` by which it was asked, or empty.
        asked_by: who asked, when it was not whoever writes it down.
        words: what was asked.
    """

    asked_on: str = ""
    channel: str = ""
    asked_by: str = ""
    words: str = ""


def note_holding(actor: Member, source: Source, facts: HoldingFacts) -> Holding:
    """Write down who has a copy of a source, since when, and on whose word we know it.

    Raises:
        NotPermitted: the actor may not add evidence here.
        WrongUse: `no-holder`, `unknown-state`, `ask-with-a-request`.
        NotUnderstood: the date is no EDTF.
    """
    ask(actor, Permission.EVIDENCE_ADD, source.case, target=f"source:{source.pk}")
    if not facts.holder.strip():
        raise WrongUse("no-holder", "Say who has the copy, as far as it is known.")
    first = _judged(source, StateFacts(facts.state, facts.since, facts.on_whose_word))
    with transaction.atomic():
        holding = Holding.objects.create(
            source=source,
            holder=told.short(facts.holder),
            copy=told.short(facts.copy),
            since=first["as_of"],
            on_whose_word=first["on_whose_word"],
            note=facts.note.strip(),
            noted_by=actor,
        )
        _follow(actor, holding, first)
        _log(Act.HOLDING_NOTED, actor, holding, {"state": facts.state, "as_of": holding.since})
    return holding


def request_copy(actor: Member, holding: Holding, facts: RequestFacts) -> CopyRequest:
    """Write down that a copy was asked for; it counts as asked until an answer is noted.

    Raises:
        NotPermitted: the actor may not add evidence here.
        WrongUse: `unknown-channel`.
        NotUnderstood: the date is no EDTF.
    """
    source = holding.source
    ask(actor, Permission.EVIDENCE_ADD, source.case, target=f"holding:{holding.pk}")
    on, channel = told.date(facts.asked_on), told.channel(facts.channel)
    with transaction.atomic():
        request = CopyRequest.objects.create(
            holding=holding,
            asked_on=on,
            channel=channel,
            asked_by=told.short(facts.asked_by),
            words=facts.words.strip(),
            noted_by=actor,
        )
        _follow(actor, holding, {"state": REQUESTED, "as_of": on, "channel": channel, "request": request})
        _log(Act.COPY_REQUESTED, actor, holding, {"request": request.pk, "asked_on": on})
    return request


def note_state(
    actor: Member, holding: Holding, facts: StateFacts, *, answers: CopyRequest | None = None
) -> HoldingState:
    """Write down what became of a copy; what was said before stays and is only followed.

    Args:
        actor: who writes it down.
        holding: the copy.
        facts: what became of it.
        answers: the request it answers; the newest one when that is still open.

    Raises:
        NotPermitted: the actor may not add evidence here.
        WrongUse: `unknown-state`, `ask-with-a-request`, `item-of-another-source`, `request-of-another-copy`,
            `unknown-channel`.
        NotUnderstood: the date is no EDTF.
    """
    ask(actor, Permission.EVIDENCE_ADD, holding.source.case, target=f"holding:{holding.pk}")
    row = _judged(holding.source, facts)
    if answers is not None and answers.holding_id != holding.pk:
        raise WrongUse("request-of-another-copy", "This request was for another copy. Nothing was changed.")
    with transaction.atomic():
        state = _follow(actor, holding, row | {"request": answers or _open_request(holding)})
        _log(Act.HOLDING_CHANGED, actor, holding, {"state": state.state, "as_of": state.as_of})
    return state


def _judged(source: Source, facts: StateFacts) -> dict[str, Any]:
    if not is_code(told.STATES, facts.state):
        raise WrongUse("unknown-state", "This state of a copy is not in the list.")
    if facts.state == REQUESTED:
        raise WrongUse("ask-with-a-request", "Write down when and how it was asked for: note a request.")
    if facts.item is not None and facts.item.source_id != source.pk:
        raise WrongUse("item-of-another-source", "This item belongs to another source. Nothing was changed.")
    return {
        "state": facts.state,
        "as_of": told.date(facts.as_of),
        "on_whose_word": told.short(facts.on_whose_word),
        "channel": told.channel(facts.channel),
        "note": facts.note.strip(),
        "item": facts.item,
    }


def _open_request(holding: Holding) -> CopyRequest | None:
    """Return the request that the next answer belongs to: a promise leaves it open."""
    now = holding.states.filter(ended_at=None, state__in=(REQUESTED, "promised")).first()
    return now.request if now is not None else None


def _follow(actor: Member, holding: Holding, row: dict[str, Any]) -> HoldingState:
    moment = timezone.now()
    for newest in holding.states.filter(ended_at=None):
        newest.ended_at = moment
        newest.save(update_fields=["ended_at"])
    return HoldingState.objects.create(holding=holding, case_id=holding.source.case_id, noted_by=actor, **row)


def _log(act: Act, actor: Member, holding: Holding, value: dict[str, Any]) -> None:
    things = [
        Thing("source", {"id": holding.source_id}),
        Thing("holding", {"id": holding.pk} | value),
    ]
    record(act, actor.actor, things=things, case=holding.source.case_id)
