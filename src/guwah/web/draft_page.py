"""A machine's draft of a recording, made beside the pages: asked for, watched, stopped, told at its end."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from guwah import settings
from guwah.accounts.guard import case_page, group_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.failures import NotUnderstood, Problem, Refused
from guwah.instruments.languages import isolate
from guwah.steps.testimony.drafting import hearing
from guwah.steps.testimony.drafting.draft import Stopped, draft
from guwah.steps.testimony.drafting.model import Model, open_model
from guwah.steps.testimony.forms import ItemField
from guwah.steps.testimony.queries import recordings
from guwah.vault.keyring import VaultLocked
from guwah.web.beside import Beside

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case, Member
    from guwah.steps.evidence.models import Item

_SECONDS_BETWEEN_LOOKS = 3


@dataclass(frozen=True, slots=True)
class Came:
    """What came of a draft: the text, or why there is none.

    Attributes:
        layer: number of the text, 0 when there is none.
        problem: why; empty when there is one.
    """

    layer: int
    problem: str


class Drafting(Beside):
    """The draft that is being made in this process, if one is."""

    failing = gettext_noop(
        "Guwah failed in the middle of the draft. Nothing of it was kept; the recording is unchanged."
    )

    def __init__(self) -> None:
        super().__init__()
        self.case = 0
        self._untold: int | None = None
        self._layer = 0
        self._stop = False

    def begin(self, member: Member, item: Item, language: str, model: Model) -> None:
        """Make a draft beside the pages.

        Raises:
            NotUnderstood, Refused: the language is none, or none of the model's; one is being made already.
        """
        model.code(language)
        taken = Refused("draft-going-on", _("The machine is at another recording. Wait for its end."))
        self.make_ready(lambda: self._run(member, item, language, model), taken)
        self.case, self._untold, self._layer, self._stop = item.source.case_id, member.pk, 0, False
        self.go()

    def stop(self) -> None:
        """Have it end at the next stretch it hears."""
        self._stop = True

    def came_of_it(self, member: Member) -> Came | None:
        """Return, once and to whoever asked for it, what came of it."""
        if not self.state.over or self._untold != member.pk:
            return None
        self._untold = None
        return Came(self._layer, self.state.problem)

    def _run(self, member: Member, item: Item, language: str, model: Model) -> None:
        try:
            self._layer = draft(member, item, language, model, self._tell).layer.pk
        except VaultLocked as locked:
            said = _("The vault was locked, and the draft stopped with it. Nothing of it was kept.")
            raise Refused("draft-stopped", said) from locked

    def _tell(self, done: int, total: int) -> None:
        self.state = replace(self.state, done=done, total=total)
        if self._stop:
            raise Stopped


DRAFTING = Drafting()


class DraftForm(forms.Form):
    """Which recording, in which language."""

    language = forms.CharField(
        label=gettext_lazy("Language that is spoken"),
        max_length=35,
        help_text=gettext_lazy("As a tag: kk, zh, ru, en. A model never guesses it here."),
    )

    def __init__(self, *args: Any, items: QuerySet[Item], **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        self.fields["item"] = ItemField(queryset=items, label=gettext_lazy("Recording"), empty_label=None)
        self.order_fields(["item", "language"])


@case_page(Permission.TESTIMONY_IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Ask for a draft, or say why none can be made here; afterwards what came of the last one."""
    if not DRAFTING.state.over:
        return redirect("draft-running")
    member, items = member_of(request), recordings(case)
    model, hindrance = _model()
    form = DraftForm(request.POST or None, items=items, initial={"item": number_in(request.GET.get("item"))})
    if model is not None and form.is_valid():
        try:
            DRAFTING.begin(member, form.cleaned_data["item"], form.cleaned_data["language"], model)
        except Problem as problem:
            form.add_error(None, problem.message)
        else:
            return redirect("draft-running")
    context = {
        "case": case,
        "section": "testimony",
        "items": items,
        "form": form,
        "model": model,
        "languages": ", ".join(sorted(model.languages)) if model is not None else "",
        "hindrance": hindrance,
        "came": DRAFTING.came_of_it(member),
    }
    return render(request, "draft.html", context)


@case_page(Permission.TESTIMONY_IMPORT)
@require_POST
def stop(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Stop the draft that is being made in this case."""
    if DRAFTING.case == case.pk:
        DRAFTING.stop()
        messages.success(request, _("The draft stops. Nothing of it is kept."))
    return redirect("draft", case.pk)


@group_page(None)
@require_GET
def running(request: HttpRequest) -> HttpResponseBase:
    """Show how far it is, in seconds of the recording; the page loads itself again until it is over.

    Apart from the page that asks for a permission: each look at that one is written into the audit trail.
    """
    if DRAFTING.state.over and DRAFTING.case:
        return redirect("draft", DRAFTING.case)
    if DRAFTING.state.over:
        # The program was started anew meanwhile, and this page loaded itself again.
        said = _("No draft is being made. If one was broken off, its recording says so among the evidence.")
        messages.info(request, said)
        return redirect("today")
    response = render(request, "draft_running.html", {"state": DRAFTING.state, "of_case": DRAFTING.case})
    response["Refresh"] = str(_SECONDS_BETWEEN_LOOKS)
    return response


def _model() -> tuple[Model | None, str]:
    """Return the model of this installation, or none and why."""
    if not hearing.installed():
        return None, _("faster-whisper is not installed with this Guwah: %(command)s") % {
            "command": isolate("pip install 'guwah[whisper]'")
        }
    if settings.WHISPER_FOLDER is None:
        return None, _("No model folder was named. Start Guwah with %(setting)s") % {
            "setting": isolate("GUWAH_WHISPER=FOLDER")
        }
    try:
        return open_model(settings.WHISPER_FOLDER), ""
    except NotUnderstood as problem:
        return None, problem.message
