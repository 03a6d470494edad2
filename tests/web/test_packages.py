from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import pytest
from django.test import Client

from cast import Cast
from guwah.accounts.models import Member
from guwah.steps.consent import flows as consent
from guwah.steps.editions.models import Package, Receipt
from guwah.steps.evidence import flows as evidence
from guwah.steps.evidence.models import Item
from guwah.vault.age import AgeReader, Identity
from guwah.vault.custody import Act
from guwah.vault.models import LogEntry
from guwah.vault.own_keys import own_keys
from guwah.web.package_page import PACKING, file_of

THEM = Identity(b"\x01" * 32)
TO = f"Court of Tallow Bridge={THEM.recipient}"
GRANT: Mapping[str, Any] = {
    "id": "for Zeynep",
    "kind": "grant",
    "by": "Zeynep of the oven",
    "state": "given",
    "material": "*",
    "actions": ["share_named"],
    "audiences": ["named_recipient"],
    "recipients": ["Court of Tallow Bridge"],
    "identity": ["*"],
    "media": ["*"],
    "languages": ["*"],
    "words": "take it to the court",
}


@pytest.fixture
def item(committed_cast: Cast) -> Item:
    data = io.BytesIO(b"the licence of the oven\n" * 99)
    return evidence.add_file(committed_cast.aygul, committed_cast.case, data, "licence.txt").item


def asked(item: Item, **more: str) -> dict[str, str]:
    return {"item": str(item.pk), "to": TO, "purpose": "the hearing in May", **more}


def at(item: Item, page: str = "") -> str:
    return f"/cases/{item.source.case_id}/packages/{page}"


def told(client: Client, where: str, words: Mapping[str, str]) -> str:
    answer = client.post(where, words)
    PACKING.wait()
    if answer.status_code == HTTPStatus.FOUND and not answer["Location"].endswith("/running/"):
        answer = client.get(answer["Location"])
    return answer.content.decode()


WRONG = ({"to": "The mill"}, {"to": "X=age1nonsense"}, {"purpose": " "}, {"item": "999"}, {"to": ""})


def test_what_would_go_out_is_shown_and_what_forbids_it(
    committed_cast: Cast, item: Item, client_of: Callable[[Member], Client]
) -> None:
    client = client_of(committed_cast.aygul)
    assert "Show what would go out" in client.get(at(item)).content.decode()

    shown = told(client, at(item, "prepare/"), asked(item))
    assert "Nothing can be handed out" in shown
    assert "Hand it out" not in shown

    consent.take(committed_cast.aygul, item.source.case, dict(GRANT), None)
    shown = told(client, at(item, "prepare/"), asked(item))
    for words in (
        "Court of Tallow Bridge",
        "the hearing in May",
        "2.3",
        "These are whole files",
        "Hand it out",
    ):
        assert words in shown, words
    assert not Package.objects.exists()

    for wrong in (
        {"to": "The mill"},
        {"to": "X=age1nonsense"},
        {"purpose": " "},
        {"item": "999"},
        {"to": ""},
    ):
        assert "What would go out" not in told(client, at(item, "prepare/"), asked(item) | wrong)


def test_a_package_is_handed_out_by_click_downloaded_and_received(
    committed_cast: Cast, item: Item, client_of: Callable[[Member], Client]
) -> None:
    client = client_of(committed_cast.aygul)
    consent.take(committed_cast.aygul, item.source.case, dict(GRANT), None)
    assert "Say that every question is settled" in told(client, at(item, "hand-out/"), asked(item))
    assert not Package.objects.exists()

    told(client, at(item, "hand-out/"), asked(item, settled="on"))

    package = Package.objects.get()
    shown = client.get(at(item)).content.decode()
    assert "The package is written, and the log says so" in shown
    for key in own_keys():
        assert key.words in shown
    assert package.size == file_of(package.package).stat().st_size
    assert LogEntry.objects.get(index=package.log_index).act == Act.EXPORTED
    assert "The package is written, and the log" not in client.get(at(item)).content.decode()

    got = client.get(at(item, f"{package.pk}/download/"))
    assert f"guwah-package-{package.package}.tar.age" in got["Content-Disposition"]
    got.close()
    with file_of(package.package).open("rb") as sealed, AgeReader(sealed, (THEM,)) as reader:
        assert b"the licence of the oven" in reader.read()

    said = {"by": "Court of Tallow Bridge", "on": package.at.date().isoformat(), "root": package.root.upper()}
    assert "they have what was handed out" in told(client, at(item, f"{package.pk}/receipt/"), said)
    other = {**said, "root": "0" * 64, "how": "by telephone"}
    assert "is not what was handed out" in told(client, at(item, f"{package.pk}/receipt/"), other)
    assert [each.agrees for each in Receipt.objects.all()] == [True, False]
    assert LogEntry.objects.filter(act=Act.RECEIPT_NOTED).count() == 2
    shown = client.get(at(item)).content.decode()
    assert "has something else" in shown
    assert "by telephone" in shown
    for wrong in ({"by": "Somebody"}, {"root": "12"}, {"on": "1999-01-01"}, {"on": "soon"}):
        told(client, at(item, f"{package.pk}/receipt/"), {**said, **wrong})
    assert Receipt.objects.count() == 2


def test_a_package_that_could_not_be_written_stands_in_the_list_as_such(
    committed_cast: Cast, item: Item, client_of: Callable[[Member], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    from guwah.failures import NotUnderstood
    from guwah.steps.editions.flows import packaging

    def refuses(*_about: object) -> int:
        raise NotUnderstood("not-written", "The package could not be written; nothing is left of it.")

    monkeypatch.setattr(packaging, "write_package", refuses)
    client = client_of(committed_cast.aygul)
    consent.take(committed_cast.aygul, item.source.case, dict(GRANT), None)
    told(client, at(item, "hand-out/"), asked(item, settled="on"))

    shown = client.get(at(item)).content.decode()
    assert "The package was not written" in shown
    assert Package.objects.get().failed == "not-written"
    assert client.get(at(item, f"{Package.objects.get().pk}/download/")).status_code == 404


def test_who_hands_nothing_out_sees_nothing_of_it(
    committed_cast: Cast, item: Item, client_of: Callable[[Member], Client]
) -> None:
    client = client_of(committed_cast.members["emine"])
    for page in ("", "prepare/", "hand-out/", "running/", "1/download/", "1/receipt/"):
        assert client.post(at(item, page)).status_code in {403, 404, 405}
    assert client.get(at(item)).status_code in {403, 404}
