"""What pages say of claims, readings and conflicts, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from guwah.instruments.dates.words import in_words
from guwah.instruments.languages import isolate
from guwah.instruments.vocabularies import is_code
from guwah.steps.claims.hearsay import MASK
from guwah.steps.claims.models import Claim, ConflictNote, Reading
from guwah.steps.claims.parties import Between
from guwah.steps.claims.why import duration_words, titled_point, why_words
from guwah.steps.people.forms import words_of
from guwah.steps.testimony.around import Around, close_around
from guwah.steps.testimony.links import to_anchor
from guwah.steps.testimony.page import way_of
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guwah.steps.claims.models import FoundFit
    from guwah.steps.claims.queries import Shown
    from guwah.steps.testimony.models import Anchor

POINT_WORDS = {"start": gettext_lazy("start"), "end": gettext_lazy("end")}
BETWEEN_WORDS = {
    Between.WITNESS_HERSELF: gettext_lazy("The witness said both"),
    Between.WITNESS_REPORTER: gettext_lazy("Between the witness and somebody who reports"),
    Between.REPORTER_HIMSELF: gettext_lazy("One who reports said both"),
    Between.AUTHORITIES: gettext_lazy("Grounds the authorities gave, as they were told on"),
    Between.WITNESSES: gettext_lazy("Between witnesses"),
    Between.REPORTERS: gettext_lazy("Between those who report"),
    Between.SPEAKER_SELF: gettext_lazy("One speaker said both; nobody has noted in which role"),
    Between.SPEAKERS: gettext_lazy("Between speakers; nobody has noted in which roles"),
}
GRADE_WORDS = {
    "some-readings": gettext_lazy("cannot all be true, unless “about” is taken very wide"),
    "question": gettext_lazy("a question: one of them is itself said to be uncertain"),
}
SETTLES = {
    Between.WITNESS_HERSELF: gettext_lazy(
        "Ask the witness, when it is safe, without saying which answer is expected; or find a dated paper."
    ),
    Between.WITNESS_REPORTER: gettext_lazy(
        "Go back to the witness's own words first: whoever reports may have counted or rounded. Ask the one"
        " who reports where the date comes from."
    ),
    Between.AUTHORITIES: gettext_lazy(
        "Nothing has to be settled: that the grounds changed is itself a fact. Look for the papers that give"
        " them."
    ),
}
USUAL_SETTLING = gettext_lazy(
    "Ask where each date comes from, and look for a dated paper, picture or message."
)
AGE_SETTLING = gettext_lazy(
    "It was tried in completed years, counted from one at birth, and by the lunar calendar, and fits none."
    " Ask how ages are counted in the family and of which calendar the birth date is; look for a paper that"
    " has it."
)
COUNTING_WORDS = {
    "inclusive": gettext_lazy("when the first and the last day both count"),
    "exclusive": gettext_lazy("when only one of the two end days counts"),
    "completed": gettext_lazy("in completed years"),
    "nominal": gettext_lazy("counted from one at birth, a year more at each new year"),
    "lunar": gettext_lazy("by the lunar calendar"),
}
# The usual ones, so that they are called the same everywhere; any other name may be given.
ATTRIBUTES = {
    "birth-date": gettext_lazy("Birth date"),
    "age": gettext_lazy("Age"),
    "occupation": gettext_lazy("Occupation"),
    "office": gettext_lazy("Office held"),
    "relative": gettext_lazy("Relative"),
    "name": gettext_lazy("Name"),
}
STATE_WORDS = {state.value: state.label for state in ConflictNote.State}


def stands(claim: Claim) -> bool:
    """Say whether a claim was neither replaced nor withdrawn."""
    return claim.replaced_by_id is None and claim.withdrawn_at is None


def may_be_checked(claim: Claim) -> bool:
    """Say whether a claim waits for somebody to compare it with its words."""
    return stands(claim) and claim.checked_by_id is None


def around(anchor: Anchor) -> dict[str, Any]:
    """Return what the part `testimony/quoted.html` shows: words, layer, tongue, the way back."""
    layer = anchor.revision.layer
    tongue = tongue_of(anchor.quote, layer.language)
    return {"anchor": anchor, "layer": layer, "tongue": tongue, "back": to_anchor(anchor)}


def place_of(anchor: Anchor) -> str:
    """Return the address of the turn or paragraph an anchor stands in, without asking the database again."""
    return to_anchor(anchor)


def reading_words(reading: Reading) -> str:
    """Return one reading as a sentence of the page's language."""
    language = get_language() or "en"
    of, to = point_words(reading.of, reading.of_point), point_words(reading.to, reading.to_point)
    if reading.form == Reading.Form.DATE:
        return _("%(point)s: %(date)s") % {"point": of, "date": isolate(in_words(reading.value, language))}
    if reading.form == Reading.Form.DURATION:
        length = duration_words(reading.value)
        said = _("about %(length)s") % {"length": length} if reading.approximate else length
        return _("%(length)s, from %(of)s to %(to)s") % {"length": said, "of": of, "to": to}
    if reading.form == Reading.Form.AGE:
        return _("%(years)s years old at %(to)s, born at %(of)s") % {
            "years": reading.value,
            "of": of,
            "to": to,
        }
    return _("%(of)s came before %(to)s") % {"of": of, "to": to}


