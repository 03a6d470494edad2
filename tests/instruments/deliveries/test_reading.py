from __future__ import annotations

import gzip
import io
import zipfile
from datetime import datetime

import pytest

from chat_printers import WHATSAPP, Said, telegram_html, telegram_json
from guwah.instruments.deliveries import (
    Delivery,
    MemoryBundle,
    NotUnderstood,
    Wishes,
    ZipBundle,
    decoding,
    read_delivery,
    reading,
)
from guwah.instruments.deliveries.matching import match
from guwah.instruments.deliveries.model import INSIDE, Attachment, Message, Notes
from guwah.instruments.deliveries.names_tell import made_on, name_readings

WHEN = datetime.fromisoformat("2021-01-31T09:00:00")
CHAT = WHATSAPP["kk Android"](
    [Said(WHEN, "Tomas", "bread", "IMG-20210131-WA0001.jpg"), Said(WHEN, "Ayjan", "ok")]
)


def _read(files: dict[str, bytes | str], **wishes: str) -> Delivery:
    raw = {name: each.encode() if isinstance(each, str) else each for name, each in files.items()}
    return read_delivery(MemoryBundle(raw), Wishes(**wishes)).delivery  # type: ignore[arg-type]  # text fields


def _codes(found: Delivery) -> list[str]:
    return [doubt.code for doubt in found.doubts]


def test_what_is_named_is_tied_and_what_is_not_is_told() -> None:
    found = _read(
        {"x/WhatsApp Chat.txt": CHAT, "x/IMG-20210131-WA0001.jpg": b"\xff\xd8", "x/more.opus": b"OggS"}
    )

    assert (found.format, found.variant, found.texts) == ("whatsapp", "android", ("x/WhatsApp Chat.txt",))
    assert found.messages[0].attachments[0].file == "x/IMG-20210131-WA0001.jpg"
    assert found.unnamed == ("x/more.opus",)
    assert _codes(found) == ["sent-not-named"]


def test_what_is_named_and_did_not_come_is_told() -> None:
    found = _read({"chat.txt": CHAT})

    assert found.messages[0].attachments[0].file == ""
    assert _codes(found) == ["named-not-sent"]


def test_two_chats_are_numbered_on() -> None:
    found = _read({"a.txt": CHAT, "b.txt": CHAT})

    assert [(each.n, each.file) for each in found.messages] == [
        (1, "a.txt"),
        (2, "a.txt"),
        (3, "b.txt"),
        (4, "b.txt"),
    ]
    assert [order.file for order in found.orders] == ["a.txt", "b.txt"]


def test_pages_of_telegram_stand_in_the_order_of_their_numbers() -> None:
    pages = {f"messages{n}.html": telegram_html([Said(WHEN, "T", f"w{n}")]) for n in ("10", "", "2")}

    assert [each.text for each in _read(dict(pages)).messages] == ["w", "w2", "w10"]


def test_an_export_is_known_by_what_it_is_and_not_by_its_name() -> None:
    found = _read({"chat.txt": telegram_json([Said(WHEN, "Tomas", "bread")])})

    assert (found.variant, [each.text for each in found.messages]) == ("json", ["bread"])


def test_of_two_forms_of_one_chat_the_fuller_is_read_and_the_other_kept() -> None:
    chat = [Said(WHEN, "Tomas", "bread")]
    found = _read({"messages.html": telegram_html(chat), "result.json": telegram_json(chat)})

    assert (found.variant, found.texts, found.unnamed) == ("json", ("result.json",), ("messages.html",))


def test_letters_bring_their_files() -> None:
    raw = (
        b"From: a@b\nTo: c@d\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nwords\n--b\n"
        b"Content-Disposition: attachment; filename=x.txt\n\nbread\n--b--\n"
    )
    understood = read_delivery(MemoryBundle({"a.eml": raw, "b.eml": raw}), Wishes())

    found = understood.delivery
    assert (found.format, found.variant, found.unnamed) == ("mail", "eml", ())
    assert [one.file for each in found.messages for one in each.attachments] == [
        "a.eml/1/x.txt",
        "b.eml/1/x.txt",
    ]
    assert understood.inner.open("a.eml/1/x.txt").read() == b"bread"


