"""A line on a member's Today page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from guwah.accounts.models import Member
from guwah.outbox.models import Notice

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "notice"


def deliver(key: str, payload: Mapping[str, Any]) -> None:
    """Write the notice once for every member it names; the key makes a repeat harmless."""
    for member in Member.objects.filter(pk__in=payload["members"], is_active=True):
        Notice.objects.get_or_create(
            key=f"{key}:{member.pk}",
            defaults={
                "member": member,
                "case_id": payload.get("case"),
                "code": payload["code"],
                "target": payload.get("target", ""),
            },
        )
