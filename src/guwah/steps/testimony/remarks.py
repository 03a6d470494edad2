"""What testimony itself says in the margin: cuts, notes, and what the file says beside its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from guwah.instruments.vocabularies import label
from guwah.steps.testimony.margin import Remark, placed, within
from guwah.steps.testimony.models import Cut, Mark, Note

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django.utils.functional import _StrPromise

    from guwah.steps.testimony.margin import View


def cuts(view: View) -> Iterator[Remark]:
    """Return the live cuts that touch a view."""
    for each in Cut.objects.filter(lifted_at=None, **within(view)).select_related("anchor__now"):
        title = _("Cut: by wish of %(whom)s") % {"whom": each.wish}
        yield Remark(
            **placed(each.anchor.now, "cut", title),
            hue="withheld",
            words=each.reason,
            url=_stretch(view, each.anchor_id),
        )


def notes(view: View) -> Iterator[Remark]:
    """Return the notes that touch a view."""
    for each in Note.objects.filter(**within(view)).select_related("anchor__now", "made_by"):
        yield Remark(
            **placed(each.anchor.now, "", _("Note of %(whom)s") % {"whom": each.made_by}),
            hue="sealed",
            words=each.words,
            url=_stretch(view, each.anchor_id),
        )


# What a note of a file says, in this order; `what` says which column, tier or index it comes from.
_SAID = ("words", "synopsis", "keywords", "subjects", "gps")


def in_the_file(view: View) -> Iterator[Remark]:
    """Return what the file itself says beside words of a view: footnotes, translations, index points."""
    rows = Mark.objects.filter(
        revision=view.revision, kind="note", start=F("end"), start__gte=view.start, start__lte=view.end
    ).select_related("block")
    title = label("mark_kinds", "note", get_language() or "en").text
    for each in rows:
        told = [each.attributes[name] for name in _SAID if each.attributes.get(name)]
        if told:
            # A point at the end of a turn is the turn's, not that of the next one.
            at = min(each.start, max(each.block.end - 1, each.block.start)) if each.block else each.start
            what = each.attributes.get("what", "")
            named = f"{title} ({what})" if what else title
            yield Remark(start=at, end=at, kind="", hue="sealed", title=named, words=" · ".join(told))


WHY_NOT_BACK: Mapping[str, _StrPromise] = {
    "letters-as-one": gettext_lazy("several spellings of the old script are this one"),
    "letters-kept": gettext_lazy("letters without a counterpart stay as they were"),
    "signs-dropped": gettext_lazy("a hard or soft sign is gone"),
    "guessed": gettext_lazy("the old letters may be read otherwise; the likelier word was taken"),
    "several-readings": gettext_lazy("the character has several readings"),
}


def spots(view: View) -> Iterator[Remark]:
    """Return the words of a text in another script that do not lead back; the first of each kind is noted."""
    noted = set[str]()
    for start, end, code in view.revision.reading.get("script", {}).get("spots", ()):
        if view.start <= start < view.end:
            title = _("Not certain in this script")
            words = str(WHY_NOT_BACK[code])
            yield Remark(start, end, "spot", "open", title, words, quiet=code in noted)
            noted.add(code)


def _stretch(view: View, anchor_id: int) -> str:
    return reverse("stretch", args=[view.case.pk, anchor_id])
