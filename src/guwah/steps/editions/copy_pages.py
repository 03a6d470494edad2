"""The page on which a text is taken out as a file, for work inside the group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from guwah.accounts.answers import existing
from guwah.accounts.guard import case_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Problem
from guwah.instruments.transcripts import WRITABLE
from guwah.instruments.transcripts.model import FORMATS
from guwah.instruments.vocabularies import label
from guwah.steps.editions import flows
from guwah.steps.editions.copy_sentences import LOST
from guwah.steps.testimony.queries import layer_of
from guwah.steps.testimony.taking.doubt_words import doubt

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.editions.flows.copying import Copy

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "webvtt": "text/vtt",
    "srt": "application/x-subrip",
    "tei": "application/tei+xml",
    "pdf": "application/pdf",
    "elan": "application/xml",
    "web-annotation": "application/ld+json",
}
# What is offered first: what everybody can open and write in.
_FIRST = "docx"


@case_page(Permission.TESTIMONY_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Choose a format, see what it cannot hold, and download the text."""
    layer = existing(layer_of(case, layer_id))
    asked = (request.POST or request.GET).get("format", "")
    context: dict[str, Any] = {
        "case": case,
        "section": "testimony",
        "layer": layer,
        "formats": [(code, _name(code)) for code in WRITABLE if code != "plain"],
        "asked": asked or _FIRST,
    }
    try:
        if request.method == "POST":
            return _file(flows.copy_text(member_of(request), layer, asked))
        if asked:
            context["copy"] = seen = flows.see_copy(member_of(request), layer, asked)
            context["lost"] = [LOST[loss.kind] % {"n": loss.count} for loss in seen.losses]
            told = {loss.warning.code for loss in seen.losses}
            context["warnings"] = [doubt(one)["words"] for one in seen.warnings if one.code not in told]
    except Problem as problem:
        context["problem"] = problem
    return render(request, "editions/copy.html", context)


def _name(code: str) -> str:
    if code in FORMATS:
        return label("formats", code, get_language() or "en").text
    if code == "pdf":
        return "PDF"
    # Only the signs go into it, and it is no format of transcripts.
    return _("Marks as web annotations (JSON-LD)")


def _file(made: Copy) -> HttpResponse:
    answer = HttpResponse(made.data, content_type=_TYPES.get(made.format, "text/plain; charset=utf-8"))
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer
