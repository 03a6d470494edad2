"""What is ticked and written down on a call sheet; nothing is ticked beforehand."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from guwah.accounts.guard import may
from guwah.accounts.models import Member
from guwah.accounts.permissions import Permission
from guwah.instruments.languages import isolate
from guwah.instruments.vocabularies import codes
from guwah.steps.consent.forms import words_of
from guwah.steps.vigil.forms import zones
from guwah.web.call_sheet_words import ASKS, POINTS, Ask, Column, Point, english_column, said_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.forms import BoundField

    from guwah.accounts.models import Case

# How somebody may answer: nothing that is left out here can be heard on a call.
ANSWERS = ("given", "given_conditional", "refused", "unclear")
CONDITIONAL = "given_conditional"
_AUTO = {"dir": "auto"}


def _line(label: Any, most: int = 200, *, needed: bool = False, helps: Any = "") -> forms.CharField:  # noqa: ANN401 - lazy translations
    widget = forms.TextInput(attrs=_AUTO)
    return forms.CharField(label=label, max_length=most, required=needed, widget=widget, help_text=helps)


def _words(label: Any, most: int = 4000) -> forms.CharField:  # noqa: ANN401 - a lazy translation
    widget = forms.Textarea(attrs={"rows": 2, **_AUTO})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)


def _answers() -> list[tuple[str, object]]:
    return [("", _("not asked")), *((code, words_of("consent_states", code)) for code in ANSWERS)]


def _conditions() -> list[tuple[str, object]]:
    listed = [(code, words_of("consent_conditions", code)) for code in codes("consent_conditions")]
    return [("", _("nothing more")), *listed]


class CallForm(forms.Form):
    """The sheet, filled in."""

    key = forms.RegexField(regex=r"^[0-9a-f]{8}$", widget=forms.HiddenInput)
    person = _line(_("Who was called, by the name we use here"), needed=True)
    held = _line(_("When"), 60, helps=_("As far as it is known: 2024, 2024-03 or 2024-03-15."))
    source = forms.ChoiceField(label=_("Which conversation it is"), required=False)
    spoken_by = _line(
        _("Who speaks her language and made sure that she understood"),
        helps=_(
            "While the sentences of her language are not confirmed by two speakers, a yes counts only with "
            "somebody named here and with her own words beside the answer. Else it is kept as “unclear”."
        ),
    )
    note_whom = _line(_("Named recipients, limits"), 1000)
    note_leave_out = _words(_("What to leave out, in her words"))
    alone = forms.BooleanField(label=_("She says that nobody listens"), required=False)
    note_danger = _words(_("Who, and why"))
    ask_her = _line(_("The question for her"), 1000)
    her_answer = _line(_("What she answered"), 1000)
    ask_us = _line(_("Her question for us"), 1000)
    our_answer = _line(_("What we answered"), 1000)
    doubt = _line(_("A doubt that was voiced, or stays"), 1000)
    next_hour = forms.DateTimeField(
        label=_("By when"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Left empty, no watch is set."),
    )
    next_zone = forms.ChoiceField(label=_("Time zone of that hour"), choices=zones, initial="UTC")
    keeper = forms.ModelChoiceField(
        label=_("Who answers for it"), queryset=Member.objects.none(), empty_label=None
    )
    if_not = _line(_("First step when there is no answer"), 500)

    def __init__(self, case: Case, member: Member, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = secrets.token_hex(4)
        titles = case.sources.order_by("-number").values_list("number", "title")
        self.fields["source"].choices = [  # type: ignore[attr-defined] # a field of choices
            ("", _("a new one")),
            *((str(number), f"{number}. {isolate(title)}") for number, title in titles),
        ]
        keepers = [each.pk for each in Member.objects.all() if may(each, Permission.WATCH_KEEP, case)]
        self.fields["keeper"].queryset = Member.objects.filter(pk__in=keepers)  # type: ignore[attr-defined] # a ModelChoiceField
        self.fields["keeper"].initial = member.pk
        for point in POINTS:
            self.fields[f"said_{point.code}"] = forms.BooleanField(label=_("said"), required=False)
        for ask in ASKS:
            self._ask(ask)

    def _ask(self, ask: Ask) -> None:
        self.fields[f"answer_{ask.code}"] = forms.ChoiceField(
            label=_("Her answer"), choices=_answers, required=False, widget=forms.RadioSelect, initial=""
        )
        self.fields[f"condition_{ask.code}"] = forms.ChoiceField(
            label=_("On condition that"), choices=_conditions, required=False
        )
        self.fields[f"words_{ask.code}"] = _line(_("Her own words"), 1000)

    def clean(self) -> dict[str, Any]:
        """Ask which condition, where she set one; a condition without a yes would bind nothing."""
        given = super().clean() or {}
        for ask in ASKS:
            answer, condition = given.get(f"answer_{ask.code}"), given.get(f"condition_{ask.code}")
            if answer == CONDITIONAL and not condition:
                self.add_error(f"condition_{ask.code}", _("Say which condition this is."))
            if condition and answer != CONDITIONAL:
                self.add_error(f"answer_{ask.code}", _("There is a condition and no yes that depends on it."))
        return given


class Row(NamedTuple):
    """A point or a question on the sheet: its words in each language, and what is filled in beside them."""

    code: str
    heading: object
    tick: BoundField | None
    cells: tuple[tuple[Column, str], ...]
    fields: tuple[BoundField, ...]


_BESIDE = {
    "whom": ("note_whom",),
    "leave_out": ("note_leave_out",),
    "danger": ("alone", "note_danger"),
    "recognise": ("ask_her", "her_answer", "ask_us", "our_answer", "doubt"),
    "next": ("next_hour", "next_zone", "keeper"),
    "if_not": ("if_not",),
}


def point_rows(form: CallForm, columns: Sequence[Column]) -> Iterator[Row]:
    """Yield what is said, with its tick and its lines."""
    for point in POINTS:
        fields = tuple(form[name] for name in _BESIDE.get(point.code, ()))
        yield Row(point.code, point.heading, form[f"said_{point.code}"], _cells(point, columns), fields)


def ask_rows(form: CallForm, columns: Sequence[Column]) -> Iterator[Row]:
    """Yield what is asked, with the answer."""
    for ask in ASKS:
        names = (f"answer_{ask.code}", f"condition_{ask.code}", f"words_{ask.code}")
        yield Row(ask.code, "", None, _cells(ask, columns), tuple(form[name] for name in names))


def _cells(one: Point | Ask, columns: Sequence[Column]) -> tuple[tuple[Column, str], ...]:
    """Return the words in each language; what has no translation yet stands as the English it is."""
    english = english_column()
    found = ((column, said_in(column.code, one.words)) for column in columns)
    return tuple((english if words == one.words else column, words) for column, words in found)
