from __future__ import annotations

import io
import os
import zipfile
from datetime import datetime
from pathlib import Path

import pytest

from breaking import power_cut
from cast import Cast
from chat_printers import WHATSAPP, Said
from guwah.accounts.guard import NotPermitted
from guwah.accounts.models import AuditEntry
from guwah.failures import NotUnderstood, Refused, WrongUse
from guwah.steps.evidence import flows
from guwah.steps.evidence.flows import deliver_bundles, deliver_parts
from guwah.steps.evidence.flows.store import store
from guwah.steps.evidence.models import Delivery, DeliveryMessage, DeliveryPart, Item, Source
from guwah.vault.models import LogEntry, Opening

WHEN = datetime.fromisoformat("2021-01-31T09:00:00")
VOICE = b"OggS" + bytes(60)
CHAT = WHATSAPP["kk Android"](
    [
        Said(WHEN, "Гүлнар", "нан", "PTT-20210131-WA0001.opus"),
        Said(WHEN, "Tomas", "gone", "IMG-20210131-WA0002.jpg"),
        Said(WHEN, "Tomas", "<Media omitted>"),
        Said(WHEN, "Tomas", "again", "IMG-20210131-WA0002.jpg"),
    ]
)
FILES = {
    "WhatsApp Chat.txt": CHAT.encode(),
    "PTT-20210131-WA0001.opus": VOICE,
    "more/list.pdf": b"%PDF-1.4\n",
}


def _zip(files: dict[str, bytes], path: Path) -> Path:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        for name, raw in files.items():
            made.writestr(name, raw)
    path.write_bytes(whole.getvalue())
    return path


def _folder(files: dict[str, bytes], path: Path) -> Path:
    for name, raw in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(raw)
    return path


def _deliver(cast: Cast, path: Path, **said: str) -> Delivery:
    return flows.deliver(cast.chiara, cast.case, path, flows.Said(**said)).delivery


def _states(delivery: Delivery) -> list[tuple[str, str]]:
    return [(part.name, part.state) for part in delivery.parts.all()]


def test_a_zip_becomes_an_export_with_its_messages_and_a_source_for_each_thing(
    cast: Cast, tmp_path: Path
) -> None:
    path = _zip(FILES, tmp_path / "chat.zip")

    delivery = _deliver(cast, path)

    assert delivery.item is not None
    with store().open(delivery.item.sha256) as sealed:
        assert sealed.read() == path.read_bytes()
    assert (delivery.format, delivery.variant, delivery.messages_count) == ("whatsapp", "android", 5)
    assert [(each.n, each.sender) for each in delivery.messages.all()] == [
        (1, "Гүлнар"), (2, "Tomas"), (3, "Tomas"), (4, "Tomas"), (5, ""),
    ]  # fmt: skip
    assert _states(delivery) == [
        ("PTT-20210131-WA0001.opus", "came"),
        ("IMG-20210131-WA0002.jpg", "not-sent"),
        ("", "left-out"),
        ("IMG-20210131-WA0002.jpg", "not-sent"),
        ("more/list.pdf", "unnamed"),
        ("WhatsApp Chat.txt", "came"),
    ]
    titles = {source.title: source for source in Source.objects.all()}
    assert set(titles) == {"chat", "PTT-20210131-WA0001", "IMG-20210131-WA0002", "list"}
    assert [source.number for source in Source.objects.order_by("number")] == [1, 2, 3, 4]
    assert (titles["chat"].kind, titles["PTT-20210131-WA0001"].kind) == ("chat_log", "voice_message")


def test_what_the_export_tells_stands_on_the_source_as_told(cast: Cast, tmp_path: Path) -> None:
    delivery = _deliver(cast, _zip(FILES, tmp_path / "chat.zip"))

    voice = Source.objects.get(kind="voice_message")
    missing = Source.objects.get(title="IMG-20210131-WA0002")
    extra = Source.objects.get(title="list")
    assert "Sender as written: Гүлнар" in voice.provenance
    assert "Time as written: 31.01.2021, 09:00" in voice.provenance
    assert "nothing of it is checked" in voice.provenance
    assert "Named there, not sent." in missing.provenance
    assert "Named by no message." in extra.provenance
    assert (missing.items.count(), missing.filed, voice.received) == (0, False, "")
    assert delivery.parts.filter(source=missing).count() == 2


