"""What a person fills in about people: names in any script, kinds, who of a session is who."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guwah.instruments.languages import isolate
from guwah.instruments.vocabularies import codes, label
from guwah.steps.people.flows.names import WHAT_LISTS
from guwah.steps.people.models import Entity, Name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.steps.testimony.models import Participant


def words_of(list_name: str, code: str) -> str:
    """Return the label of a code in the language of the page."""
    asked = get_language() or "en"
    return label(list_name, code, "zh-Hans" if asked == "zh-hans" else asked).text


def _what() -> list[tuple[object, object]]:
    """Return the codes that say what a body or a facility is, under the name of the kind."""
    groups: list[tuple[object, object]] = [("", _("not said"))]
    for kind, name in WHAT_LISTS.items():
        words = [(code, words_of(name, code)) for code in codes(name)]
        groups.append((Entity.Kind(kind).label, words))
    return groups


def _roles() -> list[tuple[str, object]]:
    named = [(code, words_of("person_roles", code)) for code in codes("person_roles")]
    return [("", _("nobody has said")), *named]


class NameForm(forms.Form):
    """One name, as it is written or was said."""

    name = forms.CharField(
        label=_("Name"),
        max_length=300,
        widget=forms.TextInput(attrs={"dir": "auto"}),
        help_text=_("Exactly as it is written or was said, in its own script."),
    )
    name_kind = forms.ChoiceField(label=_("This name is"), choices=Name.Kind.choices)
    language = forms.CharField(
        label=_("Language of the name"),
        max_length=35,
        required=False,
        help_text=_("As a tag: kk-Arab, kk, ug, zh-Hans, ru, en. Left empty, it stays open."),
    )


class EntityForm(NameForm):
    """Somebody or something new, with a first name."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Entity.Kind.choices)
    what = forms.ChoiceField(
        label=_("What it is"),
        choices=_what,
        required=False,
        help_text=_(
            "Only for a body or a facility. What a person is belongs to each claim, never to the person."
        ),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("For the group only. It goes out in nothing."),
    )
    field_order = ("kind", "name", "name_kind", "language", "what", "note")


class SpeaksForm(forms.Form):
    """Which participant of a session this person is."""

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        participants: Iterable[Participant],
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"] = forms.TypedChoiceField(
            label=_("Speaks as"),
            coerce=int,
            choices=[(each.pk, _place(each)) for each in participants],
        )
        self.fields["role"] = forms.ChoiceField(label=_("In this session as"), required=False, choices=_roles)


def _place(participant: Participant) -> str:
    session = participant.session
    title = session.revision.layer.source.title
    return f"{isolate(participant.name or participant.label)} · {isolate(title)} · {session.n}"
