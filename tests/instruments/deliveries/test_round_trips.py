from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat_printers import WECHAT, WHATSAPP, Said, telegram_html, telegram_json
from guwah.instruments.deliveries import MemoryBundle, Wishes, read_delivery
from guwah.instruments.deliveries.model import Delivery

# 31.01.21 can only be the last day of January: no month is the 31st, and 2031 has not come.
FIRST = datetime.fromisoformat("2021-01-31T07:00:00")
NAMES = st.sampled_from(
    ["Tomas", "Ayjan K.", "Гүлнар", "王小麦", "نۇرگۈل", "~\u202fOven 3", "\u202a+7 700 000 00 00\u202c"]
)
# Words that begin with a letter: what looks like the opening of a message is one, in any such form.
LINE = st.text(
    st.characters(
        whitelist_categories=["Ll", "Lu", "Lo", "Zs"], whitelist_characters="!?,،。<>", max_codepoint=0xFFFF
    ),
    min_size=1,
    max_size=25,
)
WORDS = st.lists(LINE.map(lambda line: f"w{line}w"), min_size=1, max_size=3).map("\n".join)
FILES = st.sampled_from(["", "", "IMG-20210325-WA0001.jpg", "00000007-AUDIO.opus", "Прайс 2.pdf"])


@st.composite
def chats(draw: st.DrawFn) -> list[Said]:
    """An invented chat in the order of time, whose first day proves every order of day and month."""
    when, said = FIRST, [Said(FIRST, "Tomas", "wheat")]
    for minutes in draw(st.lists(st.integers(1, 60 * 24 * 40), max_size=6)):
        when += timedelta(minutes=minutes)
        said.append(Said(when, draw(NAMES), draw(WORDS), draw(FILES)))
    return said


def _read(text: str, name: str, encoding: str = "utf-8", kind: str = "") -> Delivery:
    wishes = Wishes(format=kind, until=date(2026, 11, 1))
    return read_delivery(MemoryBundle({name: text.encode(encoding)}), wishes).delivery


def _assert_same(chat: list[Said], found: Delivery, *, seconds: bool) -> None:
    messages = [each for each in found.messages if each.kind == "message"]
    assert [each.sender for each in messages] == [each.sender for each in chat]
    for each, said in zip(messages, chat, strict=True):
        assert each.text.endswith(said.words)
        assert len({reading.of for reading in each.readings}) == len(each.readings)
        when = said.when if seconds else said.when.replace(second=0)
        clock = f"{when:%H:%M:%S}" if seconds else f"{when:%H:%M}"
        assert each.readings[0].edtf[:10] == f"{when:%Y-%m-%d}"
        assert each.readings[0].clock == clock
        assert [one.name for one in each.attachments] == ([said.file] if said.file else [])
    assert [each.n for each in found.messages] == list(range(1, len(found.messages) + 1))


@given(st.sampled_from(sorted(WHATSAPP)), chats())
def test_a_chat_printed_by_any_phone_is_read_back(form: str, chat: list[Said]) -> None:
    printed = WHATSAPP[form](chat)

    found = _read(printed, "_chat.txt")

    assert found.format == "whatsapp"
    _assert_same(chat, found, seconds="iOS" in form or form == "old")
    assert "".join(printed[each.start : each.end] for each in found.messages) == printed
    assert all(printed[each.words_at :].startswith(each.text) for each in found.messages)


@given(st.sampled_from(sorted(WECHAT)), chats())
def test_every_form_of_wechat_is_read_back(form: str, chat: list[Said]) -> None:
    printed = WECHAT[form](chat)

    # One of its forms is that of a Swedish iPhone's WhatsApp too: a person says which it is.
    found = _read(printed, "chat.txt", kind="wechat" if form == "beside, brackets" else "")

    assert found.format == "wechat"
    assert [each.sender for each in found.messages] == [each.sender for each in chat]
    assert [each.readings[0].edtf[:10] for each in found.messages] == [
        f"{each.when:%Y-%m-%d}" for each in chat
    ]
    assert [each.readings[0].clock[:5] for each in found.messages] == [f"{each.when:%H:%M}" for each in chat]
    assert [each.text[-len(said.words) :] for each, said in zip(found.messages, chat, strict=True)] == [
        each.words for each in chat
    ]
    assert all(printed[each.words_at :].startswith(each.text) for each in found.messages)


@pytest.mark.parametrize("form", [*WHATSAPP, *WECHAT])
def test_no_form_is_taken_for_another(form: str) -> None:
    chat = [Said(FIRST, "Tomas", "wheat"), Said(FIRST + timedelta(hours=14), "Гүлнар", "сатып алдым")]

    found = _read((WHATSAPP | WECHAT)[form](chat), "chat.txt")

    assert found.format == ("whatsapp" if form in WHATSAPP or form == "beside, brackets" else "wechat")
    read = [(each.sender, each.text.rstrip("\n")) for each in found.messages]
    assert read == [(each.sender, each.words) for each in chat]
    assert [[reading.clock[:5] for reading in each.readings] for each in found.messages] == [
        ["07:00"],
        ["21:00"],
    ]
    assert {reading.edtf[:10] for each in found.messages for reading in each.readings} == {"2021-01-31"}
    doubts = {"mail": ["before-first"], "beside, brackets": ["form-of-two"], "zh-Hans iOS": ["form-of-two"]}
    assert [doubt.code for doubt in found.doubts] == doubts.get(form, [])


@given(chats())
def test_telegrams_json_is_read_back(chat: list[Said]) -> None:
    printed = telegram_json(chat)

    found = _read(printed, "result.json")

    assert (found.format, found.variant, found.title) == ("telegram", "json", "Bakery")
    _assert_same(chat, found, seconds=True)
    assert all(each.readings[1].edtf == f"{each.time}Z" for each in found.messages)


@given(chats())
def test_telegrams_pages_are_read_back(chat: list[Said]) -> None:
    plain = [Said(each.when, " ".join(each.sender.split()), each.words.strip(), each.file) for each in chat]

    found = _read(telegram_html(plain), "messages.html")

    assert (found.format, found.variant, found.title) == ("telegram", "html", "Bakery")
    _assert_same(plain, found, seconds=True)
    assert {reading.zone for each in found.messages for reading in each.readings} == {"+06:00"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("form", ["ru iOS", "zh-Hans iOS", "ug Android"])
def test_a_marked_encoding_changes_nothing(form: str, encoding: str) -> None:
    chat = [Said(FIRST, "Гүлнар", "наубайхана")]

    found = _read(WHATSAPP[form](chat), "_chat.txt", encoding)

    assert [(each.sender, each.text) for each in found.messages] == [("Гүлнар", "наубайхана")]
