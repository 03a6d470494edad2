"""The pages of editing: one part of a text, its revisions, two of them compared, words to look at again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem
from guwah.instruments.transcripts.differing import runs_between
from guwah.steps.testimony import flows, links, queries
from guwah.steps.testimony.editing import queries as editing
from guwah.steps.testimony.editing import sounding
from guwah.steps.testimony.editing.forms import EditForm
from guwah.steps.testimony.editing.wishing import wishes_of
from guwah.steps.testimony.flows.anchoring import Stretch, place_of_quote
from guwah.steps.testimony.flows.editing import Meanwhile, before_last
from guwah.steps.testimony.models import Block
from guwah.steps.testimony.pages import layer_or_404
from guwah.steps.testimony.tongues import tongue_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.testimony.models import Anchor, Layer, Revision


@case_page(Permission.TESTIMONY_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, case: Case, layer_id: int, name: str) -> HttpResponseBase:
    """Edit one turn or paragraph: its words, who speaks, when; split it, join it, take it out."""
    layer = layer_or_404(case, layer_id)
    revision = queries.newest(layer)
    block = _meant(request, layer, revision, name)
    if block is None:
        raise Http404
    words = block.revision.text[block.start : block.end]
    context: dict[str, Any] = {}
    heard = sounding.heard(member_of(request), block)
    if request.method == "POST":
        form = EditForm(request.POST).fitting(block)
        form.length = heard.seconds if heard else None
        if form.is_valid():
            try:
                return _edited(request, layer, block, form)
            except Meanwhile as meanwhile:
                form = _again(request, form, block, meanwhile)
                context = {
                    "theirs": meanwhile,
                    "runs": runs_between(meanwhile.theirs or "", form["words"].value()),
                }
            except Problem as problem:
                form.add_error(None, problem.message)
    else:
        form = EditForm.of(block, words, revision.number)
    around = _around(case, layer, block, words) | {"form": form, "heard": heard}
    return render(request, "testimony/edit.html", context | around)


def _meant(request: HttpRequest, layer: Layer, revision: Revision, name: str) -> Block | None:
    """Return the part that the person has before the eyes, as it stands now or stood last; or None.

    Names count parts: where others were joined, split or taken out meanwhile, a name is another part's. What
    was typed is about the part of that name in the text it was typed into.
    """
    if request.method != "POST":
        return queries.block_at(revision, name)
    base = editing.numbered(layer, number_in(request.POST.get("base"))) or revision
    uid = number_in(request.POST.get("uid"))
    shown = queries.block_at(base, name) if uid is None else None
    uid = shown.uid if shown else uid
    rows = Block.objects.select_related("session", "participant", "revision__layer")
    return rows.filter(revision__layer=layer, uid=uid or 0).order_by("-revision__number").first()


def _again(request: HttpRequest, form: EditForm, block: Block, meanwhile: Meanwhile) -> EditForm:
    """Return the form with all that was typed, to be kept on top of what somebody else has written."""
    typed = request.POST.copy()
    typed["base"], typed["uid"] = str(meanwhile.revision.number), str(block.uid)
    again = EditForm(typed)
    again.fields = form.fields
    return again


def _around(case: Case, layer: Layer, block: Block, words: str) -> dict[str, Any]:
    after = (
        block.revision.blocks.filter(start__gt=block.start)
        .select_related("session")
        .order_by("start")
        .first()
    )
    return {
        "case": case,
        "section": "testimony",
        "layer": layer,
        "turn": block,
        "name": links.name_of(block),
        "words": words,
        "tongue": tongue_of(words, layer.language),
        "people": list(block.session.cast) if block.session else [],
        "joins": block.n > 1,
        "next": links.name_of(after) if after else "",
        "back": links.to_block(block),
    }


def _edited(request: HttpRequest, layer: Layer, block: Block, form: EditForm) -> HttpResponseBase:
    """Do what was asked for, and lead on to where the person goes on working."""
    doing = request.POST.get("do", "keep")
    revision = flows.revise(
        member_of(request), layer, form.cleaned_data["base"], wishes_of(block, form, doing)
    )
    if doing == "split":
        parts = revision.blocks.filter(start__gte=revision.blocks.get(uid=block.uid).start)
        second = parts.select_related("session").order_by("start")[1]
        messages.success(request, _("Split. Say here who speaks the second part."))
        return redirect("turn-edit", layer.case_id, layer.pk, links.name_of(second))
    if doing == "merge":
        messages.success(request, _("Joined with the part before it."))
        return redirect(links.to_layer(layer.case_id, layer.pk) + f"?from={block.start}")
    if doing == "cut-off":
        messages.success(request, _("Taken out of the text. The earlier text keeps it."))
        return redirect("text-revisions", layer.case_id, layer.pk)
    messages.success(request, _("Kept. The earlier text stays."))
    after = request.POST.get("next", "")
    if doing == "next" and after:
        return redirect("turn-edit", layer.case_id, layer.pk, after)
    return redirect(links.to_block(_shown(revision, block)))


def _shown(revision: Revision, block: Block) -> Block:
    return revision.blocks.select_related(*links.WITH_PLACE).get(uid=block.uid)


@case_page(Permission.TESTIMONY_READ)
@require_safe
def revisions(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """List the revisions of a text: who changed what and when."""
    layer = layer_or_404(case, layer_id)
    rows = editing.revisions(layer)
    context = {
        "case": case,
        "section": "testimony",
        "layer": layer,
        "rows": rows,
        "newest": rows[0]["revision"],
        "may_edit": may(member_of(request), Permission.TESTIMONY_IMPORT, case),
        "undoes": before_last(layer),
        "changed": editing.how_many_changed(layer),
        "back": links.to_layer(case.pk, layer.pk),
    }
    return render(request, "testimony/revisions.html", context)


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def bring_back(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Undo the last change, or bring an earlier text back."""
    member, layer = member_of(request), layer_or_404(case, layer_id)
    base, number = (number_in(request.POST.get(name)) or 0 for name in ("base", "number"))
    try:
        if number:
            flows.restore(member, layer, base, number)
        else:
            flows.undo(member, layer, base)
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Brought back, as a new text. What was there in between stays as well."))
    return redirect("text-revisions", case.pk, layer.pk)


