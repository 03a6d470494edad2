"""What codes of the log and of notices are called on a page; the codes themselves are never translated."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from guwah.vault.custody import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

ACTS: Mapping[str, _StrPromise] = {
    Act.VAULT_MADE: _("Vault made"),
    Act.VAULT_NAMED: _("Vault named"),
    Act.MEMBER_ADDED: _("Member added"),
    Act.MEMBER_JOINED: _("Member joined a case"),
    Act.MEMBER_LEFT: _("Member left a case"),
    Act.MEMBER_REMOVED: _("Member removed"),
    Act.PASSPHRASE_CHANGED: _("Passphrase changed"),
    Act.WAY_IN_FOUND: _("Way in found that the log did not tell of"),
    Act.WAY_IN_DROPPED: _("Way in without a member taken away"),
    Act.KEYS_CHANGED: _("Keys of the vault changed"),
    Act.RECOVERY_MADE: _("Recovery sheets made"),
    Act.RECOVERY_DROPPED: _("Recovery sheets made worthless"),
    Act.RECOVERY_REHEARSED: _("Recovery rehearsed"),
    Act.RECOVERY_USED: _("Vault opened with recovery sheets"),
    Act.CASE_OPENED: _("Case opened"),
    Act.SOURCE_NAMED: _("Source named"),
    Act.HANDOVER_NOTED: _("How a source came noted"),
    Act.HOLDING_NOTED: _("Holder of a copy noted"),
    Act.HOLDING_CHANGED: _("What became of a copy noted"),
    Act.COPY_REQUESTED: _("Request for a copy noted"),
    Act.DIGEST_STATED: _("Stated digest noted"),
    Act.DIGEST_COMPARED: _("Stated digest held against our files"),
    Act.ASSURANCE_NOTED: _("How people made sure of each other noted"),
    Act.SEALED: _("Item sealed"),
    Act.DELIVERED: _("Delivery read"),
    Act.VERIFIED: _("Items verified"),
    Act.SCRUBBED: _("Items opened to see whether they still do"),
    Act.INTAKE_MADE: _("A folder made that can only take in"),
    Act.INTAKE_TAKEN: _("An item taken in from such a folder"),
    Act.TRANSCRIBED: _("Text brought in"),
    Act.ROLE_SAID: _("Role of a speaker said"),
    Act.ANCHORED: _("Words held fast"),
    Act.NAMED: _("Name recorded"),
    Act.NAME_WITHDRAWN: _("Name taken back"),
    Act.IDENTIFIED: _("Judged to be the same, or not"),
    Act.IDENTIFICATION_WITHDRAWN: _("Judgement taken back"),
    Act.NOTED: _("Note made"),
    Act.CLAIMED: _("Claim made"),
    Act.CLAIM_CHANGED: _("Claim changed"),
    Act.CONFLICT_NOTED: _("Conflict spoken to"),
    Act.CUT: _("Words cut"),
    Act.CUT_LIFTED: _("Cut lifted"),
    Act.CONSENT_GIVEN: _("Consent given"),
    Act.CONSENT_REFUSED: _("Consent refused"),
    Act.CONSENT_WITHDRAWN: _("Consent withdrawn"),
    Act.PASSAGE_MARKED: _("Passage marked as meant"),
    Act.WORDS_CLEARED: _("Read words and let them go out, or masked them again"),
    Act.SPAN_DECIDED: _("Decided whether words may be shown"),
    Act.EDITION_BUILT: _("Edition built"),
    Act.EDITION_APPROVED: _("Edition approved"),
    Act.EDITION_PUBLISHED: _("Edition published"),
    Act.STATUS_NOTED: _("Status noted"),
    Act.PETITION_NOTED: _("Petition noted"),
    Act.WATCH_SET: _("Watch set"),
    Act.WATCH_ANSWERED: _("Watch answered"),
    Act.QUIET_DAY: _("Nothing happened"),
    Act.STAMPED: _("Log time-stamped"),
    Act.AUTHORITY_ADDED: _("Time stamp authority named"),
    Act.AUTHORITY_REMOVED: _("Time stamp authority let go"),
    Act.PARTNER_ADDED: _("Partner group introduced"),
    Act.PARTNER_KEY_CHANGED: _("Keys of a partner group changed"),
    Act.CHECKPOINT_SHOWN: _("Checkpoint given to partners"),
    Act.COSIGNED: _("Partner’s log signed"),
    Act.COSIGNING_REFUSED: _("Partner’s log not signed: it contradicts what we saw"),
    Act.COSIGNATURE_TAKEN: _("Partner’s signature taken in"),
    Act.HISTORY_ACCEPTED: _("Went on with an older or other log"),
    Act.OPENING_ERASED: _("What an entry was about erased"),
}
FAULTS: Mapping[str, _StrPromise] = {
    "entry-changed": _("An entry in the database is not what was logged."),
    "entry-missing": _("An entry is missing from the database."),
    "checkpoint-missing": _("There is no signed checkpoint among the files."),
    "checkpoint-broken": _("The signed checkpoint does not read, or its signature is wrong."),
    "files-behind": _("The files are older than the database; the next act writes them."),
    "files-ahead": _("The database was put back to an older state than the files."),
    "root-differs": _("The files and the database do not agree on what was logged."),
    "tile-differs": _("A file of the log was changed."),
    "stamp-broken": _("A time stamp kept here does not hold any more."),
    "cosignature-broken": _("A partner’s signature kept here does not hold any more."),
    "anchor-differs": _("What others stamped or signed is not part of this log any more."),
    "seen-not-kept": _("This machine does not remember the log outside the vault."),
    "no-stamp": _("No authority has stamped this log: when entries were made is our own word."),
    "no-cosignature": _("No partner has signed this log: that all are shown the same is our own word."),
}
NOTICES: Mapping[str, _StrPromise] = {
    "status-changed": _("A status was noted; look whether anything follows from it."),
    "edition-waits": _("An edition waits for a second person."),
    "edition-approved": _("An edition was approved."),
    "edition-published": _("An edition was published."),
    "watch-due": _("A check-in is due."),
    "watch-overdue": _("A check-in is overdue."),
    "watch-blind": _("A watch could not run. This is our failure, not anybody’s silence."),
}
ALL: Mapping[str, Mapping[str, _StrPromise]] = {"acts": ACTS, "faults": FAULTS, "notices": NOTICES}
