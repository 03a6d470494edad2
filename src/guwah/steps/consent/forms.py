"""What a person fills in about consent: nothing is ticked beforehand, and what is left open stays open."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guwah.instruments.languages import isolate
from guwah.instruments.vocabularies import codes, label
from guwah.steps.consent.judging import CUT_FIRST

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from guwah.accounts.models import Case
    from guwah.steps.testimony.models import Layer

EVERY = "*"
UNKNOWN = "unknown"
_AUTO = {"dir": "auto"}
# How the details of a condition are kept; where it is none of these, they are a note beside it.
_LISTS = {"only_recipient": "recipients", "languages": "languages", "media": "media", "identity": "identity"}
_DETAILS = {"not_before": "date", "not_after": "date", CUT_FIRST: "about"}


def words_of(list_name: str, code: str) -> str:
    """Return the label of a code in the page's language; the English beside an unchecked one (law 11)."""
    asked = get_language() or "en"
    found = label(list_name, code, "zh-Hans" if asked == "zh-hans" else asked)
    if found.reviewed or found.language == "en":
        return found.text
    return f"{isolate(found.text)} ({isolate(label(list_name, code).text)})"


def _choices(list_name: str) -> list[tuple[str, object]]:
    return [(code, words_of(list_name, code)) for code in codes(list_name)]


def _or_all(list_name: str) -> list[tuple[str, object]]:
    return [(EVERY, _("all of them, said in so many words")), *_choices(list_name)]


def _open(list_name: str, empty: Any) -> list[tuple[str, object]]:  # noqa: ANN401 - a lazy translation
    return [("", empty), *_choices(list_name)]


def _many(list_name: str, title: Any, **more: Any) -> forms.MultipleChoiceField:  # noqa: ANN401 - Django's own
    return forms.MultipleChoiceField(
        label=title,
        required=False,
        choices=lambda: _or_all(list_name),
        widget=forms.CheckboxSelectMultiple,
        **more,
    )


