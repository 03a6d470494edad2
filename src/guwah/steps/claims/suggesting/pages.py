"""The pages of suggestions: which texts were looked through, and what was found in one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.answers import existing, telling
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.instruments.suggestions import KINDS
from guwah.steps.claims import flows
from guwah.steps.claims.flows.as_claims import DATABLE, Happened, kind_of, statement_of
from guwah.steps.claims.flows.taking import ENTITIES
from guwah.steps.claims.queries import occurrences
from guwah.steps.claims.suggesting import queries
from guwah.steps.claims.suggesting.around import around
from guwah.steps.claims.suggesting.meaning import KIND_WORDS, said_of
from guwah.steps.claims.suggesting.tables import Answer, Look
from guwah.steps.testimony.flows import anchor
from guwah.steps.testimony.links import to_layer
from guwah.steps.testimony.naming import speaker_of
from guwah.steps.testimony.queries import layer_of, newest

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.claims.flows import Answered
    from guwah.steps.claims.suggesting.tables import Looking, Suggested
    from guwah.steps.testimony.models import Layer


@case_page(Permission.CLAIM_SEE)
@require_safe
def texts(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the texts of a case with how much in them waits for an answer."""
    return render(
        request,
        "claims/suggested_texts.html",
        {
            "case": case,
            "section": "chronology",
            "texts": queries.texts(case),
            "may_make": may(member_of(request), Permission.CLAIM_MAKE, case),
        },
    )


