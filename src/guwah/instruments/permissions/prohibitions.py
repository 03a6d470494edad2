"""Rule 1: a live prohibition or withdrawal that matches wins over every grant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from guwah.instruments.permissions.model import ANY, Custody, Kind, Record, Situation, spans_about
from guwah.instruments.permissions.reach import (
    audience_forbidden,
    form_forbidden,
    language_forbidden,
    state_may_read,
)
from guwah.instruments.permissions.reasons import named, reason

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from guwah.instruments.permissions.model import Material, Reason, Use

# Everything else stands, also what is unclear: a doubt about a "no" is a "no".
DEAD_PROHIBITION = frozenset({"requested", "withdrawn", "expired", "superseded", "invalid"})
# A withdrawal may well carry the state "withdrawn": it says what it did, not that it was undone.
DEAD_WITHDRAWAL = DEAD_PROHIBITION - {"withdrawn"}
UNDER_CONTROL = frozenset({Custody.HELD, Custody.WATCHED})


@dataclass(frozen=True, slots=True)
class Effects:
    """What a withdrawal does (reference: withdrawal effects by class, custody rule).

    Attributes:
        under_control: made or applied while the person is held or watched.
        new_uses: always stopped.
        existing_stays: what is public stays until someone asks to hide it.
        hide_at_once: anyone may hide for safety, at once and without proof.
        deciders: how many people decide what becomes of existing uses.
    """

    under_control: bool
    new_uses: bool
    existing_stays: bool
    hide_at_once: bool
    deciders: int


def effects_of_withdrawal(withdrawal: Record, situation: Situation) -> Effects:
    """Return what follows from a withdrawal in a situation.

    Hiding is never a use and this engine is never asked about it: safety beats publicity.
    """
    controlled = situation.custody in UNDER_CONTROL or withdrawal.state == "reversal_under_control"
    return Effects(
        under_control=controlled,
        new_uses=False,
        existing_stays=controlled,
        hide_at_once=True,
        deciders=2 if controlled else 1,
    )


def reasons_against(
    use: Use, records: Iterable[Record], situation: Situation, now: datetime
) -> tuple[Reason, ...]:
    """Return the reasons of every live prohibition and withdrawal that touches the use."""
    found = (
        _reason_of(each, use, situation)
        for each in records
        if each.kind is not Kind.GRANT and _is_live(each, now) and _touches(each, use)
    )
    return tuple(each for each in found if each is not None)


def _is_live(record: Record, now: datetime) -> bool:
    dead = DEAD_WITHDRAWAL if record.kind is Kind.WITHDRAWAL else DEAD_PROHIBITION
    begun = record.valid_from is None or record.valid_from <= now
    return begun and (record.valid_to is None or now <= record.valid_to) and record.state not in dead


def _touches(record: Record, use: Use) -> bool:
    """Everything but audience and identity form, which can also end in a question."""
    return (
        _says(record.actions, use.action)
        and _says(record.media, use.medium)
        and language_forbidden(record.languages, use.language)
        and _recipient(record, use)
        and any(_about(record, part) for part in (use.material, *use.derived_from))
    )


def _says(scope: frozenset[str] | None, asked: str | None) -> bool:
    return scope is None or ANY in scope or asked is None or asked in scope


def _recipient(record: Record, use: Use) -> bool:
    if record.recipients is None or ANY in record.recipients:
        return True
    if use.recipient is None:
        return record.audiences is None or use.audience in record.audiences
    return use.recipient in record.recipients


def _about(record: Record, part: Material) -> bool:
    forbidden = part.spans if record.material is None else spans_about(record.material, part)
    if not part.spans.overlaps(forbidden - spans_about(record.exceptions, part)):
        return False
    # Left out by kind of content: only what a person marked as nothing but that kind is free.
    excepted = record.excepted_categories
    return not (excepted and part.categories and part.categories <= excepted)


def _reason_of(record: Record, use: Use, situation: Situation) -> Reason | None:
    shown = form_forbidden(record.identity, use)
    if shown is False:
        return None
    if not audience_forbidden(record.audiences, use):
        told = record.quality.get("audience_explained", False)
        asks = state_may_read(record.audiences, use) and not told
        return reason("state-reads-what-is-public", record.id) if asks else None
    if shown is None:
        return reason("identity-not-stated", record.id)
    return _plain_reason(record, use, situation)


def _plain_reason(record: Record, use: Use, situation: Situation) -> Reason:
    if record.kind is Kind.PROHIBITION:
        action = named("consent_actions", use.action)
        return reason(
            "prohibited", record.id, action=action, audience=named("consent_audiences", use.audience)
        )
    effects = effects_of_withdrawal(record, situation)
    if not effects.under_control:
        return reason("withdrawn", record.id)
    return reason("reversal-under-control-existing" if use.existing else "reversal-under-control", record.id)