def test_a_box_of_letters_says_so() -> None:
    raw = b"From a@b Sun\nFrom: a@b\nTo: c\n\none\n\nFrom c@d Sun\nFrom: c@d\nTo: e\n\ntwo\n"

    assert _read({"a.mbox": raw}).variant == "mbox"


LETTER = "From: a@b\nTo: c@d\nSubject: oven\n\nwords\n"


def test_everything_that_can_be_read_is_read_and_the_rest_tells_what_files_tell() -> None:
    found = _read(
        {
            "IMG_20210305_101112.jpg": b"\xff\xd8",
            "_chat.txt": CHAT,
            "letter.eml": LETTER,
            "result.json": telegram_json([Said(WHEN, "Ayjan", "milk")]),
            "PTT-20210304-WA0003.opus": b"OggS",
        }
    )

    assert (found.format, found.variant) == ("whatsapp", "android, json, eml")
    assert found.texts == ("_chat.txt", "result.json", "letter.eml")
    assert [(each.n, each.kind, each.file) for each in found.messages] == [
        (1, "message", "_chat.txt"),
        (2, "message", "_chat.txt"),
        (3, "message", "result.json"),
        (4, "message", "letter.eml"),
        (5, "file", ""),
        (6, "file", ""),
    ]
    assert [each.readings[0].edtf for each in found.messages[4:]] == ["2021-03-05T10:11:12", "2021-03-04"]
    assert found.unnamed == ("IMG_20210305_101112.jpg", "PTT-20210304-WA0003.opus")


def test_files_beside_a_letter_keep_their_times() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        made.writestr(zipfile.ZipInfo("a/IMG_20210305_101112.jpg", (2021, 3, 5, 10, 11, 12)), b"x")
        made.writestr("a/letter.eml", LETTER)

    found = read_delivery(ZipBundle(whole), Wishes()).delivery

    assert (found.format, found.messages[1].told) == ("mail", (("modified", "2021-03-05 10:11:12"),))
    assert found.messages[1].readings[0].edtf == "2021-03-05T10:11:12"


def test_a_text_that_a_message_carries_is_read_and_tied_to_it() -> None:
    chat = WHATSAPP["kk Android"]([Said(WHEN, "Tomas", "see", "letter.eml")])

    found = _read({"chat.txt": chat, "letter.eml": LETTER})

    assert found.messages[0].attachments[0].file == "letter.eml"
    assert [each.file for each in found.messages] == ["chat.txt", "letter.eml"]
    assert found.unnamed == ()


def test_one_text_that_cannot_be_read_does_not_stop_the_others() -> None:
    found = _read({"chat.txt": CHAT, "result.json": '{"messages": [\n{]}'})

    doubt = next(each for each in found.doubts if each.code == "not-read")
    assert (doubt.file, doubt.line) == ("result.json", 2)
    assert [each.kind for each in found.messages] == ["message", "message", "file"]
    assert [order.file for order in found.orders] == ["chat.txt"]
    assert found.texts == ("chat.txt",)


def test_nothing_is_left_of_a_text_that_was_given_up() -> None:
    broken = ("31.01.2021, 09:00 - Tomas: a\n" * 9000).encode() + b"\xff" + CHAT.encode()

    found = _read({"a.txt": broken, "b.txt": CHAT})

    assert (found.texts, [name for name, _encoding in found.encodings]) == (("b.txt",), ["b.txt"])


def test_what_was_not_asked_for_is_told() -> None:
    found = _read({"chat.txt": CHAT, "letter.eml": LETTER}, format="mail")

    assert (found.format, found.texts) == ("mail", ("letter.eml",))
    assert ("not-asked-for", "chat.txt") in [(doubt.code, doubt.file) for doubt in found.doubts]


def test_chats_of_two_folders_are_two_chats_whatever_their_forms() -> None:
    chat = [Said(WHEN, "Tomas", "bread")]
    found = _read({"a/result.json": telegram_json(chat), "b/messages.html": telegram_html(chat)})
    account = _read({"result.json": telegram_json(chat), "chats/chat_1/messages.html": telegram_html(chat)})

    assert found.texts == ("a/result.json", "b/messages.html")
    assert account.texts == ("result.json",)
    assert "two-forms" in _codes(account)


