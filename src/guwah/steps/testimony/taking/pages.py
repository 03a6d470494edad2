"""The pages of taking a text in: choose or paste it, see it as it was understood, set it right, keep it."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guwah.accounts.guard import case_page, group_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Problem
from guwah.steps.evidence.flows import Arrival, add_stream
from guwah.steps.testimony.flows import importing
from guwah.steps.testimony.flows.importing import Wishes
from guwah.steps.testimony.flows.reading import How
from guwah.steps.testimony.forms import ImportForm, role_choices
from guwah.steps.testimony.preview import told
from guwah.steps.testimony.taking.correcting import set_right
from guwah.steps.testimony.taking.drawing import drawn
from guwah.steps.testimony.taking.forms import HabitsForm, PasteForm, labels_told, people_told
from guwah.steps.testimony.taking.habits import saved, set_habits, with_labels
from guwah.steps.testimony.taking.offering import items_to_read, texts_of
from guwah.steps.testimony.taking.refusals import REFUSALS

if TYPE_CHECKING:
    from django.http import HttpRequest, QueryDict
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.instruments.transcripts.model import Transcript
    from guwah.steps.evidence.models import Item

_KEEP = "keep"
# Refusals that naming an encoding may end.
_OF_LETTERS = frozenset({"bad-encoding", "binary-file"})


@case_page(Permission.TESTIMONY_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Choose a sealed text, see it as it would be understood, set it right, and keep it as a layer."""
    items = items_to_read(case)
    asked = request.POST or (request.GET if "item" in request.GET else None)
    form = ImportForm(asked, items=items)
    context: dict[str, Any] = {
        "case": case,
        "section": "testimony",
        "form": form,
        "items": items,
        "roles": role_choices(),
        "sets_habits": may(member_of(request), Permission.CASE_CREATE),
    }
    if form.is_valid():
        try:
            item, wishes = form.cleaned_data["item"], _wishes(request, form.cleaned_data)
            read = _read(request, case, item, wishes)
            if "label" in request.POST:
                wishes = replace(wishes, people=people_told(request.POST, read))
            if request.method == "POST" and _wants_to_keep(request.POST):
                kept = _keep(request, case, item, wishes)
                if kept is not None:
                    return kept
                context["asks"] = True
            context |= _seen(request, read, wishes) | {"texts": texts_of(item)}
        except Problem as problem:
            context["problem"] = problem
            context["refused"] = REFUSALS.get(problem.code, "")
            context["doubtful"] = problem.code in _OF_LETTERS
    status = HTTPStatus.CONFLICT if context.get("asks") else HTTPStatus.OK
    return render(request, "testimony/take.html", context, status=status)


def _read(request: HttpRequest, case: Case, item: Item, wishes: Wishes) -> Transcript:
    try:
        return importing.look(member_of(request), case, item, wishes)
    except Problem:
        if request.method == "POST" and _wants_to_keep(request.POST):
            # Refused in the same words, and remembered: somebody tried to take it in.
            importing.take(member_of(request), case, item, wishes)
        raise


def _wants_to_keep(sent: QueryDict) -> bool:
    """Tell whether the words are to be kept; a label chosen beside a doubt only shows the text anew."""
    return sent.get("do", _KEEP) == _KEEP and "add_label" not in sent


def _seen(request: HttpRequest, read: Transcript, wishes: Wishes) -> dict[str, Any]:
    """Return what the page shows of a text before it is kept: people as they were read, with what is said."""
    parts, elsewhere = drawn(set_right(read, wishes.people))
    nobody, own = labels_told(request.POST)
    return {
        "preview": told(read, wishes.people),
        "parts": parts,
        "elsewhere": elsewhere,
        "no_label": nobody,
        "is_label": own,
        "sets_right": True,
    }


def _wishes(request: HttpRequest, asked: dict[str, Any]) -> Wishes:
    how = How(asked["encoding"], with_labels(saved(), *labels_told(request.POST)))
    return Wishes(asked["format"], asked["language"], asked["kind"], how, once="again" not in request.POST)


def _keep(request: HttpRequest, case: Case, item: Item, wishes: Wishes) -> HttpResponseBase | None:
    """Keep the words and lead to them; None where a text of the item is there and no other was wished for."""
    try:
        imported = importing.take(member_of(request), case, item, wishes)
    except importing.TakenAlready:
        return None
    if imported.earlier:
        messages.info(request, _("This text is here already, read in the same way. Nothing was made."))
    else:
        messages.success(request, _("The words are kept, and nothing of the file was changed."))
    return redirect("reader", case.pk, imported.layer.pk)


@case_page(Permission.TESTIMONY_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def paste(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Seal a text that was pasted, like a file, and show how it would be understood."""
    form = PasteForm(request.POST or None)
    if form.is_valid():
        title = form.cleaned_data["title"].strip()
        # A form's line ends are those of the network, not those of whoever pasted.
        data = form.cleaned_data["words"].replace("\r\n", "\n").encode()
        try:
            arrival = Arrival("pasted.txt", source_title=title)
            item = add_stream(member_of(request), case, BytesIO(data), arrival).item
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The text is sealed. See below how it is understood."))
            asked = urlencode({"item": item.pk, "kind": "original"})
            return redirect(f"{reverse('testimony-import', args=[case.pk])}?{asked}")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"case": case, "section": "testimony", "form": form}
    return render(request, "testimony/paste.html", context, status=status)


@group_page(Permission.CASE_CREATE)
@require_http_methods(["GET", "HEAD", "POST"])
def habits(request: HttpRequest) -> HttpResponseBase:
    """Show the group's words for marks and labels, and change them for every text taken in from now on."""
    back = request.GET.get("next", "")
    # Nobody is led out of here by an address that somebody else wrote.
    back = back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""
    changed = saved()
    form = HabitsForm(changed, request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = {} if "as_it_comes" in request.POST else form.wanted(changed)
        try:
            set_habits(member_of(request), wanted)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Kept. Texts that were taken in before stay as they were read."))
            return redirect(back or "habits")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    context = {"form": form, "changed": changed, "back": back}
    return render(request, "testimony/habits.html", context, status=status)
