"""What a person fills in about sources that repeat each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guwah.instruments.languages import isolate
from guwah.steps.claims.forms import LongSelect
from guwah.steps.claims.tables import Repeats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.steps.evidence.models import Source


class RepeatsForm(forms.Form):
    """That one source repeats another."""

    source = forms.TypedChoiceField(label=_("This source"), coerce=int, widget=LongSelect)
    how = forms.ChoiceField(label=_("How it repeats"), choices=Repeats.How.choices)
    of = forms.TypedChoiceField(label=_("The one it repeats"), coerce=int, widget=LongSelect)
    because = forms.CharField(
        label=_("Where one sees it"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        sources: Iterable[Source],
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(each.pk, f"{each.number}. {isolate(each.title)}") for each in sources]
        for name in ("source", "of"):
            field = self.fields[name]
            field.choices = named  # type: ignore[attr-defined] # Django's types do not know the kind