def test_archives_inside_are_named_and_those_of_a_web_archive_are_not() -> None:
    files: dict[str, bytes | str] = {f"{n}.zip": b"PK" for n in range(22)}
    web: dict[str, bytes | str] = {
        "datapackage.json": "{}",
        "archive/a.warc.gz": gzip.compress(b""),
        "indexes/index.cdx.gz": b"",
        "pages/pages.jsonl": '{"url": "u"}\n',
    }

    nested = [doubt for doubt in _read(files).doubts if doubt.code == "nested-archive"]
    assert [doubt.file for doubt in nested] == [f"{n}.zip" for n in range(21)]
    assert "2." in nested[-1].message
    assert _codes(_read(web)) == ["no-digests", "time-not-read"]


@pytest.mark.parametrize(
    "text",
    [
        "4 марта 2021 г., 09:05 - Айгүл: нан\n4 марта 2021 г., 09:06 - Томас: сүт\n",
        "09:05, 04/03/2021 - Ayjan: bread\n09:06, 04/03/2021 - Tomas: milk\n",
        "Mar 4, 2021, 9:05 AM - Ayjan: bread\n",
        "(04.03.2021 09:05) Ayjan: bread\n(04.03.2021 09:06) Tomas: milk\n" + "x\n" * 5,
        "04|03|2021 09:05 - Ayjan: bread\nand more\n04|03|2021 09:06 - Tomas: milk\nand more\n",
    ],
)
def test_a_chat_whose_lines_are_not_understood_is_doubted_with_its_line(text: str) -> None:
    found = _read({"chat.txt": "\n" + text, "a.jpg": b"\xff\xd8"})

    assert found.format == "folder"
    assert [(doubt.code, doubt.file, doubt.line) for doubt in found.doubts] == [
        ("chat-not-understood", "chat.txt", 2)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "bread\n" * 9,
        "1. flour: 2\n2. milk: 3\n",
        "call +7 700 000 00 00: Ayjan\n",
        "2021\n\n09:05\n",
        "x" * 999,
    ],
)
def test_other_texts_are_not_taken_for_chats(text: str) -> None:
    assert _codes(_read({"a.txt": text, "b.jpg": b"x"})) == []


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("words", ["нан", "ұн үшін ақша", "ok", "面包"])
def test_a_short_chat_of_many_numbers_is_read_in_utf16_without_a_mark(encoding: str, words: str) -> None:
    text = f"31.01.2021, 09:00 - Айгүл: {words}\n31.01.2021, 09:01 - Томас: {words}\n"

    found = _read({"chat.txt": text.encode(encoding)})

    assert [(each.sender, each.text) for each in found.messages] == [("Айгүл", words), ("Томас", words)]
    assert "encoding-seems" in _codes(found)


def test_bytes_that_are_no_text_are_not_made_one() -> None:
    raw = bytes([1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 10, 0])

    assert _read({"a.txt": raw, "b.txt": b"\0" * 9}).format == "folder"


def test_letters_in_forms_that_are_not_read_are_doubted() -> None:
    found = _read({"a.msg": b"x", "b.PST": b"x", "c/winmail.dat": b"x"})

    assert [(doubt.code, doubt.file, doubt.message[-2:]) for doubt in found.doubts] == [
        ("letters-not-read", "a.msg", "3.")
    ]


def test_what_came_empty_is_told() -> None:
    found = _read({"chat.txt": CHAT, "a.ogg": b"", "b.txt": b""})

    assert found.lost == (("a.ogg", "empty"), ("b.txt", "empty"))
    assert "empty-files" in _codes(found)


def test_saved_pages_take_the_folder_beside_them() -> None:
    page = "<!DOCTYPE html><html><!-- saved from url=(0005)x:// --><head><title>Oven</title></head></html>"
    mhtml = (
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Location: y\n\n--b--"
    )
    found = _read({"d/a.html": page, "d/a_files/p.png": b"x", "d/b.mhtml": mhtml, "d/c.png": b"y"})

    assert (found.format, found.variant, found.title) == ("web", "html, mhtml", "Oven")
    assert [one.file for one in found.messages[0].attachments] == ["d/a_files/p.png"]
    assert found.unnamed == ("d/c.png",)
    assert _codes(found) == []


def test_a_web_archive_is_known_by_its_files() -> None:
    files: dict[str, bytes | str] = {
        "datapackage.json": "{}",
        "archive/a.warc": b"",
        "pages/pages.jsonl": '{"url": "u"}\n',
    }

    assert (_read(files).variant, _read(files, format="web").format) == ("wacz", "web")
    assert _read(files, format="folder").format == "folder"


