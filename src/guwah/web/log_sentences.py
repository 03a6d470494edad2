"""The log in sentences: who did what. Whom or what it was about stands in the case, not here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from guwah.vault.custody import Act

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.functional import _StrPromise

SENTENCES: Mapping[str, _StrPromise] = {
    Act.VAULT_MADE: _("%(who)s made this vault."),
    Act.MEMBER_ADDED: _("%(who)s gave somebody a way into this vault."),
    Act.MEMBER_JOINED: _("%(who)s brought somebody into a case."),
    Act.VAULT_NAMED: _("%(who)s named this vault."),
    Act.CASE_OPENED: _("%(who)s opened a case."),
    Act.SOURCE_NAMED: _("%(who)s named a source."),
    Act.HANDOVER_NOTED: _("%(who)s noted how a source came."),
    Act.HOLDING_NOTED: _("%(who)s noted who has a copy of a source."),
    Act.HOLDING_CHANGED: _("%(who)s noted what became of a copy elsewhere."),
    Act.COPY_REQUESTED: _("%(who)s noted that a copy was asked for."),
    Act.DIGEST_STATED: _("%(who)s noted the digest that a holder states for a copy."),
    Act.DIGEST_COMPARED: _("%(who)s held a stated digest against our files."),
    Act.ASSURANCE_NOTED: _("%(who)s noted how people on a line made sure of each other."),
    Act.SEALED: _("%(who)s sealed an item."),
    Act.CAME_AGAIN: _("%(who)s added bytes again that are here already."),
    Act.DELIVERED: _("%(who)s read a delivery into a case."),
    Act.VERIFIED: _("%(who)s checked sealed items against what was logged."),
    Act.SCRUBBED: _("%(who)s looked whether sealed items still open."),
    Act.EXAMINED: _("%(who)s had an item read, shut off from everything else."),
    Act.CLEANED: _("%(who)s had a copy made of an item without what it tells besides."),
    Act.INTAKE_MADE: _("%(who)s made a folder that can only take in."),
    Act.INTAKE_TAKEN: _("%(who)s took an item in from a folder that can only take in."),
    Act.TRANSCRIBED: _("%(who)s brought in a text."),
    Act.TYPING_BEGUN: _("%(who)s began to type a recording."),
    Act.TYPING_LAID_ASIDE: _("%(who)s laid a transcription aside."),
    Act.RECORDING_BEGUN: _("%(who)s began to record."),
    Act.RECORDING_DROPPED: _("%(who)s threw away a recording that was not finished."),
    Act.ANCHORED: _("%(who)s held words of a text fast."),
    Act.NAMED: _("%(who)s recorded a name."),
    Act.NAME_WITHDRAWN: _("%(who)s took a name back."),
    Act.IDENTIFIED: _("%(who)s judged whether two records are the same."),
    Act.IDENTIFICATION_WITHDRAWN: _("%(who)s took a judgement of sameness back."),
    Act.NOTED: _("%(who)s made a note."),
    Act.TEXT_EDITED: _("%(who)s edited a text; the earlier text stays."),
    Act.WORDS_SEEN: _("%(who)s looked at words that had changed, and said where they stand."),
    Act.CLAIMED: _("%(who)s recorded what somebody says."),
    Act.CLAIM_CHANGED: _("%(who)s changed how a statement is recorded."),
    Act.CONFLICT_NOTED: _("%(who)s spoke to a contradiction."),
    Act.CUT: _("%(who)s cut words at somebody’s wish."),
    Act.CUT_LIFTED: _("%(who)s lifted a cut."),
    Act.CONSENT_GIVEN: _("%(who)s recorded that consent was given."),
    Act.CONSENT_REFUSED: _("%(who)s recorded that consent was refused."),
    Act.CONSENT_WITHDRAWN: _("%(who)s recorded that consent was withdrawn."),
    Act.PASSAGE_MARKED: _("%(who)s marked the passage a condition means."),
    Act.SPAN_DECIDED: _("%(who)s decided whether words may be shown."),
    Act.WORDS_CLEARED: _("%(who)s read words and decided whether they go out."),
    Act.EDITION_BUILT: _("%(who)s built an edition."),
    Act.EDITION_APPROVED: _("%(who)s approved an edition."),
    Act.EDITION_PUBLISHED: _("%(who)s published an edition."),
    Act.EXPORTED: _("%(who)s handed sealed items to somebody."),
    Act.RECEIPT_NOTED: _("%(who)s noted that a recipient has what was handed out."),
    Act.STATUS_NOTED: _("%(who)s noted how somebody is."),
    Act.PETITION_NOTED: _("%(who)s noted a petition or what became of it."),
    Act.WATCH_SET: _("%(who)s promised to keep watch."),
    Act.WATCH_ANSWERED: _("%(who)s noted how a check-in went."),
    Act.QUIET_DAY: _("Nothing happened that day; this entry keeps it from showing."),
    Act.REPAIRED: _("Guwah put in order what an interruption had left half done."),
    Act.DATABASE_DAMAGED: _("%(who)s looked through the database and found it damaged."),
    Act.LOG_FILES_CHANGED: _(
        "The log’s files were found changed; they were kept aside and written again from the database."
    ),
    Act.COMPACTED: _("%(who)s made the database’s file as small as what it holds."),
    Act.STAMPED: _("An authority stamped everything logged before."),
    Act.AUTHORITY_ADDED: _("%(who)s named an authority that stamps this log once a day."),
    Act.AUTHORITY_REMOVED: _("%(who)s let go of a time stamp authority."),
    Act.PARTNER_ADDED: _("%(who)s introduced a partner group."),
    Act.PARTNER_KEY_CHANGED: _("%(who)s took new keys of a partner group."),
    Act.CHECKPOINT_SHOWN: _("%(who)s gave this log’s checkpoint to partners."),
    Act.COSIGNED: _("%(who)s signed the log of a partner: it only grew since we saw it last."),
    Act.COSIGNING_REFUSED: _("%(who)s did not sign the log of a partner: it contradicts what we saw."),
    Act.REFUSAL_ANSWERED: _(
        "%(who)s wrote down what was done about a partner’s log that contradicts itself."
    ),
    Act.COSIGNATURE_TAKEN: _("%(who)s took in a partner’s signature under this log."),
    Act.HISTORY_ACCEPTED: _("%(who)s decided to go on with an older or another log."),
    Act.OPENING_ERASED: _("%(who)s erased what an entry was about; the entry itself stays."),
    Act.BACKED_UP: _("%(who)s made a backup of this vault."),
    Act.BACKUP_FAILED: _("A backup by %(who)s did not come to its end; earlier ones stay."),
    Act.BACKUP_CHECKED: _("%(who)s checked a backup where it lies."),
    Act.BACKUP_DRILLED: _("%(who)s tried whether a backup brings this vault back."),
    Act.MENDED: _("%(who)s put sealed files back that the vault had lost."),
    Act.TEXT_COPIED: _("%(who)s took a text out as a file, for work inside the group."),
    Act.TEXT_COPY_FAILED: _("%(who)s wanted to take a text out as a file, which could not be written."),
    Act.RESTORED: _("%(who)s brought this vault back from a backup."),
    Act.ALIGNED: _("%(who)s set two texts side by side, or drew anew which turns answer to which."),
    Act.ALIGNMENT_CONFIRMED: _("%(who)s confirmed which turns of two texts answer to one another."),
    Act.TEXT_CHECKED: _("%(who)s checked a text against what it was made from, and answers for its words."),
    Act.CHECK_WITHDRAWN: _("%(who)s took back that a text was checked."),
    Act.TERM_KEPT: _("%(who)s put a term into a glossary."),
    Act.TERM_CHANGED: _("%(who)s said something else of a term; what was said before stays."),
    Act.GLOSSARY_COPIED: _("%(who)s took a glossary out as a file, for work inside the group."),
    Act.CLAIMS_COPIED: _("%(who)s took claims out as a file, for work inside the group."),
    Act.CLAIMS_COPIED_WITH_CUT: _(
        "%(who)s took claims out as a file, for work inside the group, with those on words that are cut."
    ),
    Act.CALL_NOTED: _("%(who)s noted a call that was held."),
    Act.HABITS_SET: _("%(who)s said how the group marks its transcripts."),
}
# What was put in order, and how many (`accounts.repairs`).
REPAIRS: Mapping[str, _StrPromise] = {
    "half_files": _("half-sealed files removed, none of them acknowledged: %(number)s"),
    "given_up": _("files removed that came only in part: %(number)s"),
    "late_entries": _("entries written to the log’s files late: %(number)s"),
    "half_copy": _("half-made copies of the database removed: %(number)s"),
    "torn": _("pages of the database that were broken off and not taken: %(number)s"),
}
STAMPS: Mapping[str, _StrPromise] = {
    "done": _("stamped"),
    "waiting": _("not reached yet; it will be tried again"),
    "failed": _("failed; the next day asks again"),
    "covered": _("not reached; a later stamp covers it"),
}
# Why a stamp waits or failed; any other code is one of a token that does not hold.
OUTCOMES: Mapping[str, _StrPromise] = {
    "unreachable": _("It could not be reached."),
    "reply-too-long": _("What it sent has no end; it was not read."),
    "stamp-refused": _("It refused to stamp."),
    "wrong-imprint": _("It stamped something else than what was sent."),
    "wrong-nonce": _("It sent an answer to another question."),
    "not-trusted": _("Its answer is not signed by the certificate you gave. Has it a new one?"),
    "wrong-signer": _("Its answer does not say who signed it."),
    "checks-disagree": _("Two programs that check its answer do not agree."),
}
_OTHER: _StrPromise = _("Its answer does not hold.")
_WITH_AN_ERROR: _StrPromise = _("It answered with an error.")


def repairs(told: Mapping[str, int]) -> str:
    """Return in words what a start put in order, and how many of each."""
    return "; ".join(str(REPAIRS[name]) % {"number": told[name]} for name in REPAIRS if name in told)


def stamp_outcome(code: str) -> str:
    """Return why a stamp waits or failed, in words; empty for an empty code."""
    if not code:
        return ""
    return str(_WITH_AN_ERROR if code.startswith("http-") else OUTCOMES.get(code, _OTHER))
