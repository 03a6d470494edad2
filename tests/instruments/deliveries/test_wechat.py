from __future__ import annotations

import pytest

from guwah.instruments.deliveries import NotUnderstood, wechat
from guwah.instruments.deliveries.day_order import Bounds
from guwah.instruments.deliveries.model import Message, Notes


def _read(text: str) -> tuple[tuple[Message, ...], list[str]]:
    notes = Notes("chat.txt")
    chat = wechat.read(text, Bounds(wechat.SINCE), notes)
    return chat.messages, [doubt.code for doubt in notes.doubts]


def test_things_are_named_or_left_out() -> None:
    found, doubts = _read("2021-01-31 09:00:00 Ayjan\n[图片] [文件: price.pdf] [位置: oven street] [bread]\n")

    assert [(one.told, one.name, one.words) for one in found[0].attachments] == [
        ("left-out", "", "[图片]"),
        ("named", "price.pdf", "[文件: price.pdf]"),
        ("left-out", "", "[位置: oven street]"),
    ]
    assert doubts == []


def test_what_the_program_says_is_no_message_of_a_person() -> None:
    found, _doubts = _read("2021-01-31 09:00:00 系统消息\nyou can talk now\n")

    assert [(each.kind, each.sender) for each in found] == [("system", "系统消息")]


def test_words_before_the_first_and_openings_of_another_form_are_kept_apart() -> None:
    found, doubts = _read("exported\n2021-01-31 09:00:00 Ayjan\na\n2021/01/31 09:00:00 Tomas\nb\n")

    assert [each.text for each in found] == ["a\n2021/01/31 09:00:00 Tomas\nb"]
    assert doubts == ["before-first"]


def test_a_name_and_a_clock_without_a_blank_line_above_are_words() -> None:
    found, doubts = _read("—————  2021-01-31  —————\n\nAyjan  09:00\n\nsee you\nat Tomas 10:00\n")

    assert [(each.sender, each.text) for each in found] == [("Ayjan", "see you\nat Tomas 10:00")]
    assert doubts == []


def test_a_text_of_no_such_form_is_refused() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _read("bread\n\n")

    assert (refusal.value.code, refusal.value.name) == ("no-messages", "chat.txt")
