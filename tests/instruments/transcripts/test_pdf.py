"""PDF: every script in its direction, words as they are, and a clear word where it cannot be made."""

from __future__ import annotations

import sys
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pypdfium2
import pytest
from hypothesis import given, settings

from guwah.instruments.transcripts import Mark, NotUnderstood, Transcript, read, write
from guwah.instruments.transcripts.writers import pdf
from transcribed import documents

TALK = (
    "An invented talk.\n\nTalk of the ovens\n\n"
    "Ann Poe (A): We *baked* #bread [laughs] on 2018-04-07, “so”.\n"
    "ئالىم: نان ياقمىدىم، 2018-04-07 كۈنى.\n"
    "A: And then?\nئالىم: ھەئە.\n李明: 面包店关了门。\nАйсұлу: Ңөі бар.\n李明: 好。\n"
    "[tape ends]\nАйсұлу: Жоқ.\n"
)


def _talk(note: str = "") -> Transcript:
    talk = read(TALK.encode())
    if not note:
        return talk
    at = talk.sessions[0].turns[0].start + 2
    told = MappingProxyType({"words": note, "from": "comments"})
    marks = sorted((*talk.marks, Mark("note", at, at, 1, 1, told)), key=lambda mark: (mark.start, mark.end))
    return replace(talk, marks=tuple(marks))


def _page(data: bytes) -> Any:  # noqa: ANN401 - pypdfium2 has no types
    return pypdfium2.PdfDocument(data)[0]


def test_words_of_every_script_stand_in_it_and_none_is_taken_for_markup() -> None:
    written = write(_talk("A note, *so*."), "pdf")
    text = _page(written.data).get_textpage().get_text_range()
    for words in ("We", "*baked* #bread [laughs]", "“so”", "面包店关了门。", "Ңөі бар.", "[tape ends]",
                  "Talk of the ovens", "A note, *so*.", "A: Ann Poe", "An invented talk."):  # fmt: skip
        assert words in text
    for letter in "نانياقمىدىم":
        assert letter in text
    assert written.warnings == ()
    assert written.data == write(_talk("A note, *so*."), "pdf").data
    assert b"CreationDate" not in written.data


def test_arabic_letters_begin_at_the_right_and_a_date_in_them_is_not_turned_round() -> None:
    page = _page(write(_talk(), "pdf").data)
    text = page.get_textpage()
    words = text.get_text_range()
    at = words.index("ن")
    assert text.get_charbox(at)[2] > page.get_width() / 2
    places = [n for n in range(len(words)) if words.startswith("2018-04-07", n)]
    assert len(places) == 2
    for start in places:
        lefts = [text.get_charbox(start + n)[0] for n in range(10)]
        assert lefts == sorted(lefts)


def test_notes_that_stand_on_no_line_and_texts_of_paragraphs_are_set_too() -> None:
    letter = read("Dear all,\n\nThe oven is cold.\n\nبەك سوغۇق.\n".encode())
    note = Mark("note", len(letter.text), len(letter.text), attributes=MappingProxyType({"words": "Late."}))
    text = _page(write(replace(letter, marks=(note,)), "pdf").data).get_textpage().get_text_range()
    assert "The oven is cold." in text
    assert "Late." in text


def test_no_temporary_file_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TMPDIR", "TEMP", "TMP", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, "/no/such/folder")
    assert write(_talk("A note."), "pdf").data.startswith(b"%PDF")


def test_what_paper_does_not_show_is_told() -> None:
    cues = b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>x\n\n00:02.000 --> 00:03.000\n<v A>y\n"
    assert [one.code for one in write(read(cues), "pdf").warnings] == ["lost-segments"]


def test_without_the_typesetter_or_a_font_the_answer_is_no(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(pdf._FAMILIES, "Hani", ("No such family",))
    with pytest.raises(NotUnderstood) as refused:
        write(_talk(), "pdf")
    assert refused.value.code == "no-font"
    assert "Hani" in refused.value.message
    # A script the text is not in is not asked for.
    assert write(read(b"Ann: One.\nBen: Two.\nAnn: Three.\nBen: Four.\n"), "pdf").data
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(NotUnderstood) as missing:
        write(_talk(), "pdf")
    assert missing.value.code == "no-typesetter"


def test_without_the_packages_of_fonts_those_of_the_machine_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pdf, "_PACKAGES", (("no_such_package", "files"),))
    assert pdf._folders() == []


@settings(max_examples=8)
@given(documents())
def test_any_reading_can_be_set(document: Transcript) -> None:
    assert write(document, "pdf").data.startswith(b"%PDF")
