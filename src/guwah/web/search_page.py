"""Search: words in every text of every case one may read, and the way to them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guwah.accounts.answers import existing
from guwah.accounts.guard import cases_for, group_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import NotUnderstood
from guwah.steps.testimony import flows
from guwah.steps.testimony.models import Layer
from guwah.steps.testimony.search.answering import answer
from guwah.steps.testimony.search.forms import AskForm
from guwah.steps.testimony.search.narrowing import within
from guwah.steps.testimony.search.showing import under_texts
from guwah.steps.testimony.search.tables import Asked

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.search.narrowing import Within


@group_page(None)
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponseBase:
    """Ask what is to be found, keep the question in the vault, and go on to its answer."""
    member = member_of(request)
    cases = _cases(member)
    if request.method == "POST" and not request.POST.get("words", "").strip():
        return redirect("search")
    form = AskForm(request.POST or None, cases=cases)
    if request.method == "POST" and form.is_valid():
        asked = flows.look_for(member, form.cleaned_data["words"], form.within())
        return redirect("search-answer", asked.pk)
    context = {
        "searching": True,
        "form": form,
        "recent": Asked.objects.filter(member=member)[:8],
        "texts": _texts(cases),
    }
    return render(request, "search.html", context)


@group_page(None)
@require_safe
def found(request: HttpRequest, asked_id: int) -> HttpResponseBase:
    """Show what one's own question finds now."""
    member = member_of(request)
    asked = existing(Asked.objects.filter(member=member, pk=asked_id).first())
    kept = within(asked.within)
    page, narrowed = number_in(request.GET.get("page")) or 1, _narrowed(request, kept)
    try:
        told = answer(member, asked.words, narrowed, page)
    except NotUnderstood as gone:
        # A case one was taken out of since.
        raise Http404 from gone
    form = AskForm(initial={"words": asked.words, **kept.kept()}, cases=_cases(member))
    context: dict[str, Any] = {
        "searching": True,
        "form": form,
        "asked": asked,
        "answer": told,
        "found": under_texts(member, told.hits),
        "narrow": bool(kept.kept()),
        "only": narrowed != kept,
        "here": _here(narrowed) if narrowed != kept else "",
    }
    return render(request, "search.html", context)


@group_page(None)
@require_POST
def forget(request: HttpRequest) -> HttpResponseBase:
    """Forget everything one looked for."""
    flows.forget_questions(member_of(request))
    messages.success(request, _("What you looked for is forgotten."))
    return redirect("search")


def _cases(member: Member) -> list[Case]:
    return cases_for(member, Permission.TESTIMONY_READ)


def _texts(cases: list[Case]) -> bool:
    return Layer.objects.filter(case__in=cases).exists()


def _narrowed(request: HttpRequest, kept: Within) -> Within:
    """Return the filters with the one text or session a link of the answer adds: numbers only."""
    layer, session = (number_in(request.GET.get(name)) for name in ("text", "session"))
    return replace(kept, layer=layer or kept.layer, session=session or kept.session)


def _here(narrowed: Within) -> str:
    """Return the part of an address that keeps to one text or session on the next page."""
    given = {"text": narrowed.layer, "session": narrowed.session}
    return "".join(f"&{name}={value}" for name, value in given.items() if value)
