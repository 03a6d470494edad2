"""What a person says of a name that was seen: whose it is, and what kind of name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from guwah.instruments.vocabularies import codes
from guwah.steps.people.flows.names import WHAT_LISTS
from guwah.steps.people.forms import words_of
from guwah.steps.people.models import Name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from guwah.steps.people.queries import Hit

NEW: Final = "new"


class NameTakenForm(forms.Form):
    """Whose name it is. Nobody is chosen beforehand where somebody may be meant."""

    who = forms.ChoiceField(label=_l("Whose name is it?"), widget=forms.RadioSelect)
    name_kind = forms.ChoiceField(label=_l("This name is"), choices=Name.Kind.choices)
    language = forms.CharField(
        label=_l("Language of the name"),
        max_length=35,
        required=False,
        help_text=_l("As a tag: kk-Arab, kk, ug, zh-Hans, ru, en. Left empty, it stays open."),
    )
    what = forms.ChoiceField(label=_l("What it is"), required=False)
    also = forms.BooleanField(required=False)

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        kind: str,
        hits: Sequence[Hit],
        others: int,
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        """Make the form.

        Args:
            args: as Django's.
            kind: one of `Entity.Kind`.
            hits: who of that kind may be meant.
            others: at how many other places the same words wait.
            kwargs: as Django's.
        """
        super().__init__(*args, **kwargs)
        new = (NEW, _("Somebody or something new"))
        self.fields["who"] = forms.ChoiceField(
            label=_("Whose name is it?"),
            widget=forms.RadioSelect,
            choices=[*((str(hit.entity.pk), _told(hit)) for hit in hits), new],
            initial=None if hits else NEW,
            help_text=_("Nothing merges by itself: many share a name, and who is meant is your judgement.")
            if hits
            else "",
        )
        if kind in WHAT_LISTS:
            listed = [(code, words_of(WHAT_LISTS[kind], code)) for code in codes(WHAT_LISTS[kind])]
            self.fields["what"] = forms.ChoiceField(
                label=_("What it is"),
                choices=[("", _("not said")), *listed],
                required=False,
                help_text=_("Only for somebody new."),
            )
        else:
            del self.fields["what"]
        if others:
            told = ngettext(
                "The same in %(number)s other place of this text that says exactly this",
                "The same in %(number)s other places of this text that say exactly this",
                others,
            )
            self.fields["also"].label = told % {"number": others}
        else:
            del self.fields["also"]


def _told(hit: Hit) -> SafeString:
    reasons = format_html_join(" · ", "{}", ((reason,) for reason in hit.reasons))
    return format_html(
        '<bdi{}>{}</bdi> <span class="soft">{} {}</span><br>'
        '<span class="soft small" lang="en" dir="ltr">{}</span>',
        format_html(' lang="{}"', hit.name.language) if hit.name.language else "",
        hit.name.text,
        hit.entity.get_kind_display(),
        hit.entity.pk,
        reasons,
    )