@case_page(Permission.CLAIM_SEE)
@require_safe
def suggestions(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Show what was found in a text, each with its words and what a rule understood.

    While it is looked through also how far that is; as JSON for the island that looks again.
    """
    layer = existing(layer_of(case, layer_id))
    looking = queries.looking_of(layer)
    if "json" in request.GET:
        return JsonResponse(_standing(looking))
    look, wanted = queries.look_of(layer), _wanted(request)
    makes = may(member_of(request), Permission.CLAIM_MAKE, case)
    context: dict[str, Any] = {
        "case": case,
        "section": "chronology",
        "layer": layer,
        "look": look,
        "looking": looking,
        "going": looking is not None and not looking.code,
        "wanted": wanted,
        "may_make": makes,
        "may_name": may(member_of(request), Permission.PEOPLE_EDIT, case),
        "may_term": may(member_of(request), Permission.TESTIMONY_IMPORT, case),
        "old": look is not None and look.revision_id != newest(layer).pk,
    }
    if look is not None:
        found = queries.shown(look, wanted)
        context |= {
            "found": found,
            "rows": [_row(layer, look, row) for row in found.rows],
            "kinds": [(kind, KIND_WORDS[kind], found.kinds[kind]) for kind in KINDS if found.kinds[kind]],
            "states": [(state, words, found.states[state]) for state, words in _states()],
            "answers": makes and not context["old"],
            "happened": [each.title for each in occurrences(case)] if makes else [],
        }
    return render(request, "claims/suggestions.html", context)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def look(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Look a text through: a short one at once, a long one beside the pages."""
    layer = existing(layer_of(case, layer_id))
    if isinstance(flows.begin_look(member_of(request), layer), Look):
        messages.success(request, _("Looked through. Nothing of it is a fact until a person has answered."))
    return redirect("suggestions", case.pk, layer.pk)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def stop(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Let a long text be that is being looked through."""
    layer = existing(layer_of(case, layer_id))
    flows.stop_looking(member_of(request), layer)
    messages.success(request, _("Stopped. Nothing of what was seen so far is kept."))
    return redirect("suggestions", case.pk, layer.pk)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def answer(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Accept, reject or open again one suggestion or those that are ticked."""
    layer = existing(layer_of(case, layer_id))
    seen = existing(queries.look_of(layer))
    back = redirect(_back(request))
    act, _colon, number = request.POST.get("do", "").partition(":")
    numbers = [number] if number else request.POST.getlist("chosen")
    several = queries.chosen(seen, [each for one in numbers if (each := number_in(one)) is not None])
    if seen.revision_id != newest(layer).pk:
        messages.error(request, _("The text has changed since it was looked through. Look again first."))
    elif not several or act not in {*_ACTS, "change"}:
        messages.error(request, _("Tick what is to be answered. Nothing was changed."))
    elif act == "change" and number and (page := taken_on(several[0])):
        return redirect(page, case.pk, several[0].pk)
    elif act == "change" and number:
        held = anchor(member_of(request), seen.revision, several[0].start, several[0].end)
        return redirect(f"{reverse('claim-new', args=[case.pk])}?anchor={held.pk}&suggested={number}")
    elif act == "accept" and number:
        with telling(request, _("Accepted: a claim stands on these words now.")):
            what = _happened(request, case)
            flows.accept_suggestion(member_of(request), several[0], compared=True, what=what)
    else:
        _tell(request, _ACTS[act](member_of(request), several))
    return back


_ACTS = {
    "accept": flows.accept_suggestions,
    "reject": flows.reject_suggestions,
    "reopen": flows.reopen_suggestions,
}


def _happened(request: HttpRequest, case: Case) -> Happened | None:
    """Return what somebody said a time is the time of: one that has this name, or a new one."""
    title = request.POST.get("what", "").strip()
    known = next((each for each in occurrences(case) if each.title == title), None)
    point = "end" if request.POST.get("point") == "end" else "start"
    return Happened(known, "" if known else title, point) if title else None


def _tell(request: HttpRequest, answered: Answered) -> None:
    if answered.done:
        said = ngettext("%(number)s answered.", "%(number)s answered.", answered.done)
        messages.success(request, said % {"number": answered.done})
    if answered.why:
        messages.error(request, answered.why)
    elif answered.left:
        said = ngettext(
            "%(number)s is left: it says too little to be a claim as it stands. Open it.",
            "%(number)s are left: they say too little to be claims as they stand. Open them one by one.",
            answered.left,
        )
        messages.warning(request, said % {"number": answered.left})


def taken_on(one: Suggested) -> str:
    """Return the page on which a suggestion is taken over by more than a claim; empty where it is a claim."""
    if one.kind in ENTITIES:
        return "suggestion-name"
    return "suggestion-term" if one.kind == "gloss" else ""


def _back(request: HttpRequest) -> str:
    """Return the address of the list that was answered, at the row that came after what was answered."""
    asked = request.GET.copy()
    if number_in(request.POST.get("row")) is not None:
        asked["at"] = request.POST["row"]
    return f"{request.path.removesuffix('answer/')}?{asked.urlencode()}"


def _standing(looking: Looking | None) -> dict[str, Any]:
    if looking is None or looking.code:
        return {"done": 0, "total": 0, "ended": True}
    return {"done": looking.done, "total": looking.pages, "ended": False}


def _states() -> list[tuple[str, object]]:
    return [(queries.OPEN, _("open")), *Answer.Outcome.choices[:-1]]


def _wanted(request: HttpRequest) -> queries.Wanted:
    kind, state = request.GET.get("kind", ""), request.GET.get("state", queries.OPEN)
    return queries.Wanted(
        kind if kind in KINDS else "",
        state if state in dict(_states()) or not state else queries.OPEN,
        number_in(request.GET.get("page")) or 1,
    )


def _row(layer: Layer, look: Look, row: queries.Row) -> dict[str, Any]:
    one = row.one
    return around(look.revision, one, row.block) | {
        "one": one,
        "kind": KIND_WORDS[one.kind],
        "speaker": speaker_of(row.block) if row.block else "",
        "said": said_of(one),
        "url": f"{to_layer(layer.case_id, layer.pk)}?from={one.start}#o{one.start}",
        "state": row.state,
        "answer": row.answer,
        "whole": statement_of(one) is not None,
        "datable": one.kind in DATABLE,
        "claimable": kind_of(one) is not None,
        "into": taken_on(one),
    }
