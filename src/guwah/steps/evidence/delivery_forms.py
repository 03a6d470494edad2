"""What a person says of a delivery; the flow judges it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from guwah.instruments.deliveries import FORMATS
from guwah.steps.evidence.delivery_queries import FORMAT_WORDS
from guwah.steps.evidence.flows import Said


class DeliveryForm(forms.Form):
    """Say what it is, where it does not say so itself."""

    format = forms.ChoiceField(
        label=gettext_lazy("What it is"),
        choices=[("", gettext_lazy("As its bytes say")), *((code, FORMAT_WORDS[code]) for code in FORMATS)],
        required=False,
    )
    dates = forms.ChoiceField(
        label=gettext_lazy("Order of its dates"),
        help_text=gettext_lazy("Only if you know it. Where nobody knows, every possible reading is kept."),
        choices=[
            ("", gettext_lazy("As the file proves")),
            ("dmy", gettext_lazy("day, month, year")),
            ("mdy", gettext_lazy("month, day, year")),
            ("ymd", gettext_lazy("year, month, day")),
        ],
        required=False,
    )
    encoding = forms.CharField(
        label=gettext_lazy("Encoding of its texts"),
        help_text=gettext_lazy("Only if letters look wrong: for instance windows-1251 or gb18030."),
        max_length=40,
        required=False,
    )

    def said(self) -> Said:
        """Return what was said; nothing where the form is empty or not understood."""
        if not self.is_bound or not self.is_valid():
            return Said()
        return Said(**self.cleaned_data)
