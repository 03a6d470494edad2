"""The page of sources compared, and what a person says of repetition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from guwah.accounts.answers import telling
from guwah.accounts.guard import case_page, may
from guwah.accounts.permissions import Permission
from guwah.accounts.requests import member_of, number_in
from guwah.steps.claims import flows, found, showing
from guwah.steps.claims.comparing import queries
from guwah.steps.claims.comparing.forms import RepeatsForm
from guwah.steps.claims.comparing.lines import State
from guwah.steps.claims.comparing.voices import Ground
from guwah.steps.claims.parties import Between

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from guwah.accounts.models import Case
    from guwah.steps.claims.comparing.lines import Line
    from guwah.steps.claims.comparing.queries import Table

_LAST_PAGE = 10**6
STATES = {
    State.FITS: ("given", gettext_lazy("fits the others")),
    State.DIFFERS: ("conflict", gettext_lazy("differs")),
    State.ALONE: ("open", gettext_lazy("the only one who says")),
    State.SAYS: ("claim", gettext_lazy("not compared by rule")),
    State.SILENT: ("", gettext_lazy("says nothing of it")),
}
GROUNDS = {
    Ground.FIRST_HAND: gettext_lazy("a source of its own"),
    Ground.THROUGH: gettext_lazy("heard only through others: counted as no source"),
    Ground.INFERRED: gettext_lazy("inferred: counted as no source"),
    Ground.UNNAMED: gettext_lazy("was told, and nobody is named: counted as no source"),
    Ground.OPEN: gettext_lazy("how they know is not said: counted as no source"),
}
KINDS = {
    Between.WITNESS_HERSELF: gettext_lazy("The witness with herself"),
    Between.WITNESS_REPORTER: gettext_lazy("The witness with somebody who reports"),
    Between.REPORTER_HIMSELF: gettext_lazy("Somebody who reports, with himself"),
    Between.AUTHORITIES: gettext_lazy("The authorities' changing grounds"),
}


@case_page(Permission.CLAIM_SEE)
@require_safe
def compared(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Show several sources side by side: who contradicts whom, and what each says of the same thing."""
    page = min(max(1, number_in(request.GET.get("page")) or 1), _LAST_PAGE)
    table, makes = queries.table(case, page), may(member_of(request), Permission.CLAIM_MAKE, case)
    kinds, grounds = queries.contradictions(case), queries.grounds(case)
    context = {
        "case": case,
        "section": "conflicts",
        "answer": found.standing_of(case),
        "kinds": [
            (KINDS.get(kind, showing.BETWEEN_WORDS[kind]), rows, kind == Between.AUTHORITIES)
            for kind, rows in kinds.items()
        ],
        "grounds": grounds,
        "changing": [title for title, told in grounds if any(one.changed for one in told)],
        "table": table,
        "subjects": [_subject(subject, table) for subject in table.subjects],
        "repeats": queries.repeats_of(case),
        "may_make": makes,
        "form": RepeatsForm(sources=case.sources.all()) if makes else None,
    }
    return render(request, "claims/compared.html", context)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def repeats(request: HttpRequest, case: Case) -> HttpResponseBase:
    """Say that one source repeats another."""
    sources = {source.pk: source for source in case.sources.all()}
    form = RepeatsForm(request.POST, sources=sources.values())
    if not form.is_valid():
        messages.error(request, _("Choose two sources of this case. Nothing was changed."))
        return redirect("sources-compared", case.pk)
    given = form.cleaned_data
    with telling(request, _("Noted. The two count as one voice from now on; both stay as they are.")):
        source, of = sources[given["source"]], sources[given["of"]]
        flows.note_repeat(member_of(request), source, of, given["how"], given["because"])
    return redirect("sources-compared", case.pk)


@case_page(Permission.CLAIM_MAKE)
@require_POST
def withdraw(request: HttpRequest, case: Case, repeat_id: int) -> HttpResponseBase:
    """Take back that one source repeats another."""
    with telling(request, _("Taken back.")):
        flows.withdraw_repeat(member_of(request), case, repeat_id)
    return redirect("sources-compared", case.pk)


def _subject(subject: queries.Subject, table: Table) -> dict[str, Any]:
    return {
        "title": subject.title,
        "url": subject.url,
        "lines": [
            {
                "title": line.title,
                "cells": [(cell.sayings, *STATES[cell.state]) for cell in line.cells],
                "voices": _voices(line, table),
                "compared": line.compared,
                "differ": line.differ,
                "independent": line.independent,
            }
            for line in subject.lines
        ],
    }


def _voices(line: Line, table: Table) -> list[dict[str, Any]]:
    titles = {source.pk: source.title for source in table.columns}
    return [
        {
            "name": table.names.get(voice.key, voice.key),
            "sources": [titles[number] for number in voice.sources],
            "passed_on": voice.passed_on,
            "ground": GROUNDS[voice.ground],
            "independent": voice.independent,
        }
        for voice in line.voices
    ]
