"""From a filled-in page to a statement, and from a claim or words to a page that is filled in already."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from guwah.steps.claims import hearsay, queries
from guwah.steps.claims.flows import OWN, Attached, Own, ReadingGiven, Statement
from guwah.steps.claims.flows.as_claims import filled_in
from guwah.steps.claims.forms import OWN_POINT, ClaimForm, ReadingForms
from guwah.steps.claims.models import Claim, Occurrence
from guwah.steps.claims.proposals import constraints, proposed
from guwah.steps.claims.showing import ATTRIBUTES
from guwah.steps.claims.suggesting.seen import seen
from guwah.steps.people.queries import entities_by_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest, QueryDict

    from guwah.accounts.models import Case
    from guwah.steps.claims.proposals import Proposal
    from guwah.steps.claims.suggesting.tables import Suggested
    from guwah.steps.testimony.models import Anchor

READINGS = "readings"
# The button that asks for one more empty reading; nothing is kept then.
MORE = "more"
# What is asked of every claim; the rest stands folded, in the form's own order.
FIRST = ("kind", "occurrence", "new_occurrence", "code", "attribute", "value")
HOW = ("knows", "by")
_LEFT: tuple[object, ...] = (None, "", False, [], Claim.Mode.ASSERTED, Claim.Mode.ASSERTED.value)


@dataclass(frozen=True, slots=True)
class Draft:
    """A page on which a claim is made.

    Attributes:
        form: the claim.
        readings: its readings, the proposed ones first.
        proposals: what each of the first readings was read from.
    """

    form: ClaimForm
    readings: Any
    proposals: Sequence[Proposal]

    @property
    def attributes(self) -> list[tuple[str, object]]:
        """The usual attributes with what they are called."""
        return list(ATTRIBUTES.items())

    @property
    def rows(self) -> list[tuple[Any, Proposal | None]]:
        """The reading forms, each with what it was read from or None."""
        spare = len(self.readings.forms) - len(self.proposals)
        return list(zip(self.readings.forms, [*self.proposals, *[None] * max(0, spare)], strict=False))

    @property
    def first(self) -> list[Any]:
        """What is asked first, field by field."""
        return [self.form[name] for name in FIRST]

    @property
    def how(self) -> list[Any]:
        """What is asked after the time."""
        return [self.form[name] for name in HOW]

    @property
    def rest(self) -> list[Any]:
        """Everything else: what most claims leave as it is."""
        return [field for field in self.form if field.name not in {*FIRST, *HOW}]

    @property
    def says_more(self) -> bool:
        """Whether something is said, or wrong, in what most claims leave as it is."""
        return any(field.errors or field.value() not in _LEFT for field in self.rest)

    def is_valid(self) -> bool:
        """Say whether everything on the page can be taken; both parts are looked at."""
        return all([self.form.is_bound, self.form.is_valid(), self.readings.is_valid()])


def draft(
    request: HttpRequest,
    case: Case,
    anchor: Anchor,
    claim: Claim | None = None,
    suggested: Suggested | None = None,
) -> Draft:
    """Return the page's forms: as sent, or filled with what a claim holds, or with what could be read."""
    spoken = spoken_of(claim)
    # Whoever corrects a masked claim has asked to see it (`pages.replace`).
    asked = claim is not None and claim.pk in hearsay.veil(case, [claim.pk]).claims
    occurrences = queries.occurrences(case, spoken, opened=spoken if asked else ())
    people = queries.named_entities(case, claim)
    proposals = [] if claim else [*(seen(anchor) or proposed(anchor)), *constraints(anchor)]
    sent = _with_one_more(request.POST) if MORE in request.POST else request.POST or None
    keep = {"occurrences": occurrences}
    form = ClaimForm(
        None if MORE in request.POST else sent,
        occurrences=occurrences,
        people=people,
        groups={group.pk: list(group.told.all())[-1].name for group in queries.groups(case)},
        initial=_kept(request.POST)
        if MORE in request.POST
        else _initial(claim, anchor) | (filled_in(suggested) if suggested else {}),
    )
    readings = ReadingForms(
        sent,
        prefix=READINGS,
        form_kwargs=keep,
        initial=_readings(claim, proposals, taken=suggested is not None),
    )
    return Draft(form, readings, proposals)


