from __future__ import annotations

import io
import zipfile
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.evidence import delivery_queries, flows
from guwah.steps.evidence.models import Delivery, Item, Source
from guwah.vault.keyring import KEYRING

CHAT = (
    "31.01.2021, 09:00 - Гүлнар: нан <b>ыстық</b>\n"
    "31.01.2021, 09:01 - نۇرگۈل \u202eevil: PTT-20210131-WA0001.opus (file attached)\n"
    "31.01.2021, 09:02 - Tomas: IMG-1.jpg (file attached)\n"
)


def _client(member: Member, *, strict: bool = False) -> Client:
    client = Client(enforce_csrf_checks=strict)
    client.force_login(member, backend="django.contrib.auth.backends.ModelBackend")
    return client


def _zip(chat: str = CHAT) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr("chat.txt", chat)
        made.writestr("PTT-20210131-WA0001.opus", b"OggS")
        made.writestr("more.opus", b"OggS more")
    return whole.getvalue()


def _url(cast: Cast, name: str, *more: object) -> str:
    return reverse(name, args=[cast.case.pk, *more])


def _item(cast: Cast, raw: bytes, name: str = "chat.zip") -> Item:
    return flows.add_file(cast.chiara, cast.case, io.BytesIO(raw), name).item


def _page(answer: Any) -> str:  # noqa: ANN401 - what the test client gives
    return str(answer.content.decode())


def test_a_delivery_is_sealed_as_it_comes_and_then_shown(cast: Cast) -> None:
    client = _client(cast.chiara)
    upload = SimpleUploadedFile("chat.zip", _zip())

    answer = client.post(_url(cast, "evidence-delivery-take"), {"files": upload})

    item = Item.objects.get()
    assert answer["Location"] == _url(cast, "evidence-delivery-look", item.pk)
    assert Delivery.objects.count() == 0
    assert item.filename == "chat.zip"


def test_nothing_chosen_and_nothing_in_it_change_nothing(cast: Cast) -> None:
    client = _client(cast.chiara)

    for data in ({}, {"files": SimpleUploadedFile("a.zip", b"")}):
        answer = client.post(_url(cast, "evidence-delivery-take"), data)
        assert answer["Location"] == _url(cast, "evidence-deliveries")
    assert Item.objects.count() == 0
    assert [path for path in (KEYRING.current().folder / "blobs").rglob("*") if path.is_file()] == []


def test_a_foreign_form_brings_nothing_in(cast: Cast) -> None:
    answer = _client(cast.chiara, strict=True).post(
        _url(cast, "evidence-delivery-take"), {"files": SimpleUploadedFile("chat.zip", _zip())}
    )

    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert Item.objects.count() == 0


def test_what_is_understood_is_shown_with_every_doubt_before_anything_is_made_of_it(cast: Cast) -> None:
    item = _item(cast, _zip())

    page = _page(_client(cast.chiara).get(_url(cast, "evidence-delivery-look", item.pk)))

    for said in (
        "WhatsApp chat",
        "31.01.2021, 09:00",
        "day, month, year: other orders would give days that cannot be (line 1)",
        "no message names them; they are kept: 1.",
        "more.opus",
        "Nothing of it is checked",
    ):
        assert said in page
    assert Delivery.objects.count() == 0
    assert Source.objects.count() == 1


def test_what_a_person_says_is_looked_at_again_and_kept(cast: Cast) -> None:
    item = _item(cast, b"04.03.2021, 09:00 - Tomas: a\n", "chat.txt")
    client = _client(cast.chiara)
    look, accept = (_url(cast, f"evidence-delivery-{name}", item.pk) for name in ("look", "accept"))

    assert "not proven" in _page(client.get(look))
    again = _page(client.get(look, {"dates": "mdy"}))
    answer = client.post(accept, {"dates": "mdy", "format": "", "encoding": ""})

    delivery = Delivery.objects.get()
    assert "said by a person" in again
    assert 'name="dates" value="mdy"' in again
    assert answer["Location"] == _url(cast, "evidence-delivery", delivery.pk)
    assert delivery.messages.get().readings[0]["edtf"] == "2021-04-03"


def test_kept_twice_it_is_there_once(cast: Cast) -> None:
    item = _item(cast, _zip())
    client = _client(cast.chiara)

    for _time in range(2):
        client.post(_url(cast, "evidence-delivery-accept", item.pk))

    assert Delivery.objects.count() == 1


def test_what_is_not_understood_says_where_and_stays_sealed(cast: Cast) -> None:
    item = _item(cast, b'{"messages": [\n{]}', "result.json")
    client = _client(cast.chiara)

    answer = client.get(_url(cast, "evidence-delivery-look", item.pk))
    accepted = client.post(_url(cast, "evidence-delivery-accept", item.pk), {"format": "telegram"})

    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "This was not understood" in _page(answer)
    assert "result.json" in _page(answer)
    assert accepted["Location"] == _url(cast, "evidence-delivery-look", item.pk)
    assert (Delivery.objects.count(), Item.objects.count()) == (0, 1)


