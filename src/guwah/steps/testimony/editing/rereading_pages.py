"""The pages of a copy that was corrected outside: bring it in, weigh each change, keep what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from guwah.accounts.guard import case_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem
from guwah.steps.evidence import flows as evidence
from guwah.steps.evidence.models import Item
from guwah.steps.evidence.uploads import SealingUpload, take_form
from guwah.steps.testimony import links, queries
from guwah.steps.testimony.editing.foreseeing import foresee
from guwah.steps.testimony.flows.rereading import Choice, look_again, reread_chosen
from guwah.steps.testimony.page import clock
from guwah.steps.testimony.pages import layer_or_404
from guwah.steps.testimony.taking.doubt_words import doubt
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.editing.foreseeing import Foreseen
    from guwah.steps.testimony.flows.rereading import Looked
    from guwah.steps.testimony.models import Layer

_KINDS = {
    "words": gettext_lazy("Words corrected"),
    "speaker": gettext_lazy("Another speaker"),
    "time": gettext_lazy("Another time"),
    "added": gettext_lazy("Added"),
    "removed": gettext_lazy("Taken out"),
    "split": gettext_lazy("Split"),
    "joined": gettext_lazy("Joined"),
    "several": gettext_lazy("Divided anew"),
    "beside": gettext_lazy("Beside the turns"),
}
_DOUBTS = {
    "words-withheld": gettext_lazy(
        "Here the file has a sign where the text has words: it is a copy from which words were cut. This "
        "change cannot be taken; the words stay. Correct them in the text itself."
    ),
    "words-missing": gettext_lazy(
        "Words were left out of this copy. These may be missing for the same reason: take the change only if "
        "somebody meant to delete them."
    ),
    "edited-since": gettext_lazy(
        "This part was edited here after the copy was made. Taking the change would undo that."
    ),
    "withheld-lost": gettext_lazy(
        "Words that are withheld, or about which consent was given, would be gone here. Is that meant?"
    ),
}


@csrf_exempt  # The inner page is protected; the body may be read only after the handler is set.
@case_page(Permission.TESTIMONY_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Ask for the corrected copy and from which text it was made, and seal it as it comes."""
    layer = layer_or_404(case, layer_id)
    if request.method == "POST":
        sealed = take_form(request, lambda form: _sealed(form, layer))
        return sealed or redirect("text-reread", case.pk, layer.pk)
    newest = queries.newest(layer)
    context = {
        "case": case,
        "section": "testimony",
        "layer": layer,
        "newest": newest,
        "numbers": range(newest.number, 0, -1),
        "back": links.to_layer(case.pk, layer.pk),
    }
    return _protected(request, context)


@csrf_protect
def _protected(request: HttpRequest, context: dict[str, Any]) -> HttpResponseBase:
    return render(request, "testimony/reread.html", context)


@csrf_protect
def _sealed(request: HttpRequest, layer: Layer) -> HttpResponseBase:
    files = [file for file in request.FILES.getlist("files") if isinstance(file, SealingUpload)]
    if not files:
        messages.warning(request, _("No file was chosen. Nothing was changed."))
        return redirect("text-reread", layer.case_id, layer.pk)
    arrival = evidence.Arrival(files[0].name or "", layer.source)
    item = evidence.keep(member_of(request), layer.case, files[0].intake, arrival).item
    base = number_in(request.POST.get("base")) or queries.newest(layer).number
    return redirect(_to_weighing(layer, item, base))


def _to_weighing(layer: Layer, item: Item, base: int) -> str:
    where = reverse("text-reread-weigh", args=[layer.case_id, layer.pk, item.pk])
    return f"{where}?{urlencode({'base': base})}"


@case_page(Permission.TESTIMONY_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def weigh(request: HttpRequest, case: Case, layer_id: int, item_id: int) -> HttpResponseBase:
    """Show what a sealed copy would change, change by change, and keep what a person takes of it."""
    layer, member = layer_or_404(case, layer_id), member_of(request)
    item = Item.objects.select_related("source").filter(source__case=case, pk=item_id).first()
    if item is None:
        raise Http404
    try:
        looked = look_again(member, layer, item)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("text-reread", case.pk, layer.pk)
    if request.method == "POST":
        try:
            return _kept(request, layer, item, looked)
        except Problem as problem:
            messages.error(request, problem.message)
    base = number_in(request.GET.get("base")) or looked.now.number
    context = {"case": case, "section": "testimony", "layer": layer, "item": item, "base": base}
    return render(request, "testimony/reread_weigh.html", context | _told(request, member, looked, base))


def _kept(request: HttpRequest, layer: Layer, item: Item, looked: Looked) -> HttpResponseBase:
    """Keep the changes that were ticked; all others are left out."""
    taken = {number_in(each) for each in request.POST.getlist("take")}
    whole = not looked.told.divisible
    refused = (
        frozenset() if whole else frozenset(each.n for each in looked.told.changes if each.n not in taken)
    )
    choice = Choice(different="different" in request.POST, refused=refused)
    revision = reread_chosen(
        member_of(request), layer, number_in(request.POST.get("number")) or 0, item, choice
    )
    if revision.pk == looked.now.pk:
        messages.warning(request, _("Nothing of the copy was taken. The text stays as it was."))
    else:
        messages.success(request, _("Kept as a new text. The earlier one stays, and can be brought back."))
    return redirect("text-revisions", layer.case_id, layer.pk)


def _told(request: HttpRequest, member: Member, looked: Looked, base: int) -> dict[str, Any]:
    foresight = foresee(member, looked, base)
    ticked = set(request.POST.getlist("take")) if request.method == "POST" else None
    return {
        "looked": looked,
        "foresight": foresight,
        "rows": [_row(each, looked, ticked) for each in foresight.changes],
        "doubts": [doubt(each) for each in looked.transcript.warnings],
        "back": reverse("text-reread", args=[looked.now.layer.case_id, looked.now.layer_id]),
    }


def _row(each: Foreseen, looked: Looked, ticked: set[str] | None) -> dict[str, Any]:
    block = each.change.before[0].uid if each.change.before else 0
    there = looked.now.blocks.select_related("session").filter(uid=block).first() if block else None
    language = looked.now.layer.language
    speakers = each.labels if each.labels[0] != each.labels[1] else None
    return {
        "each": each,
        "n": str(each.change.n),
        "kind": _KINDS[each.change.kind],
        "doubts": [_DOUBTS[code] for code in each.doubts],
        "taken": each.likely if ticked is None else str(each.change.n) in ticked,
        "old": (each.old, tongue_of("".join(run.words for run in each.old), language)),
        "new": (each.new, tongue_of("".join(run.words for run in each.new), language)),
        "speakers": speakers,
        "times": tuple(clock(time) for time in each.times) if each.times else None,
        "edit": links.name_of(there) if there else "",
        "where": there,
    }