def statement(case: Case, drawn: Draft, claim: Claim | None = None) -> Statement:
    """Return what a valid page says; whoever the replaced claim spoke of keeps the role."""
    given = drawn.form.cleaned_data
    occurrences = {each.pk: each for each in choosable(case, claim)}
    roles = {link.entity_id: link.role for link in claim.entities.all()} if claim else {}
    chosen = given["occurrence"]
    named = entities_by_number(case, given.get("people", []))
    attribute = given["kind"] == Claim.Kind.ATTRIBUTE
    return Statement(
        kind=given["kind"],
        by=given["by"],
        knows=given["knows"],
        mode=given["mode"],
        occurrence=occurrences.get(chosen) if chosen else None,
        new_occurrence=given["new_occurrence"],
        code=given["attribute"] if attribute else given["code"],
        value=given["value"],
        group=next((one for one in queries.groups(case) if one.pk == given.get("group")), None),
        told_by=given["told_by"],
        said_on=given["said_on"].strip(),
        of_others=given["of_others"],
        readings=tuple(
            reading_given(form.cleaned_data, occurrences) for form in drawn.readings.forms if _taken(form)
        ),
        entities=tuple(Attached(entity, roles.get(entity.pk, "")) for entity in named),
    )


def reading_given(given: Mapping[str, Any], occurrences: Mapping[int, Occurrence]) -> ReadingGiven:
    """Return one reading of a valid form."""
    single = given["form"] == "date"
    return ReadingGiven(
        form=given["form"],
        value=given["value"].strip(),
        of=_point(given["of"], occurrences),
        of_point=given["of_point"],
        to=None if single else _point(given["to"], occurrences),
        to_point="" if single else given["to_point"],
        approximate=given["approximate"],
        basis=given["basis"],
        rule=given["rule"],
    )


def _taken(form: Any) -> bool:  # noqa: ANN401 - a form of the set
    """Say whether a reading is to be kept: a proposal that was ticked, or what a person wrote herself."""
    given = form.cleaned_data
    return bool(given.get("use") or (form.empty_permitted and given.get("value")))


def choosable(case: Case, claim: Claim | None) -> list[Occurrence]:
    """Return what may be chosen on the page of a claim, to write with: the titles are as they stand."""
    return queries.occurrences(case, opened=spoken_of(claim))


def spoken_of(claim: Claim | None) -> set[int | None]:
    """Return the numbers of the occurrences a claim and its readings speak of; None among them is nothing."""
    if claim is None:
        return set()
    readings = claim.readings.all()
    return {claim.occurrence_id, *(one.of_id for one in readings), *(one.to_id for one in readings)}


def _point(chosen: str, occurrences: Mapping[int, Occurrence]) -> Occurrence | Own | None:
    if chosen == OWN_POINT:
        return OWN
    return occurrences.get(int(chosen)) if chosen else None


def _initial(claim: Claim | None, anchor: Anchor) -> dict[str, Any]:
    if claim is None:
        speaker = anchor.now.block.participant if anchor.now.block else None
        return {"by": (speaker.name or speaker.label) if speaker else ""}
    return {
        "kind": claim.kind,
        "occurrence": claim.occurrence_id,
        "code": claim.code,
        "attribute": claim.code if claim.kind == Claim.Kind.ATTRIBUTE else "",
        "value": claim.value,
        "by": claim.by,
        "knows": claim.knows,
        "mode": claim.mode,
        "group": claim.group_id,
        "told_by": claim.told_by,
        "said_on": claim.said_on,
        "of_others": claim.of_others,
        "people": [link.entity_id for link in claim.entities.all()],
    }


def _readings(claim: Claim | None, proposals: Sequence[Proposal], *, taken: bool) -> list[dict[str, Any]]:
    if claim is None:
        return [
            {
                # Whoever comes to say more of a suggestion has chosen it.
                # What it is counted from, nobody has said yet.
                "use": taken and not each.constraint,
                "form": each.form,
                "value": each.value,
                "approximate": each.approximate,
                "basis": each.basis,
                "rule": each.rule,
                **_points(each),
            }
            for each in proposals
        ]
    return [
        {
            "use": True,
            "form": reading.form,
            "value": reading.value,
            "approximate": reading.approximate,
            "basis": reading.basis,
            "of": str(reading.of_id or ""),
            "of_point": reading.of_point or "start",
            "to": str(reading.to_id or ""),
            "to_point": reading.to_point or "end",
            "rule": reading.rule,
        }
        for reading in claim.readings.all()
    ]


def _points(each: Proposal) -> dict[str, str]:
    """Return between which points a proposed reading lies; the one told before is left open."""
    if not each.constraint:
        return {"to": "" if each.form == "date" else OWN_POINT}
    own, other = ("of", "to") if each.back else ("to", "of")
    return {own: OWN_POINT, other: "", f"{own}_point": "start", f"{other}_point": "start"}


def _with_one_more(sent: QueryDict) -> QueryDict:
    more = sent.copy()
    total = more.get(f"{READINGS}-TOTAL_FORMS", "1")
    more[f"{READINGS}-TOTAL_FORMS"] = str(int(total) + 1) if total.isdecimal() else "1"
    return more


def _kept(sent: QueryDict) -> dict[str, Any]:
    return {name: sent.getlist(name) if name == "people" else sent[name] for name in sent}
