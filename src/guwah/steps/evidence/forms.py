"""What a person types about sources and copies; the flows judge it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import get_language, gettext_lazy

from guwah.instruments.vocabularies import label, terms
from guwah.steps.evidence.flows.digests import ALGORITHMS
from guwah.steps.evidence.models import Assurance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.utils.functional import _StrPromise

_AS_FAR = gettext_lazy("As far as it is known: 2024, 2024-03 or 2024-03-15.")
# States that are noted by themselves; `requested` comes from a request.
_BY_REQUEST = "requested"


def listed(
    name: str, *, without: Iterable[str] = (), empty: bool = True
) -> Callable[[], list[tuple[str, str]]]:
    """Return a function that gives the terms of a list in the page's language, none first."""

    def choices() -> list[tuple[str, str]]:
        asked = get_language() or "en"
        language = "zh-Hans" if asked == "zh-hans" else asked
        found = [(term.code, label(name, term.code, language).text) for term in terms(name)]
        first = [("", "—")] if empty else []
        return first + [each for each in found if each[0] not in set(without)]

    return choices


def source_kinds() -> list[tuple[str, str]]:
    """Return the kinds of sources in the page's language, none first."""
    return listed("source_kinds")()


def _line(words: str | _StrPromise, *, needed: bool = False, most: int = 200) -> forms.CharField:
    widget = forms.TextInput(attrs={"dir": "auto"})
    return forms.CharField(label=words, max_length=most, required=needed, widget=widget)


def _words(words: str | _StrPromise, rows: int = 2, *, needed: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=words, required=needed, widget=widget)


def _date(words: str | _StrPromise) -> forms.CharField:
    return forms.CharField(label=words, help_text=_AS_FAR, max_length=60, required=False)


class SourceForm(forms.Form):
    """Name a source we know of."""

    title = forms.CharField(
        label=gettext_lazy("Name or number of the source"),
        help_text=gettext_lazy("A source may be known only by its name or number; it needs no file."),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=source_kinds, required=False)
    from_whom = _line(gettext_lazy("From whom"))
    channel = forms.ChoiceField(
        label=gettext_lazy("By which way"), choices=listed("arrival_channels"), required=False
    )
    received = _date(gettext_lazy("Received on"))
    provenance = _words(gettext_lazy("How it came"), 3)


class _OfFilesForm(forms.Form):
    """A form whose field `item` is one of the files of a source."""

    def __init__(self, *args: object, items: Iterable[tuple[int, str]] = (), **kwargs: object) -> None:
        """Offer the files of the source: pairs of number and name."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["item"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "—"), *((str(number), name) for number, name in items)]


class HandoverForm(_OfFilesForm):
    """Tell one hand the source went through."""

    from_whom = _line(gettext_lazy("From whom"))
    to_whom = forms.CharField(
        label=gettext_lazy("To whom"),
        help_text=gettext_lazy("Leave it empty when it came to us."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    on = _date(gettext_lazy("When"))
    channel = forms.ChoiceField(
        label=gettext_lazy("By which way"), choices=listed("arrival_channels"), required=False
    )
    words = _words(gettext_lazy("How it went"))
    on_whose_word = _line(gettext_lazy("On whose word we know it"))
    item = forms.ChoiceField(
        label=gettext_lazy("Which file"),
        help_text=gettext_lazy("Leave it when all of the source went this way."),
        required=False,
    )


class HoldingForm(forms.Form):
    """Say who has a copy."""

    holder = _line(gettext_lazy("Who has a copy"), needed=True)
    copy = forms.CharField(
        label=gettext_lazy("Which copy"),
        help_text=gettext_lazy("For instance: the first recording, a print, the file on a telephone."),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=listed("holding_states", without=[_BY_REQUEST], empty=False),
        initial="said_to_exist",
        required=False,
    )
    since = _date(gettext_lazy("Since when"))
    on_whose_word = _line(gettext_lazy("On whose word we know it"))
    note = _words(gettext_lazy("Note"))

    def clean_state(self) -> str:
        """Return the state; said to exist when nobody chose one."""
        return self.cleaned_data["state"] or "said_to_exist"


class RequestForm(forms.Form):
    """Tell that a copy was asked for."""

    asked_on = _date(gettext_lazy("Asked on"))
    channel = forms.ChoiceField(
        label=gettext_lazy("By which way"), choices=listed("arrival_channels"), required=False
    )
    asked_by = _line(gettext_lazy("Who asked"))
    words = _words(gettext_lazy("What was asked"))


class StateForm(_OfFilesForm):
    """Tell what was answered, or what became of a copy."""

    state = forms.ChoiceField(
        label=gettext_lazy("What became of it"),
        choices=listed("holding_states", without=[_BY_REQUEST, "said_to_exist"]),
    )
    as_of = _date(gettext_lazy("When"))
    channel = forms.ChoiceField(
        label=gettext_lazy("By which way"), choices=listed("arrival_channels"), required=False
    )
    on_whose_word = _line(gettext_lazy("On whose word we know it"))
    note = _words(gettext_lazy("What was answered"))
    item = forms.ChoiceField(
        label=gettext_lazy("The file that came"),
        help_text=gettext_lazy("Add the file to the source first; then choose it here."),
        required=False,
    )


class DigestForm(forms.Form):
    """Tell the digest a holder states."""

    algorithm = forms.ChoiceField(
        label=gettext_lazy("Which digest"),
        choices=[(name, name.upper().replace("SHA", "SHA-")) for name in ALGORITHMS],
        initial="sha256",
    )
    digest = forms.CharField(
        label=gettext_lazy("The digest as it was stated"),
        max_length=400,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off", "spellcheck": "false"}),
    )
    on = _date(gettext_lazy("Stated on"))
    on_whose_word = _line(gettext_lazy("Who states it"))


class AssuranceForm(forms.Form):
    """Tell how caller and witness made sure of each other."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it was"),
        choices=listed("assurance_kinds", empty=False),
        widget=forms.RadioSelect,
    )
    side = forms.ChoiceField(
        label=gettext_lazy("By whom"), choices=Assurance.Side.choices, widget=forms.RadioSelect
    )
    words = _words(gettext_lazy("In which words, as told"), 3, needed=True)
    said_on = _date(gettext_lazy("When"))
    source = forms.CharField(
        label=gettext_lazy("Number of the source it belongs to"),
        max_length=9,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    follows = forms.ChoiceField(label=gettext_lazy("What it answers"), required=False)

    def __init__(self, *args: object, notes: Iterable[tuple[int, str]] = (), **kwargs: object) -> None:
        """Offer earlier notes to answer: pairs of number and words."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came
        field = self.fields["follows"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "—"), *((str(number), words) for number, words in notes)]
