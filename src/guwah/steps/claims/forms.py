"""What a person fills in about claims: who says what, how it is known, how dates are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from guwah.instruments.languages import isolate
from guwah.instruments.vocabularies import codes, term
from guwah.steps.claims.models import POINTS, Claim, ConflictNote, Reading
from guwah.steps.people.forms import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.utils.safestring import SafeString

    from guwah.steps.claims.models import Occurrence

OWN_POINT = "own"
_AUTO = {"dir": "auto"}


def _listed(list_name: str) -> list[tuple[str, object]]:
    # A group term is never assigned to an act (note of the list), so it is not offered.
    named = [code for code in codes(list_name) if not term(list_name, code).facts.get("group")]
    return [("", _("not said")), *((code, words_of(list_name, code)) for code in named)]


def _bases() -> list[tuple[str, object]]:
    return [(code, words_of("reading_bases", code)) for code in codes("reading_bases")]


def _roles() -> list[tuple[str, object]]:
    return _listed("person_roles")


def _violations() -> list[tuple[str, object]]:
    return _listed("violation_types")


class LongSelect(forms.Select):
    """A list of many choices, written at once: Django would render a template for each of them."""

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - Django's own signature
        attrs: Mapping[str, Any] | None = None,
        renderer: Any = None,  # noqa: ANN401 - Django's own signature
    ) -> SafeString:
        """Return the list as HTML."""
        del renderer
        widget = self.get_context(name, value, dict(attrs or {}))["widget"]
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (each["value"], flatatt({"selected": each["selected"]}), each["label"])
                for _group, listed, _place in widget["optgroups"]
                for each in listed
            ),
        )
        named = flatatt({"name": name, **widget["attrs"]})
        return format_html("<select{}>{}</select>", named, options)


class ClaimForm(forms.Form):
    """A statement tied to words."""

    kind = forms.ChoiceField(label=_("What is claimed"), choices=Claim.Kind.choices)
    occurrence = forms.TypedChoiceField(
        label=_("What is said to have happened"), required=False, coerce=int, widget=LongSelect
    )
    new_occurrence = forms.CharField(
        label=_("Or give it a new name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_(
            "A name for the group, such as “the bakery stands closed”. Its start and end can be dated."
        ),
    )
    code = forms.ChoiceField(
        label=_("What kind of act"),
        choices=_violations,
        required=False,
        help_text=_("Only for something that happened and is asserted. The word names what is alleged."),
    )
    attribute = forms.RegexField(
        label=_("Name of the attribute"),
        regex=r"^[a-z][a-z0-9_.-]*$",
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"list": "attributes", "dir": "ltr"}),
        help_text=_("In small letters; the usual ones are offered, any other may be given."),
    )
    value = forms.CharField(
        label=_("In other words"), max_length=500, required=False, widget=forms.TextInput(attrs=_AUTO)
    )
    by = forms.CharField(
        label=_("Who says it"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_("Left empty: whoever speaks there. A group may be a claimant."),
    )
    knows = forms.ChoiceField(
        label=_("How the speaker knows"),
        choices=Claim.Knows.choices,
        widget=forms.RadioSelect,
        initial=Claim.Knows.UNKNOWN,
    )
    mode = forms.ChoiceField(
        label=_("How it is said"),
        choices=Claim.Mode.choices,
        widget=forms.RadioSelect,
        initial=Claim.Mode.ASSERTED,
    )
    group = forms.TypedChoiceField(
        label=_("Or a group says it"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("A group is one voice, however many it is. New ones are written down under Groups."),
    )
    told_by = forms.CharField(
        label=_("Who told the speaker"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_("As it is said, such as “my sister” or a name. What is told on is no second voice."),
    )
    said_on = forms.CharField(
        label=_("Said on"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("The day, as 2011-05 or 2011~, on which an authority said it. Left empty, it is open."),
    )
    of_others = forms.BooleanField(
        label=_("It tells of somebody else, who is not a party of this case"),
        required=False,
        help_text=_("Unless the speaker saw it, such a claim is masked, and nobody need be named for it."),
    )
    people = forms.TypedMultipleChoiceField(
        label=_("Who and what it speaks of"),
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        occurrences: Sequence[Occurrence],
        people: Mapping[int, str],
        groups: Mapping[int, str],
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self.fields["group"],
            [("", _("no group")), *((number, isolate(name)) for number, name in groups.items())],
        )
        if not groups:
            del self.fields["group"]
        named = [(each.pk, isolate(each.title)) for each in occurrences]
        _choose(self.fields["occurrence"], [("", _("nothing, or a new one")), *named])
        _choose(self.fields["people"], [(number, isolate(name)) for number, name in people.items()])
        if not people:
            del self.fields["people"]

    def clean(self) -> dict[str, Any]:
        """Let one occurrence be chosen or named, not both."""
        given = super().clean() or {}
        if given.get("occurrence") and given.get("new_occurrence"):
            self.add_error("new_occurrence", _("Choose one, or name a new one, not both."))
        if given.get("kind") == Claim.Kind.OCCURRENCE and not (
            given.get("occurrence") or given.get("new_occurrence")
        ):
            self.add_error("occurrence", _("Say what happened: choose it, or name a new one."))
        return given


class ReadingForm(forms.Form):
    """One way to understand a date, a duration, an age or an order that was said."""

    use = forms.BooleanField(label=_("Take this reading"), required=False)
    form = forms.ChoiceField(label=_("It is a"), choices=Reading.Form.choices)
    value = forms.CharField(
        label=_("Value"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_(
            "A date as 2011-05-05, 2011-05, 2011~ or 2011-05/2011-08; a duration as P1Y3D,"
            " in hours as PT3H30M; an age in years; for an order: before."
        ),
    )
    approximate = forms.BooleanField(label=_("said as “about”"), required=False)
    basis = forms.ChoiceField(label=_("It rests on"), choices=_bases)
    of = forms.ChoiceField(label=_("It is about"), required=False, initial=OWN_POINT, widget=LongSelect)
    of_point = forms.ChoiceField(label=_("its"), choices=POINTS)
    to = forms.ChoiceField(
        label=_("and, for a duration, an age or an order, about"), required=False, widget=LongSelect
    )
    to_point = forms.ChoiceField(label=_("its"), choices=POINTS, initial="end")
    rule = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        occurrences: Sequence[Occurrence] = (),
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(each.pk), isolate(each.title)) for each in occurrences]
        own = (OWN_POINT, _("what happened, as said above"))
        _choose(self.fields["of"], [own, ("", _("nobody has said which")), *named])
        _choose(self.fields["to"], [("", _("nothing")), own, *named])

    def clean(self) -> dict[str, Any]:
        """Ask for a value where the reading is to be taken."""
        given = super().clean() or {}
        if given.get("use") and not given.get("value"):
            self.add_error("value", _("A reading needs a value."))
        return given


def _choose(field: forms.Field, choices: Iterable[tuple[object, object]]) -> None:
    """Give a field of choices its choices; Django's types do not know that these are such fields."""
    field.choices = list(choices)  # type: ignore[attr-defined] # see above


ReadingForms = forms.formset_factory(ReadingForm, extra=1, max_num=20)


class WithdrawForm(forms.Form):
    """Why a claim should not stand."""

    because = forms.CharField(
        label=_("Why"), max_length=300, widget=forms.TextInput(attrs=_AUTO), help_text=_("Both are kept.")
    )


class AttachForm(forms.Form):
    """Whom or what a claim speaks of, and in which role."""

    entity = forms.TypedChoiceField(label=_("Who or what"), coerce=int, widget=LongSelect)
    role = forms.ChoiceField(label=_("In which role"), choices=_roles, required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        people: Mapping[int, str],
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self.fields["entity"], [(number, isolate(name)) for number, name in people.items()])


class ExplainForm(forms.Form):
    """What is said of a conflict."""

    state = forms.ChoiceField(label=_("Where it stands"), choices=ConflictNote.State.choices)
    words = forms.CharField(
        label=_("Explanation"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("An editor's explanation needs words."),
    )
    claim = forms.IntegerField(
        label=_("Number of the claim that holds the witness's explanation"),
        required=False,
        min_value=1,
        help_text=_("When the witness explains, her own words are shown: make a claim of them first."),
    )