def test_a_folder_keeps_its_files_in_their_order_with_the_times_their_names_tell() -> None:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        for name in ("b/VID_20210131_090000.mp4", "a/PTT-20210131-WA0001.opus", "c.bin"):
            made.writestr(zipfile.ZipInfo(name, (2021, 2, 1, 10, 0, 0)), b"x")

    found = read_delivery(ZipBundle(whole), Wishes()).delivery

    assert (found.format, found.variant) == ("folder", "files")
    assert [each.attachments[0].file for each in found.messages] == [
        "b/VID_20210131_090000.mp4",
        "a/PTT-20210131-WA0001.opus",
        "c.bin",
    ]
    assert [[each.edtf for each in one.readings] for one in found.messages] == [
        ["2021-01-31T09:00:00"],
        ["2021-01-31"],
        [],
    ]
    assert {each.told for each in found.messages} == {(("modified", "2021-02-01 10:00:00"),)}
    assert {each.sender for each in found.messages} == {""}


def test_what_programs_leave_behind_is_no_export() -> None:
    assert _read({"__MACOSX/._chat.txt": CHAT, "a.jpg": b"x"}).format == "folder"


def test_texts_that_are_no_export_are_files() -> None:
    found = _read({"a.txt": "bread\n", "b.txt": b"\xff\x00\x81", "c.json": "{}"})

    assert (found.format, found.unnamed) == ("folder", ())
    assert len(found.messages) == 3


def test_a_person_may_say_what_it_is() -> None:
    assert _read({"a.txt": CHAT}, format="folder").format == "folder"
    assert _read({"a.txt": CHAT}, format="whatsapp").format == "whatsapp"
    with pytest.raises(NotUnderstood) as refusal:
        _read({"a.txt": CHAT}, format="mail")
    assert refusal.value.code == "not-that-format"


def test_nothing_is_no_delivery() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _read({})

    assert refusal.value.code == "empty-delivery"


ROW = '{"id": 1, "type": "message", "date": "2021-01-31T09:00:00", "text": "a"}'
ENDLESS: list[dict[str, bytes | str]] = [
    {"a.txt": CHAT},
    {"a.txt": "31/01/2021, 09:00 - T: a\n", "b.txt": "31/01/2021, 09:00 - T: a\n"},
    {"a.txt": "2021-01-31 09:00:00 Ayjan\na\n\n2021-01-31 09:00:00 Ayjan\nb\n"},
    {"result.json": f'{{"messages": [{ROW}, {ROW}]}}'},
    {"datapackage.json": "{}", "archive/a.warc": b"", "pages/pages.jsonl": '{"url": "u"}\n' * 2},
]


