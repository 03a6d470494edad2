"""A format shows itself by what stands in the file; one that cannot be read is never taken for prose."""

import pytest

from guwah.instruments.transcripts import FORMATS, READABLE, NotUnderstood, read, recognise
from guwah.instruments.transcripts.columns import header_of
from guwah.instruments.transcripts.losses import SHOWN
from guwah.instruments.transcripts.registry import READERS, WRITERS

CUE = "1\n00:00:01,000 --> 00:00:02,500\nWe bake.\n"
OHMS = '<?xml version="1.0"?>\n<ROOT xmlns="https://www.weareavp.com/nunncenter/ohms"><record id="1">'
VTT = "<vtt_transcript>WEBVTT\n\n00:01.000 --&gt; 00:02.000\nBread.\n</vtt_transcript>"
GRID = 'File type = "ooTextFile"\nObject class = "TextGrid"\n\nxmin = 0\n'
CHAT = "@UTF8\n@PID:\t1\n@Begin\n*ANN:\tbread .\n@End\n"
TABLE = "Speaker,Start,Text\nAnn,0,Bread.\n"
SEGMENTS = '{"text": " Bread.", "segments": [{"id": 0, "start": 0.0, "end": 1.0, "text": " Bread."}]}'


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        ("WEBVTT\n\n", "webvtt"),
        ("WEBVTTX\n\n00:00:01.000 --> 00:00:02.000\nhi\n", "webvtt"),
        (CUE, "srt"),
        ("\n\n" + CUE.replace(",", "."), "srt"),
        (CUE.replace("\n", "\r\n"), "srt"),
        ("00:01.000 --> 00:02.500 align:start\nWe bake.\n", "srt"),
        ("The oven\nby Ann Low\n\n" + CUE, "srt"),
        (f"{OHMS}<version>5.4</version><transcript>A</transcript></record></ROOT>", "ohms5"),
        (f"{OHMS}<version>5.4</version><vtt_transcript></vtt_transcript></record></ROOT>", "ohms5"),
        (f"{OHMS}<version>6.0</version></record></ROOT>", "ohms6"),
        (f"{OHMS}<version>5.4</version>{VTT}</record></ROOT>", "ohms6"),
        (OHMS.replace(' xmlns="https://www.weareavp.com/nunncenter/ohms"', ""), "ohms5"),
        ('<?xml version="1.0"?>\n<!-- by hand -->\n<ANNOTATION_DOCUMENT AUTHOR="">', "elan"),
        ('<TEI xmlns="http://www.tei-c.org/ns/1.0">', "tei"),
        ('<?xml version="1.0"?><!DOCTYPE TEI [<!ENTITY a "b">]><tei:TEI xmlns:tei="x">', "tei"),
        (GRID, "textgrid"),
        ('"ooTextFile"\n"TextGrid"\n0\n', "textgrid"),
        ('"Praat chronological TextGrid text file"\n0 10\n', "textgrid"),
        (CHAT, "chat"),
        (CHAT.removeprefix("@UTF8\n@PID:\t1\n"), "chat"),
        (SEGMENTS, "whisper-json"),
        (f"[{SEGMENTS}]\n", "whisper-json"),
        ('{\n "text": "<p>Bread.</p>",\n "media": ""\n}', "whisper-json"),
        (TABLE, "csv"),
        (TABLE.replace(",", "\t"), "csv"),
        (TABLE.replace(",", ";"), "csv"),
        ('"№","Говорящий","Реплика"\n1,"Анна","Хлеб, да."\n', "csv"),
        ("序号,说话人,内容\n1,李明,面包\n", "csv"),
        ("Уақыт\tСөйлеуші\tМәтін\n0:01\tАйсұлу\tНан.\n", "csv"),
        ("سۆزلىگۈچى\tسۆز\nئالىم\tنان\n", "csv"),
    ],
)
def test_the_content_says_the_format_whatever_the_name_says(text: str, format_: str) -> None:
    for name in ("", "talk.txt", "talk.doc", "talk.csv", "talk.eaf"):
        # The first line of a table is the weakest sign: a name that means another format outdoes it.
        expected = "elan" if format_ == "csv" and name == "talk.eaf" else format_
        assert recognise(text.encode(), name) == expected
        assert recognise(text.encode("utf-8-sig"), name) == expected
        # Beyond the beginning only UTF-8 is looked through; then the version of the file counts.
        assert VTT in text or recognise(text.encode("utf-16"), name) == expected