def test_a_form_with_an_unknown_word_is_asked_again(cast: Cast) -> None:
    item = _item(cast, _zip())

    answer = _client(cast.chiara).post(_url(cast, "evidence-delivery-accept", item.pk), {"dates": "never"})

    assert "WhatsApp chat" in _page(answer)
    assert Delivery.objects.count() == 0


def test_messages_stand_in_their_order_with_time_as_written_and_ties(cast: Cast) -> None:
    delivery = flows.deliver_item(cast.chiara, _item(cast, _zip()), flows.Said()).delivery

    page = _page(_client(cast.farid).get(_url(cast, "evidence-delivery", delivery.pk)))

    voice = Item.objects.get(filename="PTT-20210131-WA0001.opus")
    assert page.index("message-1") < page.index("message-2") < page.index("message-3")
    assert _url(cast, "evidence-item", voice.pk) in page
    assert _url(cast, "evidence-source", Source.objects.get(title="IMG-1").number) in page
    for said in (
        "31.01.2021, 09:00",
        "zone not said",
        "named, not sent",
        "came, named by no message",
        "no sender told",
    ):
        assert (said in page) == (said != "no sender told")
    assert "нан &lt;b&gt;ыстық&lt;/b&gt;" in page


def test_a_sender_cannot_turn_the_page_around(cast: Cast) -> None:
    delivery = flows.deliver_item(cast.chiara, _item(cast, _zip()), flows.Said()).delivery

    page = _page(_client(cast.farid).get(_url(cast, "evidence-delivery", delivery.pk)))

    at = page.index("\u202eevil")
    assert page.rfind("<bdi", 0, at) > page.rfind("</bdi>", 0, at)


def test_long_deliveries_come_in_pages_and_long_words_are_cut_with_a_word(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery_queries, "MESSAGES_ON_A_PAGE", 2)
    monkeypatch.setattr(delivery_queries, "_LONGEST_SHOWN", 5)
    delivery = flows.deliver_item(cast.chiara, _item(cast, _zip()), flows.Said()).delivery
    client, where = _client(cast.farid), _url(cast, "evidence-delivery", delivery.pk)

    first, second = _page(client.get(where)), _page(client.get(where, {"page": "2"}))

    assert ("message-2" in first, "message-3" in first) == (True, False)
    assert ("message-2" in second, "message-3" in second) == (False, True)
    assert "Only the beginning is shown here" in first
    assert "Of no single message" not in second


def test_the_deliveries_of_a_case_are_listed(cast: Cast) -> None:
    where = _url(cast, "evidence-deliveries")
    empty = _page(_client(cast.farid).get(where))
    delivery = flows.deliver_item(cast.chiara, _item(cast, _zip()), flows.Said()).delivery

    page = _page(_client(cast.chiara).get(where))

    assert "No delivery has come in yet" in empty
    assert 'type="file"' not in empty
    assert _url(cast, "evidence-delivery", delivery.pk) in page
    assert "3 messages · 1 file ·" in page
    assert 'type="file"' in page


def test_a_time_that_is_none_and_a_message_without_sender_say_so(cast: Cast) -> None:
    raw = b"From: a@b\nTo: c@d\nDate: soon\n\nwords\n"
    page_raw = b"<!DOCTYPE html><html><title>Oven</title><p>bread</p>"
    client = _client(cast.farid)
    pages = [
        _page(client.get(_url(cast, "evidence-delivery", found.delivery.pk)))
        for found in (
            flows.deliver_item(cast.chiara, _item(cast, raw, "a.eml"), flows.Said()),
            flows.deliver_item(cast.chiara, _item(cast, page_raw, "a.html"), flows.Said()),
        )
    ]

    assert "This time was not understood." in pages[0]
    assert "Everything else the file tells of it" in pages[0]
    assert "no sender told" in pages[1]
    assert "Saved web pages: " in pages[1].replace("\n", "")


def test_a_delivery_of_another_case_and_an_item_that_is_not_there_are_not_found(cast: Cast) -> None:
    client = _client(cast.chiara)

    assert client.get(_url(cast, "evidence-delivery", 99)).status_code == HTTPStatus.NOT_FOUND
    assert client.get(_url(cast, "evidence-delivery-look", 99)).status_code == HTTPStatus.NOT_FOUND


def test_a_reader_brings_nothing_in(cast: Cast, tmp_path: Path) -> None:
    item = _item(cast, _zip())
    client = _client(cast.farid)

    for name in ("look", "accept"):
        where = _url(cast, f"evidence-delivery-{name}", item.pk)
        assert client.post(where).status_code == HTTPStatus.FORBIDDEN
    assert Delivery.objects.count() == 0
