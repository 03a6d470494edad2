"""What a person types about a petition; the flows judge it."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language, gettext_lazy

from guwah.instruments.vocabularies import label, terms
from guwah.steps.appeals.silence import STATES


def states() -> list[tuple[str, str]]:
    """Return the states of a letter in the page's language, in the order of the list."""
    language = get_language() or "en"
    return [(term.code, label(STATES, term.code, language).text) for term in terms(STATES)]


class PetitionForm(forms.Form):
    """Write down a petition."""

    title = forms.CharField(
        label=gettext_lazy("What the letter asks for"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    to = forms.CharField(
        label=gettext_lazy("To whom it was written"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )


class EventForm(forms.Form):
    """Add what became of it."""

    state = forms.ChoiceField(label=gettext_lazy("What became of it"), choices=states)
    when = forms.CharField(
        label=gettext_lazy("When"),
        help_text=gettext_lazy("As far as it is known: 2024, 2024-03 or 2024-03-15."),
        max_length=60,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("How we know"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
