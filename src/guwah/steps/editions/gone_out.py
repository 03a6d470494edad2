"""What the life of an item says of editions: when words of it went out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext

from guwah.steps.editions.models import Edition
from guwah.steps.evidence.life import Moment
from guwah.vault.models import Opening

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.steps.evidence.models import Item


def published(item: Item) -> Iterator[Moment]:
    """Yield a moment for each edition that went out with a text read from the item."""
    layers = set(item.revisions.values_list("layer", flat=True))
    case = item.source.case_id
    if not layers:
        return
    out = {
        opening.value["edition"]: opening.entry.at
        for opening in Opening.objects.filter(label="published", entry__case=case).select_related("entry")
        if isinstance(opening.value, dict)
    }
    for edition in Edition.objects.filter(case=case, pk__in=out):
        if layers & set(edition.ledger.get("layers", ())):
            words = gettext("Words of it were published in edition %(number)s") % {"number": edition.number}
            yield Moment(out[edition.pk], "gone-out", words, url=reverse("editions", args=[case]))
