"""The entries of the custody log: acts it can tell of, and how rows are appended (integrity reference §3.2).

Entries hold salted commitments only: their openings stay in the encrypted database. Whoever does something
writes it down with `guwah.vault.custody`, so that the log's files follow; only those files' own trouble is
appended from here.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Any

from django.db import connection
from django.utils import timezone

from guwah.instruments.proofs.commitments import SALT_BYTES
from guwah.instruments.proofs.commitments import Opening as Committed
from guwah.instruments.proofs.encodings import canonical
from guwah.instruments.proofs.merkle import Frontier, leaf_hash
from guwah.vault.keyring import KEYRING
from guwah.vault.keys import seal_entries
from guwah.vault.models import LogEntry, LogFrontier, Opening
from guwah.vault.rows import insert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

ENTRY_VERSION = 1
_COLUMNS = ("index", "act", "case", "entry", "sealed", "leaf")
# The actor of what happens by schedule.
ITSELF = "guwah"


@unique
class Act(StrEnum):
    """The closed list of acts the log can tell of."""

    VAULT_MADE = "vault-made"
    VAULT_NAMED = "vault-named"
    MEMBER_ADDED = "member-added"
    MEMBER_JOINED = "member-joined"
    MEMBER_LEFT = "member-left"
    MEMBER_REMOVED = "member-removed"
    PASSPHRASE_CHANGED = "passphrase-changed"  # noqa: S105 - the name of an act
    WAY_IN_FOUND = "way-in-found"
    WAY_IN_DROPPED = "way-in-dropped"
    KEYS_CHANGED = "keys-changed"
    RECOVERY_MADE = "recovery-made"
    RECOVERY_DROPPED = "recovery-dropped"
    RECOVERY_REHEARSED = "recovery-rehearsed"
    RECOVERY_USED = "recovery-used"
    CASE_OPENED = "case-opened"
    SOURCE_NAMED = "source-named"
    HANDOVER_NOTED = "handover-noted"
    HOLDING_NOTED = "holding-noted"
    HOLDING_CHANGED = "holding-changed"
    COPY_REQUESTED = "copy-requested"
    DIGEST_STATED = "digest-stated"
    DIGEST_COMPARED = "digest-compared"
    ASSURANCE_NOTED = "assurance-noted"
    SEALED = "sealed"
    CAME_AGAIN = "came-again"
    DELIVERED = "delivered"
    VERIFIED = "verified"
    SCRUBBED = "scrubbed"
    EXAMINED = "examined"
    CLEANED = "cleaned"
    INTAKE_MADE = "intake-made"
    INTAKE_TAKEN = "intake-taken"
    TRANSCRIBED = "transcribed"
    TYPING_BEGUN = "typing-begun"
    TYPING_LAID_ASIDE = "typing-laid-aside"
    RECORDING_BEGUN = "recording-begun"
    RECORDING_DROPPED = "recording-dropped"
    ROLE_SAID = "role-said"
    ANCHORED = "anchored"
    NAMED = "named"
    NAME_WITHDRAWN = "name-withdrawn"
    IDENTIFIED = "identified"
    IDENTIFICATION_WITHDRAWN = "identification-withdrawn"
    NOTED = "noted"
    CLAIMED = "claimed"
    CLAIM_CHANGED = "claim-changed"
    CONFLICT_NOTED = "conflict-noted"
    CUT = "cut"
    CUT_LIFTED = "cut-lifted"
    CONSENT_GIVEN = "consent-given"
    CONSENT_REFUSED = "consent-refused"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    PASSAGE_MARKED = "passage-marked"
    SPAN_DECIDED = "span-decided"
    WORDS_CLEARED = "words-cleared"
    EDITION_BUILT = "edition-built"
    EDITION_APPROVED = "edition-approved"
    EDITION_PUBLISHED = "edition-published"
    EXPORTED = "exported"
    RECEIPT_NOTED = "receipt-noted"
    STATUS_NOTED = "status-noted"
    PETITION_NOTED = "petition-noted"
    WATCH_SET = "watch-set"
    WATCH_ANSWERED = "watch-answered"
    QUIET_DAY = "quiet-day"
    REPAIRED = "repaired"
    DATABASE_DAMAGED = "database-damaged"
    LOG_FILES_CHANGED = "log-files-changed"
    COMPACTED = "compacted"
    STAMPED = "stamped"
    AUTHORITY_ADDED = "authority-added"
    AUTHORITY_REMOVED = "authority-removed"
    PARTNER_ADDED = "partner-added"
    PARTNER_KEY_CHANGED = "partner-key-changed"
    CHECKPOINT_SHOWN = "checkpoint-shown"
    COSIGNED = "cosigned"
    COSIGNING_REFUSED = "cosigning-refused"
    REFUSAL_ANSWERED = "refusal-answered"
    COSIGNATURE_TAKEN = "cosignature-taken"
    HISTORY_ACCEPTED = "history-accepted"
    OPENING_ERASED = "opening-erased"
    BACKED_UP = "backed-up"
    BACKUP_FAILED = "backup-failed"
    BACKUP_CHECKED = "backup-checked"
    BACKUP_DRILLED = "backup-drilled"
    RESTORED = "restored"
    MENDED = "mended"
    TEXT_COPIED = "text-copied"
    ALIGNED = "aligned"
    ALIGNMENT_CONFIRMED = "alignment-confirmed"
    CALL_NOTED = "call-noted"
    HABITS_SET = "habits-set"
    TEXT_EDITED = "text-edited"
    WORDS_SEEN = "words-seen"
    TEXT_CHECKED = "text-checked"
    CHECK_WITHDRAWN = "check-withdrawn"
    TERM_KEPT = "term-kept"
    TERM_CHANGED = "term-changed"
    GLOSSARY_COPIED = "glossary-copied"
    CLAIMS_COPIED = "claims-copied"
    CLAIMS_COPIED_WITH_CUT = "claims-copied-with-cut"
    TEXT_COPY_FAILED = "text-copy-failed"


@dataclass(frozen=True, slots=True)
class Thing:
    """Something an act is about: a label and the JSON value that is committed to, salted."""

    label: str
    value: Any


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where an act stands in the log, and the openings of what it committed to, in order."""

    index: int
    openings: tuple[Committed, ...]