@pytest.mark.parametrize("files", ENDLESS)
def test_there_is_an_end_to_messages(files: dict[str, bytes | str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_MESSAGES", 1)

    with pytest.raises(NotUnderstood) as refusal:
        _read(files)

    assert refusal.value.code == "too-many-messages"


@pytest.mark.parametrize(
    "text", ["31/01/2021, 09:00 - T: <<<", "2021-01-31 09:00:00 Ayjan\n[图片][图片][图片]\n"]
)
def test_there_is_an_end_to_brackets(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "MAX_SIGNS", 2)

    with pytest.raises(NotUnderstood) as refusal:
        _read({"a.txt": text})

    assert refusal.value.code == "too-many-signs"


@pytest.mark.parametrize(
    "files", [{"a.html": "<html><head>"}, {"messages.html": telegram_html([Said(WHEN, "T", "a")])}]
)
def test_a_page_of_more_than_a_page_is_refused(
    files: dict[str, bytes | str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MAX_PAGE", 5)

    with pytest.raises(NotUnderstood) as refusal:
        _read(files)

    assert refusal.value.code == "too-large"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "windows-1251", "gb18030"])
def test_a_long_chat_is_known_by_its_beginning_in_any_encoding(encoding: str) -> None:
    words = (
        "今天早上面包已经卖完了请明天再来"
        if encoding == "gb18030"
        else "сегодня утром хлеб уже продан весь приходите завтра"
    )
    form = "zh-Hans iOS" if encoding == "gb18030" else "ru iOS"
    text = WHATSAPP[form]([Said(WHEN, "Tomas", words * 5)] * 800)

    found = _read({"_chat.txt": text.encode(encoding)})

    assert len(found.messages) == 800
    assert found.messages[-1].text == words * 5
    assert ("encoding-seems" in _codes(found)) == (encoding in ("utf-16-le", "windows-1251", "gb18030"))


def test_one_line_without_end_is_looked_at_and_refused() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _read({"a.txt": "31/01/2021, 09:00 - Tomas: " + "b" * 1_100_000})

    assert (refusal.value.code, refusal.value.line) == ("line-too-long", 1)


@pytest.mark.parametrize(
    ("raw", "declared", "code"),
    [
        (b"bread\xff", "", "bad-encoding"),
        (b"bread\xff", "ascii", "bad-encoding"),
        (b"bread", "qwertz", "bad-encoding"),
        (b"bread\x00", "", "binary-file"),
        (b"bread\x00", "utf-8", "binary-file"),
        ("хлеб продан весь до вечера и завтра".encode("windows-1251") * 3000 + b"\x98", "", "bad-encoding"),
        (b"bread and milk", "", "too-large"),
    ],
)
def test_what_is_no_text_is_refused_with_its_byte(raw: bytes, declared: str, code: str) -> None:
    limit = 10 if code == "too-large" else decoding.MAX_TEXT
    with pytest.raises(NotUnderstood) as refusal:
        decoding.decode(raw, Notes("a.txt"), declared=declared, limit=limit)

    assert (refusal.value.code, refusal.value.name) == (code, "a.txt")


def test_a_declared_encoding_is_taken() -> None:
    assert decoding.decode("нан".encode("cp866"), Notes(), declared="cp866") == decoding.Text("нан", "cp866")


def test_names_are_compared_as_people_see_them() -> None:
    def named(name: str, file: str = "x/chat.txt", told: str = "named") -> Message:
        return Message(1, "message", "", "", (), "", (Attachment(name, told),), file)

    names = ["x/\u0435\u0308.jpg", "y/a b.ogg", "y/two.ogg", "z/two.ogg", "x/chat.txt", "x/deep/in.ogg"]
    messages = [
        named("\u0451.jpg"),
        named("\u200ea%20b.ogg"),
        named("two.ogg"),
        named("deep/in.ogg"),
        named("../y/two.ogg"),
        named("chat.txt"),
        named("inside.ogg", told=INSIDE),
        named(""),
    ]

    tied, unnamed = match(messages, names, ["x/chat.txt"])

    assert [each.attachments[0].file for each in tied] == [
        names[0],
        names[1],
        "",
        names[5],
        "y/two.ogg",
        "",
        "",
        "",
    ]
    assert unnamed == ("z/two.ogg",)


@pytest.mark.parametrize(
    ("name", "edtf"),
    [
        ("audio_1@31-01-2021_09-00-00.ogg", "2021-01-31T09:00:00"),
        ("voice/WhatsApp Audio 2021-01-31 at 9.00.00 PM.ogg", "2021-01-31T21:00:00"),
        ("WhatsApp Ptt 2021-01-31 at 09.00.00.ogg", "2021-01-31T09:00:00"),
        ("VID_20210131_090000.mp4", "2021-01-31T09:00:00"),
        ("PXL_20210131_030000123.mp4", "2021-01-31T03:00:00Z"),
        ("00000002-AUDIO-2021-01-31-09-00-00.opus", "2021-01-31T09:00:00"),
        ("photo_2021-01-31_09-00-00 (2).jpg", "2021-01-31T09:00:00"),
        ("mmexport1612062000123.jpg", "2021-01-31T03:00:00Z"),
        ("STK-20210131-WA0001.webp", "2021-01-31"),
        ("20210131.pdf", "2021-01-31"),
        ("IMG_1234.HEIC", ""),
        ("20211331.pdf", ""),
        ("20210131_990000.mp4", "2021-01-31"),
        ("oven.txt", ""),
    ],
)
def test_names_tell_times_and_nothing_more(name: str, edtf: str) -> None:
    readings = name_readings(name)

    assert [each.edtf for each in readings] == ([edtf] if edtf else [])
    assert {each.of for each in readings} <= {"name"}
    assert made_on("20210230") is None