def test_messages_keep_time_as_written_beside_its_readings_and_its_place(cast: Cast, tmp_path: Path) -> None:
    delivery = _deliver(cast, _zip(FILES, tmp_path / "chat.zip"))

    first = delivery.messages.get(n=1)
    assert first.time == "31.01.2021, 09:00"
    assert first.readings == [
        {"edtf": "2021-01-31", "clock": "09:00", "zone": "", "basis": "context", "of": "time"}
    ]
    assert CHAT[first.start : first.end].startswith("31.01.2021, 09:00 - Гүлнар")
    assert CHAT[first.words_at :].startswith(first.text)
    assert delivery.understood["orders"][0]["by"] == "impossible-days"
    assert {doubt["code"] for doubt in delivery.understood["doubts"]} == {"named-not-sent", "sent-not-named"}


def test_things_are_items_derived_from_the_sealed_export(cast: Cast, tmp_path: Path) -> None:
    delivery = _deliver(cast, _zip(FILES, tmp_path / "chat.zip"))

    derived = Item.objects.filter(derived_from=delivery.item).order_by("pk")
    assert [(item.filename, item.tool) for item in derived] == [
        ("WhatsApp Chat.txt", "guwah deliveries"),
        ("PTT-20210131-WA0001.opus", "guwah deliveries"),
        ("list.pdf", "guwah deliveries"),
    ]
    assert derived[0].source == delivery.source
    with store().open(derived[1].sha256) as voice:
        assert voice.read() == VOICE


def test_a_delivery_is_one_entry_of_the_log(cast: Cast, tmp_path: Path) -> None:
    delivery = _deliver(cast, _zip(FILES, tmp_path / "chat.zip"))

    entry = LogEntry.objects.get(act="delivered")
    assert entry.index == delivery.log_index
    assert Opening.objects.get(entry=entry, label="delivery").value == {
        "format": "whatsapp",
        "messages": 5,
        "sha256": delivery.item.sha256 if delivery.item else "",
    }


def test_the_same_again_is_the_same_and_other_wishes_are_another_reading(cast: Cast, tmp_path: Path) -> None:
    path = _zip(FILES, tmp_path / "chat.zip")
    first = _deliver(cast, path)
    items = Item.objects.count()

    again = flows.deliver(cast.chiara, cast.case, path, flows.Said())
    other = flows.deliver(cast.chiara, cast.case, path, flows.Said(dates="dmy"))

    assert (again.delivery, again.new, other.new) == (first, False, True)
    assert other.delivery.said == {"dates": "dmy"}
    assert Item.objects.count() == items
    assert other.delivery.parts.get(state="unnamed").item == first.parts.get(state="unnamed").item


def test_a_folder_keeps_its_files_and_its_texts_together(cast: Cast, tmp_path: Path) -> None:
    path = _folder({**FILES, "empty.ogg": b""}, tmp_path / "from the phone")
    (path / "elsewhere").symlink_to("/etc/hostname")

    delivery = _deliver(cast, path)

    assert delivery.item is None
    assert delivery.source.title == "from the phone"
    assert [item.filename for item in delivery.source.items.all()] == ["WhatsApp Chat.txt"]
    assert dict(_states(delivery))["PTT-20210131-WA0001.opus"] == "came"
    assert "not-a-file" in {doubt["code"] for doubt in delivery.understood["doubts"]}
    assert not Item.objects.filter(filename="elsewhere").exists()


def test_a_folder_without_a_chat_is_its_files_in_order_with_what_their_names_tell(
    cast: Cast, tmp_path: Path
) -> None:
    files = {"b/VID_20210131_090000.mp4": b"b", "a/PTT-20210130-WA0001.opus": b"a"}

    delivery = _deliver(cast, _folder(files, tmp_path / "phone"))

    assert delivery.format == "folder"
    assert [each.readings[0]["edtf"] for each in delivery.messages.all()] == [
        "2021-01-30",
        "2021-01-31T09:00:00",
    ]
    assert {dict(each.told)["modified"][-3:] for each in delivery.messages.all()} == {"UTC"}
    assert Source.objects.count() == 3


