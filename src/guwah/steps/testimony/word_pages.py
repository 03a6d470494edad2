"""The pages of selected words: choosing them, cutting them, noting something beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guwah.accounts.answers import existing
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import NotUnderstood, Problem, Refused
from guwah.steps.testimony import flows, links, margin, queries
from guwah.steps.testimony.forms import CutForm, LiftForm, NoteForm, QuoteForm
from guwah.steps.testimony.pages import layer_or_404
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.testimony.models import Anchor, Cut, Layer, Revision


@case_page(Permission.TESTIMONY_READ)
@require_POST
def select(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Hold selected words fast and go on to what is to be done with them."""
    layer = layer_or_404(case, layer_id)
    try:
        anchor = _held(request, layer)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect(_back(request, layer))
    action = margin.action(request.GET.get("action", ""))
    if action is None:
        return redirect("stretch", case.pk, anchor.pk)
    return redirect(f"{reverse(action.url_name, args=[case.pk])}?anchor={anchor.pk}")


def _held(request: HttpRequest, layer: Layer) -> Anchor:
    member, post, revision = member_of(request), request.POST, queries.newest(layer)
    start, end, quote = number_in(post.get("start")), number_in(post.get("end")), post.get("quote", "")
    if post.get("revision", str(revision.pk)) != str(revision.pk):
        raise Refused("text-changed", _("The text has changed since this page was loaded. Select again."))
    if start is not None and end is not None:
        _same_words(revision.text[start:end], quote)
        return flows.anchor(member, revision, start, end)
    return flows.anchor_by_quote(member, revision, quote, block=_block(revision, post.get("turn", "")))


def _same_words(stands: str, quote: str) -> None:
    # Browsers send every line end as CR LF, and a field of one line drops it.
    if quote and "".join(stands.split()) != "".join(quote.split()):
        raise Refused("words-differ", _("Other words stand there. Nothing was changed; select again."))


def _block(revision: Revision, said: str) -> Any:  # noqa: ANN401 - a block, or None for the whole text
    if not said.strip():
        return None
    found = queries.block_numbered(revision, said)
    if found is None:
        raise NotUnderstood(
            "no-such-turn", _("There is no such turn, or more than one. Write 2.12 for turn 12 of session 2.")
        )
    return found


def _back(request: HttpRequest, layer: Layer) -> str:
    """Return the address of the page of the text the words were selected on."""
    block = queries.block_numbered(queries.newest(layer), request.POST.get("turn", ""))
    if block is not None:
        return links.to_block(block)
    start = request.POST.get("start", "")
    return links.to_layer(layer.case_id, layer.pk) + (f"?from={start}" if start.isdecimal() else "")


@case_page(Permission.TESTIMONY_READ)
@require_safe
def choose(request: HttpRequest, case: Case, layer_id: int, name: str) -> HttpResponseBase:
    """Choose words of one turn by quoting them; the way without script."""
    layer = layer_or_404(case, layer_id)
    revision = queries.newest(layer)
    block = existing(queries.block_at(revision, name))
    words = revision.text[block.start : block.end]
    context = {
        "case": case,
        "section": "testimony",
        "layer": layer,
        "revision": revision,
        "name": name,
        "turn": block,
        "words": words,
        "tongue": tongue_of(words, layer.language),
        "form": QuoteForm(),
        "actions": queries.buttons(layer, margin.actions(member_of(request), case)),
        "back": links.to_block(block),
    }
    return render(request, "testimony/choose.html", context)


@case_page(Permission.TESTIMONY_READ)
@require_safe
def stretch(request: HttpRequest, case: Case, anchor_id: int) -> HttpResponseBase:
    """Show held words, what stands on them already, and what may be done with them."""
    member, anchor = member_of(request), _anchor(case, anchor_id)
    offered = [
        {"label": each.label, "icon": each.icon, "url": _place(each.url_name, case, anchor)}
        for each in margin.actions(member, case)
    ]
    context = _around(case, anchor) | queries.anchor_facts(anchor)
    context |= {"offered": offered, "may_lift": may(member, Permission.CONSENT_RECORD, case)}
    return render(request, "testimony/stretch.html", context)


@case_page(Permission.CUT_MAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def cut(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Withhold held words from everything that goes out."""
    anchor, form = _asked(request, case), CutForm(request.POST or None)
    if form.is_valid():
        try:
            flows.cut(member_of(request), case, anchor, form.cleaned_data["reason"], form.cleaned_data["by"])
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Cut. These words go out in nothing until the cut is lifted."))
            return redirect(links.to_anchor(anchor))
    return render(request, "testimony/cut.html", _around(case, anchor) | {"form": form})


@case_page(Permission.CONSENT_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def lift(request: HttpRequest, case: Case, cut_id: int) -> HttpResponseBase:
    """Let cut words be shown again, on somebody's word."""
    found = _cut(case, cut_id)
    form = LiftForm(request.POST or None)
    if form.is_valid():
        try:
            flows.lift_cut(member_of(request), found, form.cleaned_data["because"])
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("The cut is lifted. That it stood here stays on record."))
            return redirect("stretch", case.pk, found.anchor_id)
    return render(request, "testimony/lift.html", _around(case, found.anchor) | {"form": form, "cut": found})


@case_page(Permission.TESTIMONY_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Keep a remark beside held words."""
    anchor, form = _asked(request, case), NoteForm(request.POST or None)
    if form.is_valid():
        try:
            flows.note(member_of(request), case, anchor, form.cleaned_data["words"])
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            messages.success(request, _("Noted beside the words."))
            return redirect(links.to_anchor(anchor))
    return render(request, "testimony/note.html", _around(case, anchor) | {"form": form})


def _around(case: Case, anchor: Anchor) -> dict[str, Any]:
    layer = anchor.revision.layer
    return {
        "case": case,
        "section": "testimony",
        "anchor": anchor,
        "layer": layer,
        "tongue": tongue_of(anchor.quote, layer.language),
        "back": links.to_anchor(anchor),
    }


def _place(url_name: str, case: Case, anchor: Anchor) -> str:
    return f"{reverse(url_name, args=[case.pk])}?anchor={anchor.pk}"


def _asked(request: HttpRequest, case: Case) -> Anchor:
    given = existing(number_in(request.GET.get("anchor")))
    return _anchor(case, given)


def _anchor(case: Case, anchor_id: int) -> Anchor:
    return existing(queries.anchor_of(case, anchor_id))


def _cut(case: Case, cut_id: int) -> Cut:
    return existing(queries.cut_of(case, cut_id))
