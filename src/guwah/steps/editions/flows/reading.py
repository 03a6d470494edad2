"""Reading the words before they go out: turn by turn, a stretch, or a page of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.instruments.redaction.spans import Spans
from guwah.steps.consent.flows import clear, unclear
from guwah.steps.consent.materials import newest_revision
from guwah.steps.testimony.models import Block

if TYPE_CHECKING:
    from collections.abc import Collection

    from guwah.accounts.models import Case, Member


def clear_blocks(actor: Member, case: Case, layer_id: int, blocks: Collection[int], *, clears: bool) -> int:
    """Record that somebody has read some turns or paragraphs and that they may go out, or take that back.

    Args:
        actor: who has read them.
        case: of whom.
        layer_id: in which text.
        blocks: numbers of the rows of the blocks.
        clears: whether they may go out; otherwise they are masked again.

    Returns:
        How many code points changed.

    Raises:
        NotPermitted: the actor does not record consent here.
        NotUnderstood: `text-changed`: the blocks are not of the text as it stands now; nothing was changed.
    """
    ask(actor, Permission.CONSENT_RECORD, case, target=f"layer:{layer_id}")
    revision = newest_revision(case, layer_id)
    rows = Block.objects.filter(revision=revision, pk__in=set(blocks)).values_list("start", "end")
    words = Spans.of(rows)
    if revision is None or not words or len(rows) < len(set(blocks)):
        raise NotUnderstood(
            "text-changed",
            "These words are not in the text as it stands now; it was corrected since. Nothing was changed: "
            "read the newer text.",
        )
    return (clear if clears else unclear)(actor, case, revision, words)
