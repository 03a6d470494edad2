"""When single words are heard, as rows: what stands in a revision, and what an edit changes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.steps.testimony.editing.tables import WordTimes
from guwah.vault.rows import insert

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from guwah.steps.testimony.models import Revision


def heard_in(revision: Revision, uids: Iterable[int] | None = None) -> dict[int, str]:
    """Return the packed times of words in a revision, by the names of their blocks.

    Args:
        revision: which text.
        uids: of these blocks only; None for all.
    """
    rows = WordTimes.objects.filter(layer_id=revision.layer_id, since__lte=revision.number)
    if uids is not None:
        rows = rows.filter(uid__in=uids)
    # The last row of a block is the one that holds.
    standing = dict(rows.order_by("since").values_list("uid", "times"))
    return {uid: times for uid, times in standing.items() if times}


def keep_heard(revision: Revision, heard: Mapping[int, str], before: Mapping[int, str]) -> None:
    """Write what is known of words since a revision and was not before, or is known no more.

    Args:
        revision: the new text.
        heard: packed times by block, as they stand in it.
        before: as they stood in the text before.
    """
    rows = [(uid, heard.get(uid, "")) for uid in sorted({*heard, *before})]
    changed = [(uid, times) for uid, times in rows if times != before.get(uid, "")]
    insert(WordTimes, ("uid", "times"), changed, {"layer_id": revision.layer_id, "since": revision.number})
