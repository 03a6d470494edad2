"""Reads of deliveries for pages and commands: what was understood, its messages in order, its things."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from guwah.failures import NotUnderstood
from guwah.instruments.deliveries.model import FILE
from guwah.steps.evidence.models import Delivery, DeliveryMessage, DeliveryPart
from guwah.steps.evidence.names import shown_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from guwah.accounts.models import Case
    from guwah.instruments.deliveries import Attachment, Message
    from guwah.instruments.deliveries.model import Delivery as Understood

MESSAGES_ON_A_PAGE = 100
_LONGEST_SHOWN = 20_000  # characters of one message on a page; the file has them all

FORMAT_WORDS = {
    "whatsapp": gettext_lazy("WhatsApp chat"),
    "telegram": gettext_lazy("Telegram chat"),
    "wechat": gettext_lazy("WeChat chat"),
    "mail": gettext_lazy("Letters by e-mail"),
    "web": gettext_lazy("Saved web pages"),
    "folder": gettext_lazy("Files"),
}
KIND_WORDS = {
    "system": gettext_lazy("written by the program"),
    "event": gettext_lazy("event"),
    "file": gettext_lazy("file"),
    "page": gettext_lazy("page"),
}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a delivery is understood as, before it is kept; every field as `preview` tells it.

    `messages` counts its entries; `files` are those of them that are a file which nothing names.
    """

    format: str
    variant: str
    title: str
    messages: int
    files: int
    senders: list[dict[str, Any]]
    first: dict[str, Any] | None
    last: dict[str, Any] | None
    things: dict[str, int]
    unnamed: list[str]
    orders: list[dict[str, Any]]
    encodings: list[list[str]]
    doubts: list[dict[str, Any]]

    @property
    def written(self) -> int:
        """Return how many entries are more than a file."""
        return self.messages - self.files

    @property
    def format_words(self) -> str:
        """Return the format in the page's language."""
        return str(FORMAT_WORDS[self.format])


def understood(found: Understood) -> Preview:
    """Return what a person should see of a delivery before it is kept."""
    senders = Counter(each.sender for each in found.messages if each.sender)
    timed = [each for each in found.messages if each.time]
    states = dict.fromkeys(found.unnamed, "unnamed") | dict(found.lost)
    things = Counter(_became(one, states) for each in found.messages for one in each.attachments)
    return Preview(
        found.format,
        found.variant,
        found.title,
        len(found.messages),
        sum(each.kind == FILE for each in found.messages),
        [{"sender": sender, "messages": count} for sender, count in senders.most_common()],
        _time_of(timed[0]) if timed else None,
        _time_of(timed[-1]) if timed else None,
        dict(things),
        list(found.unnamed),
        [asdict(each) for each in found.orders],
        [list(each) for each in found.encodings],
        [asdict(each) for each in found.doubts],
    )


def _became(thing: Attachment, states: dict[str, str]) -> str:
    """Return the state a thing of a message will have when it is kept."""
    if thing.told == "named":
        return states.get(thing.file, "came") if thing.file else "not-sent"
    return thing.told


def preview(found: Understood) -> dict[str, Any]:
    """Return the same in the shape of the command line."""
    return asdict(understood(found))


def order_in_words(order: dict[str, Any]) -> str:
    """Say in which order numbers of dates stand, and how that is known."""
    names = {"dmy": gettext("day, month, year"), "mdy": gettext("month, day, year")}
    names |= {"ymd": gettext("year, month, day"), "ydm": gettext("year, day, month")}
    if order["order"]:
        words = {
            "written-so": gettext("written so"),
            "impossible-days": gettext("other orders would give days that cannot be (line %(line)s)"),
            "file-names": gettext("names of files tell the day (line %(line)s)"),
            "sequence": gettext("in another order the messages would run back in time (line %(line)s)"),
            "person": gettext("said by a person"),
        }
        return f"{names[order['order']]}: {words[order['by']] % {'line': order['line']}}"
    kept = "; ".join(names[each] for each in order["open"])
    return gettext("not proven; every possible reading is kept: %(orders)s") % {"orders": kept}


LOST = ("gone", "broken", "empty", "not-sent")
"""States of things that were there or named, and of which nothing is kept."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the things of a delivery that was kept.

    Attributes:
        kept: how many are sealed.
        lost: for each state of `LOST` that occurs, its words and the names, in their order.
    """

    kept: int
    lost: dict[str, tuple[str, list[str]]]


def outcome(delivery: Delivery) -> Outcome:
    """Return how many things of a delivery are kept, and which are not and why."""
    lost: dict[str, tuple[str, list[str]]] = {}
    for state in LOST:
        names = list(dict.fromkeys(delivery.parts.filter(state=state).values_list("name", flat=True)))
        if names:
            lost[state] = (str(DeliveryPart.State(state).label), [shown_name(name) for name in names])
    return Outcome(delivery.parts.exclude(item=None).count(), lost)


