"""What a person fills in to edit one turn or paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guwah.steps.testimony.page import clock

if TYPE_CHECKING:
    from guwah.instruments.transcripts.model import Time
    from guwah.steps.testimony.models import Block

_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{2}(?:\.\d{1,3})?)")
_LONGEST_LABEL = 200
# Seconds by which a player and the measured length of a recording may disagree.
_ROUNDED = 0.5


def precise(seconds: float | None) -> str:
    """Return a place in a recording as it is kept, to the thousandth: 0:07, 1:02:03.5; empty for none."""
    if seconds is None:
        return ""
    rest = f"{seconds % 1:.3f}".rstrip("0").rstrip(".")
    # Just below a whole second it is nearer to the next one.
    return clock(seconds + 1 if rest == "1" else seconds) + rest[1:]


class ClockField(forms.CharField):
    """A place in a recording as people write it: 0:07, 1:02:03.5; empty for none."""

    def clean(self, value: str | None) -> float | None:
        """Return seconds, or None."""
        said = (value or "").strip()
        if not said:
            return None
        found = _CLOCK.fullmatch(said)
        if found is None:
            raise forms.ValidationError(_("Write minutes and seconds, such as 1:05."))
        hours, minutes, seconds = found.groups()
        return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds)


class EditForm(forms.Form):
    """The words of a part, who says them and when."""

    base = forms.IntegerField(widget=forms.HiddenInput)
    # Which part this is about; its name in the address counts parts, and may be another's by now.
    uid = forms.IntegerField(required=False, widget=forms.HiddenInput)
    words = forms.CharField(label=_("Words"), strip=True, widget=forms.Textarea(attrs={"rows": 8}))
    label = forms.CharField(
        label=_("Speaker"),
        required=False,
        max_length=_LONGEST_LABEL,
        help_text=_("The label as the text prints it; a new one is a new speaker."),
        widget=forms.TextInput(attrs={"list": "speakers", "dir": "auto"}),
    )
    begins = ClockField(label=_("Heard from"), required=False, help_text=_("Such as 1:05."))
    ends = ClockField(label=_("Heard until"), required=False)
    # Seconds of the recording, as far as they are known.
    length: float | None = None

    @classmethod
    def of(cls, block: Block, words: str, number: int) -> EditForm:
        """Return the form of a part as it stands in a revision with this number."""
        initial = {
            "base": number,
            "uid": block.uid,
            "words": words,
            "label": block.label,
            "begins": precise(block.time_start),
            "ends": precise(block.time_end),
        }
        return cls(initial=initial).fitting(block)

    def fitting(self, block: Block) -> EditForm:
        """Leave out what a paragraph has not: a speaker."""
        if block.session_id is None:
            del self.fields["label"]
        return self

    def clean(self) -> dict[str, Any]:
        """Refuse times that no recording can have."""
        data = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if begins is None and ends is not None and not self.errors:
            self.add_error("begins", _("Say where it begins as well, or leave both times empty."))
        elif begins is not None and ends is not None and ends < begins:
            told = {"begins": precise(begins), "ends": precise(ends)}
            self.add_error("ends", _("It cannot end at %(ends)s: it begins at %(begins)s.") % told)
        for name, place in (("begins", begins), ("ends", ends)):
            if self.length and place is not None and place > self.length + _ROUNDED:
                told = {"place": precise(place), "length": precise(round(self.length, 1))}
                self.add_error(name, _("The recording is over at %(length)s, before %(place)s.") % told)
        return data

    @property
    def time(self) -> Time | None:
        """When the part is heard, as it was filled in."""
        begins: float | None = self.cleaned_data["begins"]
        return None if begins is None else (begins, self.cleaned_data["ends"])
