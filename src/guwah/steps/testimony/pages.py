"""The pages of testimony: the texts of a case, taking one in, and the reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.answers import existing, telling
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.steps.testimony import flows, links, margin, queries
from guwah.steps.testimony.editing.queries import how_many_changed
from guwah.steps.testimony.forms import RecordingForm, role_choices
from guwah.steps.testimony.layers import beside, subtitles
from guwah.steps.testimony.layers import queries as related
from guwah.steps.testimony.layers.reviewing import with_states
from guwah.steps.testimony.taking.doubting import doubts_of
from guwah.steps.testimony.taking.offering import waiting
from guwah.steps.testimony.typing.queries import unfinished

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.models import Layer, Revision


def layer_or_404(case: Case, layer_id: int) -> Layer:
    """Return a layer of the case; one of another case does not exist here."""
    return existing(queries.layer_of(case, layer_id))


@case_page(Permission.TESTIMONY_READ)
@require_safe
def testimony(request: HttpRequest, case: Case) -> HttpResponseBase:
    """List the layers of a case under their sources."""
    may_import = may(member_of(request), Permission.TESTIMONY_IMPORT, case)
    page, sources = queries.page_of_layers(case, number_in(request.GET.get("page")) or 1)
    context = {
        "case": case,
        "section": "testimony",
        "page": page,
        "sources": sources,
        "may_import": may_import,
        "waiting": waiting(case) if may_import else [],
        "unfinished": unfinished(case),
        "notes_calls": may(member_of(request), Permission.ASSURANCE_NOTE, case),
    }
    return render(request, "testimony/layers.html", context)


@case_page(Permission.TESTIMONY_READ)
@require_safe
def reader(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Show a layer: who speaks and the words, with what was decided beside them."""
    member, layer = member_of(request), layer_or_404(case, layer_id)
    sought = request.GET.get("find") or request.GET.get("q", "")
    _, *kin = with_states([layer, *related.kin(layer)])
    chosen = beside.chosen(kin, request.GET.getlist("with"))
    opened = queries.open_layer(member, layer, _place(request, beside.SHARE * len(chosen) or 1), sought)
    offered = margin.actions(member, case)
    shown = beside.side_by_side(member, opened, chosen) if chosen else None
    sound = queries.sound(layer) if may(member, Permission.EVIDENCE_SEE, case) else None
    context = {
        "case": case,
        "section": "testimony",
        "opened": opened,
        "kin": kin,
        "chosen": [each.pk for each in chosen],
        "kept": urlencode({"with": [each.pk for each in chosen]}, doseq=True),
        "beside": shown,
        "may_align": may(member, Permission.TESTIMONY_IMPORT, case),
        # The parts of the design system write these two beside every turn.
        "layer": str(layer.pk),
        "revision": str(opened.revision.pk),
        "edit_url": f"{links.to_layer(case.pk, layer.pk)}edit/" if _edits(member, case) else "",
        "changed": how_many_changed(layer),
        "doubts": doubts_of(opened.revision),
        "choose_url": f"{links.to_layer(case.pk, layer.pk)}select/" if offered else "",
        "actions": queries.buttons(layer, offered),
        "sound": sound,
        "tracks": subtitles.tracks(layer, _others(shown), opened.revision) if sound else [],
        "recording_form": _recording_form(member, layer),
        "roles": role_choices() if may(member, Permission.PEOPLE_EDIT, case) else [],
    }
    return render(request, "testimony/reader.html", context)


def _others(shown: beside.Beside | None) -> list[tuple[Layer, Revision]]:
    return [(each.layer, each.revision) for each in shown.columns[1:]] if shown else []


def _edits(member: Member, case: Case) -> bool:
    return may(member, Permission.TESTIMONY_IMPORT, case)


def _recording_form(member: Member, layer: Layer) -> RecordingForm | None:
    found = queries.recordings(layer.case)
    wanted = layer.recording_id is None and may(member, Permission.TESTIMONY_IMPORT, layer.case)
    return RecordingForm(items=found) if wanted and found.exists() else None


def _place(request: HttpRequest, share: int) -> queries.Place:
    asked = request.GET
    page, start, whole = (number_in(asked.get(name)) for name in ("page", "from", "whole"))
    time = number_in(asked.get("t", "").partition(".")[0])
    revision, words = links.words_of(asked.get("words", ""))
    place = queries.Place(asked.get("at", ""), page or 0, start, time, whole, words, revision)
    return replace(place, share=share)


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def recording(request: HttpRequest, case: Case, layer_id: int) -> HttpResponseBase:
    """Say which sealed recording a layer was taken from."""
    layer = layer_or_404(case, layer_id)
    form = RecordingForm(request.POST, items=queries.recordings(case))
    if form.is_valid():
        with telling(request, _("The recording stands with the text.")):
            flows.attach_recording(member_of(request), layer, form.cleaned_data["item"])
    else:
        messages.error(request, _("This is no recording of the case. Nothing was changed."))
    return redirect("reader", case.pk, layer_id)


@case_page(Permission.PEOPLE_EDIT)
@require_POST
def participant_role(request: HttpRequest, case: Case, participant_id: int) -> HttpResponseBase:
    """Say in which role somebody speaks in a session, or that nobody has said."""
    participant = existing(queries.participant_of(case, participant_id))
    with telling(request, _("The role is kept; what was said before stays in the log.")):
        flows.set_role(member_of(request), participant, request.POST.get("role", ""))
    session = participant.session
    where = reverse("reader", args=[case.pk, session.revision.layer_id])
    return redirect(f"{where}?at=s{session.n}-t1#session-{session.n}")
