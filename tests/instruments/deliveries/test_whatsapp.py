from __future__ import annotations

from datetime import date

import pytest

from guwah.instruments.deliveries import NotUnderstood, whatsapp
from guwah.instruments.deliveries.day_order import Bounds
from guwah.instruments.deliveries.model import Notes

LRM = "\u200e"


def _read(text: str, *files: str, **bounds: object) -> tuple[whatsapp.Chat, Notes]:
    notes = Notes("_chat.txt")
    told = Bounds(**{"since": whatsapp.SINCE, **bounds})  # type: ignore[arg-type]  # fields of Bounds
    return whatsapp.read(text, told, notes, files), notes


def _codes(notes: Notes) -> list[str]:
    return [doubt.code for doubt in notes.doubts]


def test_lines_up_to_the_next_opening_belong_to_the_message() -> None:
    text = "31/01/2021, 09:00 - Tomas: bread\n\n31 loaves\n31/01/2021, 09:01 - Ayjan: thanks\n"

    chat, _notes = _read(text)

    assert [(each.line, each.text) for each in chat.messages] == [(1, "bread\n\n31 loaves"), (4, "thanks")]
    assert text[chat.messages[0].start : chat.messages[0].end].endswith("31 loaves\n")


def test_a_line_without_sender_is_the_programs() -> None:
    chat, _notes = _read("31/01/2021, 09:00 - Messages are protected.\n31/01/2021, 09:00 - Tomas: hi\n")

    assert [(each.kind, each.sender) for each in chat.messages] == [("system", ""), ("message", "Tomas")]


def test_an_iphones_marked_line_is_an_event_under_the_name_shown() -> None:
    chat, _notes = _read(f"[31/01/2021, 09:00:00] The oven: {LRM}Messages are protected.\r\n")

    assert [(each.kind, each.sender) for each in chat.messages] == [("event", "The oven")]


def test_a_sender_is_kept_as_written_with_all_its_marks() -> None:
    chat, _notes = _read("31/01/2021, 09:00 - \u202a+7 700 000 00 00\u202c: a: b\n")

    assert (chat.messages[0].sender, chat.messages[0].text) == ("\u202a+7 700 000 00 00\u202c", "a: b")


def test_a_colon_inside_quotes_is_of_what_they_quote() -> None:
    chat, notes = _read("31/01/2021, 09:00 - Tomas changed the subject from “a: b\n")

    assert (chat.messages[0].kind, chat.messages[0].sender) == ("system", "")
    assert _codes(notes) == ["sender-unsure"]


@pytest.mark.parametrize(
    "name", ["T" * 101, 'Ayjan "Baba" K.', "Ayjan «Baba»", "„Baba“ Ayjan", "Dr. Ayjan, oven, " * 9]
)
def test_a_long_or_quoted_name_is_a_sender_with_a_doubt(name: str) -> None:
    chat, notes = _read(f"31/01/2021, 09:00 - {name}: b\n31/01/2021, 09:01 - Tomas: c\n")

    assert [(each.kind, each.sender, each.text) for each in chat.messages] == [
        ("message", name, "b"),
        ("message", "Tomas", "c"),
    ]
    assert _codes(notes) == ["sender-unsure"]


def test_an_odd_name_that_writes_again_and_again_is_a_sender() -> None:
    chat, _notes = _read('31/01/2021, 09:00 - Ayjan 5": a\n31/01/2021, 09:01 - Ayjan 5": b\n')

    assert [(each.sender, each.text) for each in chat.messages] == [('Ayjan 5"', "a"), ('Ayjan 5"', "b")]


@pytest.mark.parametrize(
    ("opening", "variant", "clock"),
    [
        ("31.01.21 г., 9:05 ч. - ", "android", "09:05"),
        ("31.01.2021 ж., 09:05 - ", "android", "09:05"),
        ("2021-01-31 9 h 05 - ", "android", "09:05"),
        ("2021-01-31 09\u202fh\u202f05 - ", "android", "09:05"),
        ("[2021-01-31 09 h 05 min 07 s] ", "ios", "09:05:07"),
        ("31.01.21, 9:05 Uhr - ", "android", "09:05"),
        ("31.01.21, 9:05 nachm. - ", "android", "21:05"),
        ("31.01.21, 9:05 abends - ", "android", "21:05"),
        ("[\u200f31/1/2021, 9:05:07 ص] ", "ios", "09:05:07"),
        ("[\u200f31\u200f/1\u200f/2021, 9:05:07 مساءً] ", "ios", "21:05:07"),
        ("31/1/2021, 9:05 صباحًا - ", "android", "09:05"),
        ("31/01/2021 9:05 du soir - ", "android", "21:05"),
        ("31.01.2021, 9:05 вечера - ", "android", "21:05"),
    ],
)
def test_openings_of_many_languages_are_read(opening: str, variant: str, clock: str) -> None:
    chat, notes = _read(f"{opening}Ayjan: bread\n{opening}Tomas: milk\n", until=date(2022, 1, 1))

    assert chat.variant == variant
    assert [(each.sender, each.text) for each in chat.messages] == [("Ayjan", "bread"), ("Tomas", "milk")]
    assert [(one.edtf[:10], one.clock) for one in chat.messages[0].readings] == [("2021-01-31", clock)]
    assert _codes(notes) == []


