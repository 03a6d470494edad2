"""What a person fills in about repetition, groups that claim, and papers known only by a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guwah.instruments.languages import isolate
from guwah.instruments.vocabularies import codes
from guwah.steps.claims.forms import LongSelect
from guwah.steps.claims.tables import Repeats
from guwah.steps.people.forms import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.steps.evidence.models import Source


_AUTO = {"dir": "auto"}


def _kinds() -> list[tuple[str, object]]:
    return [("", _("not said")), *((code, words_of("source_kinds", code)) for code in codes("source_kinds"))]


class RepeatsForm(forms.Form):
    """That one source repeats another."""

    source = forms.TypedChoiceField(label=_("This source"), coerce=int, widget=LongSelect)
    how = forms.ChoiceField(label=_("How it repeats"), choices=Repeats.How.choices)
    of = forms.TypedChoiceField(label=_("The one it repeats"), coerce=int, widget=LongSelect)
    because = forms.CharField(
        label=_("Where one sees it"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
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


class GroupForm(forms.Form):
    """What is said of a group that claims."""

    name = forms.CharField(
        label=_("Name of the group"),
        max_length=200,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_("By which it is known here, such as “the households by the mill”."),
    )
    how_many = forms.CharField(
        label=_("How many, in the words they were said in"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_("Such as “32 households”. It stays as it was said."),
    )
    number = forms.IntegerField(
        label=_("The same as a number"),
        min_value=1,
        required=False,
        help_text=_("Only where the words are one. A group is one voice, however many it is."),
    )
    claim = forms.IntegerField(
        label=_("Number of the claim in which it was said"), min_value=1, required=False
    )
    place = forms.CharField(
        label=_("Place"), max_length=200, required=False, widget=forms.TextInput(attrs=_AUTO)
    )
    speaker = forms.CharField(
        label=_("Who speaks for it"), max_length=300, required=False, widget=forms.TextInput(attrs=_AUTO)
    )


class PaperForm(forms.Form):
    """What is said of a paper nobody here holds."""

    number = forms.CharField(
        label=_("Number or name of the paper, as said"),
        max_length=120,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_("Letter for letter. It is never read as a date."),
    )
    kind = forms.ChoiceField(label=_("What it is"), choices=_kinds, required=False)
    issuer = forms.CharField(
        label=_("Who gave it out, as said"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
    )
    date_said = forms.CharField(
        label=_("The date it is said to bear, in those words"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
    )
    claim = forms.IntegerField(label=_("Number of the claim that mentions it"), min_value=1, required=False)
