"""Every permission of the house in one enum, and which role holds which."""

from __future__ import annotations

from enum import StrEnum, unique


@unique
class Permission(StrEnum):
    """What a member may do; named `room:act`."""

    ASSURANCE_NOTE = "assurance:note"
    ASSURANCE_SEE = "assurance:see"
    AUDIT_SEE = "audit:see"
    BACKUP_MAKE = "backup:make"
    CASE_CREATE = "case:create"
    CASE_MANAGE = "case:manage"
    CASE_SEE = "case:see"
    CLAIM_CHECK = "claim:check"
    CLAIM_MAKE = "claim:make"
    CLAIM_SEE = "claim:see"
    CONFLICT_EXPLAIN = "conflict:explain"
    CONSENT_RECORD = "consent:record"
    CONSENT_SEE = "consent:see"
    CUT_MAKE = "cut:make"
    EDITION_APPROVE = "edition:approve"
    EDITION_BUILD = "edition:build"
    EDITION_SEE = "edition:see"
    EVIDENCE_ADD = "evidence:add"
    EVIDENCE_EXPORT = "evidence:export"
    EVIDENCE_SEE = "evidence:see"
    EVIDENCE_VERIFY = "evidence:verify"
    HEARSAY_SEE = "hearsay:see"
    LOG_ANCHOR = "log:anchor"
    LOG_ERASE = "log:erase"
    LOG_SEE = "log:see"
    LOG_VERIFY = "log:verify"
    MEMBER_MANAGE = "member:manage"
    PEOPLE_EDIT = "people:edit"
    PEOPLE_SEE = "people:see"
    PETITION_EDIT = "petition:edit"
    PETITION_SEE = "petition:see"
    TESTIMONY_CHECK = "testimony:check"
    TESTIMONY_IMPORT = "testimony:import"
    TESTIMONY_READ = "testimony:read"
    WATCH_KEEP = "watch:keep"
    WATCH_SEE = "watch:see"


@unique
class Role(StrEnum):
    """What somebody is in the group or in one case (DESIGN §13)."""

    OWNER = "owner"
    COORDINATOR = "coordinator"
    DOCUMENTER = "documenter"
    TRANSLATOR = "translator"
    REVIEWER = "reviewer"
    READER = "reader"
    DELEGATE = "delegate"


_P = Permission
_READS = frozenset(
    {_P.CASE_SEE, _P.CLAIM_SEE, _P.EDITION_SEE, _P.EVIDENCE_SEE, _P.PEOPLE_SEE, _P.TESTIMONY_READ}
)
_TRANSLATES = _READS | {_P.TESTIMONY_CHECK, _P.TESTIMONY_IMPORT, _P.EVIDENCE_ADD}
_DOCUMENTS = _TRANSLATES | {
    # Not for readers, reviewers and translators: it tells by which question a caller is known.
    _P.ASSURANCE_NOTE,
    _P.ASSURANCE_SEE,
    _P.CLAIM_MAKE,
    _P.CONSENT_RECORD,
    _P.CONSENT_SEE,
    _P.CONFLICT_EXPLAIN,
    _P.CUT_MAKE,
    _P.EVIDENCE_VERIFY,
    # Not for readers and translators: what is told of people who never spoke to us.
    _P.HEARSAY_SEE,
    _P.LOG_SEE,
    _P.LOG_VERIFY,
    _P.PEOPLE_EDIT,
    _P.PETITION_EDIT,
    _P.PETITION_SEE,
    _P.WATCH_KEEP,
    _P.WATCH_SEE,
}
_REVIEWS = _READS | {
    _P.CLAIM_CHECK,
    _P.CONFLICT_EXPLAIN,
    _P.CONSENT_SEE,
    _P.CUT_MAKE,
    _P.EDITION_APPROVE,
    _P.EVIDENCE_VERIFY,
    _P.HEARSAY_SEE,
    _P.LOG_SEE,
    _P.LOG_VERIFY,
    _P.PETITION_SEE,
    _P.TESTIMONY_CHECK,
    _P.WATCH_SEE,
}
_COORDINATES = (
    _DOCUMENTS
    | _REVIEWS
    | {_P.CASE_CREATE, _P.CASE_MANAGE, _P.EDITION_BUILD, _P.EVIDENCE_EXPORT, _P.AUDIT_SEE, _P.LOG_ANCHOR}
    | {_P.BACKUP_MAKE}
)

HOLDS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(Permission),
    Role.COORDINATOR: _COORDINATES,
    Role.DOCUMENTER: _DOCUMENTS,
    Role.TRANSLATOR: _TRANSLATES,
    Role.REVIEWER: _REVIEWS,
    Role.READER: _READS,
    # The witness's delegate sees what was decided and may stop things, but edits nothing else.
    Role.DELEGATE: frozenset({_P.CASE_SEE, _P.CONSENT_SEE, _P.CUT_MAKE, _P.EDITION_SEE, _P.WATCH_SEE}),
}
# These are held in the group as a whole; every other permission is asked in one case.
OF_THE_GROUP = frozenset(
    {
        _P.AUDIT_SEE,
        _P.BACKUP_MAKE,
        _P.CASE_CREATE,
        _P.LOG_ANCHOR,
        _P.LOG_ERASE,
        _P.LOG_SEE,
        _P.LOG_VERIFY,
        _P.MEMBER_MANAGE,
    }
)


def holds(role: Role, permission: Permission) -> bool:
    """Say whether a role carries a permission."""
    return permission in HOLDS[role]