def as_json(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery in the shape of the command line; `things` are those its messages tell of."""
    states = Counter(delivery.parts.values_list("state", flat=True))
    things = Counter(delivery.parts.exclude(message=None).values_list("state", flat=True))
    rows = delivery.parts.filter(state__in=LOST).order_by("pk").values_list("name", "state")
    return {
        "id": delivery.pk,
        "source": delivery.source.number,
        "item": delivery.item_id,
        "format": delivery.format,
        "variant": delivery.variant,
        "messages": delivery.messages_count,
        "parts": dict(states),
        "things": dict(things),
        "lost": [{"name": name, "outcome": state} for name, state in dict.fromkeys(rows)],
    }


def _time_of(message: Message) -> dict[str, Any]:
    return {"n": message.n, "time": message.time, "readings": [asdict(each) for each in message.readings]}


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """One way to understand a time: its day as EDTF, clock, zone in words, and which statement it reads."""

    edtf: str
    clock: str
    zone: str
    of: str


@dataclass(frozen=True, slots=True)
class PartShown:
    """A thing of a message: its name as it can be shown, what became of it, where it is."""

    part: DeliveryPart
    name: str
    state: str
    url: str
    source_url: str


@dataclass(frozen=True, slots=True)
class MessageShown:
    """A message as its page shows it; `cut` when the page shows only its beginning."""

    message: DeliveryMessage
    kind: str
    text: str
    cut: bool
    readings: tuple[ReadingShown, ...]
    parts: tuple[PartShown, ...]


@dataclass(frozen=True, slots=True)
class DeliveryShown:
    """A delivery as pages show it; `files` of its entries are files that nothing names."""

    delivery: Delivery
    files: int
    format: str
    url: str
    source_url: str
    orders: tuple[str, ...]
    doubts: tuple[dict[str, Any], ...]

    @property
    def written(self) -> int:
        """Return how many entries are more than a file."""
        return self.delivery.messages_count - self.files


def find_delivery(case: Case, delivery_id: int) -> Delivery:
    """Return a delivery of the case.

    Raises:
        NotUnderstood: `no-such-delivery`.
    """
    found = (
        Delivery.objects.filter(case=case, pk=delivery_id).select_related("source", "delivered_by").first()
    )
    if found is None:
        raise NotUnderstood("no-such-delivery", gettext("There is no delivery with this number in the case."))
    return found


def shown(delivery: Delivery) -> DeliveryShown:
    """Return a delivery as pages show it."""
    # What was delivered before files stood beside messages does not tell their number.
    files = delivery.understood.get("files", delivery.messages_count if delivery.format == "folder" else 0)
    return DeliveryShown(
        delivery,
        files,
        str(FORMAT_WORDS[delivery.format]),
        reverse("evidence-delivery", args=[delivery.case_id, delivery.pk]),
        reverse("evidence-source", args=[delivery.case_id, delivery.source.number]),
        tuple(order_in_words(order) for order in delivery.understood["orders"]),
        tuple(delivery.understood["doubts"]),
    )


def deliveries(case: Case) -> list[DeliveryShown]:
    """Return the deliveries of a case, newest first."""
    rows = Delivery.objects.filter(case=case).select_related("source", "delivered_by").order_by("-pk")
    return [shown(row) for row in rows]


def messages(delivery: Delivery, page: str) -> tuple[list[MessageShown], Page[DeliveryMessage]]:
    """Return one page of the messages of a delivery in their order, and the page itself."""
    paginator = Paginator(delivery.messages.prefetch_related("parts__source"), MESSAGES_ON_A_PAGE)
    # Known without counting: the rows of a delivery never change.
    paginator.count = delivery.messages_count
    wanted = paginator.get_page(page)
    return [_message_shown(delivery.case_id, each) for each in wanted], wanted


def loose_parts(delivery: Delivery) -> list[PartShown]:
    """Return the things that belong to no message: files that nobody names, and the texts themselves."""
    rows = delivery.parts.filter(message=None).select_related("source")[:MESSAGES_ON_A_PAGE]
    return list(_parts_shown(delivery.case_id, rows))


def _message_shown(case_id: int, row: DeliveryMessage) -> MessageShown:
    readings = (
        ReadingShown(each["edtf"][:10], each["clock"], each["zone"] or gettext("zone not said"), each["of"])
        for each in row.readings
    )
    return MessageShown(
        row,
        str(KIND_WORDS.get(row.kind, "")),
        row.text[:_LONGEST_SHOWN],
        len(row.text) > _LONGEST_SHOWN,
        tuple(readings),
        tuple(_parts_shown(case_id, row.parts.all())),
    )


def _parts_shown(case_id: int, rows: Iterable[DeliveryPart]) -> Iterable[PartShown]:
    for row in rows:
        yield PartShown(
            row,
            shown_name(row.name),
            str(DeliveryPart.State(row.state).label),
            reverse("evidence-item", args=[case_id, row.item_id]) if row.item_id else "",
            reverse("evidence-source", args=[case_id, row.source.number]) if row.source else "",
        )
