from __future__ import annotations

import json
from typing import Any

import pytest

from guwah.instruments.deliveries import NotUnderstood, telegram_html, telegram_json
from guwah.instruments.deliveries.model import Message, Notes


def _json(*messages: dict[str, Any], **chat: object) -> tuple[str, tuple[Message, ...], Notes]:
    notes = Notes("result.json")
    text = json.dumps(
        {"name": "Oven", "type": "private_group", **chat, "messages": messages}, ensure_ascii=False
    )
    assert telegram_json.looks_so(text)
    name, found = telegram_json.read(text, notes)
    return name, found, notes


def _codes(notes: Notes) -> list[str]:
    return [doubt.code for doubt in notes.doubts]


def test_nothing_a_message_tells_is_lost() -> None:
    message = {
        "id": 7,
        "type": "message",
        "date": "2021-01-31T09:00:00",
        "date_unixtime": "1612062000",
        "edited": "2021-01-31T09:01:00",
        "from": "Tomas",
        "from_id": "user1",
        "forwarded_from": None,
        "reply_to_message_id": 6,
        "file": "voice_messages/audio_1@31-01-2021_09-00-00.ogg",
        "thumbnail": "voice_messages/a.jpg",
        "media_type": "voice_message",
        "duration_seconds": 12,
        "text": ["bread ", {"type": "bold", "text": "31"}],
        "text_entities": [],
    }

    _name, (found,), notes = _json(message)

    told = dict(found.told)
    kept = set(told) | {name for one in found.attachments for name, _value in one.claims}
    assert set(message) - kept == {"type", "date", "from", "file", "thumbnail"}
    assert found.text == "bread 31"
    assert json.loads(told["text"]) == message["text"]
    assert [(one.name, one.told) for one in found.attachments] == [
        ("voice_messages/audio_1@31-01-2021_09-00-00.ogg", "named"),
        ("voice_messages/a.jpg", "named"),
    ]
    assert found.attachments[1].claims == (("as", "thumbnail"),)
    assert [(each.edtf, each.zone, each.of) for each in found.readings] == [
        ("2021-01-31T09:00:00", "", "date"),
        ("2021-01-31T03:00:00Z", "Z", "date_unixtime"),
    ]
    assert _codes(notes) == []


def test_a_service_message_is_an_event_of_its_actor() -> None:
    _name, (found,), _notes = _json(
        {
            "id": 1,
            "type": "service",
            "date": "2021-01-31T09:00:00",
            "actor": "Ayjan",
            "title": "Oven",
            "text": "",
        }
    )

    assert (found.kind, found.sender, dict(found.told)["title"]) == ("event", "Ayjan", "Oven")


def test_a_file_that_was_not_exported_is_left_out() -> None:
    words = "(File not included. Change data exporting settings to download.)"
    _name, (found,), _notes = _json(
        {"id": 1, "type": "message", "date": "2021-01-31T09:00:00", "photo": words}
    )

    assert [(one.told, one.name, one.words) for one in found.attachments] == [("left-out", "", words)]
    assert found.sender == ""


def test_odd_values_are_kept_and_doubted() -> None:
    _name, found, notes = _json(
        {"id": 1, "type": "message", "date": "2021-02-31T09:00:00", "file": {"a": 1}, "text": None},
        {"id": 2, "type": "oven", "date": 5, "date_unixtime": "soon"},
    )

    assert dict(found[0].told)["file"] == '{"a": 1}'
    assert [each.readings for each in found] == [(), ()]
    assert (found[1].kind, found[1].time) == ("event", "5")
    assert _codes(notes) == ["no-such-day", "kind-unknown"]


def test_a_whole_account_says_of_each_message_which_chat_it_is_from() -> None:
    row = {"id": 1, "type": "message", "date": "2021-01-31T09:00:00", "from": "T", "text": "a"}
    listed = [{"name": "A", "id": 1, "messages": [row]}, {"name": None, "id": 2, "messages": [row]}]
    text = json.dumps({"chats": {"about": "x", "list": listed}})

    assert telegram_json.looks_so(text)
    name, found = telegram_json.read(text, Notes("result.json"))

    assert name == ""
    assert [(each.n, each.told[:2]) for each in found] == [
        (1, (("chat", "A"), ("chat_id", "1"))),
        (2, (("chat", ""), ("chat_id", "2"))),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"name": "a"}', "no-messages"),
        ('{"messages": [5]}', "bad-json"),
        ('{"messages": 5}', "bad-json"),
        ('{"messages": [', "bad-json"),
        ('{"messages": [{"id": NaN}]}', "bad-json"),
        ('{"messages": [], "messages": []}', "duplicate-name"),
    ],
)
def test_what_is_no_export_is_refused_with_its_place(text: str, code: str) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        telegram_json.read(text, Notes("result.json"))

    assert (refusal.value.code, refusal.value.name) == (code, "result.json")


def test_other_json_does_not_look_so() -> None:
    assert not telegram_json.looks_so('[{"messages": []}]')
    assert not telegram_json.looks_so('{"a": 1}')


HEAD = '<div class="page_header"><div class="text bold">Oven</div></div><div class="history">'


