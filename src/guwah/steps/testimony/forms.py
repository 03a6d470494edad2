"""What a person fills in: how to take a text, which words are meant, why they are withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from guwah.instruments.languages import isolate
from guwah.instruments.transcripts import READABLE
from guwah.instruments.vocabularies import codes, label
from guwah.steps.evidence.names import shown_name
from guwah.steps.testimony.models import WISHES, Layer
from guwah.steps.testimony.taking.forms import ENCODINGS
from guwah.steps.testimony.tongues import OFFERED, called

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.forms.renderers import BaseRenderer
    from django.utils.safestring import SafeString

    from guwah.steps.evidence.models import Item


def role_choices() -> list[tuple[str, object]]:
    """Return the roles somebody may speak in, in the language of the page, and that nobody has said."""
    asked = get_language() or "en"
    tag = "zh-Hans" if asked == "zh-hans" else asked
    named = [(code, label("person_roles", code, tag).text) for code in codes("person_roles")]
    return [("", _("nobody has said")), *named]


if TYPE_CHECKING:
    _ItemField = forms.ModelChoiceField[Item]
else:
    _ItemField = forms.ModelChoiceField


class ItemField(_ItemField):
    """A choice among sealed items."""

    def label_from_instance(self, obj: Item) -> str:
        """Return number and name; the name comes from outside and is kept from turning its neighbours."""
        named = f"{obj.pk}. {isolate(shown_name(obj.filename))}"
        # Only a list of what may be a text says whether it is one already.
        return f"{named} · {_('taken in already')}" if getattr(obj, "taken", 0) else named


def _formats() -> list[tuple[str, object]]:
    asked = get_language() or "en"
    found = [(code, label("formats", code, asked).text) for code in READABLE]
    return [("", _("find it out")), *found]


class LanguageInput(forms.TextInput):
    """A line for the tag of a language, which offers the usual ones by their names."""

    def render(
        self,
        name: str,
        value: Any,  # noqa: ANN401 - Django's own signature
        attrs: dict[str, Any] | None = None,
        renderer: BaseRenderer | None = None,
    ) -> SafeString:
        """Return the line with the list that the browser offers beside it."""
        offered = f"{(attrs or {}).get('id', name)}-offered"
        line = super().render(name, value, {**(attrs or {}), "list": offered}, renderer)
        page = get_language() or "en"
        names = format_html_join(
            "", '<option value="{}">{}</option>', ((tag, called(tag, page)) for tag in OFFERED)
        )
        return format_html('{}<datalist id="{}">{}</datalist>', line, offered, names)


class ImportForm(forms.Form):
    """How a sealed text is to be taken."""

    format = forms.ChoiceField(label=_("Format"), required=False, choices=_formats)
    language = forms.CharField(
        label=_("Language of the text"),
        max_length=35,
        required=False,
        help_text=_(
            "As a tag: kk-Arab, kk, ug, zh-Hans, ru, en. Left empty, the script decides or it stays open."
        ),
        widget=LanguageInput,
    )
    kind = forms.ChoiceField(label=_("What this text is"), choices=Layer.Kind.choices)
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        required=False,
        choices=ENCODINGS,
        help_text=_("Only for a text that is not understood: how the program that wrote it wrote letters."),
    )

    def __init__(self, *args: Any, items: QuerySet[Item], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["item"] = ItemField(queryset=items, label=_("Sealed text"), empty_label=None)
        self.order_fields(["item"])


class QuoteForm(forms.Form):
    """The words that are meant, typed or pasted."""

    quote = forms.CharField(
        label=_("The words"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        strip=False,
        help_text=_("Exactly as they stand above, with the marks in them. They must stand there only once."),
    )


class CutForm(forms.Form):
    """Why a stretch is withheld, and by whose wish."""

    by = forms.ChoiceField(label=_("By whose wish"), choices=tuple(WISHES.items()))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=200,
        help_text=_("For us only. The public sees nothing but “withheld at the speaker’s wish”."),
    )


class LiftForm(forms.Form):
    """On whose word a cut is lifted."""

    because = forms.CharField(label=_("On whose word, and why"), max_length=200)


class NoteForm(forms.Form):
    """A remark beside words."""

    words = forms.CharField(label=_("Note"), widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}))


class RecordingForm(forms.Form):
    """Which sealed recording a text was taken from."""

    def __init__(self, *args: Any, items: QuerySet[Item], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["item"] = ItemField(queryset=items, label=_("Recording"), empty_label=None)
