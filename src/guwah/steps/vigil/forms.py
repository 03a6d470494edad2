"""What a person types about a watch; the flows judge it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import get_language, gettext_lazy

from guwah.accounts.guard import may
from guwah.accounts.models import Member
from guwah.accounts.permissions import Permission
from guwah.instruments.vocabularies import label, terms
from guwah.instruments.watches.rules import OUTCOMES
from guwah.steps.vigil.flows import Promise

if TYPE_CHECKING:
    from guwah.accounts.models import Case


def zones() -> list[tuple[str, str]]:
    """Return the time zones this machine knows, UTC first."""
    return [("UTC", "UTC"), *((name, name) for name in sorted(available_timezones() - {"UTC"}))]


def outcomes() -> list[tuple[str, str]]:
    """Return the outcomes of a check-in in the page's language; English beside what nobody has checked."""
    language = get_language() or "en"
    return [(term.code, _words(term.code, language)) for term in terms(OUTCOMES)]


def _words(code: str, language: str) -> str:
    # Law 11: a list whose words decide about somebody's safety.
    found = label(OUTCOMES, code, language)
    if found.reviewed or found.language == "en":
        return found.text
    return f"{found.text} ({label(OUTCOMES, code).text})"


class WatchForm(forms.Form):
    """Set a watch."""

    purpose = forms.CharField(
        label=gettext_lazy("What was promised"), max_length=300, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    hour = forms.DateTimeField(
        label=gettext_lazy("By when"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    zone = forms.ChoiceField(
        label=gettext_lazy("Time zone of that hour"),
        help_text=gettext_lazy("The zone in which the hour was agreed, usually the person’s own."),
        choices=zones,
        initial="UTC",
    )
    keeper = forms.ModelChoiceField(label=gettext_lazy("Who answers for it"), queryset=Member.objects.none())
    if_no_answer = forms.CharField(
        label=gettext_lazy("First step when there is no answer"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        keepers = [each.pk for each in Member.objects.all() if may(each, Permission.WATCH_KEEP, case)]
        self.fields["keeper"].queryset = Member.objects.filter(pk__in=keepers)  # type: ignore[attr-defined]  # a ModelChoiceField

    def promise(self) -> Promise:
        """Return what was typed as a promise."""
        said = self.cleaned_data
        zone = UTC if said["zone"] == "UTC" else ZoneInfo(said["zone"])
        typed: datetime = said["hour"]
        due = typed.replace(tzinfo=zone)
        return Promise(said["purpose"], due.astimezone(UTC), said["keeper"], said["if_no_answer"])


class CheckInForm(forms.Form):
    """Note an attempt."""

    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=outcomes)
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
