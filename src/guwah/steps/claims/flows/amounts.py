"""How much a claim says, as a person understands it; a correction is a new row."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.instruments.amounts import UNITS
from guwah.steps.claims.as_json import claim_json
from guwah.steps.claims.flows.make import check_standing
from guwah.steps.claims.picturing.tables import Amount
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from guwah.accounts.models import Member
    from guwah.steps.claims.models import Claim

_NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?")
_CURRENCY = re.compile(r"[A-Z]{3}")
_LONGEST = {"thing": 120, "per": 60, "unit": 40}


@dataclass(frozen=True, slots=True)
class AmountGiven:
    """How much, as a person understands it; the fields are those of `Amount`.

    Attributes:
        value: digits with a point before decimals, empty where the words name no number.
        most: the upper end of a range, or empty.
        unit: empty where it was not said: it is never guessed.
    """

    measure: str
    value: str = ""
    most: str = ""
    unit: str = ""
    approximate: bool = False
    subject: str = ""
    thing: str = ""
    role: str = Amount.Role.SAID.value
    per: str = ""


def note_amount(actor: Member, claim: Claim, given: AmountGiven) -> Amount:
    """Say how much a claim tells, what for and as what; what was noted before stays, and counts no more.

    Raises:
        NotPermitted: the actor may not make claims here.
        Refused: `not-standing`: the claim was replaced or withdrawn.
        NotUnderstood: see `check_amount`.
    """
    ask(actor, Permission.CLAIM_MAKE, claim.case, target=f"claim:{claim.pk}")
    check_standing(claim)
    check_amount(given)
    with transaction.atomic():
        made = write_amount(actor, claim, given)
        record(Act.CLAIM_CHANGED, actor.actor, things=[Thing("claim", claim_json(claim))], case=claim.case_id)
    return made


def write_amount(actor: Member, claim: Claim, given: AmountGiven) -> Amount:
    """Write an amount inside the running transaction; the caller has asked and checked."""
    for earlier in Amount.objects.filter(claim=claim, superseded_at=None):
        earlier.superseded_at = timezone.now()
        earlier.save(update_fields=["superseded_at"])
    return Amount.objects.create(case=claim.case, claim=claim, by=actor, **asdict(given))


def carry_amount(claim: Claim, new: Claim) -> None:
    """Let the claim that takes the place of another tell as much, until somebody says otherwise."""
    for one in Amount.objects.filter(claim=claim, superseded_at=None):
        kept = {name: getattr(one, name) for name in AmountGiven.__slots__}
        Amount.objects.create(case=new.case, claim=new, by=one.by, **kept)


def check_amount(given: AmountGiven) -> None:
    """Let an amount pass or say what is wrong with it.

    Raises:
        NotUnderstood: `unknown-measure`, `unknown-role`, `unknown-subject`, `bad-number`, `bad-range`,
            `unknown-unit`, `too-long`.
    """
    for word, known, code in (
        (given.measure, Amount.Measure.values, "unknown-measure"),
        (given.role, Amount.Role.values, "unknown-role"),
        (given.subject, ["", *Amount.Subject.values], "unknown-subject"),
    ):
        if word not in known:
            raise NotUnderstood(code, _("This word is not in the list: what is measured, as what, what for."))
    if any(number and not _NUMBER.fullmatch(number) for number in (given.value, given.most)):
        raise NotUnderstood("bad-number", _("Write a number in digits, with a point before decimals: 1500.5"))
    if given.most and not (given.value and Decimal(given.value) < Decimal(given.most)):
        raise NotUnderstood("bad-range", _("The upper end of a range is larger than its lower end."))
    if any(len(getattr(given, name)) > most for name, most in _LONGEST.items()):
        raise NotUnderstood("too-long", _("These words are too long here; the claim keeps them whole."))
    if given.unit and not _fits(given.measure, given.unit):
        raise NotUnderstood(
            "unknown-unit",
            _("Money has a code of three letters, such as CNY; land a unit of the list; a share is percent."),
        )


def amount_found(kind: str, value: Mapping[str, Any]) -> AmountGiven | None:
    """Return what a rule found as an amount of which nobody has said what for; None for what is none.

    Args:
        kind: a kind of `instruments.suggestions`.
        value: as DESIGN §15 has it for this kind.
    """
    names = {"money": ("amount", "currency"), "area": ("value", "unit"), "share": ("percent", "")}.get(kind)
    if names is None:
        return None
    number, unit = (value.get(name) for name in names)
    given = AmountGiven(
        measure=kind,
        value=_digits(number),
        most=_digits(value.get("most")),
        unit="percent" if kind == "share" else str(unit or ""),
        approximate=bool(value.get("approximate")),
        per=str(value.get("per") or "")[: _LONGEST["per"]],
    )
    try:
        check_amount(given)
    except NotUnderstood:
        return None
    return given


def _digits(number: object) -> str:
    """Write a number as `check_amount` takes it; a float of JSON without the exponent of a large one."""
    return "" if number is None else f"{Decimal(str(number)):f}"


def _fits(measure: str, unit: str) -> bool:
    if measure == Amount.Measure.MONEY:
        return _CURRENCY.fullmatch(unit) is not None
    if measure == Amount.Measure.AREA:
        return unit in UNITS
    return measure == Amount.Measure.COUNT or unit == "percent"