def test_what_letters_carry_is_derived_from_the_letter(cast: Cast, tmp_path: Path) -> None:
    raw = (
        b"From: a@b\nTo: c@d\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b\n"
        b"Content-Disposition: attachment; filename=x.txt\n\nbread\n--b\n"
        b"Content-Disposition: attachment; filename=nothing.txt\n\n--b--\n"
    )
    (tmp_path / "a.eml").write_bytes(raw)
    single = _deliver(cast, tmp_path / "a.eml")
    folder = _deliver(cast, _folder({"b.eml": raw + b"\n", "c/d.eml": raw + b"\n\n"}, tmp_path / "mails"))
    packed = _deliver(cast, _zip({"e.eml": raw + b"\n\n\n"}, tmp_path / "mails.zip"))

    assert _states(single) == [("x.txt", "came"), ("nothing.txt", "empty")]
    attached = Item.objects.get(filename="x.txt", derived_from=single.item)
    # The same bytes in another letter are another item: each is derived from the letter that carried it.
    others = [part.item for part in folder.parts.filter(name="x.txt") if part.item]
    assert {item.sha256 for item in others} == {attached.sha256}
    assert len({item.derived_from for item in others} - {None, single.item}) == 2
    assert packed.parts.get(name="e.eml").item == packed.source.items.get(filename="e.eml")
    assert packed.messages.get().text.strip() == "words"


def test_a_saved_page_and_its_folder_are_one_source(cast: Cast, tmp_path: Path) -> None:
    files = {
        "p.html": b"<!DOCTYPE html><html><title>Oven</title>",
        "p_files/a.png": b"\x89PNG\r\n\x1a\n",
        "z.txt": b"z",
    }

    packed = _deliver(cast, _zip(files, tmp_path / "page.zip"))
    folder = _deliver(cast, _folder(files | {"z.txt": b"y"}, tmp_path / "page"))

    for delivery, names in ((packed, {"page.zip", "p.html", "a.png"}), (folder, {"p.html", "a.png"})):
        assert {item.filename for item in delivery.source.items.all()} == names
        assert (delivery.format, delivery.title) == ("web", "Oven")


def test_a_web_archive_stays_whole(cast: Cast, tmp_path: Path) -> None:
    files = {
        "datapackage.json": b"{}",
        "archive/a.warc": b"",
        "pages/pages.jsonl": b'{"url": "https://oven.example"}\n',
    }

    delivery = _deliver(cast, _zip(files, tmp_path / "site.wacz"))

    assert Item.objects.count() == 1
    assert _states(delivery) == [("https://oven.example", "inside")]


def test_a_damaged_file_in_a_zip_is_a_recorded_outcome(cast: Cast, tmp_path: Path) -> None:
    path = _zip(FILES, tmp_path / "chat.zip")
    raw = path.read_bytes()
    path.write_bytes(raw.replace(VOICE, b"OggX" + VOICE[4:], 1))

    delivery = _deliver(cast, path)

    part = delivery.parts.get(state="broken")
    assert (part.name, part.item) == ("PTT-20210131-WA0001.opus", None)
    assert part.source is not None
    assert "It came damaged." in part.source.provenance


def test_batches_change_nothing(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliver_parts, "BATCH", 1)
    steps: list[None] = []

    flows.deliver(
        cast.chiara,
        cast.case,
        _zip(FILES, tmp_path / "chat.zip"),
        flows.Said(),
        step=lambda: steps.append(None),
    )

    assert Item.objects.count() == 4
    assert len(steps) == 4


def test_what_broke_off_before_the_end_is_found_again(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _zip(FILES, tmp_path / "chat.zip")

    with power_cut(monkeypatch, "guwah.steps.evidence.flows.deliver", "write_delivery"):
        _deliver(cast, path)
    sealed = set(Item.objects.values_list("pk", flat=True))
    delivery = _deliver(cast, path)

    assert len(sealed) == 4
    assert set(Item.objects.values_list("pk", flat=True)) == sealed
    assert delivery.parts.filter(state="came").count() == 2
    assert "Sender as written: Гүлнар" in Source.objects.get(kind="voice_message").provenance


def test_looking_stores_nothing(cast: Cast, tmp_path: Path) -> None:
    found = flows.look(cast.chiara, cast.case, _zip(FILES, tmp_path / "chat.zip"), flows.Said())

    assert len(found.messages) == 5
    assert (Item.objects.count(), Delivery.objects.count(), LogEntry.objects.count()) == (0, 0, 0)


def test_an_item_that_is_sealed_already_is_looked_at_and_delivered(cast: Cast, tmp_path: Path) -> None:
    item = flows.add_file(cast.chiara, cast.case, _zip(FILES, tmp_path / "chat.zip"), "chat.zip").item

    seen = flows.look(cast.chiara, cast.case, item, flows.Said())
    delivered = flows.deliver_item(cast.chiara, item, flows.Said())

    assert len(seen.messages) == delivered.delivery.messages_count == 5
    assert delivered.delivery.source == item.source


@pytest.mark.parametrize(
    ("name", "code"), [("nothing", "no-such-file"), ("pipe", "not-a-file"), ("void", "empty-delivery")]
)
def test_what_is_no_delivery_is_refused_and_nothing_kept(
    cast: Cast, tmp_path: Path, name: str, code: str
) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "void").mkdir()

    with pytest.raises(NotUnderstood) as refusal:
        _deliver(cast, tmp_path / name)

    assert refusal.value.code == code
    assert Source.objects.count() == 0