@pytest.mark.parametrize(
    ("raw", "name", "format_"),
    [
        (b"hello", "talk.VTT", "webvtt"),
        (b"PK\x03\x04", "talk.txt", "docx"),
        (b"hello", "talk.docx", "docx"),
        (b"hello", "talk.tsv", "csv"),
        (b"hello", "talk.TextGrid", "textgrid"),
        (b"hello", "talk", "labelled-text"),
        (b"", "", "labelled-text"),
        (b"\xff\xfe\x00\xd8", "", "labelled-text"),
        # What transcribers write, and is none of these.
        (b"[00:00:01.000 --> 00:00:02.000]  We bake.\n", "", "labelled-text"),
        (b"<unclear> ANN: We bake <b>bread</b>\n", "", "labelled-text"),
        (b"<\n", "", "labelled-text"),
        (b"[ ] ANN: We bake [sigh]\n", "", "labelled-text"),
        (b'{"Bread" she says}', "", "labelled-text"),
        (b"@home ANN: We bake\n", "", "labelled-text"),
        (b"Speaker, name the words\nANN: no\n", "", "labelled-text"),
        (b"Name: Ann\nText: a letter\n", "", "labelled-text"),
        (b"Text\nbread\n", "", "labelled-text"),
    ],
)
def test_where_the_content_says_nothing_the_name_does(raw: bytes, name: str, format_: str) -> None:
    assert recognise(raw, name) == format_


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[Script Info]\nTitle: x\n", "ASS"),
        ("0:00:01.000,0:00:02.000\nBread.\n", "SBV"),
        ("{1}{25}Bread.\n", "MicroDVD"),
        ('<?xml version="1.0"?><basic-transcription>', "EXMARaLDA"),
        ('<?xml version="1.0"?><tt xmlns="http://www.w3.org/ns/ttml">', "TTML"),
        ("<!DOCTYPE html>\n<html lang=en>", "web page"),
        ("<HTML><body>Ann: x</body></HTML>\n", "web page"),
        ('<?xml version="1.0"?><catalogue>', "not known"),
        ("<catalogue><bread/></catalogue>\n", "not known"),
        ('<?xml version="1.0"?><ROOT><bread/></ROOT>', "not known"),
        ('File type = "ooBinaryFile"\nObject class = "TextGrid"\n', "binary"),
        ('File type = "ooTextFile"\nObject class = "PitchTier"\n', "no TextGrid"),
    ],
)
def test_a_format_that_shows_itself_and_is_not_read_is_refused_with_what_to_do(text: str, named: str) -> None:
    for name in ("", "talk.txt", "talk.srt"):
        with pytest.raises(NotUnderstood) as refused:
            read(text.encode(), name)
        assert (refused.value.code, refused.value.line, refused.value.offset) == ("unread-format", 1, 0)
        assert named in refused.value.message
        assert refused.value.message.endswith(", and add that.")


def test_a_format_of_the_list_without_a_reader_is_refused_and_not_taken_for_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert set(READABLE) == set(FORMATS)
    monkeypatch.delitem(READERS, "tei")
    with pytest.raises(NotUnderstood) as refused:
        read(b"ANN: We bake.\nBEN: Why?\nANN: So.\n", format="tei")
    assert (refused.value.code, refused.value.line) == ("unread-format", 1)
    assert "tei" in refused.value.message


def test_every_reader_and_writer_is_of_a_format_of_the_list() -> None:
    assert set(READERS) | set(WRITERS) <= set(FORMATS) | set(SHOWN)
    for load in (*READERS.values(), *WRITERS.values()):
        assert callable(load())


def test_what_begins_as_json_and_was_cut_off_is_nobodys_words() -> None:
    assert recognise(b'{"segments": [{"start": 0.0, "text": "Hel', "talk.json") == "whisper-json"
    with pytest.raises(NotUnderstood) as refused:
        read(b'{"segments": [{"start": 0.0, "text": "Hel', "talk.txt")
    assert refused.value.line == 1


def test_a_hostile_beginning_costs_no_time() -> None:
    for head in (
        "<?a" * 20_000,
        "<!--" * 20_000,
        "<!DOCTYPE a[" * 9_000,
        "<??>" * 20_000,
        '{"' + "\\" * 60_000,
    ):
        assert recognise(head.encode()) == "labelled-text"
    assert header_of("a," * 100_000) is None


def test_a_first_line_that_is_no_row_of_names_is_none() -> None:
    assert header_of('"Text,Speaker') is None
    assert header_of("Text,Note\n") is None
    assert header_of("Speaker,Text," + "x" * 200_000) is None
    assert header_of("Speaker\x00,Text") is None or header_of("Speaker,Text") is not None
    found = header_of("\ufeff\n_Start_ Time_;  SPEAKER ;Text:\n0;Ann;x\n")
    assert found is not None
    assert (found.delimiter, dict(found.places)) == (";", {"start": 0, "speaker": 1, "words": 2})


def test_captions_far_down_are_an_example_in_somebodys_words() -> None:
    page = "One line of a page.\n" * 10
    assert recognise((page[:-21] + CUE).encode()) == "srt"
    assert recognise((page + CUE).encode(), "readme.md") == "labelled-text"
    assert recognise((page + CUE).encode(), "talk.srt") == "srt"