def _page(body: str) -> tuple[str, tuple[Message, ...], Notes]:
    notes = Notes("messages.html")
    text = HEAD + body
    assert telegram_html.looks_so(text)
    title, found = telegram_html.read(text, notes)
    return title, found, notes


def _message(inside: str, classes: str = "message default clearfix", at: str = "31.01.2021 09:00:00") -> str:
    date = f'<div class="pull_right date details" title="{at}">09:00</div>' if at else ""
    return f'<div class="{classes}" id="message1"><div class="body">{date}{inside}</div></div>'


def test_a_joined_message_is_of_the_name_above() -> None:
    first = _message('<div class="from_name"> Tomas </div><div class="text">a</div>')
    joined = _message(
        '<div class="text">b<br>c <a href="https://oven.example/x">d</a></div>', "message default joined"
    )
    alone = _message('<div class="text">e</div>')

    title, found, _notes = _page(first + joined + alone)

    assert title == "Oven"
    assert [(each.sender, each.text) for each in found] == [("Tomas", "a"), ("Tomas", "b\nc d"), ("", "e")]
    assert ("joined", "shown under the name above") in found[1].told
    assert ("href", "https://oven.example/x") in found[1].told


def test_a_forwarded_message_keeps_who_said_it_first_and_when() -> None:
    inside = (
        '<div class="from_name">Tomas</div><div class="reply_to details">In reply to</div>'
        '<div class="forwarded body"><div class="from_name">Ayjan <span class="date details" '
        'title="01.01.2021 08:00:00">x</span></div><div class="text">old</div></div>'
        '<div class="signature">T</div>'
    )

    _title, (found,), _notes = _page(_message(inside))

    told = dict(found.told)
    assert (found.sender, found.text) == ("Tomas", "old")
    assert told["forwarded_from"].startswith("Ayjan")
    assert told["forwarded_date"] == "01.01.2021 08:00:00"
    assert (told["reply_to"], told["signature"]) == ("In reply to", "T")
    assert [each.edtf for each in found.readings] == ["2021-01-31T09:00:00"]


def test_media_are_named_or_left_out() -> None:
    here = (
        '<div class="media_wrap clearfix">'
        '<a class="photo_wrap" href="photos/photo_1.jpg"><img src="x"></a></div>'
    )
    gone = (
        '<div class="media_wrap clearfix"><div class="media media_voice_message">'
        '<div class="title bold">Voice</div>'
        '<div class="description">Not included</div><div class="status details">00:07</div></div></div>'
    )

    _title, found, _notes = _page(_message(here) + _message(gone))

    assert [(one.told, one.name) for each in found for one in each.attachments] == [
        ("named", "photos/photo_1.jpg"),
        ("left-out", ""),
    ]
    assert found[1].attachments[0].words == "Not included"
    assert ("status", "00:07") in found[1].attachments[0].claims


@pytest.mark.parametrize(
    ("at", "edtf", "zone"),
    [
        ("31.01.2021 09:00:00", "2021-01-31T09:00:00", ""),
        ("31.01.2021 09:00:00 UTC+06:00", "2021-01-31T09:00:00+06:00", "+06:00"),
        ("31.01.2021 09:00:00 UTC", "2021-01-31T09:00:00Z", "Z"),
    ],
)
def test_the_zone_is_as_the_page_says_it(at: str, edtf: str, zone: str) -> None:
    _title, (found,), notes = _page(_message("", at=at))

    assert [(each.edtf, each.zone) for each in found.readings] == [(edtf, zone)]
    assert _codes(notes) == []


@pytest.mark.parametrize(
    ("at", "codes"),
    [
        ("31.02.2021 09:00:00", ["no-such-day"]),
        ("31.01.2021 29:00:00", ["no-such-day"]),
        ("x", ["time-not-read"]),
        ("", []),
    ],
)
def test_a_time_that_is_none_is_kept_without_reading(at: str, codes: list[str]) -> None:
    _title, (found,), notes = _page(_message("", at=at))

    assert (found.time, found.readings) == (at, ())
    assert _codes(notes) == codes


def test_a_service_line_is_an_event() -> None:
    _title, (found,), _notes = _page(
        '<div class="message service" id="m"><div class="body details">31 January</div></div>'
    )

    assert (found.kind, found.sender, found.text, found.time) == ("event", "", "31 January", "")


def test_broken_pages_are_read_as_far_as_they_go() -> None:
    _title, found, _notes = _page(
        '</p><!-- x --><div class="message default"><div class="from_name">T<div class="text">a'
    )

    assert [each.sender for each in found] == ["Ta"]


def test_a_page_without_messages_and_one_of_a_thousand_floors_are_refused() -> None:
    with pytest.raises(NotUnderstood) as empty:
        telegram_html.read(HEAD, Notes("m.html"))
    with pytest.raises(NotUnderstood) as deep:
        telegram_html.read("<div>\n" * 1000, Notes("m.html"))

    assert empty.value.code == "no-messages"
    assert (deep.value.code, deep.value.line, deep.value.offset) == ("too-deep", 501, 3000)
