"""The pages of typing: begin, the transcription itself, what it tells while one types, its end."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import NotUnderstood, Problem, Refused
from guwah.steps.testimony.queries import recordings
from guwah.steps.testimony.tongues import tongue
from guwah.steps.testimony.typing import after_lock, keeping, queries, writing
from guwah.steps.testimony.typing.forms import BeginForm, PeopleForm, written_time
from guwah.steps.testimony.typing.telling import not_typing, read_told, read_turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, QueryDict
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case, Member
    from guwah.steps.testimony.typing.composing import Person
    from guwah.steps.testimony.typing.tables import Transcription

PAGE_HEADER: Final = "X-Guwah-Page"
_MOST_BYTES: Final = 4 << 20
_NOT_UNDERSTOOD, _FORBIDDEN = 400, 403
# The page tells by this that nothing will be taken into these turns any more.
_STATUS: Final = {"transcription-over": 409}


def transcription_or_404(case: Case, transcription_id: int) -> Transcription:
    """Return a transcription of the case; one of another case does not exist here."""
    found = queries.transcription_of(case, transcription_id)
    if found is None:
        raise Http404
    return found


@case_page(Permission.TESTIMONY_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def begin(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Choose a recording and say who speaks, or go on with one that is on its way."""
    items = recordings(case)
    chosen = number_in(request.GET.get("item"))
    form = BeginForm(request.POST or None, items=items, initial={"item": chosen})
    if form.is_valid():
        there = queries.unfinished(case).filter(recording=form.cleaned_data["item"]).exists()
        try:
            made = writing.begin(
                member_of(request),
                case,
                form.cleaned_data["item"],
                form.people,
                form.cleaned_data["language"],
            )
        except Problem as problem:
            messages.error(request, problem.message)
        else:
            if there:
                _tell_joined(request, made, form.people)
            return redirect("transcription", case.pk, made.pk)
    context = {
        "case": case,
        "section": "testimony",
        "form": form,
        "items": items,
        "unfinished": queries.unfinished(case),
        "aside": queries.laid_aside(case),
    }
    return render(request, "testimony/typing/begin.html", context)


def _tell_joined(request: HttpRequest, there: Transcription, wished: Sequence[Person]) -> None:
    messages.info(request, _("This recording is being typed already: you go on with it. Nothing was lost."))
    named = {each["name"].casefold() for each in there.people}
    left = [each.name for each in wished if " ".join(each.name.split()).casefold() not in named]
    if left:
        said = _("There was no key left for: %(names)s") % {"names": ", ".join(left)}
        messages.warning(request, said)


@case_page(Permission.TESTIMONY_IMPORT)
@require_safe
def show(request: HttpRequest, case: Case, transcription_id: int) -> HttpResponseBase:
    """Show the turns as they stand, to type on; after its end, where they went."""
    found, member = transcription_or_404(case, transcription_id), member_of(request)
    turns = queries.turns(found)
    context: dict[str, Any] = {
        "case": case,
        "section": "testimony",
        "typed": found,
        "member": member,
        "tongue": tongue(found.language),
        "turns": turns,
        "last_uid": turns[-1].turn.uid if turns else "",
        "people": queries.people(found, get_language() or "en"),
        "people_form": PeopleForm(people=found.people),
        "waiting": after_lock.waiting(member, request.path).count(),
        "sound": queries.sound(found) if may(member, Permission.EVIDENCE_SEE, case) else None,
        "new_uid": secrets.token_hex(16),
        "nameless": queries.nameless(found) if "who" in request.GET and not found.over else [],
    }
    return render(request, "testimony/typing/transcription.html", context)


