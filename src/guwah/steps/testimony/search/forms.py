"""What somebody fills in to look for words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from guwah.instruments.dates import NotADate, parse
from guwah.instruments.words import ask
from guwah.instruments.words.asking import LONGEST
from guwah.steps.testimony.models import Layer
from guwah.steps.testimony.search.narrowing import Within
from guwah.steps.testimony.tongues import called

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from guwah.accounts.models import Case


def _line(name: str) -> forms.TextInput:
    """Return a line to type in; not of the kind whose typing is kept as an unsaved text."""
    about = {"type": "search", "dir": "auto", "autocomplete": "off", "spellcheck": "false", "class": "text"}
    return forms.TextInput(attrs=about | {"id": f"search-{name}"})


class AskForm(forms.Form):
    """Words, and what narrows the search."""

    words = forms.CharField(label=_("Words"), max_length=LONGEST, widget=_line("words"))
    speaker = forms.CharField(
        label=_("Who speaks"),
        help_text=_("One spelling of the name, in any script."),
        required=False,
        max_length=100,
        widget=_line("speaker"),
    )
    language = forms.ChoiceField(label=_("Language"), required=False)
    case = forms.TypedChoiceField(label=_("Case"), required=False, coerce=int, empty_value=None)
    since = forms.CharField(
        label=pgettext_lazy("days", "From"),
        help_text=_("A year, a month or a day: 2019, 2019-05, 2019-05-12."),
        required=False,
        max_length=40,
        widget=_line("since"),
    )
    until = forms.CharField(label=_("Until"), required=False, max_length=40, widget=_line("until"))

    def __init__(self, *args: Any, cases: Sequence[Case], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        offered: dict[str, list[tuple[object, object]]] = {
            "case": [("", _("every case")), *((each.pk, each.title) for each in cases)],
            "language": [("", _("every language")), *languages(cases)],
        }
        for name, choices in offered.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = choices

    def clean_words(self) -> str:
        """Refuse what holds no word."""
        words: str = self.cleaned_data["words"]
        if not ask(words):
            raise ValidationError(_("Type at least one word that is to be found."))
        return words

    def clean_since(self) -> str:
        """Refuse what is no date."""
        return _date(self.cleaned_data["since"])

    def clean_until(self) -> str:
        """Refuse what is no date."""
        return _date(self.cleaned_data["until"])

    def within(self) -> Within:
        """Return what narrows the search."""
        return Within(**{name: value for name, value in self.cleaned_data.items() if name != "words"})


def _date(given: str) -> str:
    try:
        return parse(given.strip()).text if given.strip() else ""
    except NotADate as wrong:
        raise ValidationError(gettext("This is no date. Write 2019, 2019-05 or 2019-05-12.")) from wrong


def languages(cases: Iterable[Case]) -> list[tuple[object, object]]:
    """Return the languages of the texts of some cases, each with its name."""
    layers = Layer.objects.filter(case__in=list(cases)).exclude(language="")
    tags = sorted(set(layers.order_by().values_list("language", flat=True)))
    return [(tag, language_name(tag)) for tag in tags]


def language_name(tag: str) -> str:
    """Return the name of a language in the language of the page, or the tag where there is none."""
    return called(tag, get_language() or "en")
