"""Handing sealed items out by click: what goes out is shown first, then packed beside the pages."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_GET, require_POST, require_safe

from guwah.accounts.answers import existing
from guwah.accounts.guard import case_page
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of
from guwah.failures import Problem, Refused, WrongUse
from guwah.steps.editions import showing
from guwah.steps.editions.flows.packaging import Errand, export_package, may_go
from guwah.steps.editions.flows.receiving import SaidOfIt, note_receipt, packages_of
from guwah.steps.editions.models import Package
from guwah.steps.editions.recipients import partners_with_keys, recipients_of
from guwah.steps.evidence.models import Item
from guwah.vault.keyring import KEYRING
from guwah.vault.own_keys import own_keys
from guwah.web.beside import SECONDS_BETWEEN_LOOKS, Beside

if TYPE_CHECKING:
    from pathlib import Path

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case, Member

# More than anybody reads through and ticks one by one.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Asking:
    """What a form asks to hand out."""

    items: list[Item]
    to: list[str]
    purpose: str

    def errand(self, *, settled: bool) -> Errand:
        """Return the errand; a recipient that cannot be read is a `WrongUse`."""
        return Errand(recipients_of(self.to), self.purpose, settled, here=True)


class Packing(Beside):
    """The package that is being written in this process, if one is."""

    failing = gettext_noop("Guwah failed in the middle. Nothing is left of the package; begin again.")

    def __init__(self) -> None:
        super().__init__()
        self._untold: int | None = None

    def begin(self, member: Member, case: Case, asking: Asking, errand: Errand) -> None:
        """Write a package beside the pages.

        Raises:
            Refused: `package-going-on`; one is being written already.
        """
        taken = Refused("package-going-on", "A package is being written already. Wait for its end.")
        out = kept_in() / f".package-{secrets.token_hex(8)}.tar.age"

        def work() -> None:
            written = export_package(member, case, asking.items, errand, out, self._tell)
            out.rename(file_of(written.package))

        self.make_ready(work, taken, total=sum(item.size for item in asking.items))
        self._untold = member.pk
        self.go()

    def came_of_it(self, member: Member) -> str | None:
        """Return, once and to whoever began it, why it stopped; empty when it came to its end."""
        if not self.state.over or self._untold != member.pk:
            return None
        self._untold = None
        return self.state.problem

    def _tell(self, packed: int) -> None:
        KEYRING.touch()
        self.state = replace(self.state, done=packed)


PACKING = Packing()


def kept_in() -> Path:
    """Return the folder of the vault in which packages wait to be downloaded, encrypted as they are."""
    return KEYRING.current().folder / "editions"


def file_of(package: str) -> Path:
    """Return where a package made on a page lies."""
    return kept_in() / f"package-{package}.tar.age"


@case_page(Permission.EVIDENCE_EXPORT)
@require_safe
def show(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show what was handed out, who said that it came, and the form to hand out more."""
    if not PACKING.state.over:
        return redirect("package-running", case.pk)
    member = member_of(request)
    return render(request, "packages.html", _shown(member, case, PACKING.came_of_it(member)))


@case_page(Permission.EVIDENCE_EXPORT)
@require_POST
def prepare(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show what would go out, to whom and why, what forbids it, and what is to be settled."""
    member = member_of(request)
    try:
        asking = _asking(request, case)
        answer = may_go(member, case, asking.items, asking.errand(settled=False))
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("packages", case.pk)
    context = {
        "case": case,
        "section": "editions",
        "asking": asking,
        "size": sum(item.size for item in asking.items),
        "refusals": showing.refusal_rows(case, answer.refusals),
        "questions": answer.questions,
        "keys": own_keys(),
    }
    return render(request, "package_prepared.html", context)


@case_page(Permission.EVIDENCE_EXPORT)
@require_POST
def hand_out(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Write the package; what became of it is told when it is over."""
    member = member_of(request)
    try:
        asking = _asking(request, case)
        errand = asking.errand(settled=bool(request.POST.get("settled")))
        answer = may_go(member, case, asking.items, errand)
        if answer.refusals:
            raise Refused("edition-refused", " ".join(each.text for each in answer.refusals))
        if not errand.settled:
            raise Refused("open-questions", _("Say that every question is settled, or hand nothing out."))
        PACKING.begin(member, case, asking, errand)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("packages", case.pk)
    return redirect("package-running", case.pk)


@case_page(Permission.EVIDENCE_EXPORT)
@require_GET
def running(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show how much is packed; the page loads itself again until it is over."""
    if PACKING.state.over:
        return redirect("packages", case.pk)
    response = render(request, "package_running.html", {"case": case, "state": PACKING.state})
    response["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return response


@case_page(Permission.EVIDENCE_EXPORT)
@require_safe
def download(request: HttpRequest, case: Case, package_id: int) -> HttpResponseBase:
    """Give out a package's file; only its recipients open it."""
    del request
    package = _package(case, package_id)
    try:
        file = file_of(package.package).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    name = f"guwah-package-{package.package}.tar.age"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")


@case_page(Permission.EVIDENCE_EXPORT)
@require_POST
def receipt(request: HttpRequest, case: Case, package_id: int) -> HttpResponseBase:
    """Note that a recipient says that it came, and by which root."""
    package, given = _package(case, package_id), request.POST
    try:
        said = SaidOfIt(
            given.get("by", ""), given.get("root", ""), _day(given.get("on", "")), given.get("how", "")
        )
        noted = note_receipt(member_of(request), package, said)
    except Problem as problem:
        messages.error(request, problem.message)
        return redirect("packages", case.pk)
    if noted.agrees:
        messages.success(request, _("Noted: they have what was handed out."))
    else:
        messages.error(request, _("Noted: what they have is not what was handed out."))
    return redirect("packages", case.pk)


def _shown(member: Member, case: Case, came: str | None) -> dict[str, Any]:
    found = packages_of(member, case)
    items = Item.objects.filter(source__case=case).select_related("source").order_by("-pk")[:_MOST]
    return {
        "case": case,
        "section": "editions",
        "packages": [{"package": each, "file": file_of(each.package).is_file()} for each in found],
        "items": items,
        "partners": partners_with_keys(),
        "came": came,
        "keys": own_keys(),
        "today": timezone.now().date(),
    }


def _asking(request: HttpRequest, case: Case) -> Asking:
    chosen = {int(each) for each in request.POST.getlist("item") if each.isdecimal()}
    rows = Item.objects.filter(source__case=case, pk__in=chosen).select_related("source__case")
    typed = [each.strip() for each in request.POST.get("to", "").splitlines() if each.strip()]
    return Asking(
        list(rows.order_by("pk")), [*request.POST.getlist("partner"), *typed], request.POST.get("purpose", "")
    )


def _package(case: Case, package_id: int) -> Package:
    return existing(Package.objects.filter(case=case, pk=package_id).first())


def _day(typed: str) -> dt.date:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError as wrong:
        raise WrongUse("bad-day", "Say the day as year, month and day, in digits.") from wrong
