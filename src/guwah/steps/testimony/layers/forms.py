"""What a person fills in to say that one text says the same as another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guwah.instruments.languages import isolate
from guwah.steps.testimony.layers.tables import TextReview
from guwah.steps.testimony.models import Layer
from guwah.steps.testimony.tongues import called

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    _LayerField = forms.ModelChoiceField[Layer]
else:
    _LayerField = forms.ModelChoiceField

KINDS = (
    (Layer.Kind.TRANSLATION.value, _("a translation of it")),
    (Layer.Kind.SCRIPT.value, _("the same in another script")),
)


class LayerField(_LayerField):
    """A choice among texts of a case."""

    def label_from_instance(self, obj: Layer) -> str:
        """Return number, source and kind; names from outside are kept from turning their neighbours."""
        language = f", {called(obj.language, get_language() or 'en')}" if obj.language else ""
        return f"{obj.pk}. {isolate(obj.source.title)} ({obj.get_kind_display()}{language})"


class CheckForm(forms.Form):
    """Against what somebody has held a whole text."""

    note = forms.CharField(
        label=_("What others should know of it"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    base = forms.IntegerField(widget=forms.HiddenInput)
    original = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        offered: list[str],
        base: int,
        original: int | None,
        **kwargs: Any,  # noqa: ANN401
    ) -> None:
        kwargs.setdefault("initial", {"base": base, "original": original})
        super().__init__(*args, **kwargs)
        known = dict(TextReview.Against.choices)
        self.fields["against"] = forms.ChoiceField(
            label=_("I held every word of it against"),
            choices=[(code, known[code]) for code in offered],
            widget=forms.RadioSelect,
        )
        self.order_fields(["against"])


class RelateForm(forms.Form):
    """Which text this one comes from, and how."""

    kind = forms.ChoiceField(label=_("This text is"), choices=KINDS)

    def __init__(self, *args: Any, layers: QuerySet[Layer] | None, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        queryset = Layer.objects.none() if layers is None else layers
        self.fields["original"] = LayerField(queryset=queryset, label=_("The other text"), empty_label=None)
        self.order_fields(["original"])

    def offer(self, numbers: Sequence[int]) -> None:
        """Show some texts to choose from: a case may have a thousand."""
        queryset = Layer.objects.filter(pk__in=numbers).select_related("source").order_by("pk")
        self.fields["original"] = LayerField(
            queryset=queryset, label=self.fields["original"].label, empty_label=None
        )
