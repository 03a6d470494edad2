"""What a person fills in of a term, and by which the list is narrowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from guwah.steps.testimony.flows.glossing import Said

if TYPE_CHECKING:
    from guwah.steps.testimony.glossary.tables import TermVersion


class TermForm(forms.Form):
    """A term."""

    written = forms.CharField(
        label=_("Term, in its own script"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    language = forms.CharField(
        label=_("Its language, as a tag"),
        required=False,
        max_length=35,
        help_text=_("such as ug, kk-Cyrl or zh-Hans"),
    )
    meaning = forms.CharField(
        label=_("What it means"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    renderings = forms.CharField(
        label=_("How it is rendered"),
        required=False,
        max_length=4000,
        help_text=_("One language a line: its tag, a colon, the words. For example: en: reading circle"),
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    sensitive = forms.BooleanField(
        label=_("Sensitive"),
        required=False,
        help_text=_("Seen only by those who work on texts; left out of files unless somebody asks for it."),
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_renderings(self) -> dict[str, str]:
        """Read the lines `tag: words`."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["renderings"].splitlines():
            tag, colon, words = line.partition(":")
            if not line.strip():
                continue
            if not colon or not tag.strip() or not words.strip():
                raise forms.ValidationError(_("Each line is a language tag, a colon and the words."))
            found[tag.strip()] = words.strip()
        return found

    @property
    def said(self) -> Said:
        """Return what was filled in; the form is valid."""
        told = {key: value for key, value in self.cleaned_data.items() if key != "base"}
        return Said(**told)

    @staticmethod
    def of(row: TermVersion) -> dict[str, object]:
        """Return a term as the form shows it first."""
        lines = [f"{tag}: {words}" for tag, words in row.renderings.items()]
        return {
            "written": row.written,
            "language": row.language,
            "meaning": row.meaning,
            "renderings": "\n".join(lines),
            "note": row.note,
            "sensitive": row.sensitive,
            "base": row.number,
        }