@pytest.mark.parametrize("words", ["‹Медиафайл жоқ>", "<Медиафайл жоқ>", "«Без медиафайлов»"])
def test_what_is_left_out_is_known_whatever_its_brackets(words: str) -> None:
    chat, notes = _read(f"31/01/2021, 09:00 - Ayjan: {words}\n")

    assert [(one.told, one.words) for one in chat.messages[0].attachments] == [("left-out", words)]
    assert _codes(notes) == []


def test_a_message_may_have_no_words() -> None:
    chat, _notes = _read("31/01/2021, 09:00 - Tomas:\n31/01/2021, 09:00 - Ayjan: \n")

    assert [(each.sender, each.text) for each in chat.messages] == [("Tomas", ""), ("Ayjan", "")]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (
            f"{LRM}<attached: 00000002-AUDIO-2021-01-31-09-00-00.opus>",
            "00000002-AUDIO-2021-01-31-09-00-00.opus",
        ),
        ("<прикреплено: 5.jpg>", "5.jpg"),
        (f"{LRM}<qwertz: list of bread.pdf>", "list of bread.pdf"),
        ("IMG-20210131-WA0003.jpg (qwertz uiop)\ncaption", "IMG-20210131-WA0003.jpg"),
        ("price list.v2.pdf (файл добавлен)", "price list.v2.pdf"),
        (f"{LRM}price.pdf (qwertz)", "price.pdf"),
    ],
)
def test_what_is_attached_is_known_by_its_words_or_by_its_form(words: str, name: str) -> None:
    chat, _notes = _read(f"31/01/2021, 09:00 - Tomas: {words}\n")

    assert [one.name for one in chat.messages[0].attachments] == [name]
    assert chat.messages[0].attachments[0].words in words


def test_an_unknown_word_for_attached_is_trusted_when_the_file_is_there() -> None:
    text = "31/01/2021, 09:00 - Tomas: oven (qwertz)\n31/01/2021, 09:00 - Tomas: flour.txt (qwertz)\n"

    without, _notes = _read(text)
    with_file, _notes = _read(text, "folder/flour.txt")

    assert [each.attachments for each in without.messages] == [(), ()]
    assert [one.name for one in with_file.messages[1].attachments] == ["flour.txt"]


@pytest.mark.parametrize("words", ["see <note: no file>", "<a: b.c d>", "bread (fresh)"])
def test_brackets_alone_attach_nothing(words: str) -> None:
    chat, notes = _read(f"31/01/2021, 09:00 - Tomas: {words} and more\n")

    assert chat.messages[0].attachments == ()
    assert _codes(notes) == []


@pytest.mark.parametrize("words", ["<Media omitted>", f"{LRM}image omitted", "<Без медиафайлов>", "忽略图片"])
def test_what_an_export_leaves_out_is_told(words: str) -> None:
    chat, notes = _read(f"31/01/2021, 09:00 - Tomas: {words}\n")

    assert [(one.told, one.name, one.words) for one in chat.messages[0].attachments] == [
        ("left-out", "", words)
    ]
    assert _codes(notes) == []


def test_unknown_words_in_brackets_may_tell_of_something_left_out() -> None:
    chat, notes = _read("31/01/2021, 09:00 - Tomas: <qwertz uiop>\n")

    assert chat.messages[0].attachments == ()
    assert _codes(notes) == ["maybe-left-out"]


def test_an_opening_of_another_form_is_words() -> None:
    pasted = (
        "31/01/2021, 09:00 - Tomas: look:\n[31.01.21, 08:00:00] Ayjan: old\n31.01.2021, 08:00 - Ayjan: old\n"
    )

    chat, _notes = _read(pasted)

    assert len(chat.messages) == 1


