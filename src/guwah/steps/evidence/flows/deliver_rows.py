"""A delivery is written down: its messages in order, their ties to sources, and one entry in the log."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Max

from guwah.instruments.deliveries.model import FILE, INSIDE, NAMED
from guwah.instruments.vocabularies import is_code
from guwah.steps.evidence.models import Delivery, DeliveryMessage, DeliveryPart, Source
from guwah.steps.evidence.names import clean_name, shown_name, title_from
from guwah.vault.custody import Act, Thing, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from guwah.accounts.models import Member
    from guwah.instruments.deliveries import Attachment
    from guwah.steps.evidence.flows.deliver_parts import Export, Taken

_ROWS: Final = 500  # rows in one statement
_CHATS: Final = frozenset({"whatsapp", "telegram", "wechat"})
_State = DeliveryPart.State


def write_delivery(actor: Member, export: Export, taken: Taken, said: dict[str, str]) -> Delivery:
    """Write a delivery down, in one transaction; named things that did not come become sources without items.

    Args:
        actor: who delivers.
        export: what was delivered and how it was understood.
        taken: what became of its files.
        said: what a person said of it.
    """
    with transaction.atomic():
        delivery = _delivery(actor, export, said)
        messages = _messages(delivery, export)
        parts = list(_parts(delivery, export, taken, messages))
        _name_missing(actor, export, parts)
        DeliveryPart.objects.bulk_create(parts, batch_size=_ROWS)
        _tell_sources(export, taken, parts)
    return delivery


def _delivery(actor: Member, export: Export, said: dict[str, str]) -> Delivery:
    found = export.understood.delivery
    understood: dict[str, object] = {
        "orders": [asdict(each) for each in found.orders],
        "encodings": [list(each) for each in found.encodings],
        "doubts": [asdict(each) for each in found.doubts],
        "texts": list(found.texts),
        "files": sum(each.kind == FILE for each in found.messages),
    }
    bytes_of: dict[str, str | None] = {"sha256": export.item.sha256 if export.item else None}
    if export.folder:
        understood["folder"] = bytes_of["folder"] = export.folder
    delivery = Delivery(
        case=export.case,
        source=export.source,
        item=export.item,
        format=found.format,
        variant=found.variant[:60],
        title=found.title[:300],
        said=said,
        understood=understood,
        messages_count=len(found.messages),
        delivered_by=actor,
    )
    recorded = record(
        Act.DELIVERED,
        actor.actor,
        things=[
            Thing("source", {"id": export.source.pk}),
            Thing(
                "delivery",
                {
                    "format": found.format,
                    "messages": len(found.messages),
                    **bytes_of,
                },
            ),
        ],
        case=export.case.pk,
    )
    delivery.log_index = recorded.index
    delivery.save()
    return delivery


def _messages(delivery: Delivery, export: Export) -> dict[int, DeliveryMessage]:
    rows = [
        DeliveryMessage(
            delivery=delivery,
            n=each.n,
            kind=each.kind,
            sender=each.sender,
            time=each.time,
            readings=[asdict(reading) for reading in each.readings],
            text=each.text.replace("\x00", "\ufffd"),
            file=each.file,
            line=each.line,
            start=each.start,
            end=each.end,
            words_at=each.words_at,
            told=[list(pair) for pair in each.told],
        )
        for each in export.understood.delivery.messages
    ]
    return {row.n: row for row in DeliveryMessage.objects.bulk_create(rows, batch_size=_ROWS)}


def _parts(
    delivery: Delivery, export: Export, taken: Taken, messages: dict[int, DeliveryMessage]
) -> Iterator[DeliveryPart]:
    found = export.understood.delivery
    unnamed = frozenset(found.unnamed)
    for each in found.messages:
        for one in each.attachments:
            yield _part(delivery, one, taken, messages[each.n], unnamed)
    # The files of a web archive are no entries of their own.
    for name in unnamed if found.variant == "wacz" else ():
        if export.item is None or name in taken.items or name in taken.lost:
            state = _State(taken.lost[name]) if name in taken.lost else _State.UNNAMED
            yield _tied(DeliveryPart(delivery=delivery, state=state, name=name, file=name), taken)
    for name in found.texts:
        if name in taken.items:
            text = DeliveryPart(delivery=delivery, state=_State.CAME, name=name, file=name)
            text.claims = [["as", "the export itself"]]
            yield _tied(text, taken)


def _part(
    delivery: Delivery, one: Attachment, taken: Taken, message: DeliveryMessage, unnamed: frozenset[str]
) -> DeliveryPart:
    row = DeliveryPart(
        delivery=delivery,
        message=message,
        state=_state(one, taken, unnamed),
        name=one.name,
        file=one.file,
        words=one.words,
        claims=[list(pair) for pair in one.claims],
    )
    return _tied(row, taken)


def _state(one: Attachment, taken: Taken, unnamed: frozenset[str]) -> DeliveryPart.State:
    if one.told == INSIDE:
        return _State.INSIDE
    if one.told != NAMED:
        return _State.LEFT_OUT
    if one.file in taken.lost:
        return _State(taken.lost[one.file])
    if one.file in unnamed:
        return _State.UNNAMED
    return _State.CAME if one.file else _State.NOT_SENT


def _tied(row: DeliveryPart, taken: Taken) -> DeliveryPart:
    item = taken.items.get(row.file)
    if item is not None:
        row.item, row.source = item, item.source
    return row


def _name_missing(actor: Member, export: Export, parts: list[DeliveryPart]) -> None:
    """Make a source without items of everything that is named and did not come, once for each name."""
    absent = [part for part in parts if part.state in _ABSENT]
    by_name: dict[str, list[DeliveryPart]] = {}
    for part in absent:
        by_name.setdefault(part.name, []).append(part)
    number = Source.objects.filter(case=export.case).aggregate(Max("number"))["number__max"] or 0
    sources = [
        Source(
            case=export.case,
            number=number + place,
            title=title_from(shown_name(clean_name(name)))[:300],
            provenance=_told_of(export, rows[0]),
            added_by=actor,
        )
        for place, (name, rows) in enumerate(by_name.items(), start=1)
    ]
    Source.objects.bulk_create(sources, batch_size=_ROWS)
    for source, rows in zip(sources, by_name.values(), strict=True):
        for row in rows:
            row.source = source


def _tell_sources(export: Export, taken: Taken, parts: list[DeliveryPart]) -> None:
    """Write on the sources that were made what the file tells of them."""
    found = export.understood.delivery
    if found.format in _CHATS and not export.source.kind and is_code("source_kinds", "chat_log"):
        Source.objects.filter(pk=export.source.pk, kind="").update(kind="chat_log")
    told: dict[int, Source] = {}
    for part in parts:
        source = part.source
        if source is not None and source.pk in taken.made and not (source.provenance or source.pk in told):
            source.provenance = _told_of(export, part)
            if found.format in _CHATS and part.item is not None and part.item.kind == "audio":
                source.kind = "voice_message"
            told[source.pk] = source
    Source.objects.bulk_update(list(told.values()), ["provenance", "kind"], batch_size=_ROWS)


def _told_of(export: Export, part: DeliveryPart) -> str:
    """Say what the export tells of a thing: everything as written there, nothing of it checked."""
    message = part.message
    lines = [f"Told by the file, source {export.source.number}; nothing of it is checked."]
    if message is not None and message.kind != FILE:
        lines.append(f"Message {message.n}.")
        if message.sender:
            lines.append(f"Sender as written: {message.sender}")
        if message.time:
            lines.append(f"Time as written: {message.time}")
    if message is None or (message.kind == FILE and export.understood.delivery.format != "folder"):
        lines.append("Named by no message.")
    if part.state in _ABSENT:
        lines.append(_ABSENT[_State(part.state)])
    return "\n".join(lines)


_ABSENT: Final = {
    _State.NOT_SENT: "Named there, not sent.",
    _State.EMPTY: "It came empty.",
    _State.BROKEN: "It came damaged.",
    _State.GONE: "It could not be read to its end while the folder was kept.",
}