@csrf_exempt  # It asks for a header of its own, which no other site can set (Fetch, "CORS-safelisted").
@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def tell(request: HttpRequest, case: Case, transcription_id: int) -> JsonResponse:
    """Keep the turns a page tells; answer with what became of each, and with what others typed."""
    found, member = transcription_or_404(case, transcription_id), member_of(request)
    raw = request.read(_MOST_BYTES + 1)
    try:
        if PAGE_HEADER not in request.headers or len(raw) > _MOST_BYTES:
            raise not_typing()
        told = read_told(raw)
        kept = writing.tell(member, found, told.page, told.turns) if told.turns else []
    except Problem as problem:
        status = _STATUS.get(problem.code, _FORBIDDEN if isinstance(problem, Refused) else _NOT_UNDERSTOOD)
        return JsonResponse({"error": {"code": problem.code, "message": problem.message}}, status=status)
    after_lock.told_after_all(member, told.page, told.turns)
    found.refresh_from_db(fields=["sequence", "people"])
    others = queries.typing_too(found, member)
    return JsonResponse(
        {
            "sequence": found.sequence,
            "kept": [
                {
                    "uid": each.turn.uid,
                    "version": each.turn.version,
                    "other": each.other.pk if each.other is not None else 0,
                }
                for each in kept
            ],
            "news": queries.news(found, told.since, told.page),
            "beside": queries.beside(found, told.page),
            "people": [each["name"] for each in found.people],
            "here": _("Also typing here: %(names)s") % {"names": ", ".join(others)} if others else "",
        }
    )


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def turn(request: HttpRequest, case: Case, transcription_id: int) -> HttpResponseBase:
    """Keep one turn from a plain form, for a page without script."""
    found, given = transcription_or_404(case, transcription_id), request.POST
    where = reverse("transcription", args=[case.pk, transcription_id])
    uid = given.get("uid", "")
    try:
        told = read_turn(
            {
                "uid": uid,
                "base": number_in(given.get("base")),
                "after": given.get("after", ""),
                "speaker": number_in(given.get("speaker")),
                "words": given.get("words", ""),
                "start": written_time(given.get("start", "")),
                "gone": "gone" in given,
            }
        )
        kept = writing.tell(member_of(request), found, secrets.token_hex(16), [told])[0]
    except (KeyError, TypeError, ValueError):
        messages.error(request, _("This turn could not be understood. Nothing was changed."))
    except Problem as problem:
        messages.error(request, problem.message)
    else:
        if kept.other is not None:
            said = _("Somebody else changed this turn meanwhile. Both are kept: look at them.")
            messages.warning(request, said)
        return redirect(f"{where}#t-{kept.turn.uid}")
    return redirect(where)


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def settle(request: HttpRequest, case: Case, transcription_id: int, other_id: int) -> HttpResponseBase:
    """Decide between two that were typed for one turn."""
    found = transcription_or_404(case, transcription_id)
    other = queries.other_of(found, other_id)
    if other is None:
        raise Http404
    try:
        writing.settle(member_of(request), other, request.POST.get("choice", ""))
    except Problem as problem:
        messages.error(request, problem.message)
    return redirect(f"{reverse('transcription', args=[case.pk, transcription_id])}#t-{other.turn.uid}")


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def take_up(request: HttpRequest, case: Case, transcription_id: int) -> HttpResponseBase:
    """Put what was typed after a lock into its turns."""
    found, member = transcription_or_404(case, transcription_id), member_of(request)
    where = reverse("transcription", args=[case.pk, transcription_id])
    try:
        after_lock.take_up(member, found, where)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("drafts")
    messages.success(request, _("What was typed while the vault was locked stands in its turns."))
    return redirect(where)


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def people(request: HttpRequest, case: Case, transcription_id: int) -> HttpResponseBase:
    """Say anew who speaks."""
    found = transcription_or_404(case, transcription_id)
    form = PeopleForm(request.POST)
    try:
        if not form.is_valid():
            raise NotUnderstood("no-people", _("These names could not be read. Nothing was changed."))
        writing.name_people(member_of(request), found, form.people)
    except Problem as problem:
        messages.error(request, problem.message)
    return redirect("transcription", case.pk, transcription_id)


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def end(request: HttpRequest, case: Case, transcription_id: int) -> HttpResponseBase:
    """Keep what was typed as a text, lay it aside, or take it up again."""
    found, member = transcription_or_404(case, transcription_id), member_of(request)
    how = request.POST.get("how", "")
    try:
        if how == "keep":
            if not _said_who(member, found, request.POST):
                where = reverse("transcription", args=[case.pk, transcription_id])
                return redirect(f"{where}?who=ask#who")
            layer = keeping.keep(member, found)
            messages.success(request, _("The words are kept as a text of this recording."))
            return redirect("reader", case.pk, layer.pk)
        writing.lay_aside(member, found, again=how == "again")
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("transcription", case.pk, transcription_id)
    if how == "again":
        return redirect("transcription", case.pk, transcription_id)
    return redirect("testimony", case.pk)


def _said_who(member: Member, found: Transcription, given: QueryDict) -> bool:
    """Let turns that name nobody be named in one go; say whether they are, or are to stay as they are."""
    if not queries.nameless(found):
        return True
    speaker = number_in(given.get("nameless"))
    name = given.get("somebody", "")
    if speaker is None and not name.strip():
        return False
    if speaker or name.strip():
        keeping.name_nameless(member, found, speaker or 0, name)
    return True
