"""From the filled-in form to a consent record as the permission engine takes it (DESIGN §15)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guwah.steps.consent.forms import ConditionForms, ConsentForm, QualityForm, condition_given, listed
from guwah.steps.testimony.models import Layer

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest

    from guwah.accounts.models import Case
    from guwah.steps.testimony.models import Anchor

_SCOPES = ("material", "actions", "audiences", "identity", "languages")
_TEXTS = ("capture", "valid_from", "valid_to", "note")


@dataclass(frozen=True, slots=True)
class Draft:
    """The three parts of the page."""

    form: ConsentForm
    conditions: forms.BaseFormSet[Any]
    quality: QualityForm

    def is_valid(self) -> bool:
        """Say whether all three can be taken; all are looked at, so that every fault is shown at once."""
        return all([self.form.is_valid(), self.conditions.is_valid(), self.quality.is_valid()])


def draft(request: HttpRequest, case: Case) -> Draft:
    """Return the forms, filled in if they were sent."""
    sent = request.POST or None
    layers = Layer.objects.filter(case=case).select_related("source").order_by("source__number", "pk")
    return Draft(
        ConsentForm(sent, layers=list(layers)),
        ConditionForms(sent, prefix="conditions"),
        QualityForm(sent, prefix="quality"),
    )


def given(drawn: Draft, anchor: Anchor | None) -> dict[str, Any]:
    """Return the record that a valid draft describes; what was left empty was not said."""
    cleaned = drawn.form.cleaned_data
    record: dict[str, Any] = {
        "id": cleaned["id"],
        "kind": cleaned["kind"],
        "state": cleaned["state"],
        "by": cleaned["by"].strip() or speaker(anchor),
        "conditions": [
            condition_given(each.cleaned_data)
            for each in drawn.conditions
            if each.cleaned_data and each.cleaned_data["code"]
        ],
    }
    record |= {field: cleaned[field] for field in _SCOPES if cleaned[field]}
    record |= {field: cleaned[field].strip() for field in _TEXTS if cleaned[field].strip()}
    if cleaned["in_media"]:
        record["media"] = cleaned["in_media"]
    if listed(cleaned["recipients"]):
        record["recipients"] = listed(cleaned["recipients"])
    if cleaned["leaves_out"]:
        record["except"] = cleaned["leaves_out"]
    if drawn.quality.answers():
        record["quality"] = drawn.quality.answers()
    return record


def speaker(anchor: Anchor | None) -> str:
    """Return who speaks the words, empty where nobody does."""
    block = anchor.now.block if anchor else None
    if block is None:
        return ""
    return (block.participant.name or block.participant.label) if block.participant else block.label
