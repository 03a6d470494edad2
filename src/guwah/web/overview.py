"""What the joining pages show, gathered from the steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone

from guwah.accounts.guard import may, visible_cases
from guwah.accounts.models import Member
from guwah.accounts.permissions import Permission
from guwah.outbox.models import Notice
from guwah.vault import logfiles
from guwah.vault.keyring import KEYRING

if TYPE_CHECKING:
    from guwah.accounts.models import Case


def today(member: Member) -> dict[str, Any]:
    """Return notices, watches due and the member's cases."""
    seen = visible_cases(member)
    return {
        "now": timezone.now(),
        "cases": seen,
        "notices": Notice.objects.filter(member=member, seen_at=None).select_related("case"),
        "may_open": may(member, Permission.CASE_CREATE),
    }


def case(member: Member, case: Case) -> dict[str, Any]:
    """Return what one case holds, as far as this member may see it."""
    return {
        "case": case,
        "sources": case.sources.all() if may(member, Permission.EVIDENCE_SEE, case) else [],
        "layers": case.layers.all() if may(member, Permission.TESTIMONY_READ, case) else [],
        "may": {permission.name.lower(): may(member, permission, case) for permission in Permission},
    }


def vault_facts(member: Member) -> dict[str, Any]:
    """Return where the vault is, who is in it, and the key that signs its log."""
    return {
        "member": member,
        "members": Member.objects.all() if may(member, Permission.MEMBER_MANAGE) else [],
        "folder": settings.VAULT_FOLDER,
        "log_key": logfiles.signer(KEYRING.current()).key,
        "idle_minutes": settings.IDLE_LOCK_SECONDS // 60,
    }
