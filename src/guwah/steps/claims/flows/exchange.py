"""A file of claims handed in by a page: looked at, taken over whole or in part, and taken back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import Failure, NotUnderstood, Refused, read_json_text
from guwah.steps.claims.exchange.tables import HandedIn, Intake, TakenIn
from guwah.steps.claims.flows.importing import import_rows, look_at_rows
from guwah.steps.claims.flows.reckon import changed
from guwah.steps.claims.models import Claim
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from guwah.accounts.models import Case, Member

    _Row = TypeVar("_Row")

_LONGEST_NAME: Final = 200
_CLAIMS_PER_ENTRY: Final = 500
# How files begin that are no text; a spreadsheet that was saved as one is the usual of them.
_PACKED: Final = (
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of the claims of an intake.

    Attributes:
        done: how many are withdrawn now.
        left: how many stand, because somebody checked, replaced or withdrew them since.
    """

    done: int
    left: int


def hand_in(actor: Member, case: Case, name: str, raw: bytes) -> HandedIn:
    """Keep a file of claims in the vault until its owner decides; an earlier one of theirs goes.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: `packed`, `bad-encoding`, `bad-json` and its like, with line, column and offset.
    """
    ask(actor, Permission.CLAIM_MAKE, case, target="claims:import")
    text = decoded(raw)
    read_json_text(text)
    with transaction.atomic():
        HandedIn.objects.filter(case=case, by=actor).delete()
        return HandedIn.objects.create(case=case, by=actor, name=name[:_LONGEST_NAME], text=text)


def look_at(
    actor: Member, handed: HandedIn, show: Callable[[Claim, bool], _Row]
) -> tuple[list[_Row], tuple[Failure, ...]]:
    """Return what would be taken over and what is wrong, each row; nothing is written.

    Args:
        actor: whose file it is.
        handed: the file.
        show: what a page shows of a claim, asked while it is there; given whether it was there before.

    Raises:
        NotPermitted: the actor may not make claims here.
        NotUnderstood: it is no file of claims.
    """
    return look_at_rows(actor, handed.case, handed.text, show)


def take_in(actor: Member, handed: HandedIn, *, good_only: bool) -> Intake:
    """Take the claims of a file over, all or the good ones.

    Raises:
        NotPermitted: the actor may not make claims here.
        BadRows: something is wrong and not only the good ones are wanted; nothing was taken.
        NotUnderstood: it is no file of claims.
        Refused: `nothing-new`: every good claim of it is here already.
    """
    case = handed.case
    with transaction.atomic():
        taken = import_rows(actor, case, handed.text, good_only=good_only)
        if not taken.made:
            raise Refused("nothing-new", _("Nothing of it is new: no claim was made."))
        digest = hashlib.sha256(handed.text.encode()).hexdigest()
        intake = Intake.objects.create(
            case=case, name=handed.name, sha256=digest, left=len(taken.left), by=actor
        )
        TakenIn.objects.bulk_create(
            [TakenIn(intake=intake, claim=claim) for claim in taken.made], batch_size=_CLAIMS_PER_ENTRY
        )
        handed.delete()
    return intake


def put_aside(actor: Member, case: Case) -> None:
    """Let a file be that was handed in; nothing of it is kept.

    Raises:
        NotPermitted: the actor may not make claims here.
    """
    ask(actor, Permission.CLAIM_MAKE, case, target="claims:import")
    HandedIn.objects.filter(case=case, by=actor).delete()


def take_back_intake(actor: Member, intake: Intake) -> TakenBack:
    """Withdraw the claims that came with a file, but those on which somebody has worked since.

    Occurrences that were named with them stay.

    Raises:
        NotPermitted: the actor may not make claims here.
        Refused: `taken-back`: somebody did so before.
    """
    case = intake.case
    ask(actor, Permission.CLAIM_MAKE, case, target=f"intake:{intake.pk}")
    if intake.taken_back_at is not None:
        raise Refused("taken-back", _("This was taken back before."))
    because = _("The file it came with was taken back.")
    every = Claim.objects.filter(taken_in__intake=intake).order_by("pk")
    untouched = list(every.filter(replaced_by=None, withdrawn_at=None, checked_by=None))
    with transaction.atomic():
        now = timezone.now()
        for claim in untouched:
            claim.withdrawn_at, claim.withdrawn_by, claim.withdrawn_because = now, actor, because
            claim.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
        if untouched:
            changed(case, untouched)
        for first in range(0, len(untouched), _CLAIMS_PER_ENTRY):
            things = [
                Thing("claim", {"withdrawn": claim.external_id, "because": because})
                for claim in untouched[first : first + _CLAIMS_PER_ENTRY]
            ]
            record(Act.CLAIM_CHANGED, actor.actor, things=things, case=case.pk)
        intake.taken_back_at, intake.taken_back_by = now, actor
        intake.save(update_fields=["taken_back_at", "taken_back_by"])
    return TakenBack(len(untouched), every.count() - len(untouched))


def decoded(raw: bytes) -> str:
    """Return the text of a file of claims.

    Raises:
        NotUnderstood: `packed`, or `bad-encoding` with the line, column and offset of the first bad byte.
    """
    if raw.startswith(_PACKED):
        message = _("This is a packed file or a document, not a file of claims. Nothing of it was opened.")
        raise NotUnderstood("packed", message, place=Failure("packed", message, None, 1, 1, 0))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        before = raw[: bad.start].decode("utf-8-sig")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        message = _("The file is not written in UTF-8.")
        place = Failure("bad-encoding", message, None, line, column, bad.start)
        raise NotUnderstood("bad-encoding", message, place=place) from bad
