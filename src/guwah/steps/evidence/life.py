"""What an item lived through: received, sealed, stamped, opened, verified, made into others, gone out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.db.models import Count, Max, Min
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext, ngettext

from guwah.accounts.models import AuditEntry
from guwah.accounts.permissions import Permission
from guwah.instruments.languages.direction import direction, isolate
from guwah.steps.evidence.life_picture import Drawable, LifePicture, layout
from guwah.steps.evidence.models import Handover, HoldingState
from guwah.steps.evidence.names import shown_name
from guwah.vault.models import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from guwah.steps.evidence.models import Item
    from guwah.steps.evidence.queries import Custody

MOST = 40
"""Moments a picture shows; the log has the rest."""
_OPENERS = 6
_SIGNS = {"sealed": "sealed", "transcribed": "read", "digest-compared": "other"}


@dataclass(frozen=True, slots=True)
class Moment:
    """One thing that happened to an item.

    Attributes:
        at: when; of several alike, the last.
        sign: what it is drawn as, a key of `life_picture.SHAPES`.
        words: what happened, in the reader's language.
        by: who did it, may be empty.
        url: where it leads, may be empty.
        since: of several alike, the first; else None.
    """

    at: datetime
    sign: str
    words: str
    by: str = ""
    url: str = ""
    since: datetime | None = None


# Their rows say more than the log's entry does.
_TOLD_BELOW: Final = frozenset({"came-again", "handover-noted"})

_tellers: list[Callable[[Item], Iterable[Moment]]] = []


def register(teller: Callable[[Item], Iterable[Moment]]) -> None:
    """Let a later step tell what it did with items; evidence imports none of them."""
    if teller not in _tellers:
        _tellers.append(teller)


def moments(item: Item, acts: Sequence[Custody]) -> list[Moment]:
    """Return the moments of an item's life, oldest first; of a long life the first and the newest.

    Args:
        item: the item.
        acts: the log's entries on it, oldest first.
    """
    told = [
        *_logged(item, acts),
        *_came_again(item),
        *_stamped(item),
        *_opened(item),
        *_made(item),
        *_came(item),
        *(moment for teller in _tellers for moment in teller(item)),
    ]
    told.sort(key=lambda moment: moment.at)
    return told if len(told) <= MOST else [told[0], *told[1 - MOST :]]


def picture(item: Item, acts: Sequence[Custody]) -> LifePicture:
    """Return the life of an item as a picture in the direction of the page's language."""
    drawn = [
        Drawable(moment.sign, moment.words, _detail(moment), moment.url) for moment in moments(item, acts)
    ]
    return layout(drawn, rtl=direction(get_language() or "en") == "rtl")


def _detail(moment: Moment) -> str:
    last = _time(moment.at)
    when = last if moment.since is None else f"{_time(moment.since)} – {last}"
    return f"{isolate(when)} · {isolate(moment.by)}" if moment.by else isolate(when)


def _time(at: datetime) -> str:
    return date_format(localtime(at), "Y-m-d H:i")


def _logged(item: Item, acts: Sequence[Custody]) -> Iterator[Moment]:
    """Yield the acts of the log; verifications that found the same stand together."""
    looks: list[Custody] = []
    for act in acts:
        if act.act == "verified":
            if looks and looks[-1].code != act.code:
                yield _looked(looks)
                looks = []
            looks.append(act)
        elif act.act == "sealed":
            yield Moment(act.at, "sealed", _sealed_words(item), act.by)
        elif act.act not in _TOLD_BELOW:
            words = f"{act.words}: {act.detail}" if act.detail else act.words
            yield Moment(act.at, _SIGNS.get(act.act, "other"), words, act.by)
    if looks:
        yield _looked(looks)


def _came_again(item: Item) -> Iterator[Moment]:
    """Yield each time bytes came that were here already: under another name they may tell something else."""
    for each in item.comings.filter(again=True).select_related("by"):
        words = gettext("The same bytes came again, called %(name)s") % {
            "name": isolate(shown_name(each.name))
        }
        yield Moment(each.at, "came", words, str(each.by))


def _sealed_words(item: Item) -> str:
    if item.derived_from_id is None:
        return gettext("Received, sealed and logged")
    return gettext("Made from item %(number)s with %(tool)s, sealed and logged") % {
        "number": item.derived_from_id,
        "tool": isolate(f"{item.tool} {item.tool_version}"),
    }


def _looked(looks: Sequence[Custody]) -> Moment:
    first, last = looks[0], looks[-1]
    intact = last.code == "intact"
    words = ngettext("Verified once", "Verified %(count)s times", len(looks)) % {"count": len(looks)}
    sign = "intact" if intact else "broken"
    since = first.at if len(looks) > 1 else None
    return Moment(last.at, sign, f"{words}: {last.detail}", last.by, since=since)


def _stamped(item: Item) -> Iterator[Moment]:
    """Yield the first stamp that covers the item's entry: from then on its existence has a witness."""
    done = Stamp.objects.filter(state=Stamp.State.DONE, size__gt=item.log_index, time__isnull=False)
    stamp = done.select_related("authority").order_by("time").first()
    if stamp is not None and stamp.time is not None:
        yield Moment(stamp.time, "stamped", gettext("Its log entry was time-stamped"), stamp.authority.name)


def _opened(item: Item) -> Iterator[Moment]:
    asked = AuditEntry.objects.filter(
        target=f"item:{item.pk}", permission=Permission.EVIDENCE_SEE.value, allowed=True
    ).order_by()
    rows = asked.values("member__display_name", "member__handle").annotate(
        first=Min("at"), last=Max("at"), count=Count("pk")
    )
    for row in rows.order_by("-last")[:_OPENERS]:
        words = ngettext("Opened once", "Opened %(count)s times", row["count"]) % {"count": row["count"]}
        since = row["first"] if row["count"] > 1 else None
        yield Moment(
            row["last"], "opened", words, row["member__display_name"] or row["member__handle"], since=since
        )


def _made(item: Item) -> Iterator[Moment]:
    """Yield what was made from it, everything one tool made as one moment."""
    rows = item.derived.order_by().values("tool", "tool_version")
    for row in rows.annotate(count=Count("pk"), first=Min("sealed_at"), last=Max("sealed_at"), one=Min("pk")):
        tool = isolate(f"{row['tool']} {row['tool_version']}")
        words = ngettext(
            "One item was made from it with %(tool)s",
            "%(count)s items were made from it with %(tool)s",
            row["count"],
        ) % {"count": row["count"], "tool": tool}
        since = row["first"] if row["count"] > 1 else None
        url = reverse("evidence-item", args=[item.source.case_id, row["one"]])
        yield Moment(row["last"], "made", words, url=url, since=since)


def _came(item: Item) -> Iterator[Moment]:
    rows = HoldingState.objects.filter(item=item, state="received").select_related("holding", "noted_by")
    for row in rows:
        words = gettext("Came from %(holder)s") % {"holder": isolate(row.holding.holder)}
        url = reverse("evidence-copy", args=[row.case_id, row.holding_id])
        yield Moment(row.noted_at, "came", words, str(row.noted_by), url)
    for hand in Handover.objects.filter(item=item).select_related("noted_by"):
        giver = hand.from_whom
        words = (
            gettext("Came from %(holder)s") % {"holder": isolate(giver)}
            if giver
            else gettext("From somebody not named")
        )
        url = reverse("evidence-source", args=[item.source.case_id, item.source.number])
        yield Moment(hand.noted_at, "came", words, str(hand.noted_by), url)
