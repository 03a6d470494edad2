"""What a person fills in about where somebody stands, as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from guwah.instruments.dates import NotADate, parse
from guwah.instruments.dates.civil import date_of
from guwah.instruments.languages import isolate
from guwah.steps.claims.flows import axes, status_codes
from guwah.steps.claims.statuses.history import WEEKDAYS, axis_words, weekday_from
from guwah.steps.people.forms import words_of

if TYPE_CHECKING:
    from collections.abc import Mapping

# So many days of one weekday can be kept; they are weeks.
MOST_WEEKS = 5


class StatusForm(forms.Form):
    """Where a person stands on one axis, as of a day."""

    person = forms.TypedChoiceField(label=_("Whose"), required=False, coerce=int, empty_value=None)
    status = forms.ChoiceField(label=_("Status"))
    as_of = forms.CharField(
        label=_("As of"),
        max_length=60,
        widget=forms.TextInput(attrs={"dir": "ltr"}),
        help_text=_("A day, a month, or a stretch with a stroke between its ends; “about” is a ~ behind it."),
    )
    weekday = forms.TypedChoiceField(
        label=_("Only the weekday was said"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=_("Then write the stretch of up to five weeks in which it lies: the day is left open."),
    )

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 - Django's own signature
        people: Mapping[int, str],
        **kwargs: Any,  # noqa: ANN401 - Django's own signature
    ) -> None:
        super().__init__(*args, **kwargs)
        named = [(number, isolate(name)) for number, name in people.items()]
        choices: dict[str, list[tuple[object, object]]] = {
            "person": [("", _("the person this case is about")), *named],
            "weekday": [("", _("no, the day")), *enumerate(WEEKDAYS)],
            "status": [
                (
                    axis_words(axis),
                    [(f"{axis}:{code}", words_of(f"status_{axis}", code)) for code in status_codes(axis)],
                )
                for axis in axes()
            ],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined] # Django's types do not know

    def clean(self) -> dict[str, Any]:
        """Take a weekday within a stretch for every such day in it."""
        given = super().clean() or {}
        if given.get("weekday") is not None and given.get("as_of"):
            try:
                given["as_of"] = _one_of(given["as_of"], given["weekday"])
            except (NotADate, ValueError):
                self.add_error("as_of", _("Write a stretch of at most five weeks that has such a day in it."))
        return given


def _one_of(edtf: str, weekday: int) -> str:
    """Return every day of a stretch that is such a weekday, as one of them.

    Raises:
        ValueError: it has none, more than `MOST_WEEKS`, or no end.
    """
    days = parse(edtf).days
    if days.first is None or days.last is None:
        raise ValueError(edtf)
    first = weekday_from(days.first, weekday)
    found = ["-".join(f"{part:02}" for part in date_of(day)) for day in range(first, days.last + 1, 7)]
    if not 0 < len(found) <= MOST_WEEKS:
        raise ValueError(edtf)
    return found[0] if len(found) == 1 else f"[{','.join(found)}]"
