"""What a person fills in about an amount: how much, in which unit, what for, as what it is told."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guwah.instruments.amounts import UNITS
from guwah.steps.claims.flows import AmountGiven
from guwah.steps.claims.picturing.sums import UNIT_WORDS
from guwah.steps.claims.picturing.tables import Amount

_AUTO = {"dir": "auto"}
_LTR = {"dir": "ltr"}


def _units() -> list[tuple[str, object]]:
    return [("", _("not a unit of land")), *((code, UNIT_WORDS[code]) for code in UNITS)]


class AmountForm(forms.Form):
    """How much a claim tells."""

    subject = forms.ChoiceField(
        label=_("What for"),
        required=False,
        choices=[("", _("nobody has said")), *Amount.Subject.choices],
    )
    thing = forms.CharField(
        label=_("Which one"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_("Which land, whose wage. Only amounts of the same thing are held against each other."),
    )
    role = forms.ChoiceField(
        label=_("Told as"),
        choices=Amount.Role.choices,
        widget=forms.RadioSelect,
        help_text=_("“By the standard” is what a law or a notice sets; “paid” is what was really paid."),
    )
    measure = forms.ChoiceField(label=_("What is measured"), choices=Amount.Measure.choices)
    value = forms.CharField(
        label=_("Number"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs=_LTR),
        help_text=_("In digits, with a point before decimals. Left empty where the words name none."),
    )
    most = forms.CharField(
        label=_("up to"), max_length=24, required=False, widget=forms.TextInput(attrs=_LTR)
    )
    approximate = forms.BooleanField(label=_("said as “about”"), required=False)
    currency = forms.CharField(
        label=_("Currency, or what is counted"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_(
            "Money by its code: CNY, KZT, USD. Left empty, the unit stays open and is never guessed."
        ),
    )
    land = forms.ChoiceField(label=_("Unit of land"), required=False, choices=_units)
    per = forms.CharField(
        label=_("For each, or how often"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_("In the words of the claim: per mu, a month."),
    )

    def given(self) -> AmountGiven:
        """Return what a valid form says."""
        said: dict[str, Any] = dict(self.cleaned_data)
        currency, land = said.pop("currency").strip(), said.pop("land")
        unit = {Amount.Measure.AREA: land, Amount.Measure.SHARE: "percent"}.get(said["measure"], currency)
        texts = {name: value.strip() for name, value in said.items() if isinstance(value, str)}
        return AmountGiven(**(said | texts), unit=str(unit))

    @staticmethod
    def filled_in(given: AmountGiven) -> dict[str, object]:
        """Return what an amount fills into the form."""
        land = given.measure == Amount.Measure.AREA
        shown = {name: getattr(given, name) for name in given.__slots__ if name != "unit"}
        return shown | {"land": given.unit if land else "", "currency": "" if land else given.unit}
