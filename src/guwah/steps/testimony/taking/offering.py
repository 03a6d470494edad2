"""Which sealed items are offered as texts, and what was taken in of them already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import BooleanField, Case, Count, Q, Value, When

from guwah.steps.evidence.models import Item
from guwah.steps.testimony.models import Layer

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from guwah.accounts.models import Case as OurCase

_WORD: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# What nobody knows by its first bytes may be a text in an encoding that does not show itself.
_UNKNOWN: Final = "application/octet-stream"
# A page of the web is refused as a text; its words are an item of their own once it was examined.
_TEXTS: Final = Q(kind="text") & ~Q(media_type__startswith="text/html")
_MAY_BE: Final = _TEXTS | Q(media_type__in=(_WORD, _UNKNOWN)) | Q(kind="other", filename__iendswith=".docx")
# Parts of a delivery have a parent and are what came all the same.
_CAME: Final = Q(derived_from=None) | Q(tool="guwah deliveries")
# What was read out of a paper or a page; metadata and the shape of a sound are nobody's words.
_WORDS_OF: Final = Q(kind="text", filename__iendswith=".txt")
_MOST_WAITING: Final = 20


def _when(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(value=True)), default=Value(value=False), output_field=BooleanField()
    )


def items_to_read(case: OurCase) -> QuerySet[Item]:
    """Return the sealed items of a case that may be texts, each with `taken`: how many texts it became.

    Those that are no text yet stand first; what came before what was made of it; the newest first.
    """
    items = Item.objects.filter(_MAY_BE, _CAME | _WORDS_OF, source__case=case)
    items = items.annotate(taken=Count("revisions__layer", distinct=True)).select_related("source")
    return items.order_by(_when(Q(taken__gt=0)), _when(~_CAME), _when(Q(media_type=_UNKNOWN)), "-pk")


def waiting(case: OurCase) -> QuerySet[Item]:
    """Return the newest files of a case, as they came, that are texts to all appearance and not taken in."""
    unread = Item.objects.filter(_MAY_BE, _CAME, source__case=case, revisions=None)
    return unread.exclude(media_type=_UNKNOWN).select_related("source").order_by("-pk")[:_MOST_WAITING]


def texts_of(item: Item) -> list[Layer]:
    """Return the texts of its case that were taken in from an item, the oldest first."""
    texts = Layer.objects.filter(revisions__item=item, case=item.source.case_id).distinct()
    return list(texts.select_related("made_by", "source").order_by("pk"))


def items_of(case: OurCase, sha256: str) -> list[Item]:
    """Return the sealed items of a case that are these bytes."""
    return list(Item.objects.filter(source__case=case, sha256=sha256).select_related("source"))