def said_words(reading: Reading) -> str:
    """Return what a reading says without what it is about: a date, a length, an age."""
    if reading.form == Reading.Form.DATE:
        return isolate(in_words(reading.value, get_language() or "en"))
    if reading.form == Reading.Form.DURATION:
        length = duration_words(reading.value)
        return _("about %(length)s") % {"length": length} if reading.approximate else length
    if reading.form == Reading.Form.AGE:
        years = int(reading.value)
        return ngettext("%(years)s year old", "%(years)s years old", years) % {"years": years}
    return reading_words(reading)


def attribute_words(code: str) -> str:
    """Return what an attribute is called: of the usual ones the words, else its name as it was given."""
    return str(ATTRIBUTES.get(code, code))


def point_words(occurrence: Any, point: str) -> str:  # noqa: ANN401 - an occurrence, or None
    """Return the start or end of an occurrence in words."""
    if occurrence is None:
        return _("something nobody has named yet")
    return titled_point(occurrence.title, point)


def claim_row(claim: Claim, *, in_conflict: bool = False) -> dict[str, Any]:
    """Return a claim as the design system's part `parts/claim.html` expects it."""
    layer = claim.anchor.revision.layer
    return {
        "number": claim.pk,
        "url": reverse("claim", args=[claim.case_id, claim.pk]),
        "says": says(claim),
        "claimant": claimant_words(claim),
        "masked": claim.masked,
        "quote": "" if claim.masked else claim.anchor.quote,
        "language": layer.language,
        "direction": way_of(layer.language),
        "source": layer.source.title,
        "source_url": place_of(claim.anchor),
        "knows": _knows(claim),
        "machine": claim.unfounded,
        "in_conflict": in_conflict,
        "readings": [] if claim.masked else [reading_words(reading) for reading in claim.readings.all()],
        "mode": "" if claim.mode == Claim.Mode.ASSERTED else claim.get_mode_display(),
        "gone": not stands(claim),
    }


def claimant_words(claim: Claim) -> str:
    """Return who says it; of a group how many it was said to be, in those words."""
    told = list(claim.group.told.all())[-1:] if claim.group is not None else []
    if not told:
        return claim.by
    if not told[0].how_many:
        return _("%(name)s (a group)") % {"name": isolate(claim.by)}
    names = {"name": isolate(claim.by), "how_many": isolate(told[0].how_many)}
    return _("%(name)s (a group: “%(how_many)s”)") % names


def _knows(claim: Claim) -> str:
    if claim.knows == Claim.Knows.UNKNOWN:
        return _("how they know is not said")
    return str(claim.get_knows_display())


