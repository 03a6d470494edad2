"""What becomes of a filled-in call sheet: the call, assurances, consents and the next promise, or nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from guwah.steps.consent import flows as consent
from guwah.steps.consent.forms import condition_given
from guwah.steps.consent.judging import CUT_FIRST
from guwah.steps.evidence import flows as evidence
from guwah.steps.evidence.models import Assurance
from guwah.steps.evidence.queries import find_source
from guwah.steps.testimony.taking.calling import CallFacts, note_call
from guwah.steps.testimony.taking.tables import Call
from guwah.steps.vigil import flows as vigil
from guwah.web.call_sheet_form import CONDITIONAL
from guwah.web.call_sheet_words import ASKS, POINTS, SENTENCES, Ask, confirmed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Source

UNCLEAR = "unclear"
GIVEN = "given"
REFUSED = "refused"
CALL = "call_recording"
_NOTES = ("whom", "leave_out", "danger")
_CALLER, _WITNESS = Assurance.Side.CALLER.value, Assurance.Side.WITNESS.value
# Kind, side, field, and the field it answers.
_ASSURANCES = (
    ("asked", _CALLER, "ask_her", ""),
    ("answered", _WITNESS, "her_answer", "ask_her"),
    ("asked", _WITNESS, "ask_us", ""),
    ("answered", _CALLER, "our_answer", "ask_us"),
    ("doubted", Assurance.Side.OTHER.value, "doubt", ""),
)


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet that was filled in.

    Attributes:
        case: of whom.
        language: Django's code of the language in which it was read to her.
        told: what the form understood (`CallForm.cleaned_data`).
    """

    case: Case
    language: str
    told: Mapping[str, Any]

    def heard(self, ask: Ask) -> bool:
        """Say whether an answer to this question may count by itself (law 11).

        Words that two speakers did not confirm may have asked something else: then somebody who speaks the
        language made sure that she understood, and what she said herself stands beside the tick.
        """
        asked = [ask.words, *(point.words for point in POINTS)]
        if confirmed(self.language, asked):
            return True
        return bool(self.told["spoken_by"].strip() and self.told[f"words_{ask.code}"].strip())


def keep(actor: Member, filled: Filled) -> Call:
    """Keep everything a sheet says through the flows of the steps, or nothing of it; sent twice, once.

    Raises:
        NotPermitted: the actor may not note one of the parts.
        Problem: one of the parts cannot be taken; nothing was kept.
    """
    told = filled.told
    earlier = Call.objects.filter(case=filled.case, key=told["key"]).first()
    if earlier is not None:
        return earlier
    with transaction.atomic():
        source = _source(actor, filled)
        call = note_call(actor, filled.case, _facts(filled, source))
        _assure(actor, filled, source)
        for ask in ASKS:
            if told[f"answer_{ask.code}"]:
                consent.take(actor, filled.case, given(filled, ask, source))
        _promise(actor, filled, source)
    return call


def given(filled: Filled, ask: Ask, source: Source) -> dict[str, Any]:
    """Return an answer as a consent record in the shape of `permission evaluate` (DESIGN §15).

    A no is a prohibition whatever language it was asked in: a doubt about a "no" is a "no". A yes that
    cannot count by itself is “unclear”, which allows nothing until somebody asks again.
    """
    told, answer = filled.told, filled.told[f"answer_{ask.code}"]
    words = told[f"words_{ask.code}"].strip()
    refused = answer == REFUSED
    conditions = [] if refused else list(_conditions(filled, ask))
    if not refused:
        live = CONDITIONAL if conditions else GIVEN
        answer = live if answer in {GIVEN, CONDITIONAL} and filled.heard(ask) else UNCLEAR
    record: dict[str, Any] = {
        "id": f"call-{told['key']}-{ask.code}",
        "kind": "prohibition" if refused else "grant",
        "state": answer,
        "by": told["person"].strip(),
        "material": [f"source:{source.number}"],
        "actions": list(ask.actions),
        "audiences": list(ask.audiences),
        "conditions": conditions,
    }
    if not refused and ask.identity:
        record["identity"] = list(ask.identity)
    if not refused and ask.media:
        record["media"] = list(ask.media)
    if words:
        record["note"] = words
    if told["answer_record"] in {GIVEN, CONDITIONAL}:
        record["capture"] = "spoken_recorded"
    quality = _quality(filled)
    return record | ({"quality": quality} if quality else {})


def _conditions(filled: Filled, ask: Ask) -> Iterator[dict[str, Any]]:
    told = filled.told
    code, left_out = told[f"condition_{ask.code}"], told["note_leave_out"].strip()
    if code:
        about = left_out if code == CUT_FIRST and left_out else told[f"words_{ask.code}"]
        yield condition_given({"code": code, "category": "", "detail": about})
    if ask.outward and left_out and code != CUT_FIRST:
        yield condition_given({"code": CUT_FIRST, "category": "", "detail": left_out})


def _quality(filled: Filled) -> dict[str, bool]:
    """Return the flags that what was said makes true; what was not ticked is not known, never a no."""
    told = filled.told
    flags = {flag: True for point in POINTS if told[f"said_{point.code}"] for flag in point.flags}
    if told["alone"]:
        flags["line_safe"] = True
    if told["spoken_by"].strip():
        flags["language_ok"] = True
    return flags


def _source(actor: Member, filled: Filled) -> Source:
    number = filled.told["source"]
    if number:
        return find_source(filled.case, int(number))
    held = filled.told["held"].strip()
    title = _("Call with %(person)s") % {"person": filled.told["person"].strip()}
    facts = evidence.SourceFacts(f"{title}, {held}" if held else title, kind=CALL)
    return evidence.name_source(actor, filled.case, facts)


def _facts(filled: Filled, source: Source) -> CallFacts:
    told = filled.told
    notes = {code: told[f"note_{code}"] for code in _NOTES}
    return CallFacts(
        key=told["key"],
        source=source,
        person=told["person"],
        language=filled.language,
        checked=confirmed(filled.language, SENTENCES),
        held=told["held"],
        spoken_by=told["spoken_by"],
        said=tuple(point.code for point in POINTS if told[f"said_{point.code}"]),
        notes=notes,
    )


def _assure(actor: Member, filled: Filled, source: Source) -> None:
    made: dict[str, Assurance] = {}
    for kind, side, name, follows in _ASSURANCES:
        words = filled.told[name].strip()
        if words:
            facts = evidence.AssuranceFacts(kind, side, words, filled.told["held"], source, made.get(follows))
            made[name] = evidence.note_assurance(actor, filled.case, facts)


def _promise(actor: Member, filled: Filled, source: Source) -> None:
    told = filled.told
    hour = told["next_hour"]
    if hour is None:
        return
    zone = UTC if told["next_zone"] == "UTC" else ZoneInfo(told["next_zone"])
    due = hour.replace(tzinfo=zone)
    purpose = _("Call %(person)s again, as promised") % {"person": told["person"].strip()}
    vigil.set_watch(
        actor, filled.case, vigil.Promise(purpose, due.astimezone(UTC), told["keeper"], told["if_not"])
    )
    promised = f"{purpose}: {hour:%Y-%m-%d %H:%M} {told['next_zone']}"
    facts = evidence.AssuranceFacts("promised", _CALLER, promised, told["held"], source)
    evidence.note_assurance(actor, filled.case, facts)
