"""The static site: every approved public edition in a folder of its own, and a page that lists them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.template.loader import render_to_string

from guwah.accounts.guard import ask, may
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood, Refused
from guwah.steps.editions.flows.standing import still_allowed
from guwah.steps.editions.flows.writing import check_folder, folder_of, write_out
from guwah.steps.editions.models import Edition
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from guwah.accounts.models import Member

PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Site:
    """What a written site holds, and the editions that may not go out any more and are not in it."""

    editions: tuple[Edition, ...]
    left_out: tuple[Edition, ...]


def publish_site(actor: Member, out: Path) -> Site:
    """Write the newest approved public edition of every case the actor may see.

    Where consent was taken back or words were cut since, a case is left out: one does not keep the others
    back, and no earlier edition of it comes in its place. The log says first what is about to be published:
    what went out is never missing there, even where the disk refused half of it.

    Raises:
        Refused: `nothing-approved`, or `consent-changed` when nothing may go out any more.
        WrongUse: the folder holds something.
        NotUnderstood: the disk refused.
    """
    check_folder(out)
    newest = _newest(actor)
    if not newest:
        raise Refused("nothing-approved", "No public edition is approved by a second person yet.")
    for edition in newest:
        ask(actor, Permission.EDITION_BUILD, edition.case, target=f"edition:{edition.pk}")
    with transaction.atomic():
        # All are asked about before one is recorded: nothing comes between the answer and the log.
        refused = {edition: why for edition in newest if (why := _refusal(edition))}
        site = Site(tuple(each for each in newest if each not in refused), tuple(refused))
        if not site.editions:
            raise next(iter(refused.values()))
        for edition in site.editions:
            told = {"edition": edition.pk, "root": edition.root}
            record(
                Act.EDITION_PUBLISHED, actor.actor, things=[Thing("published", told)], case=edition.case_id
            )
    for edition in site.editions:
        write_out(actor, edition, out / folder_of(edition), just_asked=True)
    _write_list(site.editions, out)
    return site


def _newest(actor: Member) -> tuple[Edition, ...]:
    newest: dict[int, Edition] = {}
    approved = Edition.objects.filter(audience=PUBLIC, approvals__isnull=False).select_related("case")
    for edition in approved.order_by("number"):
        if may(actor, Permission.EDITION_BUILD, edition.case):
            newest[edition.case_id] = edition
    return tuple(newest.values())


def _write_list(editions: Sequence[Edition], out: Path) -> None:
    rows = [
        {"edition": each, "folder": folder_of(each), "kind": each.approvals.get().kind} for each in editions
    ]
    try:
        page = render_to_string("editions/public/site.html", {"rows": rows})
        (out / "index.html").write_text(page, "utf-8")
    except OSError as stopped:
        raise NotUnderstood("not-written", "The folder could not be written.") from stopped


def _refusal(edition: Edition) -> Refused | None:
    try:
        still_allowed(edition)
    except Refused as refused:
        return refused
    return None
