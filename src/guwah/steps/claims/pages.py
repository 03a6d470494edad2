"""The pages of claims: making one from selected words, the list, one claim and what is done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guwah.accounts.answers import existing, telling
from guwah.accounts.guard import ask, case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem
from guwah.steps.claims import flows, found, hearsay, queries, showing
from guwah.steps.claims.drafting import Draft, choosable, draft, reading_given, spoken_of, statement
from guwah.steps.claims.forms import AttachForm, ReadingForm, WithdrawForm
from guwah.steps.claims.models import Claim
from guwah.steps.claims.suggesting.queries import suggested_of
from guwah.steps.people.queries import entities_by_number
from guwah.steps.testimony.queries import anchor_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.testimony.models import Anchor


def number_of(request: HttpRequest, name: str) -> int | None:
    """Return a number of the address, None where there is none that could be one."""
    return number_in(request.GET.get(name))


def claim_or_404(case: Case, claim_id: int) -> Claim:
    """Return a claim of the case with everything around it."""
    return existing(queries.one(case, claim_id))


@case_page(Permission.CLAIM_SEE)
@require_safe
def claims(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the claims of a case, as far as they are asked for."""
    wanted = queries.Wanted(
        kind=request.GET.get("kind", ""),
        by=request.GET.get("by", ""),
        occurrence=number_of(request, "occurrence"),
        entity=number_of(request, "entity"),
        unchecked="unchecked" in request.GET,
        gone="gone" in request.GET,
        after=number_of(request, "after") or 0,
    )
    listed = queries.listed(case, wanted)
    drawn = hearsay.draw(case, listed)
    # Under the name of somebody a masked claim would say whom it is about.
    here = [
        claim
        for claim in listed[: queries.PAGE]
        if wanted.entity is None or wanted.entity not in drawn.people.get(claim.pk, ())
    ]
    asked = request.GET.copy()
    asked["after"] = str(listed[queries.PAGE - 1].pk) if len(listed) > queries.PAGE else ""
    context = {
        "case": case,
        "section": "chronology",
        "wanted": wanted,
        "kinds": Claim.Kind.choices,
        "claims": [showing.claim_row(claim) for claim in here],
        "left_out": len(here) < len(listed[: queries.PAGE]),
        "next": asked.urlencode() if asked["after"] else "",
    }
    return render(request, "claims/claims.html", context)