@case_page(Permission.TESTIMONY_READ)
@require_safe
def compare(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Show what differs between two revisions of a text."""
    layer = layer_or_404(case, layer_id)
    newest = queries.newest(layer)
    one = editing.numbered(layer, number_in(request.GET.get("from")) or max(1, newest.number - 1))
    other = editing.numbered(layer, number_in(request.GET.get("to")) or newest.number)
    if one is None or other is None:
        raise Http404
    runs = editing.compared(one, other)
    context = {
        "case": case,
        "section": "testimony",
        "layer": layer,
        "one": one,
        "other": other,
        "runs": runs,
        "revisions": layer.revisions.select_related("made_by").defer("text", "reading").order_by("number"),
        "tongue": tongue_of(other.text[:500], layer.language),
        "back": reverse("text-revisions", args=[case.pk, layer.pk]),
    }
    return render(request, "testimony/compare.html", context)


@case_page(Permission.TESTIMONY_READ)
@require_safe
def changed(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """List what lost its words in an edit, for a person to say where they stand now."""
    layer, member = layer_or_404(case, layer_id), member_of(request)
    decides = may(member, Permission.CONSENT_RECORD, case)
    rows = [
        {
            "each": each,
            "may": decides or not each.guarded,
            "tongue": tongue_of(each.now.anchor.quote, layer.language),
        }
        for each in editing.changed(member, layer)
    ]
    context = {
        "case": case,
        "section": "testimony",
        "layer": layer,
        "rows": rows,
        "may_edit": may(member, Permission.TESTIMONY_IMPORT, case),
        "back": links.to_layer(case.pk, layer.pk),
    }
    return render(request, "testimony/changed.html", context)


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def seen(request: HttpRequest, case: Case, anchor_id: int) -> HttpResponseBase:
    """Keep what a person said of words that had changed."""
    anchor = queries.anchor_of(case, anchor_id)
    if anchor is None:
        raise Http404
    try:
        _say(request, anchor)
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Noted, with your name. What was held before stays on record."))
    return redirect("words-changed", case.pk, anchor.revision.layer_id)


def _say(request: HttpRequest, anchor: Anchor) -> None:
    member, post = member_of(request), request.POST
    number, answer = number_in(post.get("revision")) or 0, post.get("answer", "")
    if answer == "elsewhere":
        revision = queries.newest(anchor.revision.layer)
        start, end = place_of_quote(revision.text, post.get("quote", ""))
        flows.elsewhere(member, anchor, Stretch(revision, start, end))
    elif answer == "gone":
        flows.gone(member, anchor, number)
    else:
        flows.here(member, anchor, number)
