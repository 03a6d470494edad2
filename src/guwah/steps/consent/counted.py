"""Places handed in as numbers: in which text they were counted, once a text has been edited.

Numbers counted in an earlier text would grant, mark or clear other words than those somebody read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.failures import NotUnderstood, Refused
from guwah.steps.consent.materials import newest_revision
from guwah.steps.testimony.models import Revision

if TYPE_CHECKING:
    from guwah.accounts.models import Case

_PLACES = frozenset({"start", "span", "spans"})


def newest_counted_in(case: Case, layer: int, counted_in: int | None) -> Revision:
    """Return the newest text of a layer, when that is the one in which places were counted.

    Args:
        case: the case.
        layer: number of the layer.
        counted_in: number of the text in which somebody counted or read; None needs no number while the
            layer has only one.

    Raises:
        NotUnderstood: `no-such-layer`.
        Refused: `text-changed`.
    """
    revision = newest_revision(case, layer)
    if revision is None:
        raise NotUnderstood("no-such-layer", "This case has no such text.")
    if counted_in != revision.number and (counted_in is not None or revision.number > 1):
        raise Refused(
            "text-changed",
            f"This text was edited; text {revision.number} is the newest. Nothing was changed. Read and "
            f"count in that one, then say --revision {revision.number}.",
        )
    return revision


def surely_counted_now(case: Case, told: object) -> None:
    """Refuse records with places in numbers where a text of the case was edited, as nobody says in which.

    Raises:
        Refused: `text-changed`.
    """
    if _has_places(told) and Revision.objects.filter(layer__case=case, number__gt=1).exists():
        raise Refused(
            "text-changed",
            "A text of this case was edited, and the file names places by number. Nothing was recorded. If "
            "they are counted in the texts as they stand now, say --counted-now.",
        )


def _has_places(told: object) -> bool:
    if isinstance(told, dict):
        return not _PLACES.isdisjoint(told) or any(_has_places(each) for each in told.values())
    return isinstance(told, list) and any(_has_places(each) for each in told)