@case_page(Permission.CLAIM_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Make a claim from selected words."""
    anchor, suggested = _asked(request, case), suggested_of(case, number_of(request, "suggested") or 0)
    drawn = draft(request, case, anchor, suggested=suggested)
    if drawn.is_valid():
        try:
            made = flows.claim_suggested(member_of(request), anchor, statement(case, drawn), suggested)
        except Problem as problem:
            drawn.form.add_error(None, problem.message)
        else:
            messages.success(request, _("The claim is kept with its words."))
            if suggested is not None:
                return redirect("suggestions", case.pk, anchor.revision.layer_id)
            return redirect("claim", case.pk, made.pk)
    return _draft_page(request, anchor, drawn, None)


@case_page(Permission.CLAIM_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, case: Case, claim_id: int) -> HttpResponseBase:
    """Put a corrected claim in the place of one that stands."""
    claim = claim_or_404(case, claim_id)
    if claim.pk in hearsay.veil(case, [claim.pk]).claims:
        ask(member_of(request), Permission.HEARSAY_SEE, case, target=f"claim:{claim.pk}")
    drawn = draft(request, case, claim.anchor, claim)
    if drawn.is_valid():
        try:
            made = flows.replace_claim(member_of(request), claim, statement(case, drawn, claim))
        except Problem as problem:
            drawn.form.add_error(None, problem.message)
        else:
            messages.success(request, _("The claim is replaced; the earlier one is kept in its history."))
            return redirect("claim", case.pk, made.pk)
    return _draft_page(request, claim.anchor, drawn, claim)


@case_page(Permission.CLAIM_SEE)
@require_safe
def claim(request: HttpRequest, case: Case, claim_id: int) -> HttpResponseBase:
    """Show one claim: its words where they stand, its readings, what was made of it."""
    one = claim_or_404(case, claim_id)
    hearsay.draw(case, [one])
    if not one.masked:
        return _claim_page(request, one)
    context = {
        "case": case,
        "section": "chronology",
        "shown": showing.claim_row(one),
        "may_see": hearsay.may_see(member_of(request), case),
    }
    return render(request, "claims/masked.html", context)


@case_page(Permission.HEARSAY_SEE)
@require_POST
def shown(request: HttpRequest, case: Case, claim_id: int) -> HttpResponseBase:
    """Show a masked claim to whoever may see it; the audit trail says who asked."""
    one = claim_or_404(case, claim_id)
    ask(member_of(request), Permission.HEARSAY_SEE, case, target=f"claim:{one.pk}")
    return _claim_page(request, one, asked=True)


@case_page(Permission.PEOPLE_EDIT)
@require_POST
def party(request: HttpRequest, case: Case, entity_id: int) -> HttpResponseBase:
    """Say that the case is about somebody, or take that back."""
    person = existing(next(iter(entities_by_number(case, [entity_id])), None))
    about = request.POST.get("about") == "yes"
    words = _("The case is about this person.") if about else _("The case is not about this person.")
    with telling(request, words):
        (flows.say_party if about else flows.say_not_party)(member_of(request), case, person)
    claim = number_in(request.POST.get("claim"))
    return redirect("claim", case.pk, claim) if claim else redirect("status-history", case.pk)


def _claim_page(request: HttpRequest, one: Claim, *, asked: bool = False) -> HttpResponseBase:
    case, member = one.case, member_of(request)
    makes = may(member, Permission.CLAIM_MAKE, case) and showing.stands(one)
    checks = may(member, Permission.CLAIM_CHECK, case) and showing.may_be_checked(one)
    context = {
        "case": case,
        "section": "chronology",
        "claim": one,
        "shown": showing.claim_row(one),
        **showing.around(one.anchor),
        "code_words": showing.attribute_words(one.code)
        if one.kind == Claim.Kind.ATTRIBUTE
        else showing.code_words(one),
        "readings": showing.reading_rows(one),
        "names": queries.names_of(one),
        "papers": [mention.paper.told.last() for mention in one.papers.select_related("paper")],
        "versions": queries.history(one),
        "conflicts": showing.conflict_rows(queries.conflicts_of(case, one)),
        "answer": found.standing_of(case) if found.waits([one.pk]) else None,
        "others": hearsay.others_in(one),
        "may_name_parties": may(member, Permission.PEOPLE_EDIT, case),
        "may_make": makes,
        "may_check": checks,
        **(_change_forms(one, asked=asked) if makes else {}),
    }
    return render(request, "claims/claim.html", context)


@case_page(Permission.CLAIM_CHECK)
@require_POST
def check(request: HttpRequest, case: Case, claim_id: int) -> HttpResponseBase:
    """Say that one has compared a claim with its words."""
    one = claim_or_404(case, claim_id)
    return _done(request, one, _("Checked, by you."), lambda: flows.check_claim(member_of(request), one))


@case_page(Permission.CLAIM_MAKE)
@require_POST
def withdraw(request: HttpRequest, case: Case, claim_id: int) -> HttpResponseBase:
    """Say that a claim should not stand, and why."""
    one, because = claim_or_404(case, claim_id), request.POST.get("because", "")
    return _done(
        request,
        one,
        _("Withdrawn. The claim and the reason are kept."),
        lambda: flows.withdraw_claim(member_of(request), one, because),
    )


@case_page(Permission.CLAIM_MAKE)
@require_POST
def reading(request: HttpRequest, case: Case, claim_id: int) -> HttpResponseBase:
    """Add another reading to a claim."""
    one = claim_or_404(case, claim_id)
    occurrences = choosable(case, one)
    form = ReadingForm(request.POST, occurrences=occurrences)
    if not form.is_valid() or not form.cleaned_data["value"]:
        messages.error(request, _("A reading needs a form and a value. Nothing was changed."))
        return redirect("claim", case.pk, claim_id)
    given = reading_given(form.cleaned_data, {each.pk: each for each in occurrences})
    return _done(
        request,
        one,
        _("The reading is added; the earlier ones stay."),
        lambda: flows.add_reading(member_of(request), one, given),
    )


@case_page(Permission.CLAIM_MAKE)
@require_POST
def attach(request: HttpRequest, case: Case, claim_id: int) -> HttpResponseBase:
    """Say whom or what a claim speaks of."""
    one = claim_or_404(case, claim_id)
    form = AttachForm(request.POST, people=queries.named_entities(case))
    entities = entities_by_number(case, [form.cleaned_data["entity"]]) if form.is_valid() else []
    if not entities:
        messages.error(request, _("Choose somebody of this case. Nothing was changed."))
        return redirect("claim", case.pk, claim_id)
    attached = flows.Attached(entities[0], form.cleaned_data["role"])
    return _done(
        request,
        one,
        _("Attached to the claim."),
        lambda: flows.attach(member_of(request), one, attached),
    )


def _change_forms(one: Claim, *, asked: bool) -> dict[str, object]:
    """Return the forms below a claim; `asked`: it is a masked one, shown to whoever asked to see it."""
    spoken = spoken_of(one)
    occurrences = queries.occurrences(one.case, spoken, opened=spoken if asked else ())
    return {
        "reading_form": ReadingForm(occurrences=occurrences),
        "attach_form": AttachForm(people=queries.named_entities(one.case)),
        "withdraw_form": WithdrawForm(),
    }


def _done(request: HttpRequest, claim: Claim, words: str, flow: Callable[[], object]) -> HttpResponseBase:
    try:
        flow()
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, words)
    return redirect("claim", claim.case_id, claim.pk)


def _draft_page(request: HttpRequest, anchor: Anchor, drawn: Draft, claim: Claim | None) -> HttpResponseBase:
    case = anchor.revision.layer.case
    context = {
        "case": case,
        "section": "chronology",
        "draft": drawn,
        "claim": claim,
        **showing.around(anchor),
    }
    return render(request, "claims/new.html", context)


def _asked(request: HttpRequest, case: Case) -> Anchor:
    number = number_of(request, "anchor")
    return existing(anchor_of(case, number) if number is not None else None)
