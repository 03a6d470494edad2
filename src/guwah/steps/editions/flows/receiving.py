"""What a recipient says of a package: noted with it, and held against what went out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, WrongUse
from guwah.steps.editions.models import Package, Receipt
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from datetime import date

    from guwah.accounts.models import Case, Member

_ROOT: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST: Final = 500


@dataclass(frozen=True, slots=True)
class SaidOfIt:
    """What a recipient says.

    Attributes:
        by: which of the recipients, by the name the package knows them by.
        root: the root that `guwah_verify.py` or `manifest.json` gave them, 64 hexadecimal digits.
        on: the day it came, as they say.
        how: how they said so (telephone, letter), and what else.
    """

    by: str
    root: str
    on: date
    how: str = ""


def note_receipt(actor: Member, package: Package, said: SaidOfIt) -> Receipt:
    """Note that a recipient has a package, and whether it is the one that went out.

    Another root is noted too: what they hold is then not what was handed to them.

    Raises:
        NotPermitted: the actor hands out no evidence here.
        WrongUse: `not-a-recipient`, `bad-root`, `bad-day`, `too-long`.
    """
    ask(actor, Permission.EVIDENCE_EXPORT, package.case, target=f"package:{package.pk}")
    root = said.root.strip().lower()
    _check(package, said, root)
    agrees = root == package.root
    with transaction.atomic():
        receipt = Receipt.objects.create(
            package=package,
            by=said.by,
            on=said.on,
            how=said.how.strip(),
            root=root,
            agrees=agrees,
            noted_by=actor,
        )
        told = {"package": package.package, "by": said.by, "on": said.on.isoformat(), "root": root}
        things = [Thing("receipt", {**told, "agrees": agrees})]
        record(Act.RECEIPT_NOTED, actor.actor, things=things, case=package.case_id)
    return receipt


def packages_of(actor: Member, case: Case) -> list[Package]:
    """Return what was handed out of a case, the newest first, with its receipts.

    Raises:
        NotPermitted: the actor hands out no evidence here.
    """
    ask(actor, Permission.EVIDENCE_EXPORT, case)
    rows = Package.objects.filter(case=case).select_related("by")
    return list(rows.prefetch_related("receipts__noted_by"))


def package_named(name: str) -> Package:
    """Return a package by its own name; whether somebody may see it is asked elsewhere.

    Raises:
        NotUnderstood: `no-such-package`.
    """
    found = Package.objects.select_related("case").filter(package=name).first()
    if found is None:
        raise NotUnderstood("no-such-package", "No package of this name was handed out here.")
    return found


def _check(package: Package, said: SaidOfIt, root: str) -> None:
    if said.by not in {each["name"] for each in package.recipients}:
        raise WrongUse("not-a-recipient", "The package was not made for anybody of this name.")
    if not _ROOT.fullmatch(root):
        raise WrongUse("bad-root", "The root has 64 digits, 0 to 9 and a to f; guwah_verify.py prints it.")
    if not package.at.date() <= said.on <= timezone.now().date():
        raise WrongUse("bad-day", "The day must lie between the day it was handed out and today.")
    if len(said.how) > _LONGEST:
        raise WrongUse("too-long", "Say it in fewer words.")
