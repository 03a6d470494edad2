"""The pages of texts side by side: which texts say the same, and saying which turns answer to which."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import Problem
from guwah.instruments.scripts import ways_from
from guwah.steps.testimony import flows, links
from guwah.steps.testimony.flows.rewriting import script_of
from guwah.steps.testimony.layers import queries, subtitles
from guwah.steps.testimony.layers.forms import RelateForm
from guwah.steps.testimony.layers.sentence_rows import places_in
from guwah.steps.testimony.layers.sentences import alignment_in, sentences_row
from guwah.steps.testimony.pages import layer_or_404
from guwah.steps.testimony.queries import TEXTS, newest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase
    from django.utils.functional import _StrPromise

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.layers.tables import AlignedGroup
    from guwah.steps.testimony.models import Layer

LOSSES: Mapping[str, _StrPromise] = {
    "capitals": gettext_lazy("Lost: which letters were capitals."),
    "letters-as-one": gettext_lazy("Lost: some letters that the old script tells apart are one in the new."),
    "signs-dropped": gettext_lazy("Lost: hard and soft signs."),
    "letters-kept": gettext_lazy("Letters that the language does not have stay as they were."),
    "one-way": gettext_lazy("Lost: which characters were written. No way leads back."),
}
SCRIPTS: Mapping[str, _StrPromise] = {
    "Latn": gettext_lazy("in Latin letters"),
    "Cyrl": gettext_lazy("in Cyrillic letters"),
    "Arab": gettext_lazy("in Arabic letters"),
    "pinyin": gettext_lazy("in pinyin"),
}


@case_page(Permission.TESTIMONY_READ)
@require_safe
def related(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """List the texts that say the same as one, and how far each is aligned with it."""
    layer = layer_or_404(case, layer_id)
    allowed = may(member_of(request), Permission.TESTIMONY_IMPORT, case)
    return render(request, "testimony/related.html", _related(request, layer, allowed=allowed))


def _related(
    request: HttpRequest, layer: Layer, *, allowed: bool, form: RelateForm | None = None
) -> dict[str, object]:
    kin = _page_of(request, queries.kin(layer).order_by("pk"), "page")
    offered = None
    if allowed and layer.translated_from_id is None:
        offered = _page_of(request, queries.unrelated(layer), "texts")
        form = form or RelateForm(layers=None)
        form.offer([each.pk for each in offered])
    return {
        "case": layer.case,
        "section": "testimony",
        "layer": layer,
        "kin": kin,
        "standing": queries.standing(newest(layer), kin),
        "offered": offered,
        "form": form if offered else None,
        "may_align": allowed,
        "scripts": _scripts(layer) if allowed else [],
    }


def _page_of(request: HttpRequest, layers: QuerySet[Layer], key: str) -> Page[Layer]:
    """Return a page of texts, from 1, by what the address says under a key."""
    return Paginator(layers, TEXTS).get_page(number_in(request.GET.get(key)) or 1)


def _scripts(layer: Layer) -> list[tuple[str, _StrPromise]]:
    """Return the tags a text can be rewritten to, and what people call that script."""
    return [(tag, SCRIPTS[tag.split("-")[-1]]) for tag in ways_from(script_of(layer))]


@case_page(Permission.TESTIMONY_READ)
@require_safe
def subtitled(request: HttpRequest, case: Case, layer_id: int, number: int) -> HttpResponseBase:
    """Give the words of the text on the screen as subtitles; `of` names the text whose sound is played."""
    layer = layer_or_404(case, layer_id)
    wanted = number_in(request.GET.get("of")) or layer.pk
    of = layer if wanted == layer.pk else queries.kin(layer).filter(pk=wanted).first()
    shown = newest(layer)
    # What is cut is known of the newest text alone: another is given to nobody.
    if of is None or shown.number != number:
        raise Http404
    words = subtitles.written(shown, of, shown if of.pk == layer.pk else newest(of))
    answer = HttpResponse(words, content_type="text/vtt; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def relate(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Say that a text is a translation of another, or the same in another script."""
    layer = layer_or_404(case, layer_id)
    form = RelateForm(request.POST, layers=queries.unrelated(layer))
    if not form.is_valid():
        return render(request, "testimony/related.html", _related(request, layer, allowed=True, form=form))
    try:
        flows.relate(member_of(request), layer, form.cleaned_data["original"], form.cleaned_data["kind"])
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("It is kept. A cut in one of the two reaches the other from now on."))
    return redirect("related", case.pk, layer.pk)


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def rewritten(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Make a text of the same words in another script, as a machine layer, and say what it loses."""
    layer = layer_or_404(case, layer_id)
    try:
        made = flows.in_other_script(member_of(request), layer, request.POST.get("to", ""))
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("related", case.pk, layer.pk)
    messages.success(request, _("It stands in the other script, made by a machine and checked by nobody."))
    for loss in made.losses:
        messages.warning(request, str(LOSSES[loss]))
    return redirect(f"{links.to_layer(case.pk, layer.pk)}?with={made.imported.layer.pk}")


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def aligned(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Set two texts side by side, or say of groups of their turns that they are right, or draw them anew."""
    layer = layer_or_404(case, layer_id)
    try:
        place = _act(request, case, layer)
    except Problem as problem:
        messages.error(request, problem.message)
        place = ""
    beside = urlencode(
        {"with": request.POST.getlist("with"), "page": request.POST.get("page", "1")}, doseq=True
    )
    return redirect(f"{links.to_layer(case.pk, layer.pk)}?{beside}{place}")


def _act(request: HttpRequest, case: Case, layer: Layer) -> str:
    """Do what the pressed button says; return the place on the page to go on at."""
    member, post = member_of(request), request.POST
    if "propose" in post:
        other = layer_or_404(case, number_in(post["propose"]) or 0)
        flows.propose(member, layer, other)
        messages.success(
            request, _("The texts stand side by side. Nobody has confirmed it yet: look, group by group.")
        )
        return ""
    if "all" in post:
        return _confirm_all(request, case)
    if "unlink" in post:
        return _unlinked(member, case, post)
    for name in ("together", "apart"):
        if name in post:
            return _linked(member, layer, name, post[name])
    for name in ("confirm", "withdraw", "join", "part"):
        if name in post:
            return _one(member, layer, name, _group(case, post[name]), post)
    raise Http404


def _one(member: Member, layer: Layer, name: str, group: AlignedGroup, post: dict[str, str]) -> str:
    case = layer.case
    if name == "confirm":
        flows.confirm(member, case, [group])
        following = queries.after(group)
        return f"#g{following.pk if following else group.pk}"
    if name == "withdraw":
        return f"#g{flows.withdraw(member, case, group).pk}"
    if name == "join":
        return f"#g{flows.join(member, case, group).pk}"
    ours, theirs = (number_in(post.get(f"{side}-{group.pk}")) or 0 for side in ("ours", "theirs"))
    if group.alignment.one.layer_id != layer.pk:
        ours, theirs = theirs, ours
    return f"#g{flows.part(member, case, group, ours, theirs)[0].pk}"


def _linked(member: Member, layer: Layer, verdict: str, said: str) -> str:
    """Say of sentences whether they answer to one another; return where the next ones stand."""
    number, ours, theirs, following = (*said.split(":"), "", "", "", "")[:4]
    alignment = alignment_in(layer.case, number_in(number) or 0)
    if alignment is None:
        raise Http404
    one, other = places_in(ours), places_in(theirs)
    if alignment.one.layer_id != layer.pk:
        one, other = other, one
    flows.link(member, alignment, one, other, verdict)
    return f"#{following}"


def _unlinked(member: Member, case: Case, post: Mapping[str, str]) -> str:
    number, _at, place = post["unlink"].partition(":")
    row = sentences_row(case, number_in(number) or 0)
    if row is None:
        raise Http404
    flows.unlink(member, case, row)
    return f"#{place}"


def _confirm_all(request: HttpRequest, case: Case) -> str:
    groups = [_group(case, number) for number in request.POST["all"].split()]
    done = flows.confirm(member_of(request), case, groups)
    said = ngettext("%(number)s group was confirmed.", "%(number)s groups were confirmed.", done)
    messages.success(request, said % {"number": done})
    return ""


def _group(case: Case, number: str) -> AlignedGroup:
    which = number_in(number)
    group = None if which is None else queries.group_of(case, which)
    if group is None:
        raise Http404
    return group