class ConsentForm(forms.Form):
    """A consent act: what was said may be done, with what, for whom, and how the person appears."""

    # The record's id from the first sight of the page on: sent twice, it is one record.
    id = forms.RegexField(regex=r"^[A-Za-z0-9-]{1,40}$", widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("What these words do"),
        choices=lambda: _choices("consent_record_kinds"),
        widget=forms.RadioSelect,
    )
    state = forms.ChoiceField(
        label=_("How it stands"),
        choices=lambda: _open("consent_states", _("choose")),
        help_text=_(
            "Words that do not settle it are “unclear”, and count as not given until somebody asks again."
        ),
    )
    by = forms.CharField(
        label=_("Who gave it"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_("Left empty: whoever speaks there."),
    )
    capture = forms.ChoiceField(
        label=_("How it was taken"),
        choices=lambda: _open("consent_capture", _("not noted")),
        required=False,
    )
    material = forms.MultipleChoiceField(
        label=_("What it is about"), required=False, widget=forms.CheckboxSelectMultiple
    )
    leaves_out = forms.MultipleChoiceField(
        label=_("What it leaves out"),
        required=False,
        choices=lambda: _choices("sensitivity_categories"),
        widget=forms.CheckboxSelectMultiple,
    )
    actions = _many("consent_actions", _("What may, or may not, be done"))
    audiences = _many(
        "consent_audiences",
        _("For whom"),
        help_text=_("The State complained of is never meant by any other."),
    )
    recipients = forms.CharField(
        label=_("Named recipients"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_("Separated by commas."),
    )
    identity = _many("consent_identity_forms", _("How the person appears"))
    # Not `media`: a form has an attribute of that name.
    in_media = _many("media", _("In which media"))
    languages = _many("languages", _("In which languages"))
    valid_from = forms.CharField(
        label=_("Holds from"), max_length=40, required=False, widget=forms.TextInput(attrs={"dir": "ltr"})
    )
    valid_to = forms.CharField(
        label=_("Holds until"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("A day as 2031-05-05. Left empty: nothing was said of it."),
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2, **_AUTO}), max_length=1000
    )

    def __init__(self, *args: Any, layers: Sequence[Layer], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.fields["id"].initial = secrets.token_hex(3)
        self.fields["material"].choices = _materials(layers)  # type: ignore[attr-defined] # a field of choices


def _materials(layers: Iterable[Layer]) -> list[tuple[str, object]]:
    """Everything, each source with all its texts, each text alone."""
    found: dict[str, object] = {EVERY: _("everything of this case, said in so many words")}
    for layer in layers:
        title = isolate(layer.source.title)
        found.setdefault(
            f"source:{layer.source.number}",
            _("%(title)s, in every version") % {"title": f"{layer.source.number}. {title}"},
        )
        kind, tag = layer.get_kind_display(), isolate(layer.language) if layer.language else ""
        found[f"layer:{layer.pk}"] = f"{title}: {kind} {tag}".rstrip()
    return list(found.items())


class ConditionForm(forms.Form):
    """One condition on which something was allowed."""

    code = forms.ChoiceField(
        label=_("On condition that"),
        required=False,
        choices=lambda: _open("consent_conditions", _("nothing more")),
    )
    category = forms.ChoiceField(
        label=_("Which kind of words to cut"),
        required=False,
        choices=lambda: _open("sensitivity_categories", _("not said")),
    )
    detail = forms.CharField(
        label=_("Exactly"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs=_AUTO),
        help_text=_("The day as 2031-05-05, the recipients or codes separated by commas, or what was said."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask which condition, where only its details are given."""
        given = super().clean() or {}
        if not given.get("code") and (given.get("detail") or given.get("category")):
            self.add_error("code", _("Say which condition this is."))
        return given


ConditionForms = forms.formset_factory(ConditionForm, extra=2, max_num=20)


class QualityForm(forms.Form):
    """The flags of the quality of a consent: yes, no, or not known; unknown is not no."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        answers = [("true", _("yes")), ("false", _("no")), (UNKNOWN, _("not known"))]
        for code in codes("consent_quality_flags"):
            self.fields[code] = forms.ChoiceField(
                label=words_of("consent_quality_flags", code),
                choices=answers,
                widget=forms.RadioSelect,
                initial=UNKNOWN,
            )

    def answers(self) -> dict[str, bool]:
        """Return what is known."""
        return {code: said == "true" for code, said in self.cleaned_data.items() if said != UNKNOWN}


class SituationForm(forms.Form):
    """Whether the person is free, and whether anybody reaches them."""

    custody = forms.ChoiceField(label=_("The person is"), choices=lambda: _choices("custody"))
    reachable = forms.ChoiceField(
        label=_("Can be reached"),
        choices=[("true", _("yes")), ("false", _("no")), (UNKNOWN, _("not known"))],
    )

    @classmethod
    def of(cls, case: Case) -> SituationForm:
        """Return the form with what is noted now."""
        reachable = UNKNOWN if case.reachable is None else str(case.reachable).lower()
        return cls(initial={"custody": case.custody, "reachable": reachable})

    def is_reachable(self) -> bool | None:
        """Return yes, no, or None."""
        return {"true": True, "false": False}.get(self.cleaned_data["reachable"])


class DecideForm(forms.Form):
    """May a stretch be shown, or does it stay masked."""

    show = forms.ChoiceField(
        label=_("These words"),
        choices=[("show", _("may be shown")), ("mask", _("stay masked"))],
        widget=forms.RadioSelect,
    )
    category = forms.ChoiceField(
        label=_("What kind of words they are"),
        required=False,
        choices=lambda: _open("sensitivity_categories", _("ordinary words")),
    )


def condition_given(cleaned: Mapping[str, str]) -> dict[str, Any]:
    """Return a condition in the shape of `permission evaluate`."""
    code, detail, params = cleaned["code"], cleaned["detail"].strip(), dict[str, Any]()
    if cleaned["category"] and code == CUT_FIRST:
        params["category"] = cleaned["category"]
    if detail and code in _LISTS:
        params[_LISTS[code]] = listed(detail)
    elif detail:
        params[_DETAILS.get(code, "note")] = detail
    return {"code": code, "params": params, "met": None}


def listed(text: str) -> list[str]:
    """Return the parts of a list that somebody wrote with commas, of any script."""
    return [part.strip() for part in re.split(r"[,،，、;؛]", text) if part.strip()]
