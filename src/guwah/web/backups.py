"""What the pages say of backups: when the last good one was made, when one was tried out, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guwah.accounts import backing_up
from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.vault.backup.advice import Advice, advise

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

    from guwah.accounts.models import Member

ADVICE: Mapping[Advice, _StrPromise] = {
    Advice.NO_BACKUP: _(
        "There is no good backup: when this disk is lost or taken, everything in this vault is lost."
    ),
    Advice.BACKUP_OLD: _("The last good backup is more than a week old."),
    Advice.BACKUP_FAILED: _("The newest backup did not come to its end; the ones before it stay."),
    Advice.BACKUP_LACKING: _("The newest backup does not hold everything."),
    Advice.NO_DRILL: _("No backup was ever tried out: whether one brings the vault back is not known."),
    Advice.DRILL_OLD: _("It is more than three months since a backup was tried out."),
    Advice.DRILL_FAILED: _("The newest try did not bring everything back."),
}
_BY_DRILL = frozenset({Advice.NO_DRILL, Advice.DRILL_OLD, Advice.DRILL_FAILED})


def card(member: Member) -> dict[str, Any] | None:
    """Return where backups stand; None for members who make none."""
    if not may(member, Permission.BACKUP_MAKE):
        return None
    standing = backing_up.standing()
    found = advise(standing, timezone.now())
    return {
        "backup": standing.backup,
        "drill": standing.drill,
        "advice": [ADVICE[each] for each in found],
        "to_back_up": bool(set(found) - _BY_DRILL),
        "to_drill": bool(_BY_DRILL & set(found)),
    }
