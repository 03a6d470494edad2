"""Reads of deliveries for pages and commands: what was understood, its messages in order, its things."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext, gettext_lazy

if TYPE_CHECKING:
    from guwah.instruments.deliveries import Message
    from guwah.instruments.deliveries.model import Delivery as Understood
    from guwah.steps.evidence.models import Delivery

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
    """What a delivery is understood as, before it is kept; every field as `preview` tells it."""

    format: str
    variant: str
    title: str
    messages: int
    senders: list[dict[str, Any]]
    first: dict[str, Any] | None
    last: dict[str, Any] | None
    things: dict[str, int]
    unnamed: list[str]
    orders: list[dict[str, Any]]
    encodings: list[list[str]]
    doubts: list[dict[str, Any]]

    @property
    def format_words(self) -> str:
        """Return the format in the page's language."""
        return str(FORMAT_WORDS[self.format])


def understood(found: Understood) -> Preview:
    """Return what a person should see of a delivery before it is kept."""
    senders = Counter(each.sender for each in found.messages if each.sender)
    timed = [each for each in found.messages if each.time]
    things: Counter[str] = Counter()
    for each in found.messages:
        for one in each.attachments:
            things[
                "not-sent" if one.told == "named" and not one.file else one.told.replace("named", "came")
            ] += 1
    return Preview(
        found.format,
        found.variant,
        found.title,
        len(found.messages),
        [{"sender": sender, "messages": count} for sender, count in senders.most_common()],
        _time_of(timed[0]) if timed else None,
        _time_of(timed[-1]) if timed else None,
        dict(things),
        list(found.unnamed),
        [asdict(each) for each in found.orders],
        [list(each) for each in found.encodings],
        [asdict(each) for each in found.doubts],
    )


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


def as_json(delivery: Delivery) -> dict[str, Any]:
    """Return a delivery in the shape of the command line."""
    states = Counter(delivery.parts.values_list("state", flat=True))
    return {
        "id": delivery.pk,
        "source": delivery.source.number,
        "item": delivery.item_id,
        "format": delivery.format,
        "variant": delivery.variant,
        "messages": delivery.messages_count,
        "parts": dict(states),
    }


def _time_of(message: Message) -> dict[str, Any]:
    return {"n": message.n, "time": message.time, "readings": [asdict(each) for each in message.readings]}
