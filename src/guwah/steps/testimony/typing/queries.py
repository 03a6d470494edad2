"""What the pages of typing show: transcriptions on their way, their turns, what is new to a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone

from guwah.instruments.vocabularies import label
from guwah.steps.evidence.names import shown_name
from guwah.steps.testimony.typing.forms import time_written
from guwah.steps.testimony.typing.scribe import open_others
from guwah.steps.testimony.typing.tables import OtherWords, Transcription, TypedTurn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from guwah.accounts.models import Case, Member

_THERE: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class TurnShown:
    """A turn with what was typed beside it and nobody has looked at, and the names for the page."""

    turn: TypedTurn
    time: str
    others: Sequence[OtherWords]


def unfinished(case: Case) -> QuerySet[Transcription]:
    """Return what is being typed in a case, the newest first, each with `typed` turns and `last` time."""
    found = Transcription.objects.filter(case=case, kept_as=None, laid_aside_at=None)
    return _counted(found)


def laid_aside(case: Case) -> QuerySet[Transcription]:
    """Return what was laid aside in a case."""
    return _counted(Transcription.objects.filter(case=case, kept_as=None).exclude(laid_aside_at=None))


def _counted(found: QuerySet[Transcription]) -> QuerySet[Transcription]:
    return (
        found.select_related("recording__source", "begun_by")
        .annotate(
            typed=Count("turns", filter=Q(turns__gone=False)),
            last=Max("turns__at"),
            heard=Max("turns__time_start", filter=Q(turns__gone=False)),
        )
        .order_by("-pk")
    )


def transcription_of(case: Case, number: int) -> Transcription | None:
    """Return a transcription of a case, or None."""
    found = Transcription.objects.select_related("case", "recording__source", "begun_by", "kept_as")
    return found.filter(case=case, pk=number).first()


def other_of(transcription: Transcription, number: int) -> OtherWords | None:
    """Return words that lie beside a turn of this transcription, or None."""
    found = OtherWords.objects.select_related("turn__transcription__case", "by")
    return found.filter(turn__transcription=transcription, pk=number).first()


def turns(transcription: Transcription) -> list[TurnShown]:
    """Return the turns in order, with the words beside each."""
    beside: dict[int, list[OtherWords]] = {}
    for each in open_others(transcription).select_related("by").order_by("pk"):
        beside.setdefault(each.turn_id, []).append(each)
    # A turn that was emptied while somebody else wrote in it is shown until these words are looked at.
    there = Q(gone=False) | Q(pk__in=beside)
    rows = transcription.turns.filter(there).select_related("by").order_by("rank", "pk")
    return [TurnShown(each, time_written(each.time_start), beside.get(each.pk, ())) for each in rows]


def nameless(transcription: Transcription) -> list[TurnShown]:
    """Return the turns with words of which nobody has said who speaks, in order."""
    nobody = Q(speaker=0) | Q(speaker__gt=len(transcription.people))
    rows = transcription.turns.filter(nobody, gone=False).order_by("rank", "pk")
    return [TurnShown(each, time_written(each.time_start), ()) for each in rows if each.words.strip()]


def people(transcription: Transcription, language: str) -> list[dict[str, Any]]:
    """Return who speaks: `key` 1 to 9, `name`, `role` in words of a language."""
    return [
        {
            "key": number,
            "name": each["name"],
            "role": label("person_roles", each["role"], language).text if each["role"] else "",
        }
        for number, each in enumerate(transcription.people, 1)
    ]


def news(transcription: Transcription, since: int, page: str) -> list[dict[str, Any]]:
    """Return the turns that other pages changed after a number, in the order of the text.

    Each is `{uid, version, after, gone, words, speaker, start}`; `after` is the turn it stands behind.
    """
    changed = set(
        transcription.turns.filter(sequence__gt=since).exclude(page=page).values_list("pk", flat=True)
    )
    if not changed:
        return []
    found, before = [], ""
    for each in transcription.turns.order_by("rank", "pk"):
        if each.pk in changed:
            found.append({**_told(each), "after": before})
        before = each.uid
    return found


def beside(transcription: Transcription, page: str) -> list[dict[str, Any]]:
    """Return what was typed beside turns and nobody has looked at, with what stands in each turn.

    Each is `{id, mine, words, stands}`; `mine` where this page typed the words; `stands` as in `news`, but
    without `after`.
    """
    return [
        {"id": each.pk, "mine": each.page == page, "words": each.words, "stands": _told(each.turn)}
        for each in open_others(transcription).select_related("turn").order_by("pk")
    ]


def _told(turn: TypedTurn) -> dict[str, Any]:
    return {
        "uid": turn.uid,
        "version": turn.version,
        "gone": turn.gone,
        "words": turn.words,
        "speaker": turn.speaker,
        "start": turn.time_start,
    }


def typing_too(transcription: Transcription, member: Member) -> list[str]:
    """Return the names of others who typed here in the last minute."""
    rows = transcription.turns.filter(at__gt=timezone.now() - _THERE).exclude(by=member)
    return sorted({str(each.by) for each in rows.select_related("by")})


def sound(transcription: Transcription) -> dict[str, Any]:
    """Return the recording as the player expects it, with the address of its waveform."""
    item, case = transcription.recording, transcription.case_id
    return {
        "url": reverse("evidence-file", args=[case, item.pk]),
        "title": shown_name(item.filename),
        "type": item.media_type,
        "film": item.kind == "video",
        "wave": reverse("testimony-wave", args=[case, item.pk]),
    }
