"""What is asked, what was said about it, and the answer: frozen values, codes as in the vocabularies."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from guwah.instruments.redaction.spans import NOTHING, WHOLE, Spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

ANY = "*"  # said in so many words: every action, every language; never the State complained of


class Verdict(StrEnum):
    """The answer: it may go, a person must decide, or it may not go."""

    ALLOW = "allow"
    ASK = "ask"
    DENY = "deny"

    @property
    def weight(self) -> int:
        """0 for allow, 1 for ask, 2 for deny: the heaviest reason decides."""
        return tuple(Verdict).index(self)


class Kind(StrEnum):
    """What a consent record does (list `consent_record_kinds`)."""

    GRANT = "grant"
    PROHIBITION = "prohibition"
    WITHDRAWAL = "withdrawal"


class Custody(StrEnum):
    """Whether the person is in somebody's hands (list `custody`)."""

    FREE = "free"
    WATCHED = "watched"
    HELD = "held"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Material:
    """A source (or layer, or document) or stretches of it.

    Attributes:
        source: its id, or `*` for everything of this person (in records only).
        spans: half-open code points of the source's text; `WHOLE` for all of it.
        categories: sensitivity categories a person found in it; none when nobody looked.
    """

    source: str
    spans: Spans = WHOLE
    categories: frozenset[str] | None = None


def spans_about(materials: Iterable[Material], part: Material) -> Spans:
    """Return the stretches of the source of `part` that the materials name, all together."""
    total = NOTHING
    for each in materials:
        if each.source in {ANY, part.source}:
            total |= each.spans
    return total


@dataclass(frozen=True, slots=True)
class Use:
    """One thing somebody wants to do with testimony.

    Attributes:
        action: code of `consent_actions`.
        audience: code of `consent_audiences`.
        material: what goes out, as exactly as it is known.
        recipient: who receives it, where it is one person or body.
        identity: how the person appears, codes of `consent_identity_forms`; empty when not said.
        medium: code of `media`, or none when not said.
        language: BCP 47 tag, `zxx` for material without words, or none when not said.
        derived_from: the sources a translation, summary or clip was made from.
        existing: it is already out and the question is whether it may stay.
    """

    action: str
    audience: str
    material: Material
    recipient: str | None = None
    identity: tuple[str, ...] = ()
    medium: str | None = None
    language: str | None = None
    derived_from: tuple[Material, ...] = ()
    existing: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition of a grant: code of `consent_conditions`, its parameters, and a person's mark.

    `met` is true or false when a person decided, none when nobody has.
    """

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)
    met: bool | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """A grant, a prohibition or a withdrawal.

    A scope (`actions` and the others) is a set of codes, or none when the words did not say. Unsaid
    means "all" in a prohibition or withdrawal; in a grant it is a question to ask, or, for action,
    audience and material, no permission at all.

    Attributes:
        id: how reasons name the record.
        kind: grant, prohibition or withdrawal.
        by: who gave it; never printed by this engine.
        state: code of `consent_states`.
        material: what it is about; none when not said.
        exceptions: stretches the record leaves out.
        excepted_categories: sensitivity categories the record leaves out.
        valid_from: first moment it holds, or none.
        valid_to: last moment it holds, or none.
        quality: `consent_quality_flags` to true or false; what is absent is not known.
        capture: code of `consent_capture`, or none.
    """

    id: str
    kind: Kind
    by: str
    state: str
    material: tuple[Material, ...] | None = None
    exceptions: tuple[Material, ...] = ()
    excepted_categories: frozenset[str] = frozenset()
    actions: frozenset[str] | None = None
    audiences: frozenset[str] | None = None
    recipients: frozenset[str] | None = None
    identity: frozenset[str] | None = None
    media: frozenset[str] | None = None
    languages: frozenset[str] | None = None
    conditions: tuple[Condition, ...] = ()
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    quality: Mapping[str, bool] = field(default_factory=dict)
    capture: str | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """How the person is now, as far as the group knows."""

    custody: Custody = Custody.UNKNOWN
    reachable: bool | None = None


@dataclass(frozen=True, slots=True)
class ThirdParty:
    """Words about another person (`source` none: in the material itself) and what was decided on them."""

    spans: Spans
    decision: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a stable code, the record it comes from (none for a rule), one plain sentence, its weight."""

    code: str
    record: str | None
    text: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer and every reason for it, heaviest first."""

    decision: Verdict
    reasons: tuple[Reason, ...]


def to_json(decision: Decision) -> dict[str, Any]:
    """Return the decision in the shape of DESIGN §15: `{decision, reasons: [{code, record, text}]}`."""
    return {
        "decision": decision.decision.value,
        "reasons": [
            {"code": each.code, "record": each.record, "text": each.text} for each in decision.reasons
        ],
    }
