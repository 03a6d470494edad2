"""Old Office files as wholes: properties, macros by name, words, and letters of Outlook."""

from __future__ import annotations

import io
import struct
from typing import Any

import pytest

import attic
from guwah.steps.evidence.reading.inside import oldoffice, saying
from guwah.steps.evidence.reading.inside.saying import CannotRead


def _metadata(data: bytes) -> dict[str, Any]:
    return oldoffice.metadata(io.BytesIO(data))


def _text(data: bytes) -> str:
    return oldoffice.text(io.BytesIO(data))


def test_a_document_tells_who_wrote_it_when_and_what_is_in_it() -> None:
    found = _metadata(attic.doc("x"))

    assert found["summary"] == {
        "codepage": 1251,
        "title": "Ведомость",
        "author": "Aygul the baker",
        "last_saved_by": "Boris",
        "last_printed": "2003-04-05T06:07:08",
        "create_time": "2003-04-05T06:07:08",
    }
    assert found["times"]["Macros changed"] == found["times"]["made"] == "2003-04-05T06:07:08"
    assert found["saved by"] == ["Boris", "C:\\Boris\\ledger.doc", "Aygul", "A:\\ledger.doc"]
    assert found["macros"] == ["Macros/VBA"]
    assert set(found["streams"]) == {"\x05SummaryInformation", "1Table", "Macros/VBA", "WordDocument"}
    assert "locked" not in found


@pytest.mark.parametrize(("page", "title"), [(936, "Ведомость"), (1251, "Ведомость")])
def test_the_page_of_letters_is_heeded(page: int, title: str) -> None:
    assert _metadata(attic.ole({"\x05SummaryInformation": attic.summary(page)}))["summary"]["title"] == title


def test_letters_of_a_page_nobody_knows_stay_what_they_are() -> None:
    known = attic.summary(1251)
    unknown = known.replace(b"\x02\0\0\0\xe3\x04", b"\x02\0\0\0\x0f\x27")

    title = _metadata(attic.ole({"\x05SummaryInformation": unknown}))["summary"]["title"]

    assert title == "Ведомость".encode("cp1251").decode("latin-1")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (attic.doc("The oven ", "печь.\r"), "The oven печь."),
        (attic.xls("Нан", "bread", "x"), "Flour\nНан\tbread\nx"),
        (attic.ppt("flour", "Нан"), "flour\nНан"),
        (attic.msg(), "Good morning."),
        (attic.ole({"__substg1.0_1000001E": b"Good morning."}), "Good morning."),
        (attic.ole({"Else": b"x"}), ""),
        (attic.ole({}), ""),
    ],
    ids=["doc", "xls", "ppt", "msg", "old msg", "else", "empty"],
)
def test_words_are_taken_out(data: bytes, words: str) -> None:
    assert _text(data) == words


def test_an_outlook_letter_tells_its_head() -> None:
    assert _metadata(attic.msg())["letter"] == {
        "headers": "From: Aygul",
        "sender": "Aygul the baker",
        "subject": "Нан туралы",
    }


def test_a_locked_document_tells_its_properties_all_the_same() -> None:
    streams = attic.word_streams([("x", True)], flags=0x0300) | {"\x05SummaryInformation": attic.summary()}

    found = _metadata(attic.ole(streams))

    assert found["summary"]["author"] == "Aygul the baker"
    assert "saved by" not in found


def test_a_newer_document_locked_in_an_old_file_is_said_to_be_locked() -> None:
    data = attic.ole({"EncryptedPackage": b"x", "EncryptionInfo": b"y"})

    assert _metadata(data)["locked"] is True
    with pytest.raises(CannotRead) as refused:
        _text(data)
    assert refused.value.code == "needs-passphrase"


def test_a_workbook_older_than_can_be_read_is_said_to_be() -> None:
    with pytest.raises(CannotRead) as refused:
        _text(attic.ole({"Book": b"x"}))
    assert refused.value.code == "not-readable"


def test_what_is_no_such_file_is_not_readable() -> None:
    with pytest.raises(CannotRead) as refused:
        _metadata(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing more")
    assert refused.value.code == "not-readable"


def test_a_file_of_very_many_streams_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oldoffice, "MOST_STREAMS", 2)

    with pytest.raises(CannotRead) as refused:
        _metadata(attic.doc("x"))
    assert refused.value.code == "needs-too-much"


def _bent(bend: str) -> bytes:
    """A document whose own lists of places are bent: they bite their tail, or name what is far away."""
    data = bytearray(attic.doc("x" * 5000))
    chains, entries = (512 * (int.from_bytes(data[at : at + 4], "little") + 1) for at in (76, 48))
    if bend in {"all chains one", "endless and long"}:
        data[chains : chains + 512] = bytes(512)
    if bend == "each its own chain":
        data[chains : chains + 512] = struct.pack("<128I", *range(128))
    for number in range(1, 5):
        entry = entries + 128 * number
        if bend == "siblings in a ring":
            data[entry + 68 : entry + 80] = struct.pack("<III", number % 4 + 1, number, number)
        if bend in {"vast", "endless and long"}:
            data[entry + 120 : entry + 128] = struct.pack("<Q", 1 << (40 if bend == "vast" else 31))
    heads = {"many chains": (44, 0x7FFFFFFF), "more chains": (72, 0x7FFFFFFF)}
    if bend in heads:
        place, value = heads[bend]
        data[place : place + 4] = struct.pack("<I", value)
    return bytes(data)


@pytest.mark.parametrize(
    "bend",
    [
        "all chains one",
        "each its own chain",
        "siblings in a ring",
        "vast",
        "endless and long",
        "many chains",
        "more chains",
    ],
)
def test_a_file_that_bites_its_tail_ends(bend: str) -> None:
    for reader in (oldoffice.metadata, oldoffice.text):
        with saying.stumbling():
            assert reader(io.BytesIO(_bent(bend))) is not None
