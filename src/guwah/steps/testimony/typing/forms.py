"""What a person fills in to type a recording: which one, in which language, who speaks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from guwah.steps.testimony.forms import ItemField, LanguageInput, role_choices
from guwah.steps.testimony.typing.composing import Person
from guwah.steps.testimony.typing.telling import MOST_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import QuerySet

    from guwah.steps.evidence.models import Item

_TIME: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:[.,]\d{1,2})?)")


class PeopleForm(forms.Form):
    """Who speaks, in the order of the keys 1 to 9."""

    def __init__(self, *args: Any, people: Sequence[dict[str, str]] = (), **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_PEOPLE + 1):
            known = people[number - 1] if number <= len(people) else {"name": "", "role": ""}
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Name on key %(number)s") % {"number": number},
                max_length=120,
                required=False,
                initial=known["name"],
                widget=forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"}),
            )
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=_("Role of person %(number)s") % {"number": number},
                choices=role_choices,
                required=False,
                initial=known["role"],
            )

    def rows(self) -> Iterator[tuple[int, forms.BoundField, forms.BoundField]]:
        """Yield number, name and role, as the page shows them beside each other."""
        for number in range(1, MOST_PEOPLE + 1):
            yield number, self[f"name_{number}"], self[f"role_{number}"]

    @property
    def people(self) -> list[Person]:
        """Return those whose name was filled in, in order."""
        given = self.cleaned_data
        every = (Person(given[f"name_{n}"], given[f"role_{n}"]) for n in range(1, MOST_PEOPLE + 1))
        return [each for each in every if each.name]


class BeginForm(PeopleForm):
    """Which recording, in which language, and who speaks."""

    language = forms.CharField(
        label=_("Language that is spoken"),
        max_length=35,
        required=False,
        help_text=_("As a tag: kk-Arab, kk, ug, zh-Hans, ru, en. It may be left open."),
        widget=LanguageInput,
    )

    def __init__(self, *args: Any, items: QuerySet[Item], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["item"] = ItemField(queryset=items, label=_("Recording"), empty_label=None)
        self.order_fields(["item", "language"])


def written_time(given: str) -> float | None:
    """Return the seconds of a time as people write it (0:07.4, 1:02:03), or None for anything else."""
    found = _TIME.fullmatch(given.strip())
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + float(seconds.replace(",", "."))


def time_written(seconds: float | None) -> str:
    """Return seconds as people write them, to the tenth where there is one; empty for None."""
    if seconds is None:
        return ""
    tenths = round(seconds * 10)
    whole, tenth = divmod(tenths, 10)
    minutes = f"{whole // 60 % 60:02}" if whole >= 3600 else str(whole // 60)  # noqa: PLR2004 - an hour
    hours = f"{whole // 3600}:" if whole >= 3600 else ""  # noqa: PLR2004 - an hour
    return f"{hours}{minutes}:{whole % 60:02}" + (f".{tenth}" if tenth else "")