@dataclass(frozen=True, slots=True)
class Happened:
    """One act of many that are written down together.

    Attributes:
        act: what was done.
        things: what it was done to; each becomes a salted commitment.
        case: number of the case, kept in the database only.
    """

    act: Act
    things: Sequence[Thing]
    case: int | None = None


def append_all(actor: str, happened: Sequence[Happened]) -> list[Recorded]:
    """Append an entry for each of many acts, in order; the files of the log know nothing of them yet.

    Raises:
        RuntimeError: called outside a transaction, where cause and entry could part.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a log entry is written in the transaction of its act")
    now = timezone.now()
    salts = secrets.token_bytes(SALT_BYTES * sum(len(each.things) for each in happened))
    salt = (salts[at : at + SALT_BYTES] for at in range(0, len(salts), SALT_BYTES))
    committed = [
        tuple(Committed(thing.label, next(salt), thing.value) for thing in each.things) for each in happened
    ]
    public = [[each.commitment.hex() for each in openings] for openings in committed]
    first = _append(actor, now, happened, public)
    insert(
        Opening,
        ("entry_id", "label", "commitment", "salt", "value", "about"),
        [
            (index, each.label, commitment, each.salt, each.value, _number(each.value))
            for index, (openings, shown) in enumerate(zip(committed, public, strict=True), start=first)
            for each, commitment in zip(openings, shown, strict=True)
        ],
    )
    return [Recorded(index, openings) for index, openings in enumerate(committed, start=first)]


def _number(value: object) -> int | None:
    number = value.get("id") if isinstance(value, dict) else None
    return number if isinstance(number, int) else None


def _append(actor: str, now: datetime, acts: Sequence[Happened], commitments: Sequence[Sequence[str]]) -> int:
    """Append an entry for each act with its commitments, in hexadecimal; return the index of the first."""
    state, _ = LogFrontier.objects.select_for_update().get_or_create(pk=1)
    first = state.size
    frames = {act: _frame(actor, now, act) for act in {each.act for each in acts}}
    entries: list[bytes] = []
    for each, shown in zip(acts, commitments, strict=True):
        before, after = frames[each.act]
        named = ",".join(f'"{commitment}"' for commitment in shown)
        entries.append(before + named.encode() + after)
    leaves = [*map(leaf_hash, entries)]
    sealed = seal_entries(KEYRING.current().log_entries, first, entries)
    made = zip(acts, entries, sealed, leaves, strict=True)
    rows = [
        (index, each.act.value, each.case, *written)
        for index, (each, *written) in enumerate(made, start=first)
    ]
    insert(LogEntry, _COLUMNS, rows, {"actor": actor, "at": now})
    peaks = tuple(bytes.fromhex(peak) for peak in state.hashes)
    frontier = Frontier(first, peaks).extend(leaves)
    state.size, state.hashes = frontier.size, [peak.hex() for peak in frontier.peaks]
    state.save()
    return first


def _frame(actor: str, now: datetime, act: Act) -> tuple[bytes, bytes]:
    """Return what stands in the canonical form of an entry before and behind its commitments.

    Commitments are hexadecimal digits, which need no escaping; names after `obj` hold no brackets.
    """
    time = now.strftime("%Y-%m-%dT%H:%M:%SZ")
    whole = canonical({"v": ENTRY_VERSION, "t": time, "actor": actor, "act": act.value, "obj": []})
    before, brackets, after = whole.rpartition(b"[]")
    return before + brackets[:1], brackets[1:] + after
