"""The page of the audit trail: who asked to see or do what, and whether they were allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from guwah.accounts.guard import group_page, visible_cases
from guwah.accounts.permissions import Permission
from guwah.accounts.queries import trail
from guwah.accounts.requests import member_of, number_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrPromise

    from guwah.accounts.models import Member

PERMISSIONS: Mapping[str, _StrPromise] = {
    Permission.AUDIT_SEE: _("read the audit trail"),
    Permission.BACKUP_MAKE: _("make, check or try out a backup"),
    Permission.CASE_CREATE: _("open a new case"),
    Permission.CASE_MANAGE: _("manage a case and its members"),
    Permission.CASE_SEE: _("see a case"),
    Permission.CLAIM_CHECK: _("check a claim"),
    Permission.CLAIM_MAKE: _("make or change claims"),
    Permission.CLAIM_SEE: _("see claims"),
    Permission.CONFLICT_EXPLAIN: _("speak to a contradiction"),
    Permission.CONSENT_RECORD: _("record or decide about consent"),
    Permission.CONSENT_SEE: _("see consent"),
    Permission.CUT_MAKE: _("cut words"),
    Permission.EDITION_APPROVE: _("approve an edition"),
    Permission.EDITION_BUILD: _("build or publish an edition"),
    Permission.EDITION_SEE: _("see editions"),
    Permission.EVIDENCE_ADD: _("add or name evidence"),
    Permission.EVIDENCE_SEE: _("see evidence"),
    Permission.EVIDENCE_VERIFY: _("check sealed items"),
    Permission.EVIDENCE_EXPORT: _("hand sealed items to others as a package"),
    Permission.ASSURANCE_SEE: _("see how people on a line made sure of each other"),
    Permission.ASSURANCE_NOTE: _("note how people on a line made sure of each other"),
    Permission.HEARSAY_SEE: _("see what is told of people who never spoke to us"),
    Permission.LOG_ANCHOR: _("have the log stamped or signed by others"),
    Permission.LOG_ERASE: _("erase what opens the log"),
    Permission.LOG_SEE: _("see the custody log"),
    Permission.LOG_VERIFY: _("check the custody log"),
    Permission.MEMBER_MANAGE: _("manage the members of the group"),
    Permission.PEOPLE_EDIT: _("record or change people"),
    Permission.PEOPLE_SEE: _("see people"),
    Permission.PETITION_EDIT: _("write or change petitions"),
    Permission.PETITION_SEE: _("see petitions"),
    Permission.TESTIMONY_CHECK: _("check a text, or see sensitive terms"),
    Permission.TESTIMONY_IMPORT: _("bring in or describe testimony"),
    Permission.TESTIMONY_READ: _("read testimony"),
    Permission.WATCH_KEEP: _("keep watch over somebody"),
    Permission.WATCH_SEE: _("see watches"),
}


@group_page(Permission.AUDIT_SEE)
@require_safe
def audit(request: HttpRequest) -> HttpResponseBase:
    """Show the newest entries of the audit trail, older ones below a given id."""
    return render(request, "audit.html", _stretch(member_of(request), number_in(request.GET.get("before"))))


def _stretch(reader: Member, before: int | None) -> dict[str, Any]:
    found = trail(before)
    open_to = {case.pk for case in visible_cases(reader)}
    rows = [
        {
            "entry": entry,
            "asked": PERMISSIONS.get(entry.permission, entry.permission),
            "sees_case": entry.case_id in open_to,
        }
        for entry in found.entries
    ]
    return {"rows": rows, "older": found.older}
