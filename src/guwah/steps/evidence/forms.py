"""What a person types about a source; the flows judge it."""

from __future__ import annotations

from django import forms
from django.utils.translation import get_language, gettext_lazy

from guwah.instruments.vocabularies import label, terms


def source_kinds() -> list[tuple[str, str]]:
    """Return the kinds of sources in the page's language, none first."""
    language = get_language() or "en"
    return [
        ("", "—"),
        *((term.code, label("source_kinds", term.code, language).text) for term in terms("source_kinds")),
    ]


class SourceForm(forms.Form):
    """Name a source we know of."""

    title = forms.CharField(
        label=gettext_lazy("Name or number of the source"),
        help_text=gettext_lazy("A source may be known only by its name or number; it needs no file."),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=source_kinds, required=False)
    provenance = forms.CharField(
        label=gettext_lazy("How it came, and from whom"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    received = forms.CharField(
        label=gettext_lazy("Received on"),
        help_text=gettext_lazy("As far as it is known: 2024, 2024-03 or 2024-03-15."),
        max_length=60,
        required=False,
    )


class HoldingForm(forms.Form):
    """Say who has a copy."""

    holder = forms.CharField(
        label=gettext_lazy("Who has a copy"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    on_whose_word = forms.CharField(
        label=gettext_lazy("On whose word we know it"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
