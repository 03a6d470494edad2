"""What the joining pages show, gathered from the steps as far as the member may see them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from guwah.accounts.guard import may, visible_cases
from guwah.accounts.models import Member
from guwah.accounts.permissions import Permission
from guwah.instruments.languages.direction import isolate
from guwah.outbox.deliver import SLOW
from guwah.outbox.models import Effect, Notice
from guwah.steps.claims import found as claims_found
from guwah.steps.claims import queries as claim_reads
from guwah.steps.claims import showing as claim_rows
from guwah.steps.claims.asking import next_questions
from guwah.steps.claims.knowing import known
from guwah.steps.consent import queries as consent_reads
from guwah.steps.consent import showing as consent_rows
from guwah.steps.editions.models import Edition
from guwah.steps.evidence import queries as evidence_reads
from guwah.steps.testimony.layers.reviewing import with_states
from guwah.steps.vigil import queries as vigil_reads
from guwah.vault import logfiles
from guwah.vault.keyring import KEYRING
from guwah.vault.models import LogEntry
from guwah.web import backups
from guwah.web.review import checked_line
from guwah.web.sentences import ACTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.accounts.models import Case, CaseMembership

_MOST_CONFLICTS = 2
_MOST_DECISIONS = 12
# The page of evidence has them all, page by page.
_MOST_SOURCES = 50
_MOST_TEXTS = 50
# Acts that decide something about the person.
_DECISIONS = (
    "consent-given",
    "consent-refused",
    "consent-withdrawn",
    "cut",
    "cut-lifted",
    "passage-marked",
    "span-decided",
    "edition-built",
    "edition-approved",
    "edition-published",
    "conflict-noted",
    "status-noted",
)


def today(member: Member) -> dict[str, Any]:
    """Return what is due, what failed, what waits for this member, and the cases they see."""
    seen = visible_cases(member)
    return {
        "now": timezone.now(),
        "cases": seen,
        "notices": Notice.objects.filter(member=member, seen_at=None).select_related("case"),
        "due": vigil_reads.due_for(member),
        "failures": [*_failed_steps(member, seen), *_failed_effects(member)],
        "waiting": _waiting(member, seen),
        "conditions": _conditions(member, seen),
        "may_open": may(member, Permission.CASE_CREATE),
        "backup": backups.card(member),
    }


def case(member: Member, case: Case) -> dict[str, Any]:
    """Return where one case stands, what it holds and what was decided."""
    sees_consent = may(member, Permission.CONSENT_SEE, case)
    sees_claims = may(member, Permission.CLAIM_SEE, case)
    reads = may(member, Permission.TESTIMONY_READ, case)
    return {
        "case": case,
        "section": "case",
        "may": {permission.name.lower(): may(member, permission, case) for permission in Permission},
        "sources": case.sources.all()[:_MOST_SOURCES] if may(member, Permission.EVIDENCE_SEE, case) else [],
        "layers": with_states(case.layers.select_related("source", "case")[:_MOST_TEXTS]) if reads else [],
        "texts": case.layers.count() if reads else 0,
        "conflicts": _conflicts(case) if sees_claims else [],
        "answer": claims_found.standing_of(case) if sees_claims else None,
        "questions": next_questions(case) if sees_claims else [],
        "known": known(case) if sees_claims else None,
        "unclaimed": may(member, Permission.CLAIM_MAKE, case)
        and case.layers.exists()
        and not case.claims.exists(),
        "consents": consent_rows.record_rows(case) if sees_consent else [],
        "open_conditions": _conditions(member, [case]),
        "decisions": _decisions(member, case) if sees_consent else None,
        "members": _members(member, case),
    }


def _members(member: Member, case: Case) -> list[CaseMembership]:
    manages = may(member, Permission.CASE_MANAGE, case)
    return list(case.memberships.select_related("member").order_by("member__handle")) if manages else []


def vault_facts(member: Member) -> dict[str, Any]:
    """Return where the vault is, who is in it, and the key that signs its log."""
    return {
        "member": member,
        "members": Member.objects.all() if may(member, Permission.MEMBER_MANAGE) else [],
        "sees_audit": may(member, Permission.AUDIT_SEE),
        "backs_up": may(member, Permission.BACKUP_MAKE),
        "manages": may(member, Permission.MEMBER_MANAGE),
        "folder": settings.VAULT_FOLDER,
        "log_key": logfiles.signer(KEYRING.current()).key,
        "idle_minutes": settings.IDLE_LOCK_SECONDS // 60,
        "words_checked": checked_line(),
    }


def _conflicts(case: Case) -> list[dict[str, Any]]:
    found = claim_reads.found_conflicts(case, most=_MOST_CONFLICTS)
    return claim_rows.conflict_rows(claim_reads.conflicts_shown(case, found))


def _conditions(member: Member, cases: Iterable[Case]) -> list[dict[str, Any]]:
    return [
        {
            "words": _("Case %(case)s, record %(record)s: cut the named parts first")
            % {"case": case.pk, "record": isolate(consent_reads.record_id(judged.condition.record))},
            "url": reverse("consent", args=[case.pk]),
        }
        for case in cases
        if may(member, Permission.CONSENT_SEE, case)
        for judged in consent_reads.open_cut_conditions(case)
    ]


def _failed_steps(member: Member, cases: Iterable[Case]) -> list[dict[str, Any]]:
    seen = [case for case in cases if may(member, Permission.EVIDENCE_SEE, case)]
    return [
        {
            "words": _("Source %(number)s, item %(item)s: %(step)s")
            % {"number": row.item.source.number, "item": row.item_id, "step": row.step},
            "url": reverse("evidence-item", args=[row.item.source.case_id, row.item_id]),
            "outcome": row.result,
        }
        for row in evidence_reads.failed(seen)
    ]


def _failed_effects(member: Member) -> list[dict[str, Any]]:
    if not may(member, Permission.AUDIT_SEE):
        return []
    # What was withdrawn did not fail: its cause was gone, or a later effect covers it.
    rows = Effect.objects.filter(state=Effect.State.GIVEN_UP).exclude(last_error="withdrawn")
    return [
        {
            "words": _("Message %(number)s was given up: %(code)s")
            % {"number": row.pk, "code": row.last_error},
            "url": reverse("authorities" if row.channel in SLOW else "settings"),
            "outcome": "failed",
        }
        for row in rows
    ]


def _waiting(member: Member, cases: Iterable[Case]) -> list[dict[str, Any]]:
    rows = Edition.objects.filter(case__in=list(cases), approvals=None).select_related("case")
    return [
        {
            "words": _("Case %(case)s, edition %(number)s") % {"case": row.case_id, "number": row.number},
            "url": reverse("editions", args=[row.case_id]),
        }
        for row in rows
        if may(member, Permission.EDITION_APPROVE, row.case)
    ]


def _decisions(member: Member, case: Case) -> list[dict[str, Any]]:
    """Return the newest decisions as the log has them, each in the words of its act, and the way there."""
    log = reverse("log") if may(member, Permission.LOG_SEE) else ""
    names = {member.actor: str(member) for member in Member.objects.all()}
    rows = LogEntry.objects.filter(case=case.pk, act__in=_DECISIONS).order_by("-index")[:_MOST_DECISIONS]
    return [
        {
            "at": row.at,
            "words": str(ACTS.get(row.act, row.act)),
            "by": names.get(row.actor, row.actor),
            "url": f"{log}?before={row.index + 1}#entry-{row.index}" if log else "",
        }
        for row in rows
    ]