def says(claim: Claim) -> str:
    """Return what is claimed, in the group's words."""
    kind = str(claim.get_kind_display())
    if claim.masked:
        return f"{kind}: {MASK}"
    named = claim.occurrence.title if claim.occurrence else claim.value
    if claim.kind == Claim.Kind.ATTRIBUTE and claim.code:
        named = f"{attribute_words(claim.code)}: {claim.value}"
    return f"{kind}: {isolate(named)}" if named else kind


def conflict_row(shown: Shown) -> dict[str, Any]:
    """Return a conflict as the design system's part `parts/conflict.html` expects it."""
    return {
        "number": shown.number,
        "stale": shown.found["stale"],
        "key": shown.key,
        "kind": f"{shown.number}. {BETWEEN_WORDS[shown.between]}",
        "state": ConflictNote.State(shown.state).label,
        "grade": GRADE_WORDS.get(shown.found["grade"], ""),
        "why": _why(shown),
        "settle": _settling(shown),
        "readings": "-".join(str(one) for one in shown.found["readings"]),
        "notes": shown.notes,
        "members": [_member(claim, shown.found) for claim in shown.claims],
    }


def _settling(shown: Shown) -> object:
    """Return what would settle a conflict: of an age, how ages are counted comes before all else."""
    inside = set(shown.found["readings"])
    ages = (
        reading.form == Reading.Form.AGE and reading.pk in inside
        for claim in shown.claims
        for reading in claim.readings.all()
    )
    return AGE_SETTLING if any(ages) else SETTLES.get(shown.between, USUAL_SETTLING)


def _member(claim: Claim, found: Mapping[str, Any]) -> dict[str, Any]:
    row = claim_row(claim, in_conflict=True)
    beside = Around("", "") if claim.masked else close_around(claim.anchor)
    return row | {
        "before": beside.before,
        "after": beside.after,
        "value": _inside(claim, found),
        "source": f"{row['source']} · " + _("claim %(number)s") % {"number": claim.pk},
    }


def _inside(claim: Claim, found: Mapping[str, Any]) -> str:
    """Return those readings of a claim that are in a conflict, in words."""
    if claim.masked:
        return str(MASK)
    inside = (reading for reading in claim.readings.all() if reading.pk in found["readings"])
    return " · ".join(reading_words(reading) for reading in inside)


def _why(shown: Shown) -> str:
    """Say why it is a conflict; of one kept before its reasons were, what its statements say."""
    if any(claim.masked for claim in shown.claims):
        return _("Part of it is told of another person and masked. Open the claim to see its words.")
    if "because" in shown.found:
        return why_words(shown.found["because"], {claim.external_id: claim.pk for claim in shown.claims})
    told = ({"number": claim.pk, "statement": _inside(claim, shown.found)} for claim in shown.claims)
    return " ".join(_("Claim %(number)s: %(statement)s.") % one for one in told)


def counting_rows(counted: Iterable[tuple[Claim, FoundFit]]) -> list[dict[str, Any]]:
    """Return how each stated duration has to be counted to fit, and each age to be taken."""
    return [
        {
            "claim": claim,
            "shown": claim_row(claim),
            "ways": [str(COUNTING_WORDS.get(way, way)) for way in fit.ways],
        }
        for claim, fit in counted
    ]


def reading_rows(claim: Claim) -> list[dict[str, Any]]:
    """Return the readings of a claim in words, each with what it rests on."""
    return [
        {
            "reading": reading,
            "words": reading_words(reading),
            "basis": words_of("reading_bases", reading.basis),
        }
        for reading in claim.readings.all()
    ]


def conflict_rows(shown: Iterable[Shown]) -> list[dict[str, Any]]:
    """Return conflicts as their part expects them."""
    return [conflict_row(one) for one in shown]


def code_words(claim: Claim) -> str:
    """Return the label of a claim's code when it is one of violation_types, else nothing."""
    known = claim.kind == Claim.Kind.OCCURRENCE and is_code("violation_types", claim.code)
    return words_of("violation_types", claim.code) if known else ""
