"""The group's habits of marking transcripts: what differs from how Guwah comes, saved for all its cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from guwah.accounts.guard import ask
from guwah.accounts.permissions import Permission
from guwah.failures import NotUnderstood
from guwah.instruments.transcripts import errors
from guwah.instruments.transcripts.conventions import DEFAULT, Conventions
from guwah.steps.testimony.taking.tables import HabitSet
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from guwah.accounts.models import Member

# The lists of words a group changes on a page; a file may hold every key of the conventions.
ON_THE_PAGE: Final = (
    "unheard",
    "vocal",
    "description",
    "correction",
    "note",
    "withheld",
    "line_drop",
    "tape_end",
    "session_change",
    "page_break",
    "not_labels",
    "header_words",
)


def saved() -> dict[str, Any]:
    """Return what the group changed, empty where it keeps to what Guwah comes with."""
    newest = HabitSet.objects.order_by("pk").last()
    return dict(newest.habits) if newest else {}


def conventions(changed: Mapping[str, Any]) -> Conventions:
    """Return the conventions with what was changed in them.

    Raises:
        NotUnderstood: `bad-conventions`.
    """
    if not changed:
        return DEFAULT
    try:
        return Conventions.from_json(changed)
    except errors.NotUnderstood as wrong:
        raise NotUnderstood(wrong.code, wrong.message) from wrong


def words_of(changed: Mapping[str, Any], key: str) -> list[str]:
    """Return the words of one of the lists of `ON_THE_PAGE` as they stand with these changes."""
    return list(getattr(conventions(changed), key))


def with_labels(
    changed: Mapping[str, Any], nobody: Sequence[str] = (), own: Sequence[str] = ()
) -> dict[str, Any]:
    """Return the habits for one text: which words in it are nobody's name, and which are a label.

    Args:
        changed: the habits of the group, as `saved` returns them.
        nobody: words before a colon that are no label here.
        own: labels as they stand in the text, wherever they begin a line.
    """
    more: dict[str, Any] = {}
    if nobody:
        more["not_labels"] = [*words_of(changed, "not_labels"), *(each.casefold() for each in nobody)]
    if own:
        more["own_labels"] = [*words_of(changed, "own_labels"), *own]
    return {**changed, **more}


def set_habits(actor: Member, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the group's habits whole; texts taken in before stay as they were read.

    Args:
        actor: who says so.
        wanted: keys of `data/conventions.json` with their values; what equals the default is left out.

    Returns:
        What is kept.

    Raises:
        NotPermitted: the actor does not say how the group works.
        NotUnderstood: `bad-conventions`; nothing was changed.
    """
    # Whoever opens cases for the group says how its texts are marked.
    ask(actor, Permission.CASE_CREATE)
    read = conventions(wanted)
    changed = {key: value for key, value in wanted.items() if getattr(read, key) != getattr(DEFAULT, key)}
    if changed == saved():
        return changed
    with transaction.atomic():
        made = HabitSet.objects.create(habits=changed, made_by=actor)
        told_of = {"id": made.pk, "changed": sorted(changed)}
        record(Act.HABITS_SET, actor.actor, things=[Thing("habits", told_of)])
    return changed