def test_a_trick_in_a_zip_is_refused_with_its_place_before_anything_is_kept(
    cast: Cast, tmp_path: Path
) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _deliver(cast, _zip({"ok.txt": b"a", "../up.txt": b"b"}, tmp_path / "trick.zip"))

    assert (refusal.value.code, refusal.value.failure("trick.zip").offset) == ("bad-name", 37)
    assert Item.objects.count() == 0


def test_a_broken_line_is_told_with_file_line_and_offset(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _deliver(cast, _zip({"result.json": b'{"messages": [\n{]}'}, tmp_path / "t.zip"))

    failure = refusal.value.failure("t.zip")
    assert (failure.code, failure.file, failure.line, failure.offset) == ("bad-json", "result.json", 2, 16)


@pytest.mark.parametrize(
    ("said", "code"), [({"format": "fax"}, "unknown-format"), ({"dates": "ddm"}, "unknown-order")]
)
def test_what_a_person_says_must_be_known(
    cast: Cast, tmp_path: Path, said: dict[str, str], code: str
) -> None:
    with pytest.raises(WrongUse) as refusal:
        _deliver(cast, tmp_path, **said)

    assert refusal.value.code == code


def test_a_reader_delivers_nothing(cast: Cast, tmp_path: Path) -> None:
    item = flows.add_file(cast.chiara, cast.case, _zip(FILES, tmp_path / "chat.zip"), "chat.zip").item

    with pytest.raises(NotPermitted):
        flows.look(cast.farid, cast.case, tmp_path, flows.Said())
    with pytest.raises(NotPermitted):
        flows.deliver_item(cast.farid, item, flows.Said())
    folder = _folder(FILES, tmp_path / "chat")
    with pytest.raises(NotPermitted):
        flows.deliver(cast.farid, cast.case, folder, flows.Said())
    # Refused before a file of the folder was looked at: of nobody's files is anything kept.
    assert list(Item.objects.all()) == [item]
    assert [each.target for each in AuditEntry.objects.filter(allowed=False)] == ["", f"item:{item.pk}", ""]


def test_a_lost_blob_is_said(cast: Cast, tmp_path: Path) -> None:
    item = flows.add_file(cast.chiara, cast.case, _zip(FILES, tmp_path / "chat.zip"), "chat.zip").item
    store().path(item.sha256).unlink()

    with pytest.raises(Refused) as refusal:
        flows.look(cast.chiara, cast.case, item, flows.Said())

    assert refusal.value.code == "blob-broken"


def test_too_many_files_and_too_deep_a_folder_are_refused(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _folder({"a/b/c.txt": b"c", "d.txt": b"d"}, tmp_path / "phone")
    for limit in ("MAX_FILES", "MAX_DEPTH"):
        with monkeypatch.context() as lowered:
            lowered.setattr(deliver_bundles, limit, 1)
            with pytest.raises(NotUnderstood) as refusal:
                _deliver(cast, path)
        assert refusal.value.code == "too-many-files"
    assert Source.objects.count() == 0


def test_rows_of_a_delivery_are_never_overwritten(cast: Cast, tmp_path: Path) -> None:
    _deliver(cast, _zip(FILES, tmp_path / "chat.zip"))

    assert [
        str(Delivery.objects.get())[:8],
        str(DeliveryMessage.objects.first()),
        str(DeliveryPart.objects.first())[:4],
    ] == [
        "delivery",
        "message 1",
        "part",
    ]
