"""What consent says beside the words in the reader: consent given here, what a condition means, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.steps.consent.forms import words_of
from guwah.steps.consent.models import ConsentRecord, MeantPassage, SpanDecision
from guwah.steps.testimony.margin import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.steps.testimony.margin import View


def remarks(view: View) -> Iterator[Remark]:
    """Return what stands in the consent records about a part of a text."""
    if may(view.member, Permission.CONSENT_SEE, view.case):
        page = reverse("consent", args=[view.case.pk])
        yield from _records(view, page)
        yield from _meant(view, page)
        yield from _decisions(view)


def _within(view: View) -> dict[str, Any]:
    return {
        "anchor__revision": view.revision,
        "anchor__start__lt": view.end,
        "anchor__end__gt": view.start,
    }


def _records(view: View, page: str) -> Iterator[Remark]:
    for each in ConsentRecord.objects.filter(**_within(view)).select_related("anchor"):
        grant = each.kind == ConsentRecord.Kind.GRANT
        state = each.scope.get("state", "")
        yield Remark(
            start=each.anchor.start,  # type: ignore[union-attr] # asked for with its anchor
            end=each.anchor.end,  # type: ignore[union-attr] # as above
            kind="condition",
            hue="given" if grant and state in {"given", "renewed"} else "open" if grant else "refused",
            title=words_of("consent_record_kinds", each.kind),
            words=words_of("consent_states", state) if state else "",
            url=f"{page}#record-{each.pk}",
        )


def _meant(view: View, page: str) -> Iterator[Remark]:
    rows = MeantPassage.objects.filter(withdrawn_at=None, **_within(view))
    for each in rows.select_related("anchor", "condition"):
        yield Remark(
            start=each.anchor.start,
            end=each.anchor.end,
            kind="condition",
            hue="open",
            title=_("Meant to be cut"),
            words=_("a condition of the consent means these words"),
            url=f"{page}#record-{each.condition.record_id}",
        )


def _decisions(view: View) -> Iterator[Remark]:
    for each in SpanDecision.objects.filter(replaced_at=None, **_within(view)).select_related("anchor", "by"):
        yield Remark(
            start=each.anchor.start,
            end=each.anchor.end,
            kind="" if each.show else "personal",
            hue="given" if each.show else "withheld",
            title=_("May be shown") if each.show else _("Stays masked"),
            words=_("decided by %(whom)s") % {"whom": each.by},
            url=f"{reverse('consent-decide', args=[view.case.pk])}?anchor={each.anchor_id}",
        )
