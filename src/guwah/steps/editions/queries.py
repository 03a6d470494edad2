"""What was built, for pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from guwah.steps.editions.models import Edition
from guwah.steps.testimony.links import name_of
from guwah.steps.testimony.models import Block

if TYPE_CHECKING:
    from guwah.accounts.models import Case


def editions_of(case: Case) -> list[Edition]:
    """Return the editions of a case with their approvals, the newest first."""
    rows = Edition.objects.filter(case=case).select_related("built_by")
    return list(rows.prefetch_related("approvals__by").order_by("-number"))


def name_of_block(case: Case, block_id: int) -> str:
    """Return the name of a turn or paragraph of a case, empty when there is none."""
    rows = Block.objects.filter(pk=block_id, revision__layer__case=case).select_related("session")
    found = rows.first()
    return name_of(found) if found else ""


def edition_of(case: Case, edition_id: int) -> Edition | None:
    """Return an edition of a case, or None."""
    return Edition.objects.filter(case=case, pk=edition_id).select_related("case", "built_by").first()
