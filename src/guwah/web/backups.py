"""What the pages say of backups: when the last good one was made, when one was tried out, what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from guwah.accounts import backing_up
from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.vault.backup.advice import Advice, advise
from guwah.vault.custody import Act
from guwah.vault.models import BackupRun, LogEntry, Opening
from guwah.web.log_rows import names_of_actors, sentence
from guwah.web.templatetags.law11 import vital_words

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
LACKS: Mapping[str, _StrPromise] = {
    "damaged in the vault": _("damaged in the vault"),
    "gone from the vault, whole in the backup": _("gone from the vault, whole in the backup"),
    "missing": _("not there any more"),
    "broken": _("not as it was copied"),
    "damaged-before": _("damaged in the vault already when it was copied"),
    "file-too-large": _("too large for how this stick is formatted; exFAT takes it"),
    "unreadable": _("cannot be read from the vault’s disk"),
}
_ACTS = (
    Act.BACKED_UP, Act.BACKUP_FAILED, Act.BACKUP_CHECKED, Act.BACKUP_DRILLED, Act.MENDED, Act.RESTORED,
)  # fmt: skip
_MOST_ACTS = 20
FIRST_STEPS = (
    _("Take a stick that is used for nothing else, plug it in, and make a folder of its own on it."),
    _("Make the first backup with the form above. It copies everything and takes the longest."),
    _("Keep the stick where whoever takes this machine does not find it."),
    _(
        "Once a week plug it in and make the next; every three months try out whether it brings the vault "
        "back."
    ),
)
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


def overview() -> dict[str, Any]:
    """Return what the newest backup lacks, and the newest acts about backups with what came of each."""
    ended = BackupRun.objects.filter(kind=BackupRun.Kind.BACKUP).exclude(state=BackupRun.State.RUNNING)
    newest = ended.last()
    return {
        "lacks": lacking(newest) if newest else [],
        "acts": _acts(),
        "steps": [vital_words(each) for each in FIRST_STEPS],
    }


def newest_of(member: Member) -> BackupRun | None:
    """Return the backup or check this member ran last."""
    kinds = (BackupRun.Kind.BACKUP, BackupRun.Kind.CHECK)
    return BackupRun.objects.filter(actor=member.actor, kind__in=kinds).last()


def lacking(run: BackupRun) -> list[dict[str, Any]]:
    """Return what is not whole: each thing under its name, and why in words."""
    return [{"what": what, "why": LACKS.get(why, why)} for what, why in sorted(_flat(run.found).items())]


def _flat(found: Mapping[str, Any]) -> dict[str, str]:
    """Return findings by thing, whatever groups of groups they came in."""
    flat: dict[str, str] = {}
    for what, why in found.items():
        flat |= _flat(why) if isinstance(why, dict) else {what: str(why)}
    return flat


def _acts() -> list[dict[str, Any]]:
    entries = list(LogEntry.objects.filter(act__in=_ACTS).order_by("-index")[:_MOST_ACTS])
    openings = Opening.objects.filter(entry__in=entries, label="backup", erased_at=None)
    numbers = {each.entry_id: each.value.get("run") for each in openings if isinstance(each.value, dict)}
    runs = BackupRun.objects.in_bulk([number for number in numbers.values() if number])
    names = names_of_actors()
    return [
        {
            "entry": entry,
            "sentence": sentence(entry.act, names.get(entry.actor, entry.actor)),
            "run": runs.get(numbers.get(entry.index)),
        }
        for entry in entries
    ]