def test_a_pasted_opening_is_doubted_by_its_line_end() -> None:
    text = (
        "[31/01/2021, 09:00:00] Tomas: look\n"
        "[30/01/2021, 09:00:00] Ayjan: old\r\n"
        "[31/01/2021, 09:01:00] A:\r\n"
    )

    chat, notes = _read(text)

    assert len(chat.messages) == 3
    assert [(doubt.code, doubt.line) for doubt in notes.doubts] == [("maybe-pasted", 2)]


def test_words_before_the_first_message_are_told() -> None:
    chat, notes = _read("exported\n\n31/01/2021, 09:00 - Tomas: a\n")

    assert len(chat.messages) == 1
    assert [(doubt.code, doubt.line) for doubt in notes.doubts] == [("before-first", 1)]


def test_a_text_without_openings_is_not_understood() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _read("bread\n")

    assert (refusal.value.code, refusal.value.name) == ("no-messages", "_chat.txt")


def test_a_line_of_a_million_letters_is_refused_with_its_place() -> None:
    with pytest.raises(NotUnderstood) as refusal:
        _read("31/01/2021, 09:00 - Tomas: a\n" + "b" * 1_000_001)

    assert (refusal.value.code, refusal.value.line, refusal.value.offset) == ("line-too-long", 2, 29)


def test_an_open_order_keeps_every_reading_and_says_so() -> None:
    chat, notes = _read("04/03/2021, 09:00 - Tomas: a\n04/03/2021, 09:05 - Tomas: b\n")

    assert [reading.edtf for reading in chat.messages[0].readings] == ["2021-03-04", "2021-04-03"]
    assert {reading.zone for reading in chat.messages[0].readings} == {""}
    assert _codes(notes) == ["day-order-open"]
    assert (chat.order.by, chat.order.open) == ("undecided", ("dmy", "mdy"))


def test_names_that_the_phone_made_prove_the_order() -> None:
    chat, notes = _read(
        "04/03/2021, 09:00 - Tomas: IMG-20210403-WA0001.jpg (file attached)\n"
        "04/03/2021, 09:00 - Tomas: IMG-20219999-WA0001.jpg (file attached)\n"
    )

    assert (chat.order.order, chat.order.by, chat.order.line) == ("mdy", "file-names", 1)
    assert [(reading.edtf, reading.basis) for reading in chat.messages[0].readings] == [
        ("2021-04-03", "context")
    ]
    assert _codes(notes) == []


def test_a_name_of_an_iphones_file_proves_it_too() -> None:
    text = f"[04/03/2021, 09:00:00] Tomas: {LRM}<attached: 00000001-PHOTO-2021-03-04-09-00-00.jpg>\r\n"

    assert _read(text)[0].order.order == "dmy"


def test_a_person_may_say_the_order() -> None:
    chat, _notes = _read("04/03/2021, 09:00 - Tomas: a\n", said="mdy")

    assert (chat.order.order, chat.order.by) == ("mdy", "person")
    assert [reading.edtf for reading in chat.messages[0].readings] == ["2021-04-03"]


def test_no_message_is_later_than_the_day_it_came() -> None:
    chat, _notes = _read("04/03/2021, 09:00 - Tomas: a\n", until=date(2021, 3, 10))

    assert (chat.order.order, chat.order.by) == ("dmy", "impossible-days")


def test_dates_of_two_orders_are_kept_with_all_their_readings() -> None:
    chat, notes = _read("31/01/2021, 09:00 - T: a\n01/31/2021, 09:00 - T: b\n03/04/2021, 09:00 - T: c\n")

    assert (chat.order.by, chat.order.line) == ("mixed", 2)
    assert [[reading.edtf for reading in each.readings] for each in chat.messages] == [
        ["2021-01-31"],
        ["2021-01-31"],
        ["2021-04-03", "2021-03-04"],
    ]
    assert _codes(notes) == ["day-orders-mixed"]


def test_times_that_do_not_exist_have_no_reading() -> None:
    chat, notes = _read("31/01/2021, 09:00 - T: a\n31/02/2021, 25:61 - T: b\n", said="dmy")

    assert chat.messages[1].readings == ()
    assert chat.messages[1].time == "31/02/2021, 25:61"
    assert _codes(notes) == ["no-such-clock", "no-such-day"]


def test_an_unknown_word_for_half_of_the_day_leaves_both() -> None:
    chat, notes = _read("31/01/2021, 9:00 xx - T: a\n31/01/2021, 9:05 xx - T: a\n")

    assert [reading.clock for reading in chat.messages[0].readings] == ["09:00", "21:00"]
    assert [doubt.message.endswith("(2 times)") for doubt in notes.doubts] == [True]
