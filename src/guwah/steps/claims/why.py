"""Why a conflict is one, in the language of the page; the engine hands over parts, not sentences."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from guwah.instruments.dates import parse_duration
from guwah.instruments.dates.words import in_words
from guwah.instruments.languages import isolate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from guwah.instruments.chronology import Because

_CLOCK_PART = re.compile(r"(\d+)([HM])")


def kept(because: Sequence[Because], claims: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return why a conflict is one as it is kept with it.

    Args:
        because: a reason for each way of taking alternatives.
        claims: for each assertion id the id of its claim.
    """
    return [
        {
            "said": [
                {
                    "claim": claims[one.id],
                    "form": one.form,
                    "points": [list(point) for point in one.points],
                    "value": one.value,
                    "marked": one.marked,
                }
                for one in reason.said
            ],
            "granted": list(reason.granted),
        }
        for reason in because
    ]


def why_words(because: Sequence[Mapping[str, Any]], numbers: Mapping[str, int]) -> str:
    """Say why a conflict is one: a sentence for each statement, then what is taken for granted.

    Args:
        because: as `kept` returns it.
        numbers: number of each claim by its id in files.
    """
    return f" {_('Taken another way:')} ".join(_reason(one, numbers) for one in because)


def _reason(reason: Mapping[str, Any], numbers: Mapping[str, int]) -> str:
    said = [
        _("Claim %(number)s: %(statement)s.")
        % {"number": numbers[one["claim"]], "statement": statement_words(one)}
        for one in reason["said"]
    ]
    granted = [
        _("“%(title)s” cannot end before it starts.") % {"title": isolate(title)}
        for title in reason["granted"]
    ]
    return " ".join([*said, *granted])


def statement_words(said: Mapping[str, Any]) -> str:
    """Return what one statement says, without a full stop."""
    form, value = said["form"], said["value"]
    first, *others = (titled_point(title, point) for title, point in said["points"])
    if form == "date":
        date = isolate(in_words(value, get_language() or "en"))
        return _("%(point)s is %(date)s") % {"point": first, "date": date}
    points = {"of": first, "to": others[0]}
    if form == "duration":
        length = duration_words(value)
        length = _("about %(length)s") % {"length": length} if said["marked"] else length
        if value.startswith("PT"):
            by_clock = _("from %(of)s to %(to)s it is %(length)s by the clock")
            return by_clock % {**points, "length": length}
        words = _("from %(of)s to %(to)s it is %(length)s, whether the first day is counted or not")
        return words % {**points, "length": length}
    if form == "before":
        strictly, loosely = _("%(of)s is before %(to)s"), _("%(of)s is before %(to)s or on the same day")
        return (strictly if said["marked"] else loosely) % points
    words = ngettext(
        "%(years)s year old at %(to)s, born at %(of)s, however it is counted",
        "%(years)s years old at %(to)s, born at %(of)s, however it is counted",
        int(value),
    )
    return words % {**points, "years": value}


def titled_point(title: str, point: str) -> str:
    """Return the start or the end of what has a title in words."""
    if point == "start":
        return _("the start of “%(title)s”") % {"title": isolate(title)}
    return _("the end of “%(title)s”") % {"title": isolate(title)}


def duration_words(iso8601: str) -> str:
    """Return a duration in words of the page's language, hours and minutes included."""
    days, _sign, clock = iso8601.partition("T")
    if clock:
        return ", ".join(_clock_words(clock))
    length = parse_duration(days)
    said = [
        words % {"number": number}
        for number, words in (
            (length.years, ngettext("%(number)s year", "%(number)s years", length.years)),
            (length.months, ngettext("%(number)s month", "%(number)s months", length.months)),
            (length.weeks, ngettext("%(number)s week", "%(number)s weeks", length.weeks)),
            (length.days, ngettext("%(number)s day", "%(number)s days", length.days)),
        )
        if number
    ]
    return ", ".join(said) or _("no day")


def _clock_words(clock: str) -> Iterator[str]:
    """Yield the parts of a length within a day ("2H30M") in words."""
    for number, unit in _CLOCK_PART.findall(clock):
        said = int(number)
        words = {
            "H": ngettext("%(number)s hour", "%(number)s hours", said),
            "M": ngettext("%(number)s minute", "%(number)s minutes", said),
        }
        yield words[unit] % {"number": said}
