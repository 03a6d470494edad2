"""What consent says beside the words in the reader: consent given here, what a condition means, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from guwah.accounts.guard import may
from guwah.accounts.permissions import Permission
from guwah.steps.consent.forms import words_of
from guwah.steps.consent.models import ConsentRecord, MeantPassage, SpanDecision
from guwah.steps.testimony.margin import Remark, placed, within

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


def _records(view: View, page: str) -> Iterator[Remark]:
    for each in ConsentRecord.objects.filter(**within(view)).select_related("anchor__now"):
        grant = each.kind == ConsentRecord.Kind.GRANT
        state = each.scope.get("state", "")
        now = each.anchor.now  # type: ignore[union-attr] # asked for with its anchor
        yield Remark(
            **placed(now, "condition", words_of("consent_record_kinds", each.kind)),
            hue="given" if grant and state in {"given", "renewed"} else "open" if grant else "refused",
            words=words_of("consent_states", state) if state else "",
            url=f"{page}#record-{each.pk}",
        )


def _meant(view: View, page: str) -> Iterator[Remark]:
    rows = MeantPassage.objects.filter(withdrawn_at=None, **within(view))
    for each in rows.select_related("anchor__now", "condition"):
        yield Remark(
            **placed(each.anchor.now, "condition", _("Meant to be cut")),
            hue="open",
            words=_("a condition of the consent means these words"),
            url=f"{page}#record-{each.condition.record_id}",
        )


def _decisions(view: View) -> Iterator[Remark]:
    rows = SpanDecision.objects.filter(replaced_at=None, **within(view))
    for each in rows.select_related("anchor__now", "by"):
        title = _("May be shown") if each.show else _("Stays masked")
        yield Remark(
            **placed(each.anchor.now, "" if each.show else "personal", title),
            hue="given" if each.show else "withheld",
            words=_("decided by %(whom)s") % {"whom": each.by},
            url=f"{reverse('consent-decide', args=[view.case.pk])}?anchor={each.anchor_id}",
        )
