"""What a suggestion says, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from guwah.instruments.dates.words import in_words
from guwah.instruments.languages import isolate
from guwah.instruments.suggestions import KINDS
from guwah.instruments.vocabularies import is_code, label, list_names
from guwah.steps.claims.flows.as_claims import plain
from guwah.steps.claims.why import duration_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from guwah.steps.claims.suggesting.tables import Suggested

KIND_WORDS: Mapping[str, StrOrPromise] = {
    "date": _l("Date"),
    "duration": _l("Duration"),
    "age": _l("Age"),
    "money": _l("Sum of money"),
    "area": _l("Land"),
    "share": _l("Share"),
    "person": _l("Person"),
    "organization": _l("Body"),
    "facility": _l("Facility"),
    "place": _l("Place"),
    "gloss": _l("Term"),
    "personal_data": _l("Personal data"),
    "consent": _l("Consent"),
    "promise": _l("Promise"),
    "declaration": _l("Declaration"),
    "violation": _l("Violation"),
    "status": _l("Status"),
    "trained_reader": _l("A trained reader first"),
}
assert set(KIND_WORDS) == set(KINDS)  # noqa: S101 - a kind without a word would be a hole in every list

# Fields of a value that name something by a code, and the list it is of.
_LISTS = {"violation": "violation_types", "personal_data": "sensitivity_categories"}


# What tells nothing of its own: "yesterday" where the day of the talk is not known.
_NO_DAY = (None, "", "XXXX-XX-XX", "XXXX")


def said_of(one: Suggested) -> str:
    """Return what a rule understood, in the language of the page; empty where it says nothing more."""
    value = one.value
    if one.kind == "date":
        language = get_language() or "en"
        dated = [each["edtf"] for each in value.get("readings", ()) if each["edtf"] not in _NO_DAY]
        return _(" or ").join(isolate(in_words(edtf, language)) for edtf in dated)
    if one.kind == "duration" and value.get("iso8601"):
        return duration_words(value["iso8601"])
    if one.kind == "age" and value.get("years") is not None:
        years = value["years"]
        return ngettext("%(number)s year old", "%(number)s years old", years) % {"number": years}
    if one.kind in _LISTS:
        return _of_list(_LISTS[one.kind], str(value.get("code") or value.get("category") or ""))
    if one.kind == "status":
        return _of_list(f"status_{value.get('axis', '')}", str(value.get("code", "")))
    return isolate(plain(value)) if value else ""


def _of_list(name: str, code: str) -> str:
    if name in list_names() and is_code(name, code):
        return label(name, code, get_language() or "en").text
    return isolate(code)
